"""The operator's commands."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from lti_tool import db
from lti_tool.app import create_app
from lti_tool.cli import main
from lti_tool.config import Settings, SettingsError, read_settings
from lti_tool.lti.models import Deployment, Platform, Registration
from lti_tool.people.models import Course, Organisation

SECRET = "7b2c90e4d1f8a635" * 3
REGISTER = ["register", "--organisation", "Opisto", "--issuer", "https://moodle.example.fi", "--client-id", "abc"]


@pytest.fixture
def run(database_url):
    environment = {
        "HOITOMALLI_PUBLIC_URL": "https://tool.example.fi",
        "HOITOMALLI_SECRET": SECRET,
        "HOITOMALLI_DATABASE_URL": database_url,
    }
    return lambda *words, **changes: CliRunner().invoke(main, words, env={**environment, **changes})


@pytest.fixture
def inside(database_url):
    app = create_app(Settings("https://tool.example.fi", database_url, SECRET))
    with app.app_context():
        yield
    db.disconnect(app)


def test_register_writes_moodles_addresses_and_prints_ours(run, inside):
    result = run(*REGISTER)
    assert result.exit_code == 0, result.output
    assert "https://tool.example.fi/lti/login" in result.output
    registration = db.session.scalars(select(Registration)).unique().one()
    assert registration.auth_login_url == "https://moodle.example.fi/mod/lti/auth.php"
    assert registration.key_set_url == "https://moodle.example.fi/mod/lti/certs.php"
    assert [d.deployment_id for d in registration.deployments] == ["1"]


def test_registering_again_updates_and_leads_to_the_same_data(run, inside):
    run(*REGISTER)
    run(*REGISTER, "--key-set-url", "https://moodle.example.fi/other")
    assert db.session.scalars(select(Registration.key_set_url)).one() == "https://moodle.example.fi/other"
    assert len(db.session.scalars(select(Deployment)).all()) == 1


def test_a_deployment_cannot_be_moved_to_another_college(run):
    run(*REGISTER)
    result = run(*[word if word != "Opisto" else "Toinen" for word in REGISTER])
    assert result.exit_code == 1
    assert "another organisation" in result.output


def test_a_client_of_another_college_is_shared_only_with_the_same_addresses(run, inside):
    """Hosted Canvas: one client for all colleges of an account. Its addresses are not changed by another college."""
    run(*REGISTER)
    other = ["register", "--organisation", "Toinen", *REGISTER[3:], "--deployment-id", "2"]
    result = run(*other, "--key-set-url", "https://moodle.example.fi/other")
    assert result.exit_code == 1
    assert "another organisation's data" in result.output
    assert db.session.scalars(select(Registration.key_set_url)).one() == "https://moodle.example.fi/mod/lti/certs.php"
    assert db.session.scalars(select(Organisation.name)).all() == ["Opisto"]
    db.session.rollback()
    assert run(*other).exit_code == 0
    assert run(*REGISTER, "--key-set-url", "https://moodle.example.fi/other").exit_code == 1


@pytest.mark.parametrize("issuer", ["http://moodle.example.fi", "moodle.example.fi", "javascript:x", ""])
def test_register_refuses_addresses_that_are_not_https(run, issuer):
    result = run(*[word if not word.startswith("https://moodle") else issuer for word in REGISTER])
    assert result.exit_code == 1
    assert "must be an https address" in result.output


def test_open_course_opens_a_course_that_was_launched(run, inside):
    run(*REGISTER)
    assert "Open the activity once" in run("open-course", "--organisation", "Opisto", "--course", "7").output
    organisation_id = db.session.scalars(select(Deployment.organisation_id)).one()
    db.session.add(Course(organisation_id=organisation_id, issuer="https://moodle.example.fi", context_id="7"))
    db.session.commit()
    result = run("open-course", "--organisation", "Opisto", "--course", "7", "--to", "everyone")
    assert result.exit_code == 0, result.output
    db.session.expire_all()
    assert db.session.scalars(select(Course.open_to)).one() == "everyone"
    db.session.add(Course(organisation_id=organisation_id, issuer="https://other.example.fi", context_id="7"))
    db.session.commit()
    words = ["open-course", "--organisation", "Opisto", "--course", "7"]
    assert "say which with --issuer: https://moodle.example.fi, https://other.example.fi" in run(*words).output
    assert run(*words, "--issuer", "https://other.example.fi").exit_code == 0
    db.session.expire_all()
    assert sorted(db.session.scalars(select(Course.open_to))) == ["everyone", "teachers"]


def test_the_operator_switches_off_what_an_admin_cannot(run, inside):
    """The last connection of a college: the admin's page sends people to the operator for it."""
    run(*REGISTER)
    run(*REGISTER[:2], "Toinen", *REGISTER[3:-1], "def")
    issuer = ["--issuer", "https://moodle.example.fi"]

    def open_clients():
        db.session.rollback()
        query = select(Deployment).order_by(Deployment.id)
        clients = [each.registration.client_id for each in db.session.scalars(query).unique() if each.is_open]
        db.session.rollback()  # a read that stays open would hold SQLite against the commands
        return clients

    result = run("switch-platform", "off", *issuer, "--client-id", "abc")
    assert result.exit_code == 0, result.output
    assert "client abc" in result.output
    assert "Opisto" in result.output
    assert "Toinen" not in result.output
    assert open_clients() == ["def"]
    assert "on again" in run("switch-platform", "on", *issuer, "--client-id", "abc").output
    assert open_clients() == ["abc", "def"]
    whole = run("switch-platform", "off", *issuer)
    assert "Opisto, Toinen" in whole.output
    assert open_clients() == []
    # One of both is off still, and that is said: else one would wonder why nobody gets in.
    assert "still off" in run("switch-platform", "on", *issuer, "--client-id", "abc").output
    run("switch-platform", "on", *issuer)
    assert open_clients() == ["abc", "def"]
    assert db.session.scalars(select(Platform.is_active)).one()


def test_what_is_not_known_cannot_be_switched_off(run, inside):
    run(*REGISTER)
    for words in (["--issuer", "https://moodle.example.com"], ["--issuer", "https://moodle.example.fi", "--client-id", "x"]):
        result = run("switch-platform", "off", *words)
        assert result.exit_code == 1
        assert "Known are: https://moodle.example.fi, client abc" in result.output


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"HOITOMALLI_SECRET": "short"}, "HOITOMALLI_SECRET"),
        ({"HOITOMALLI_SECRET": ""}, "HOITOMALLI_SECRET"),
        ({"HOITOMALLI_PUBLIC_URL": "http://tool.example.fi"}, "HOITOMALLI_PUBLIC_URL"),
        ({"HOITOMALLI_PUBLIC_URL": "https://tool.example.fi/path"}, "HOITOMALLI_PUBLIC_URL"),
        ({"HOITOMALLI_PUBLIC_URL": "tool"}, "HOITOMALLI_PUBLIC_URL"),
        ({"HOITOMALLI_SECRET": "", "HOITOMALLI_SECRET_FILE": "/does/not/exist"}, "HOITOMALLI_SECRET_FILE"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(run, changes, named):
    for command in (REGISTER, ["serve"]):
        result = run(*command, **changes)
        assert result.exit_code == 1
        assert named in result.output
        assert "Traceback" not in result.output


def test_the_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "secret").write_text(SECRET + "\n")
    environ = {"HOITOMALLI_PUBLIC_URL": "https://a.example/", "HOITOMALLI_SECRET_FILE": str(tmp_path / "secret")}
    settings = Settings("https://a.example", "sqlite:///hoitomalli.db", SECRET, secret_file=str(tmp_path / "secret"))
    assert read_settings(environ) == settings
    with pytest.raises(SettingsError):
        read_settings({"HOITOMALLI_SECRET": SECRET})
