"""Every line of the check, green and not, through the guide's proxies and the real server."""

from contextlib import contextmanager
from datetime import timedelta
from email.utils import format_datetime

import pytest
from sqlalchemy import create_engine, text

from lti_tool import db
from lti_tool.app import create_app
from lti_tool.config import Settings
from lti_tool.lti.keys import rotate_key
from tests.admin.checking import lines
from tests.conftest import Quiet
from tests.serving import SECRET, TOOL, Caller, served

ADDRESS = "Public address"
HOST = "Host name"
PROXY = "Proxy"
COOKIES = "Cookies in a frame"
SECRETS = "Secret and our keys"
DATABASE = "Database"
JOBS = "Jobs"
KEYS = "The platform's keys"
CLOCK = "Clock"
SERVICES = "Access to the platform's services"
ROSTER = "Roster of a course"
LAUNCHES = "Launches"
NAMES = "Names"
EMAIL = "E-mail addresses"
TOLD = "name_given_at = :now, name_missing_at = NULL, email_given_at = :now, email_missing_at = NULL"


def open_check(proxy, platform):
    """The administrator, come through this proxy."""
    pirjo = Caller(proxy.origin, platform, proxy.certificate.authority)
    pirjo.open("pirjo", language="en")
    return pirjo


class World:
    """What a fault can be made in: the platform, and the tool's database behind its back."""

    def __init__(self, platform, database_url):
        self.platform = platform
        self.database_url = database_url

    def write(self, statement):
        engine = create_engine(self.database_url)
        with engine.begin() as connection:
            connection.execute(text(statement), {"now": db.now().replace(tzinfo=None)} if ":now" in statement else {})
        engine.dispose()

    def mend(self):
        self.write(f"UPDATE lti_deployment SET is_active = 1, last_launch_at = :now, {TOLD}")


@pytest.fixture
def world(platform, tool):
    world = World(platform, tool.database_url)
    former = platform.tools[0].jwks_url
    platform.tools[0].jwks_url = f"{tool.origin}/lti/jwks"
    world.mend()
    yield world
    platform.tools[0].jwks_url = former


@pytest.fixture
def pirjo(proxy, platform):
    return open_check(proxy, platform)


def all_lines(pirjo):
    return lines(pirjo.get("admin/check")) | lines(pirjo.get("admin/check/1"))


@contextmanager
def with_fault(world, **values):
    """Faults of the platform's own."""
    before = {name: getattr(world.platform.faults, name) for name in values}
    for name, value in values.items():
        setattr(world.platform.faults, name, value)
    yield
    for name, value in before.items():
        setattr(world.platform.faults, name, value)


@contextmanager
def with_tool(world, **values):
    """The platform's settings of the tool."""
    link = world.platform.tools[0]
    before = {name: getattr(link, name) for name in values}
    for name, value in values.items():
        setattr(link, name, value)
    yield
    for name, value in before.items():
        setattr(link, name, value)


@contextmanager
def with_date(_world, date):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Quiet, "date_time_string", lambda *_when: date)
        yield


@contextmanager
def with_rows(world, values):
    """What launches have told; mended afterwards."""
    world.write(f"UPDATE lti_deployment SET {values}")
    yield
    world.mend()


@contextmanager
def without_tool(world):
    link = world.platform.tools[0]
    world.platform.delete_tool(link)
    yield
    world.platform.tools.append(link)


@contextmanager
def with_other_secret(world):
    """A key that was made with another secret."""
    app = create_app(Settings(TOOL, world.database_url, SECRET))
    with app.app_context():
        kid = rotate_key("x" * 64, at_once=True).kid
        db.session.commit()
    db.disconnect(app)
    yield
    world.write(f"DELETE FROM lti_tool_key WHERE kid = '{kid}'")


@contextmanager
def with_older_database(world):
    engine = create_engine(world.database_url)
    with engine.connect() as connection:
        version = connection.scalar(text("SELECT version_num FROM alembic_version"))
    engine.dispose()
    world.write("UPDATE alembic_version SET version_num = '0001'")
    yield
    world.write(f"UPDATE alembic_version SET version_num = '{version}'")


@contextmanager
def with_job_left(world):
    """`serve --no-jobs` and nobody else: it waits since yesterday."""
    columns = "kind, language, state, cursor, done, attempts, is_stop_asked, result, problem, reference, created_at, due_at"
    yesterday = "datetime(:now, '-1 day')"
    values = f"'jobs.tidying', 'fi', 'waiting', '{{}}', 0, 0, 0, '{{}}', '', '', {yesterday}, {yesterday}"
    world.write(f"INSERT INTO job ({columns}) VALUES ({values})")
    yield
    world.write("DELETE FROM job")


def minutes_ahead(number):
    return format_datetime(db.now() + timedelta(minutes=number), usegmt=True)


FAULTS = {
    "another secret": (SECRETS, "bad", with_other_secret),
    "an older database": (DATABASE, "bad", with_older_database),
    "a job that nobody does": (JOBS, "bad", with_job_left),
    "an outage": (KEYS, "bad", lambda world: with_fault(world, key_set_down=True)),
    "slowness": (KEYS, "bad", lambda world: with_fault(world, key_set_slow=7)),
    "a page of maintenance": (KEYS, "bad", lambda world: with_fault(world, key_set_garbage=True)),
    "a clock that is off": (CLOCK, "bad", lambda world: with_date(world, minutes_ahead(2))),
    "a clock that is not told": (CLOCK, "unknown", lambda world: with_date(world, "")),
    "a deleted tool": (SERVICES, "bad", without_tool),
    "our keys out of reach": (SERVICES, "bad", lambda world: with_tool(world, jwks_url="http://127.0.0.1:9/")),
    "scopes not granted": (ROSTER, "optional", lambda world: with_tool(world, scopes=[])),
    "never launched": (LAUNCHES, "unknown", lambda world: with_rows(world, "last_launch_at = NULL")),
    "names withheld": (NAMES, "bad", lambda world: with_rows(world, "name_given_at = NULL, name_missing_at = :now")),
    "addresses withheld": (EMAIL, "optional", lambda world: with_rows(world, "email_given_at = NULL, email_missing_at = :now")),
}


def test_behind_the_guides_proxy_all_is_green(pirjo, world):
    found = all_lines(pirjo)
    assert {name for name, (state, _said, _cure) in found.items() if state != "good"} == set()
    assert set(found) == {ADDRESS, HOST, PROXY, *(line for line, _state, _fault in FAULTS.values())}


@pytest.mark.parametrize("name", FAULTS)
def test_a_line_is_green_again_once_what_it_told_is_mended(pirjo, world, name):
    line, state, fault = FAULTS[name]
    with fault(world):
        told = all_lines(pirjo)[line]
    assert told[0] == state, told
    assert told[2], "no cure"
    assert all_lines(pirjo)[line][0] == "good"


def test_keys_that_the_platform_has_changed_are_in_order(pirjo, world):
    keys = world.platform.keys
    world.platform.rotate_key()
    assert all_lines(pirjo)[KEYS][0] == "good"
    world.platform.keys = keys


IN_NGINX = "        proxy_set_header X-Forwarded-Proto $scheme;\n"
IN_CADDY = "        buffer_requests\n"
MISTAKES = {
    "no word of https": (
        PROXY,
        {"nginx": {IN_NGINX: ""}, "caddy": {IN_CADDY: f"{IN_CADDY}        header_up -X-Forwarded-Proto\n"}},
    ),
    "http said": (
        PROXY,
        {
            "nginx": {IN_NGINX: IN_NGINX.replace("$scheme", "http")},
            "caddy": {IN_CADDY: f"{IN_CADDY}        header_up X-Forwarded-Proto http\n"},
        },
    ),
    "another host": (
        HOST,
        {
            "nginx": {"Host $host": "Host other.test"},
            "caddy": {IN_CADDY: f"{IN_CADDY}        header_up Host other.test\n        header_up X-Forwarded-Host other.test\n"},
        },
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_the_proxy_is_told_by_its_line(start_proxy, kind, tool, world, name):
    line, mistakes = MISTAKES[name]
    with start_proxy(tool.port, faults=mistakes[kind]) as mistaken:
        found = lines(open_check(mistaken, world.platform).get("admin/check"))
    assert {name for name, (state, _said, _cure) in found.items() if state != "good"} == {line}
    assert found[line][0] == "bad"
    if line == HOST:
        assert "other.test" in found[line][1]


def test_a_proxy_that_serve_does_not_know_is_told(start_proxy, tool, world, tmp_path):
    """SQLite takes one process at a time, so the other one has a copy."""
    copy = f"sqlite:///{tmp_path / 'copy.db'}"
    world.write(f"VACUUM INTO '{tmp_path / 'copy.db'}'")
    with served(copy, tmp_path / "log", "--proxy", "192.0.2.1") as other, start_proxy(other.port) as proxy:
        found = lines(open_check(proxy, world.platform).get("admin/check"))
    assert found[PROXY][0] == "bad"
    assert "serve --proxy" in found[PROXY][2]


def test_who_reaches_the_tool_beside_its_proxy_is_told(tool, world):
    pirjo = Caller(tool.origin, world.platform)
    pirjo.open("pirjo", language="en")
    found = lines(pirjo.get("admin/check"))
    assert {name for name, (state, _said, _cure) in found.items() if state != "good"} == {PROXY}


def test_an_address_for_trying_out_is_none_behind_a_proxy(start_proxy, tool, world, tmp_path):
    copy = f"sqlite:///{tmp_path / 'copy.db'}"
    world.write(f"VACUUM INTO '{tmp_path / 'copy.db'}'")
    local = "http://localhost:8000"
    world.platform.tools[0].launch_url = f"{local}/lti/launch"
    with served(copy, tmp_path / "log", public_url=local) as other, start_proxy(other.port) as proxy:
        found = lines(open_check(proxy, world.platform).get("admin/check"))
    world.platform.tools[0].launch_url = f"{TOOL}/lti/launch"
    assert [found[name][0] for name in (ADDRESS, HOST)] == ["bad", "bad"]
    assert local in found[ADDRESS][1]


@pytest.mark.parametrize(("is_kept", "state"), [(True, "good"), (False, "bad")])
def test_the_line_of_the_cookies_tells_whether_the_browser_keeps_them(pirjo, is_kept, state):
    asked = pirjo.request("GET", "/lti/cookies?lang=en")
    assert asked.status_code == 303
    if not is_kept:
        pirjo.client.cookies.clear()
    assert lines(pirjo.request("GET", asked.location))[COOKIES][0] == state
