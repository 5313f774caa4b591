"""`make bench`: prints medians on SQLite and PostgreSQL beside what the issues ask for. Asserts nothing."""

from __future__ import annotations

import contextlib
import html
import itertools
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, insert, text

from lti_tool import db, history
from lti_tool.app import create_app
from lti_tool.cli.serving import spare_collections
from lti_tool.config import Settings
from lti_tool.demo.demo import connect, tool_link
from lti_tool.demo.lms import Lms
from lti_tool.methods.models import OwnMethod
from lti_tool.pages import METHODS, load_page, page_names
from lti_tool.partners.models import Partner
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Course
from lti_tool.text import name_key, searchable, sort_key
from tests.bench.archive import archive_seconds, new_database
from tests.bench.calendar_feed import calendar_figures
from tests.bench.exports import export_figures, fill_exports
from tests.bench.handover import handover_figures
from tests.bench.history import history_figures
from tests.bench.imports import import_figures
from tests.bench.merging import merging_figures
from tests.bench.plan import plan_figures
from tests.bench.privacy import privacy_figures
from tests.bench.processor import application_time, processor_time
from tests.bench.processor import described as described_times
from tests.bench.register import fill_register, register_figures
from tests.bench.tidying import described, leave_old_launches, old_launches, tidying_beside_saves
from tests.bench.tier_pages import READERS, described_pages, pages_a_second
from tests.bench.transfer import transfer_figures
from tests.bench.writers import described as described_waits
from tests.bench.writers import waits_beside_blocks
from tests.conftest import INNER, SECRET, TOOL, other_database, prepare, serve, start_postgresql
from tests.visitor import Visitor

ROUNDS = 40


@contextlib.contextmanager
def databases() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        urls = {"SQLite": f"sqlite:///{folder}/bench.db"}
        (Path(folder) / "pg").mkdir()
        server = start_postgresql(Path(folder) / "pg")
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        with create_engine(address, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("CREATE DATABASE bench"))
        urls["PostgreSQL"] = other_database(address, "bench")
        yield urls
        server.cleanup()


def add_partnerships(organisation_id: int, person_id: int, begin: int, end: int) -> None:
    """Rows straight into the tables: partners begin … end-1, one partnership each in `everyday`."""
    names = [
        f"Kumppani {number * 7919 % 1000003:07} {'Leipomo' if number % 500 == 0 else 'Palvelu'} Oy"
        for number in range(begin, end)
    ]
    connection = db.session.connection()
    connection.execute(
        insert(Partner),
        [
            {
                "id": begin + i + 1,
                "organisation_id": organisation_id,
                "name": n,
                "url": "https://kumppani.example",
                "name_key": name_key(n),
                "apart": "",
                "names_text": f"{name_key(n)}\nrinnakkaisnimi {i % 977}" if i % 3 == 0 else name_key(n),
                "version": 1,
            }
            for i, n in enumerate(names)
        ],
    )
    description = "Oppimisjaksot, näytöt ja vierailut; työpaikkaohjaajien perehdytys syksyisin"
    connection.execute(
        insert(Partnership),
        [
            {
                "id": begin + i + 1,
                "organisation_id": organisation_id,
                "partner_id": begin + i + 1,
                "tier": "everyday",
                "description": description,
                "contact_person_id": person_id if i % 2 else None,
                "contact_name": "" if i % 2 else f"Tiimi {i % 40}",
                "contact_key": "" if i % 2 else f"tiimi {i % 40}",
                "is_archived": False,
                "version": 1,
                "sort_key": sort_key(n),
                "search_text": searchable(f"{n} {description}"),
                "changed_at": db.now() - timedelta(days=i % 300),
                "changed_by_id": person_id,
            }
            for i, n in enumerate(names)
        ],
    )
    db.session.commit()
    if connection.dialect.name == "postgresql":
        for table in ("partner", "partnership"):
            column = f"pg_get_serial_sequence('{table}', 'id')"
            db.session.execute(text(f"SELECT setval({column}, (SELECT max(id) FROM {table}))"))
        db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def add_own_methods(organisation_id: int, count: int) -> None:
    """Methods of the college's own, as long as the packaged ones, so that the bank holds 200 with them."""
    text = load_page(METHODS, "fi", "company-visit").markdown
    with history.act("own_method.add", "", history.Unnamed(organisation_id, "the bench")):
        for number in range(count):
            values = {"tier": "everyday", "title": f"Oma menetelmä {number}", "text": text}
            db.session.add(OwnMethod(organisation_id=organisation_id, **values))
    db.session.commit()


def processor(act: Callable[[], object]) -> str:
    """What this process itself spends; others on the machine do not count."""
    return f"{processor_time(act, ROUNDS):.1f} ms of the processor"


def measured(act: Callable[[], object]) -> str:
    """The median, and the quickest for comparing on a machine that others use too."""
    median, quickest = median_and_quickest(act)
    return f"{median:.1f} ms (quickest {quickest:.1f})"


def median_and_quickest(act: Callable[[], object]) -> tuple[float, float]:
    act()
    spent = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        act()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent), min(spent)


def show(what: str, figure: str, limit: str, bound: str = "at most") -> None:
    print(f"  {what:52} {figure:>38}   {bound} {limit}")


@contextlib.contextmanager
def college(url: str) -> Iterator[tuple[Flask, Lms, Visitor, int]]:
    """The tool on this database, an LMS beside it, a teacher who has opened an open course, and the college's id."""
    prepare(url)
    ledger = Path(tempfile.mkdtemp()) / "erasures.jsonl"
    app = create_app(Settings(TOOL, url, SECRET, INNER, erasure_ledger=str(ledger)))
    lms = Lms("http://127.0.0.1", [tool_link(TOOL)])
    server = serve(lms.app)
    lms.origin = f"http://127.0.0.1:{server.server_port}"
    with app.app_context():
        organisation_id = connect(lms)
        db.session.add(Course(organisation_id=organisation_id, issuer=lms.origin, context_id="2", open_to="teachers"))
        db.session.commit()
    visitor = Visitor(app, lms)
    visitor.open("maija")
    yield app, lms, visitor, organisation_id
    db.disconnect(app)
    server.shutdown()


def measure(kind: str, url: str) -> None:
    with college(url) as (app, lms, visitor, organisation_id):
        print(kind)
        spare_collections()
        measure_launch(app, lms)
        with app.app_context():
            add_own_methods(organisation_id, 200 - len(page_names(METHODS)))
        measure_texts(visitor)
        for begin, end in ((0, 10_000), (10_000, 100_000)):
            with app.app_context():
                add_partnerships(organisation_id, 1, begin, end)
            measure_list(visitor, end)
        measure_wire(visitor)
        measure_tidying(app, saving(visitor))


def measure_launch(app, lms) -> None:
    visitor = Visitor(app, lms)
    launches = []
    outgoing = 0
    for _round in range(ROUNDS):
        fields = visitor.answer(visitor.begin())  # not many beforehand: a browser keeps few logins, the others are refused
        calls = sum(lms.calls.values())
        with application_time(app) as spent:
            answer = visitor.launch(fields)
        launches += spent
        assert answer.status_code == 303, answer.text
        outgoing += sum(lms.calls.values()) - calls
    show("launch POST, keys cached", f"{described_times(launches)}, {outgoing} calls", "3.5 ms, 0 calls")


def measure_texts(visitor: Visitor) -> None:
    for path in ("pages/introduction", "pages/adoption", "pages/glossary", "methods/company-visit", "methods/own/1"):
        visitor.get(path)
        show(f"content page after the first, {path}", measured(page(visitor, path)), "15 ms")
    assert "200 menetelmää" in visitor.get("methods/").text
    show("the bank with 200 methods", measured(page(visitor, "methods/")), "40 ms")
    show("search in 200 methods, a word", measured(page(visitor, "methods/?q=perehdytys")), "30 ms")
    show("search in 200 methods, three words", measured(page(visitor, "methods/?q=opiskelija+yritys+sopimus")), "30 ms")


def measure_list(visitor: Visitor, size: int) -> None:
    tier = visitor.get("tiers/everyday")
    assert tier.text.count('<tr id="row-') == 100, tier.text[:500]
    spent = measured(page(visitor, "tiers/everyday"))
    limit = "40 ms, 300 kB" if size == 10_000 else "1.5 x that of 10,000"
    show(f"tier page, first 100 of {size:,} partnerships", f"{spent}, {len(tier.data) / 1000:.0f} kB", limit)
    if size > 10_000:
        return
    show("search, a rare word", measured(page(visitor, "partners/?q=leipomo")), "40 ms")
    show("search, a word that nothing matches", measured(page(visitor, "partners/?q=zzzz")), "40 ms")
    show("search, a word that everything matches", measured(page(visitor, "search?q=kumppani")), "40 ms")
    show("the same by a colleague's name", measured(page(visitor, "partners/?contact=Maija+Koskela")), "40 ms")
    for typed in ("leipomo", "leipmo", "kumppani 0001", "kumpapni 0123456", "palvelu kumppani 0007919"):
        spent = processor(page(visitor, f"partners/similar?name={typed.replace(' ', '+')}"))
        show(f"hint for {typed!r}", spent, "15 ms")
    show("find, while a name is typed", measured(page(visitor, "find?q=leipomo")), "40 ms")
    show("the overview", measured(page(visitor, "")), "-")
    show("save an edit with its history", measured(saving(visitor)), "15 ms")


def measure_wire(visitor: Visitor) -> None:
    """What a browser fetches that has nothing yet: the page and its files, packed, without the heads of the answers."""
    packed = {"Accept-Encoding": "br, gzip"}
    for path in ("", "tiers/everyday"):
        files = set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', visitor.get(path).text))
        document = len(visitor.get(path, headers=packed).data)
        others = sum(len(visitor.request("GET", file, headers=packed).data) for file in files)
        size = f"{(document + others) / 1000:.1f} kB, warm {document / 1000:.1f} kB"
        show(f"over the wire, cold: {path or 'the overview'}", size, "60 kB, warm the page alone")


def page(visitor: Visitor, path: str) -> Callable[[], None]:
    """Opens a page; a refusal or a failure would be quick too."""

    def open_page() -> None:
        answer = visitor.get(path)
        assert answer.status_code == 200, (path, answer.text)

    return open_page


def value_of(form: str, name: str) -> str:
    return html.unescape(re.search(rf'name="{name}"[^>]* value="([^"]*)"', form)[1])


def saving(visitor: Visitor) -> Callable[[], None]:
    """Saves the same row again and again, each time another text."""
    form = visitor.get("partners/rows/50/edit").text
    unchanged = {name: value_of(form, name) for name in ("name", "url", "contact")}
    values = {"csrf_token": visitor.token(), **unchanged}
    partner_version, _dot, row_version = value_of(form, "version").partition(".")
    number = itertools.count(int(row_version))

    def save() -> None:
        this = next(number)
        data = {**values, "description": f"Kuvaus {this}", "version": f"{partner_version}.{this}"}
        answer = visitor.request("POST", visitor.base + "partners/rows/50", data=data)
        assert answer.status_code == 303, answer.text

    return save


def measure_tidying(app, save: Callable[[], None]) -> None:
    leave_old_launches(app)
    seconds, alone, beside = tidying_beside_saves(app, save)
    assert old_launches(app) == 0
    show("nightly tidying of 256,700 launches and nonces", f"{seconds:.0f} s", "-")
    show("others' saves before it", described(alone), "-")
    show("others' saves beside it", described(beside), "250 ms later (SQLite)")


def show_machine() -> None:
    """How fast this machine is just now: shared ones differ by a factor of two within minutes."""
    print(f"This machine now: 100,000 squares added in {measured(lambda: sum(number * number for number in range(100_000)))}")


def measure_archives(kind: str, url: str) -> None:
    """On databases of their own, which the other figures do not see."""
    with tempfile.TemporaryDirectory() as folder:
        source = new_database(url, "backed_up")
        target = new_database(url, "restored")
        backup, restore, size = archive_seconds(source, target, Path(folder))
    print(kind)
    show("backup of 150,000 rows", f"{backup:.1f} s, {size:.1f} MB", "60 s")
    show("restore of 150,000 rows", f"{restore:.1f} s", "60 s")


def measure_history(kind: str, url: str) -> None:
    print(kind)
    limits = {"an act": "5 s", "its undo": "5 s", "an edit": "12 statements", "the history": "the same statements"}
    for what, figure in history_figures(new_database(url, "history")).items():
        show(what, figure, next(limit for begin, limit in limits.items() if what.startswith(begin)))


def measure_register(kind: str, url: str) -> None:
    limits = {"filters": "60 ms, 25 statements", "a partner": "40 ms, 25 statements", "hint": "15 ms, 25 statements"}
    with college(url) as (app, _lms, visitor, organisation_id):
        fill_register(app, organisation_id, 1)
        print(kind)
        for what, figure in register_figures(app, visitor):
            show(what, figure, next((limit for begin, limit in limits.items() if what.startswith(begin)), "25 statements"))
        for what, figure in privacy_figures(app, organisation_id, 1):
            show(what, figure, "1000 ms" if what.startswith("erase") else "-")
        for what, figure in handover_figures(app, visitor):
            show(what, figure, "500 ms")
        for what, figure in calendar_figures(app, visitor, organisation_id, 1):
            show(what, figure, "50 ms" if what.startswith("calendar feed") else "-")
        for what, figure in plan_figures(app, visitor, 1):
            show(what, figure, "30 ms" if "strip" in what else "-")


def measure_tier_pages(kind: str, url: str) -> None:
    with college(url) as (app, lms, visitor, organisation_id):
        with app.app_context():
            add_partnerships(organisation_id, 1, 0, 10_000)
        vacuum(app)
        print(kind)
        show("tier page, 100 rows changed on different days", described_pages(app, visitor), "9 ms")
        if kind == "PostgreSQL":  # SQLite is for one process
            for readers in READERS:
                pages = f"{pages_a_second(lms, url, readers):.0f} a second"
                show(f"tier pages of two processes, {readers} at each", pages, "150", bound="at least")


def vacuum(app: Flask) -> None:
    """As PostgreSQL does by itself within minutes after so many rows: else each count reads them all once more."""
    engine = app.extensions["hoitomalli_engines"]["writing"]
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def measure_merging(kind: str, url: str) -> None:
    limits = {"the job": "20 s", "the page": "40 ms", "a merge": "100 ms", "its undo": "100 ms"}
    with college(url) as (app, _lms, visitor, organisation_id):
        fill_register(app, organisation_id, 1)
        print(kind)
        for what, figure in merging_figures(app, visitor):
            show(what, figure, next(limit for begin, limit in limits.items() if what.startswith(begin)))


def measure_exports(kind: str, url: str) -> None:
    limits = {"export": "5 s", "memory": "-", "others' saves beside": "250 ms later (SQLite)"}
    with college(url) as (app, _lms, visitor, organisation_id):
        with app.app_context():
            add_partnerships(organisation_id, 1, 0, 10_000)
            fill_exports(organisation_id, 1)
        print(kind)
        for what, figure in export_figures(app, organisation_id, saving(visitor)):
            show(what, figure, next((limit for begin, limit in limits.items() if what.startswith(begin)), "-"))


def measure_imports(kind: str, url: str) -> None:
    limits = {
        "preview": "3 s",
        "apply": "2 s",
        "undo": "2 s",
        "10,000": "40 s",
        "others' saves beside": "250 ms later (SQLite)",
        "memory": "300 MB",
    }
    with college(url) as (app, _lms, visitor, organisation_id):
        with app.app_context():
            add_partnerships(organisation_id, 1, 0, 3_000)
        print(kind)
        for what, figure in import_figures(app, 1, saving(visitor)):
            show(what, figure, next((limit for begin, limit in limits.items() if what.startswith(begin)), "-"))


def measure_writers() -> None:
    with tempfile.TemporaryDirectory() as folder:
        waits = waits_beside_blocks(Path(folder))
    print("SQLite's line of writers")
    show("others' saves beside 8 s of blocks of 100 ms", described_waits(waits), "250 ms later")


def measure_transfer() -> None:
    print("Reading tables and lists")
    for what, figure in transfer_figures():
        show(what, figure, "300 MB, 20 s of the processor" if "child" in what else "-")


if __name__ == "__main__":
    with databases() as urls:
        for kind, url in urls.items():
            show_machine()
            measure(kind, url)
        for kind, url in urls.items():
            show_machine()
            measure_tier_pages(kind, new_database(url, "tier_pages"))
        for kind, url in urls.items():
            show_machine()
            measure_register(kind, new_database(url, "register"))
        for kind, url in urls.items():
            show_machine()
            measure_merging(kind, new_database(url, "merging"))
        for kind, url in urls.items():
            show_machine()
            measure_history(kind, url)
        for kind, url in urls.items():
            show_machine()
            measure_archives(kind, url)
        for kind, url in urls.items():
            show_machine()
            measure_exports(kind, new_database(url, "exports"))
        for kind, url in urls.items():
            show_machine()
            measure_imports(kind, new_database(url, "imports"))
        measure_writers()
    measure_transfer()
