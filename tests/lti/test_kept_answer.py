"""What a platform has answered is kept until all is done: pressing again completes, and does not register again."""

import html
import re
import subprocess

import pytest
from sqlalchemy import exc

from lti_tool import db
from lti_tool.lti import registration_views
from lti_tool.lti.models import Deployment, Invite, Platform, Registration
from tests.lti.registering import OTHER_COLLEGE
from tests.visitor import Visitor

TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
CONNECTED = (Platform, Registration, Deployment)


def fail_to_commit():
    raise exc.OperationalError("COMMIT", None, Exception("database or disk is full"))


@pytest.fixture
def failing_commit(monkeypatch):
    """The disk is full at the very end."""
    monkeypatch.setattr(db, "keep", fail_to_commit)
    return monkeypatch


def test_a_failure_of_ours_after_the_answer_is_completed_by_another_press(app, canvas, canvas_registering, failing_commit):
    failed = canvas_registering.press()
    assert failed.status_code == 503
    assert canvas_registering.rows(*CONNECTED) == [[], [], []]
    failing_commit.undo()
    assert canvas_registering.press().status_code == 200  # at once: the link is not held
    assert canvas.calls["registration"] == 1
    assert canvas_registering.rows(Registration)[0][0].client_id == canvas.client_id
    Visitor(app, canvas).open("admin")
    [invite] = canvas_registering.rows(Invite)[0]
    assert (invite.answer, invite.answered_for) == (None, "")


def test_also_when_it_was_begun_anew_in_the_platform(canvas, canvas_registering, failing_commit):
    canvas_registering.press()
    failing_commit.undo()
    canvas_registering.begin_again()
    assert f"client {canvas.client_id}" in canvas_registering.show().text
    assert canvas_registering.press().status_code == 200
    assert canvas.calls["registration"] == 1


def test_a_refusal_that_somebody_lifts_is_completed_too(registering, lms, change):
    registering.register()
    change(Platform, is_active=False)
    registering.invite()
    refused = registering.press()
    assert refused.status_code == 409
    assert "begin again" in refused.text
    [*_others, tool] = lms.tools
    change(Platform, is_active=True)
    assert registering.press().status_code == 200
    assert lms.calls["registration"] == 2  # one for each link
    assert registering.rows(Registration)[0][-1].client_id == tool.client_id


def test_the_kept_answer_is_of_one_platform_only(canvas, canvas_registering, registering, lms, failing_commit):
    canvas_registering.press()
    failing_commit.undo()
    registering.link = canvas_registering.link
    assert "Register anew" not in registering.show().text
    assert registering.press().status_code == 200
    assert lms.calls["registration"] == 1
    assert registering.rows(Registration)[0][-1].client_id == lms.tools[-1].client_id


def test_customers_of_one_hosted_canvas_are_told_apart(canvas, canvas_registering, failing_commit):
    """All are described at one address; each registers at its own."""
    canvas_registering.press()
    failing_commit.undo()
    canvas.account = canvas.origin.replace("127.0.0.1", "127.0.0.2")
    assert "Register anew" not in canvas_registering.show().text


def test_a_tool_that_was_deleted_meanwhile_is_registered_anew(canvas, canvas_registering, failing_commit):
    canvas_registering.press()
    failing_commit.undo()
    page = canvas_registering.show().text
    name, value = re.search(r'name="(anew)" value="(1)">Register anew<', page).groups()
    form = {"openid_configuration": canvas_registering.address, "registration_token": canvas_registering.token, name: value}
    assert canvas_registering._request("POST", data=form).status_code == 200
    assert canvas.calls["registration"] == 2
    assert canvas_registering.rows(Registration)[0][0].client_id == canvas.client_id


def test_an_answer_that_only_another_registration_can_mend_is_forgotten(registering, lms):
    registering.register()
    registering.invite(OTHER_COLLEGE)
    registering.answer({"client_id": lms.tools[0].client_id, TOOL: {"deployment_id": "1"}})
    assert registering.press().status_code == 409
    [*_used, invite] = registering.rows(Invite)[0]
    assert (invite.answer, invite.answered_for) == (None, "")


@pytest.mark.parametrize(
    "kept", [[], "x", 5, {}, {"client_id": 5}, {"client_id": ""}, {"client_id": "a\nb"}, {"client_id": "x" * 301}]
)
def test_what_is_no_kept_answer_is_not_taken_for_one(canvas, canvas_registering, change, failing_commit, kept):
    canvas_registering.press()
    failing_commit.undo()
    change(Invite, answer=kept)
    assert canvas_registering.press().status_code == 200
    assert canvas.calls["registration"] == 2


@pytest.fixture
def by_hand(canvas, canvas_registering):
    """The page of a Canvas that tells no deployment id, and the command on it."""
    canvas.tells_deployment = False
    page = canvas_registering.press()
    assert page.status_code == 502
    return page, html.unescape(re.search(r'<pre class="typed">(.*?)</pre>', page.text, re.DOTALL)[1])


def words_of(command):
    """What a shell gives to hoitomalli when somebody pastes this."""
    spoken = f"hoitomalli() {{ printf '%s\\n' \"$@\"; }}\n{command}\n"
    return subprocess.run(["sh", "-c", spoken], capture_output=True, text=True, check=True).stdout.splitlines()


def test_without_a_deployment_the_page_tells_the_client_and_the_operators_command(app, canvas, canvas_registering, by_hand, run):
    page, command = by_hand
    assert "does not tell its deployment id" in page.text
    assert f"--client-id {canvas.client_id}" in command
    assert canvas_registering.press().status_code == 502
    assert canvas.calls["registration"] == 1
    done = run(*words_of(command.replace("…", canvas.deployment_id)))
    assert done.exit_code == 0, done.output
    Visitor(app, canvas).open("admin")


def test_what_a_platform_says_cannot_become_a_command(app, lms, registering):
    registering.invite("Opisto $(reboot) 'x'")
    registering.answer({"client_id": "1 --issuer https://evil.test; `reboot` 'x' \\ $HOME"})
    page = registering.press()
    command = html.unescape(re.search(r'<pre class="typed">(.*?)</pre>', page.text, re.DOTALL)[1])
    words = words_of(command)
    assert words[words.index("--client-id") + 1] == "1 --issuer https://evil.test; `reboot` 'x' \\ $HOME"
    assert words[words.index("--organisation") + 1] == "Opisto $(reboot) 'x'"
    assert len(words) == 1 + 2 * 7


def test_the_command_is_in_no_log(canvas_registering, caplog, by_hand):
    canvas_registering.press()
    assert canvas_registering.token not in caplog.text
    [line] = [record.getMessage() for record in caplog.records if record.name == "hoitomalli.registration"]
    assert "reason=answer_no_deployment" in line
    assert "hoitomalli register" not in line


def test_of_two_presses_the_second_finds_what_the_first_has_left(app, canvas, canvas_registering, monkeypatch):
    """The second has found the link before the first was answered, and gets at it when the first has failed."""
    claim = registration_views.claim_invite

    def first_press(invite):
        monkeypatch.undo()
        with monkeypatch.context() as failing:
            failing.setattr(db, "keep", fail_to_commit)
            assert canvas_registering.press().status_code == 503
        claim(invite)

    monkeypatch.setattr(registration_views, "claim_invite", first_press)
    assert canvas_registering.press().status_code == 200
    assert canvas.calls["registration"] == 1
