"""No page fails for one bad value: neither sent by a browser, in any parameter of any route, nor standing in the database."""

import io
import json
import re
from collections import Counter
from itertools import product
from urllib.parse import urlencode

import pytest
from sqlalchemy import JSON, Text, event, select, update
from sqlalchemy.types import TypeDecorator
from werkzeug.datastructures import ImmutableMultiDict

from lti_tool import db
from lti_tool.assessment.statements import questionnaire
from lti_tool.people.access import declared_access
from lti_tool.people.models import Organisation
from tests.house.conftest import NAMED

sqlite_alone = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
IDS = ["-1", "2147483648", "-99999999999999999999", "9" * 5000, "²"]
TEXTS = ["", "http://[", "{{7*7}}<script>\u2028\u200b\ufffe..\\..\\/|%", "a\0b", "x" * 900]
HOSTILE = [*IDS, *TEXTS]
INVALID_UTF8 = "%ED%A0%80%FF"
ALIKE = {name for key in questionnaire("fi").keys[1:] for name in (key, f"{key}-comment")}  # the first stands for all


class Watched(ImmutableMultiDict):
    """Parameters of a request that note which names a view asks for."""

    asked: set[str] = set()

    def _note(self, name):
        if isinstance(name, str):
            self.asked.add(name)

    def __getitem__(self, name):
        self._note(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        self._note(name)
        return super().__contains__(name)

    def get(self, name, *arguments, **keywords):
        self._note(name)
        return super().get(name, *arguments, **keywords)

    def getlist(self, name, *arguments, **keywords):
        self._note(name)
        return super().getlist(name, *arguments, **keywords)


class Routes:
    """Every route of the app, asked as one visitor; nothing is kept, so that each request finds the same college."""

    def __init__(self, app, furnished, monkeypatch):
        self.app = app
        self.furnished = furnished
        self.faults = []
        monkeypatch.setattr(db, "keep", db.discard)
        monkeypatch.setattr(app.request_class, "parameter_storage_class", Watched)

    def __iter__(self):
        for rule in self.app.url_map.iter_rules():
            for method in sorted(rule.methods & {"GET", "POST"}):
                yield rule, method

    def address(self, visitor, rule, **values):
        """The address of a route with things that are there, and some of them replaced."""
        known = {
            "launch": visitor.base.split("/")[2],
            "token": self.furnished.answer,
            "mark": "x",
            **NAMED,
        }
        filled = {name: values.get(name, known.get(name, "1")) for name in rule.arguments}
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(filled[match[1]]), rule.rule)

    def ask(self, visitor, method, path, what="", **request):
        answer = visitor.client.open(path, method=method, base_url="https://tool.test", **request)
        if answer.status_code >= 500:
            self.faults.append((answer.status_code, method, path, what))
        return answer

    def names(self, visitor, method, path, form):
        """Which parameters a route asks for, in a good and in an empty request."""
        Watched.asked = set()
        self.ask(visitor, method, path, data=form)
        self.ask(visitor, method, path, data={"csrf_token": form["csrf_token"]} if form else None)
        return Watched.asked - {"csrf_token"}


@pytest.fixture
def routes(app, furnished, monkeypatch):
    return Routes(app, furnished, monkeypatch)


def good_form(visitor):
    """What makes any of our forms go through."""
    return {
        "csrf_token": visitor.token(),
        "name": "Uusi",
        "title": "Uusi",
        "tier": "everyday",
        "text": "Näin",
        "version": "1",
        "subject": "Tiimi",
        "language": "fi",
        "open_to": "teachers",
        "starts_on": "1.1.2026",
        "ends_on": "31.1.2090",
        "knows-whom-to-contact": "3",
        "kind": "visit",
        "happened_on": "2.11.2026",
        "partner_id": "1",
    }


@sqlite_alone
@pytest.mark.timeout(900)  # thousands of requests: longer than any other test
@pytest.mark.parametrize("asked_by", ["GET", "POST"])
@pytest.mark.parametrize("who", ["staff", "admin"])
def test_no_parameter_of_any_route_makes_it_fail(routes, furnished, who, asked_by):
    visitor = getattr(furnished, who)
    form = good_form(visitor)
    asked = 0
    for rule, method in routes:
        if method != asked_by or (who == "admin" and declared_access(routes.app, rule.endpoint) == "staff"):
            continue
        path = routes.address(visitor, rule)
        good = form if method == "POST" else None
        for name in sorted(routes.names(visitor, method, path, good) - ALIKE):
            for value in HOSTILE:
                sent = {"data": {**form, name: value}} if method == "POST" else {"query_string": {name: value}}
                routes.ask(visitor, method, path, (name, value[:30]), **sent)
                asked += 1
            encoded = urlencode({key: value for key, value in (good or {}).items() if key != name})
            for raw in (f"{name}={INVALID_UTF8}&&=&{name}[]=1", f"{name}=1&{name}=2&{name}"):
                sent = {"data": f"{encoded}&{raw}"} if method == "POST" else {"query_string": raw}
                routes.ask(visitor, method, path, raw, content_type="application/x-www-form-urlencoded", **sent)
            if method == "POST":
                routes.ask(visitor, method, path, (name, "a file"), data={**form, name: (io.BytesIO(b"\xff\0"), "a.txt")})
    assert routes.faults == []
    assert asked > 100


@sqlite_alone
def test_no_argument_of_any_address_makes_it_fail(routes, furnished):
    visitor = furnished.admin
    form = {"csrf_token": visitor.token()}
    for rule, method in routes:
        for name in rule.arguments:
            for value in (*HOSTILE, INVALID_UTF8):
                if value:
                    path = routes.address(visitor, rule, **{name: value}).replace("\0", "%00").replace("http://[", "http:%2F%2F[")
                    routes.ask(visitor, method, path, data=form if method == "POST" else None)
    assert routes.faults == []


HEADERS = ("Referer", "HX-Current-URL", "Accept-Language", "Cookie", "Host", "X-Forwarded-Proto")
BAD_HEADERS = ("http://[", "http://[::1", "", "http://x:99999999/", "\xff\xfe", "a b", "=;=;", "x" * 3000)


@sqlite_alone
def test_no_header_makes_a_page_fail(routes, furnished):
    visitor = furnished.admin
    token = visitor.token()
    for header, value in product(HEADERS, BAD_HEADERS):
        for path in ("partners/rows/1/edit", "tiers/everyday", "admin/check", "nothing"):
            routes.ask(visitor, "GET", visitor.base + path, (header, value), headers={header: value})
        headers = {header: value, "HX-Request": "true"}
        form = {"csrf_token": token, "back": value}
        for path in ("partners/rows/1/archive", "undo/1"):
            routes.ask(visitor, "POST", visitor.base + path, (header, value), headers=headers, data=form)
    assert routes.faults == []


@pytest.mark.parametrize("value", IDS)
def test_ids_that_no_database_takes_are_not_found(maija, value):
    maija.add()
    assert maija.post("partners/network/add", {"partner_id": value, "name": "Kahvila"}).status_code in (303, 404)
    for path in ("partners/", "partners/rows/", "methods/own/", "assessments/", "teams/"):
        assert maija.get(path + value).status_code == 404
    assert maija.get(f"partners/?after=a|{value}").status_code == 200


@sqlite_alone
def test_no_redirect_is_built_from_the_host_header(routes, furnished):
    for visitor in (furnished.staff, furnished.admin):
        form = good_form(visitor)
        for rule, method in routes:
            path = routes.address(visitor, rule)
            for form_of_path in (path, path.rstrip("/"), path + "/", path.replace("/", "//"), "//evil.example" + path):
                answer = visitor.client.open(
                    form_of_path,
                    method=method,
                    base_url="https://tool.test",
                    headers={"Host": "evil.example"},
                    data=form if method == "POST" else None,
                )
                location = answer.headers.get("Location", "/")
                assert location.startswith("/"), (rule, location)
                assert not location.startswith("//"), (rule, location)


def test_a_launch_without_its_slash_is_the_overview(maija):
    answer = maija.request("GET", maija.base.rstrip("/"))
    assert answer.status_code == 200
    assert "How to begin" in answer.text


BAD_TEXTS = ["", "http://[{{7*7}}<script>x</script>"]
# Whether a page may be seen at all: a partner's person without a name was erased.
DECIDING = {"course.open_to", "assessment_link.token_hash", "partner_contact.name"}
OUR_WORD = re.compile("[a-z0-9_.-]*")
BAD_JSON = [[], "x", None, {"everyday": 5, "knows-whom-to-contact": {"score": "x", "comment": 1}}]


def _kind(column):
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    return Text if isinstance(kind, Text) else JSON if isinstance(kind, JSON) else None


@pytest.fixture
def pages(routes, furnished, app):
    """The pages of the college and which tables each reads: {path: tables}."""
    reads = set()
    found = {}

    def note(_connection, _cursor, statement, *_rest):
        reads.update(re.findall(r"(?:FROM|JOIN|,) (\w+)", statement))

    for engine in app.extensions["hoitomalli_engines"].values():
        event.listen(engine, "before_cursor_execute", note)
    paths = [routes.address(furnished.admin, rule) for rule, method in routes if method == "GET"]
    own = [path.replace("/own/1", "/own/2") for path in paths if "/own/1" in path]
    for path in {*paths, *own}:
        reads.clear()
        status = routes.ask(furnished.admin, "GET", path).status_code
        found[path] = (frozenset(reads), status)
    assert routes.faults == []
    return found


class Spoilt:
    """Columns of all rows set to a bad value, and set back."""

    def __init__(self, app):
        self.engine = app.extensions["hoitomalli_engines"]["writing"]
        with self.engine.connect() as connection:
            tables = {
                name: connection.exec_driver_sql(f"SELECT rowid AS place, * FROM {name}") for name in db.Base.metadata.tables
            }
            self.rows = {name: rows.mappings().all() for name, rows in tables.items()}

    def set(self, columns, value_of):
        with self.engine.connect() as connection:
            for pragma in ("ROLLBACK", "PRAGMA foreign_keys=OFF", "BEGIN"):
                connection.exec_driver_sql(pragma)
            for column in columns:
                table, name = column.table.name, column.name
                values = [(value_of(row, name), row["place"]) for row in self.rows[table]]
                connection.exec_driver_sql(f'UPDATE OR IGNORE {table} SET "{name}" = ? WHERE rowid = ?', values)
            connection.commit()
            connection.invalidate()  # with its pragma

    def is_typed(self, column):
        """Whether people write it: all words of ours are of small letters."""
        return not all(OUR_WORD.fullmatch(row[column.name] or "") for row in self.rows[column.table.name])


def spoilt_together(spoilt, read_everywhere):
    """Lists of columns. At once, for the sake of time: those of the tables that every page reads, and what people have typed into
    another table, which decides nothing. Words of ours, which decide what is shown, are spoilt one by one."""
    columns = [column for table in db.Base.metadata.sorted_tables for column in table.columns if str(column) not in DECIDING]
    everywhere = [column for column in columns if column.table.name in read_everywhere]
    for kind in (Text, JSON):
        yield [column for column in everywhere if _kind(column) is kind]
    elsewhere = [column for column in columns if _kind(column) and column not in set(everywhere)]
    typed = [column for column in elsewhere if _kind(column) is Text and spoilt.is_typed(column)]
    yield from ([column for column in typed if column.table is table] for table in db.Base.metadata.sorted_tables)
    yield from ([column] for column in elsewhere if column not in set(typed))


@pytest.mark.timeout(900)
@sqlite_alone
def test_no_value_in_the_database_takes_a_page_away(app, routes, pages, furnished):
    spoilt = Spoilt(app)
    reading = Counter(table for tables, _status in pages.values() for table in tables)
    read_everywhere = {table for table, count in reading.items() if count > len(pages) / 2}
    for columns in filter(None, spoilt_together(spoilt, read_everywhere)):
        spoilt_tables = {column.table.name for column in columns}
        read_by = {path: status for path, (tables, status) in pages.items() if tables & spoilt_tables}
        for value in BAD_TEXTS if _kind(columns[0]) is Text else map(json.dumps, BAD_JSON):
            spoilt.set(columns, lambda _row, _name, value=value: value)
            for path, status in read_by.items():
                page = routes.ask(furnished.admin, "GET", path, (columns, value))
                if page.status_code != status or (page.mimetype == "text/html" and "<script>x" in page.text):
                    routes.faults.append((page.status_code, path, columns, value))
            spoilt.set(columns, lambda row, name: row[name])
    assert routes.faults == []


@pytest.mark.parametrize("titles", [[], "x", None, {"everyday": 5}, {"everyday": "Arki"}])
def test_titles_of_another_shape_are_left_out(maija, app, titles):
    with app.app_context():
        db.session.execute(update(Organisation.__table__).values(tier_titles=titles))
        db.session.commit()
        shown = db.session.scalars(select(Organisation)).first().tier_titles
    assert shown == ({"everyday": "Arki"} if titles == {"everyday": "Arki"} else {})
    assert maija.get("tiers/everyday").status_code == 200
