"""How a page fails: with what was typed, a code that is in the log, and no secret there."""

import io
import re
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event, update
from sqlalchemy.exc import IntegrityError, OperationalError, TimeoutError
from wtforms.fields.core import UnboundField

from lti_tool import db, history
from lti_tool.errors import RuleBroken, never_typed, story_of
from lti_tool.fields import CHOSEN, TextForm
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Course

TYPED = "Salainen kirjoitettu teksti"
FORMS = [
    ("partners/everyday/add", "description"),
    ("partners/rows/1", "description"),
    ("partners/1/contacts/add", "title"),
    ("tiers/everyday/own-words", "text"),
    ("methods/own/new", "text"),
    ("methods/company-visit", "text"),
    ("assessments/", "subject"),
    ("partners/1/log", "text"),
    ("teams/", "field"),
    ("agreements/of/1/new", "aims"),
    ("plan/aims?team=college", "aim_text"),
]


def engine(app, kind="writing"):
    return app.extensions["hoitomalli_engines"][kind]


@pytest.fixture
def at_commit(app):
    """at_commit(error): from now on each commit fails with it."""
    listening = []

    def fail_with(error):
        def fail(_connection):
            raise error

        event.listen(engine(app), "commit", fail)
        listening.append(fail)

    yield fail_with
    for fail in listening:
        event.remove(engine(app), "commit", fail)


def code_of(page):
    return re.search(r"<strong>([0-9A-F]{8})</strong>", page.text)[1]


@pytest.mark.parametrize("link", ["__cause__", "__context__"])
def test_the_log_tells_an_error_with_the_one_it_came_from_first(link):
    error = ValueError("what was typed")
    setattr(error, link, KeyError("what was typed too"))
    assert story_of(error).split("\n") == ["KeyError", "ValueError"]


def full_disk():
    return OperationalError("COMMIT", {}, sqlite3.OperationalError("database or disk is full"))


@pytest.mark.parametrize(("path", "field"), FORMS)
def test_a_commit_that_fails_shows_what_was_typed_and_a_code_of_one_line_in_the_log(maija, at_commit, caplog, path, field):
    maija.add()
    at_commit(full_disk())
    form = {
        "name": "Uusi Oy",
        "title": "Uusi",
        "tier": "everyday",
        "happened_on": "2.11.2026",
        "version": "1.1" if "rows" in path else "0",
        field: TYPED,
    }
    form |= {"starts_on": "1.1.2026"}
    page = maija.post(path, form)
    assert page.status_code == 503
    assert TYPED in page.text
    assert [record.getMessage().count("\n") for record in caplog.records] == [0]
    assert code_of(page) in caplog.text
    assert "database or disk is full" in caplog.text


@pytest.mark.parametrize("error", [IntegrityError("COMMIT", {}, Exception("deferred")), RuntimeError("anything")])
def test_any_other_error_at_commit_reaches_the_page_too(maija, at_commit, caplog, error):
    at_commit(error)
    page = maija.add(description=TYPED)
    assert page.status_code == 500
    assert TYPED in page.text
    assert code_of(page) in caplog.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_full_disk_saves_nothing_and_loses_nothing(maija, app):
    def fill(connection, _record):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    engine(app).dispose()
    event.listen(engine(app), "connect", fill)
    text = TYPED + " sanoja" * 2000
    page = maija.post("tiers/everyday/own-words", {"text": text, "version": "0"})
    event.remove(engine(app), "connect", fill)
    engine(app).dispose()
    assert page.status_code == 503
    assert text in page.text
    assert TYPED not in maija.get("tiers/everyday").text
    assert maija.post("tiers/everyday/own-words", {"text": text, "version": "0"}).status_code == 303


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_locked_database_is_told_as_busy(maija, app, database_url, caplog):
    def be_quick(connection, _record):
        connection.execute("PRAGMA busy_timeout=10")

    engine(app).dispose()
    event.listen(engine(app), "connect", be_quick)
    token = maija.token()
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    page = maija.request("POST", maija.base + "assessments/", data={"subject": TYPED, "csrf_token": token})
    other.close()
    assert page.status_code == 503
    assert TYPED in page.text
    assert "database is locked" in caplog.text


@pytest.mark.parametrize("error", [OperationalError("x", {}, Exception("gone")), TimeoutError("QueuePool limit")])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_database_that_is_away_takes_one_line_of_the_log(maija, app, monkeypatch, caplog, error, method):
    token = maija.token()

    def be_away(*_arguments, **_keywords):
        raise error

    for kind in ("reading", "writing"):
        monkeypatch.setattr(engine(app, kind), "connect", be_away)
    form = {"subject": TYPED, "csrf_token": token} if method == "POST" else None
    page = maija.request(method, maija.base + "assessments/", data=form)
    assert page.status_code == 503
    assert (TYPED in page.text) == (method == "POST")
    assert code_of(page) in caplog.text
    assert caplog.text.count("\n") == 1


@pytest.mark.parametrize(
    ("path", "operation"),
    [("undo/1", "care_model.act_views.undo_act"), ("admin/deployments/1/switch-on", "admin.operations.switch_on")],
)
def test_a_rule_that_no_view_has_caught_leaves_nothing_but_its_notice(app, maija, visit, monkeypatch, path, operation):
    def write_and_refuse(*_values):
        with history.act("partnership.edit", "", history.Unnamed(1, "a test")):
            db.session.get(Partnership, 1).description = "Half done"
            db.session.flush()
            raise RuleBroken("undo", "It was refused.")

    maija.add()
    admin = visit("pirjo", language="en")
    monkeypatch.setattr(f"lti_tool.{operation}", write_and_refuse)
    answer = admin.post(path)
    assert answer.status_code == 303
    assert "It was refused." in admin.request("GET", answer.location).text
    with app.app_context():
        assert db.session.get(Partnership, 1).description == "Oppimisjaksot"


def test_what_was_written_before_a_refusal_is_not_committed(app, maija, monkeypatch):
    """The rule is broken after the act is over, so that nothing but the answer's status says it."""

    def write_and_refuse(*_values, **_details):
        with history.act("partnership.edit", "", history.Unnamed(1, "a test")):
            db.session.get(Partnership, 1).description = "Half done"
        raise RuleBroken("name", "It was refused.")

    maija.add()
    monkeypatch.setattr("lti_tool.partners.add_views.add_partnership", write_and_refuse)
    answer = maija.add("Leipomo Kultakuori Oy")
    assert answer.status_code == 422
    assert "It was refused." in answer.text
    with app.app_context():
        assert db.session.get(Partnership, 1).description == "Oppimisjaksot"


def test_a_method_that_is_not_allowed_is_answered_with_those_that_are(maija):
    answer = maija.request("POST", maija.base + "partners/rows/1/edit", data={"csrf_token": maija.token()})
    assert answer.status_code == 405
    assert {"GET", "HEAD", "OPTIONS"} == set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize(
    ("path", "view"),
    [("/lti/register/secret-token", "registration_views.find_invite"), ("/answer/secret-token", "partner_views.find_link")],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_bug_behind_a_one_time_link_leaves_no_link_in_the_log(app, monkeypatch, caplog, path, view, method):
    caplog.set_level("INFO")
    package = "lti" if "lti" in path else "assessment"
    monkeypatch.setattr(f"lti_tool.{package}.{view}", lambda token: {}[token])
    assert app.test_client().open(path, method=method, base_url="https://tool.test").status_code == 500
    assert "<token>" in caplog.text
    assert "secret-token" not in caplog.text


@pytest.fixture
def failures(maija, other_college, monkeypatch, app, open_course):
    """Ways to fail by name: each posts a form of maija's and gives the page."""
    maija.add()
    token = maija.token()
    form = {"csrf_token": token, "name": TYPED, "description": TYPED, "version": "7.7", "back": "hidden-back"}

    def post(path="partners/rows/1", headers=None, **changed):
        return maija.request("POST", maija.base + path, data={**form, **changed}, headers=headers)

    def expired():
        maija.client = app.test_client()
        return post()

    def closed():
        with app.app_context():
            db.session.execute(update(Course.__table__).values(open_to="closed"))
            db.session.commit()
        return post()

    def broken():
        monkeypatch.setattr("lti_tool.partners.row_views.edit_partnership", lambda *values: {}[values[1]])
        return post()

    def of_another_college():
        stranger = other_college("olli")
        return stranger.post("partners/rows/1", {"name": TYPED})

    return {
        "no token": (403, lambda: post(csrf_token="")),
        "expired": (403, expired),
        "closed": (403, closed),
        "no such row": (404, lambda: post("partners/rows/99")),
        "another college's": (404, of_another_college),
        "no such page": (404, lambda: post("partners/rows/x")),
        "not allowed": (405, lambda: post("partners/rows/1/edit")),
        "too much": (413, lambda: post(extra="x" * 1_100_000)),
        "NUL": (400, lambda: post(extra="a\0b")),
        "a bug": (500, broken),
        "too old": (409, post),
        "a file beside": (409, lambda: post(extra=(io.BytesIO(b"file"), "file.txt"))),
        "too old, by script": (409, lambda: post(headers={"HX-Request": "true"})),
    }


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "name",
    [
        "no token",
        "expired",
        "closed",
        "no such row",
        "another college's",
        "no such page",
        "not allowed",
        "too much",
        "NUL",
        "a bug",
        "too old",
        "a file beside",
        "too old, by script",
    ],
)
def test_each_failure_of_a_form_shows_what_was_typed_and_no_hidden_field(failures, name):
    status, fail = failures[name]
    page = fail()
    assert page.status_code == status
    assert TYPED in page.text
    if status != 409:  # there the whole form is shown again
        assert "hidden-back" not in page.text
        assert "7.7" not in page.text
    assert "\0" not in page.text


def test_the_scores_of_a_test_are_shown_after_its_comments(maija):
    data = {"goals-agreed": "4", "goals-agreed-comment": TYPED, "one-voice": ""}
    page = maija.request("POST", maija.base + "assessments/1/answer", data=data)
    assert re.findall(r"<pre[^>]*>([^<]*)</pre>", page.text) == [TYPED, "goals-agreed: 4"]


@pytest.mark.parametrize("path", ["/lti/launch", "/lti/launch/x", "/lti/login", "/lti/register/abc", "/lti/jwks"])
def test_what_a_platform_sends_is_never_shown(app, path):
    sent = {
        "id_token": "secret-token",
        "state": "secret-state",
        "registration_token": "secret-registration",
        "other": "secret-rest",
    }
    page = app.test_client().post(path, data=sent, base_url="https://tool.test")
    assert page.status_code >= 400
    assert "secret" not in page.text


def test_no_secret_and_nothing_typed_gets_into_the_log(maija, app, at_commit, monkeypatch, caplog):
    """Whatever fails: paths stand there by their rule, errors without their message."""
    caplog.set_level("INFO")
    maija.add()
    token = maija.token()
    key = maija.base.split("/")[2]

    def post(path, **changed):
        return maija.request("POST", maija.base + path, data={"csrf_token": token, "name": TYPED, "version": "1.1", **changed})

    def quote(*values, **_details):
        try:
            raise KeyError(key)
        except KeyError as error:
            raise ValueError(f"{values} {TYPED} {key}") from error

    pages = [post("partners/rows/x"), post("partners/rows/1", csrf_token="wrong-" + token)]
    with monkeypatch.context() as patch:
        patch.setattr("lti_tool.partners.row_views.edit_partnership", quote)
        pages.append(post("partners/rows/1"))
        patch.setattr("lti_tool.errors.render_template", quote)  # an error in telling an error
        pages.append(post("partners/rows/1"))
    monkeypatch.setattr("lti_tool.partners.models.Partner.refresh", quote)
    with app.app_context():
        db.session.connection().exec_driver_sql("ALTER TABLE partner RENAME TO partner_gone")
        db.session.commit()
    pages.append(post("partners/rows/1"))
    app.test_client().get(f"/lti/register/{TYPED}", base_url="https://tool.test")
    assert pages[2].status_code == 500
    assert pages[-1].status_code >= 500
    assert "/l/<launch>/partners/rows/<int:row_id>" in caplog.text
    for secret in (TYPED, key, token):
        assert secret not in caplog.text
    with app.app_context():
        db.session.connection().exec_driver_sql("ALTER TABLE partner_gone RENAME TO partner")
        db.session.commit()


def test_parameters_of_statements_are_hidden(app):
    for kind in ("reading", "writing"):
        assert engine(app, kind).hide_parameters


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_hidden_field_is_known_as_never_typed(furnished, app):
    templates = "".join(path.read_text() for path in (Path(app.root_path) / "templates").rglob("*.html"))
    pages = "".join(
        furnished.admin.get(path).text
        for path in ("", "tiers/everyday", "partners/1", "partners/rows/1/edit", "contacts/1", "admin/")
    )
    hidden = {
        name
        for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', templates + pages)
        for name in re.findall(r'name="([^"]+)"', tag)
    }
    assert {"csrf_token", "version", "back"} <= hidden
    assert hidden - never_typed == set()


def forms_of(base=TextForm):
    return [one for form in base.__subclasses__() for one in (form, *forms_of(form))]


def test_what_is_chosen_in_one_form_is_typed_in_no_other():
    """Else a typed text would be left out of the page that keeps it."""
    fields = [item for form in forms_of() for item in vars(form).items() if isinstance(item[1], UnboundField)]
    typed = {name for name, field in fields if not issubclass(field.field_class, CHOSEN)}
    assert {"name", "description", "our_signer"} <= typed
    assert typed & never_typed == set()
