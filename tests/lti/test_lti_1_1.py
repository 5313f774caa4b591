"""A link that was added as LTI 1.1: told by that name, wherever it comes, and found in the server's log."""

import json

import pytest

from lti_tool.lti.refusals import without_secrets
from tests.lti.test_platforms import PLATFORMS

FORM = json.loads((PLATFORMS / "lti_1_1_launch.json").read_text())


@pytest.mark.parametrize("path", ["/lti/launch", "/lti/login"])
def test_a_launch_of_lti_1_1_is_told_as_such(visitor, refuses, caplog, path):
    page = refuses("lti_1_1", visitor.request, "POST", path, data=FORM)
    assert page.status_code == 400
    assert "LTI 1.3" in page.text
    [line] = [record.getMessage() for record in caplog.records if record.name == "hoitomalli.launch"]
    assert "moodle.college.example" in line
    for secret in ("sesskey", FORM["oauth_signature"], FORM["oauth_consumer_key"] + "'", FORM["lis_person_name_full"], "@"):
        assert secret not in line


def test_it_is_known_by_its_consumer_key_alone_and_its_address_loses_its_query(visitor, refuses, caplog):
    without = {name: value for name, value in FORM.items() if name not in ("lti_version", "tool_consumer_instance_guid")}
    refuses("lti_1_1", visitor.request, "POST", "/lti/launch", data=without)
    assert "https://moodle.college.example/mod/lti/return.php?…" in caplog.text
    assert "sesskey" not in caplog.text


@pytest.mark.parametrize("version", ["1.3.0", "", "LTI-2p0"])
def test_a_login_with_another_version_is_no_launch_of_lti_1_1(visitor, version):
    form = visitor.lms.login_initiation(visitor.lms.users["maija"], visitor.lms.courses[2])
    assert visitor.request("POST", "/lti/login", data=form | {"lti_version": version}).status_code == 303


@pytest.mark.parametrize(
    ("detail", "logged"),
    [
        ("https://lms.example/a?token=abc&b=c", "https://lms.example/a?…"),
        ("'https://lms.example/?a=1' and \"https://b.example/x?y\"", "'https://lms.example/?…' and \"https://b.example/x?…\""),
        ("https://name:word@lms.example/a", "https://…@lms.example/a"),
        ("https://lms.example/a: not ours?", "https://lms.example/a: not ours?"),
        ("alg 'none'", "alg 'none'"),
    ],
)
def test_addresses_in_the_log_have_no_query_and_no_user(detail, logged):
    assert without_secrets(detail) == logged


def test_the_log_of_a_foreign_target_has_no_query(visitor, refuses, caplog):
    form = visitor.lms.login_initiation(visitor.lms.users["maija"], visitor.lms.courses[2])
    target = "https://elsewhere.example/start?token=very-secret"
    refuses("foreign_target", visitor.request, "POST", "/lti/login", data=form | {"target_link_uri": target})
    assert "https://elsewhere.example/start?…" in caplog.text
    assert "very-secret" not in caplog.text
