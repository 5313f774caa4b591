"""The demo LMS misbehaves on demand while a tool registers."""

import time

import pytest

CONFIGURE = "/mod/lti/openid-configuration.php"
REGISTER = "/mod/lti/openid-registration.php"
BAD_JSON = [("html", "text/html", b"<!doctype"), ("garbage", "application/json", b'{"iss'), ("list", "application/json", b"[")]


@pytest.fixture
def register(lms, client, recorded):
    """Posts a good registration."""

    def post(**options):
        headers = {"Authorization": f"Bearer {lms.registration_token()}"}
        return client.post(REGISTER, json=recorded("registration_request.json"), headers=headers, **options)

    return post


@pytest.mark.parametrize(("fault", "mimetype", "start"), BAD_JSON)
def test_an_answer_can_be_something_else(lms, client, register, fault, mimetype, start):
    lms.faults.configuration_answer = lms.faults.registration_answer = fault
    for answer in (client.get(CONFIGURE), register()):
        assert (answer.status_code, answer.mimetype) == (200, mimetype)
        assert answer.data.startswith(start)
        assert not isinstance(answer.get_json(silent=True), dict)
    assert len(lms.tools) == 1


@pytest.mark.parametrize("status", [401, 422, 503])
def test_an_answer_can_be_a_refusal(lms, client, register, status):
    lms.faults.configuration_answer = lms.faults.registration_answer = str(status)
    assert (client.get(CONFIGURE).status_code, register().status_code) == (status, status)
    assert len(lms.tools) == 1


def test_an_answer_can_be_a_redirect_and_only_who_follows_it_gets_the_right_one(lms, client, register):
    lms.faults.configuration_answer = lms.faults.registration_answer = "redirect"
    assert (client.get(CONFIGURE).status_code, register().status_code) == (307, 307)
    assert len(lms.tools) == 1
    assert client.get(CONFIGURE, follow_redirects=True).json["issuer"] == lms.origin
    assert register(follow_redirects=True).status_code == 200
    assert len(lms.tools) == 2


def test_an_answer_can_be_huge(lms, client, register):
    lms.faults.configuration_answer = lms.faults.registration_answer = "huge"
    for answer in (client.get(CONFIGURE), register()):
        assert len(answer.data) > 1_000_000
        assert answer.is_json
    assert len(lms.tools) == 2


def test_an_answer_can_be_slow(lms, client, register, monkeypatch):
    waits = []
    monkeypatch.setattr(time, "sleep", waits.append)
    lms.faults.configuration_slow = 7
    lms.faults.registration_slow = 8
    assert (client.get(CONFIGURE).status_code, register().status_code) == (200, 200)
    assert waits == [7, 8]


def test_the_configuration_can_name_foreign_origins(lms, client):
    lms.faults.foreign_issuer = "https://evil.test"
    configuration = client.get(CONFIGURE).json
    assert configuration["issuer"] == "https://evil.test"
    assert configuration["registration_endpoint"] == lms.origin + REGISTER
    lms.faults.foreign_issuer = ""
    lms.faults.foreign_endpoint = "https://evil.test"
    configuration = client.get(CONFIGURE).json
    assert (configuration["issuer"], configuration["registration_endpoint"]) == (lms.origin, "https://evil.test" + REGISTER)
    assert configuration["token_endpoint"].startswith(lms.origin)


def test_a_fault_that_is_misspelt_does_not_pass_for_a_good_answer(lms, client):
    lms.faults.configuration_answer = "htlm"
    assert client.get(CONFIGURE).status_code == 500
