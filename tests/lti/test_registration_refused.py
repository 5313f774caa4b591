"""What a platform says wrongly registers nothing, is explained, and leaves the link as good as it was."""

import pytest

from lti_tool.lti import outgoing
from lti_tool.lti.models import Deployment, Platform, Registration
from lti_tool.origins import WEB, origin
from tests.lti.registering import OTHER_COLLEGE

pytestmark = pytest.mark.any_database

TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
GOOD = {"client_id": "c", TOOL: {"deployment_id": "1"}}
ENDPOINTS = ["authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint"]
BAD_VALUES = [None, "", 5, [], {}, "https://" + "x" * 300, "http://127.0.0.1/\0", "http://127.0.0.1/\n", "\ud800"]
ANSWERS = [
    ("html", "not_json", "answer_not_json"),
    ("garbage", "not_json", "answer_not_json"),
    ("list", "not_json", "answer_not_json"),
    ("redirect", "redirected", "redirected"),
    ("huge", "too_big", "answer_too_big"),
    ("400", "status", "platform_refused"),
    ("401", "status", "token_refused"),
    ("403", "status", "token_refused"),
    ("422", "status", "platform_refused"),
    ("500", "status", "platform_failed"),
    ("503", "status", "platform_failed"),
]


@pytest.mark.parametrize(("fault", "reason", "_"), ANSWERS)
def test_a_description_that_cannot_be_used_is_explained(registering, not_registered, lms, fault, reason, _):
    lms.faults.configuration_answer = fault
    for act in (registering.show, registering.press):
        not_registered(reason, act)
    asked = 4 if fault == "401" else 2  # again with the token, which Canvas wants
    assert lms.calls == {"configuration": asked}  # no redirect is followed, nothing is asked further
    lms.faults.configuration_answer = ""
    registering.register()


@pytest.mark.parametrize(("fault", "_", "reason"), ANSWERS)
def test_a_registration_that_goes_wrong_is_explained(registering, not_registered, lms, fault, _, reason):
    lms.faults.registration_answer = fault
    not_registered(reason, registering.press)
    assert lms.calls["registration"] == 1
    lms.faults.registration_answer = ""
    registering.register()


@pytest.mark.parametrize(("step", "reason"), [("configuration_slow", "too_slow"), ("registration_slow", "answer_too_slow")])
def test_a_platform_that_is_too_slow_is_not_waited_for(registering, not_registered, lms, monkeypatch, step, reason):
    monkeypatch.setattr(outgoing, "TIMEOUT_SECONDS", (1, 0.2))
    setattr(lms.faults, step, 1)
    not_registered(reason, registering.press)
    setattr(lms.faults, step, 0)
    registering.register()


@pytest.mark.parametrize("token", ["made up", "", "ä", "€", "x\ny", "x\r\nX-Evil: 1"])
def test_a_token_that_the_platform_did_not_make_is_explained(registering, not_registered, token):
    not_registered("token_refused", registering.press, token=token)
    registering.register()


def test_what_is_missing_or_unusable_in_a_description_is_noticed(registering, not_registered):
    for name in ("issuer", *ENDPOINTS):
        registering.configure(without=[name])
        not_registered("configuration_incomplete", registering.show)
        for value in BAD_VALUES:
            registering.configure({name: value})
            not_registered("configuration_incomplete", registering.show)


def test_an_answer_without_a_usable_client_is_noticed(registering, not_registered):
    for answer in ({}, {TOOL: GOOD[TOOL]}, *({**GOOD, "client_id": value} for value in BAD_VALUES)):
        registering.answer(answer)
        page = not_registered("answer_no_client", registering.press)
        assert "Look there, delete it if it does, and begin again." in page.text


def test_the_deployment_is_taken_from_either_place_and_from_the_specified_one_first(registering):
    for answer, taken in [
        ({"client_id": "a", TOOL: {"deployment_id": "1"}}, "1"),
        ({"client_id": "b", "deployment_id": "2"}, "2"),
        ({"client_id": "c", "deployment_id": "x", TOOL: {"deployment_id": "3"}}, "3"),
        ({"client_id": "d", "deployment_id": "4", TOOL: {"deployment_id": None}}, "4"),
        ({"client_id": "e", "deployment_id": "5", TOOL: []}, "5"),
    ]:
        registering.invite()
        registering.answer(answer)
        assert registering.press().status_code == 200
        assert registering.rows(Deployment)[0][-1].deployment_id == taken


@pytest.mark.parametrize("name", ENDPOINTS)
def test_endpoints_of_another_site_are_refused(registering, not_registered, lms, name):
    port = lms.origin.rpartition(":")[2]
    for site in (
        "https://evil.test",
        f"http://127.0.0.1.evil.test:{port}",
        f"http://127.0.0.1:{port}.evil.test",
        "http://127.0.0.1:1",
        lms.origin.replace("http:", "https:"),
        f"http://127.0.0.1:{port}@evil.test",
        f"http://evil.test\\@127.0.0.1:{port}",
        f"http://x@127.0.0.1:{port}",
        f"http://:x@127.0.0.1:{port}",
        f"//127.0.0.1:{port}",
        "",
        f"javascript://127.0.0.1:{port}",
        f"http://127.0.0.2:{port}",
        f"http://localhost:{port}",
        f"{lms.origin}\\.evil.test",
        f"http://[127.0.0.1:{port}",
    ):
        registering.configure({name: site + "/x"})
        for act in (registering.show, registering.press):
            not_registered("foreign_origin", act)
    assert lms.calls["registration"] == 0


def test_an_issuer_of_another_site_or_folder_is_refused(registering, not_registered, lms):
    for issuer in (
        "https://evil.test",
        lms.origin.replace("http:", "https:"),
        lms.origin[:-1],
        lms.origin + "0",
        "http://127.0.0.1",
        lms.origin + "/mo",
        lms.origin + "/other",
        lms.origin + "/mod/lti/openid-configuration.php?",
        "http://localhost",
    ):
        registering.configure({"issuer": issuer})
        not_registered("foreign_origin", registering.press)
    registering.configure({"issuer": lms.origin + "/mod"})
    assert registering.show().status_code == 200


@pytest.mark.parametrize("way", ["/other/../mod", "/other/%2e%2e/mod", "/other/.%2E/mod"])
def test_no_issuer_is_spoken_for_from_another_folder_of_its_site(registering, not_registered, lms, way):
    """Some servers read %2E as a dot, as this one does here."""
    registering.configure({"issuer": lms.origin + "/other"})
    lms.app.register_error_handler(404, lambda _: lms.app.view_functions["registration.show_configuration"]())
    not_registered("foreign_origin", registering.show, openid_configuration=f"{lms.origin}{way}/lti/openid-configuration.php")


@pytest.mark.parametrize("name", ["id_token_signing_alg_values_supported", "token_endpoint_auth_methods_supported"])
def test_a_platform_that_cannot_do_what_lti_needs_is_told_so(registering, not_registered, name):
    registering.configure({name: ["HS256", "client_secret_post", None]})
    not_registered("not_supported", registering.show)
    for nothing_said in ([], None, "x"):
        registering.configure({name: nothing_said})
        assert registering.show().status_code == 200


def test_nobody_takes_over_the_installation_of_another_college(registering, not_registered, lms):
    registering.register()
    before = registering.rows(Registration, Deployment)
    registering.invite(OTHER_COLLEGE)
    registering.answer({"client_id": lms.tools[0].client_id, TOOL: {"deployment_id": "1"}})
    registering.configure({"token_endpoint": lms.origin + "/other"})
    not_registered("other_organisation", registering.press)
    registering.answer({"client_id": lms.tools[0].client_id, TOOL: {"deployment_id": "2"}})
    not_registered("other_organisation", registering.press)
    registering.configure({})
    not_registered("other_organisation", registering.press)  # a host shared by path can tell A's own addresses too
    assert registering.rows(Registration, Deployment) == before
    registering.answer({"client_id": "a client of their own", TOOL: {"deployment_id": "2"}})
    assert registering.press().status_code == 200
    registrations, deployments = registering.rows(Registration, Deployment)
    assert [registrations[:1], deployments[:1]] == before


@pytest.mark.parametrize("model", [Platform, Registration])
def test_what_the_operator_has_switched_off_stays_off(registering, not_registered, lms, change, model):
    registering.register()
    registering.invite()
    change(model, is_active=False)
    registering.answer({"client_id": lms.tools[0].client_id, TOOL: {"deployment_id": "1"}})
    not_registered("switched_off", registering.press)


def test_origins_are_compared_as_a_whole():
    assert origin("https://Moodle.fi/x", WEB) == origin("https://moodle.fi:443", WEB) == "https://moodle.fi"
    assert {origin(url, WEB) for url in ("https://x@moodle.fi", "https://[", "https://moodle.fi:x", "", "moodle.fi")} == {""}


@pytest.mark.parametrize("name", ["its address", "its answer"])
def test_a_registration_token_gets_into_no_log(registering, not_registered, caplog, name):
    """Canvas puts it into the address of its configuration; others quote it in their answer."""
    if name == "its address":
        address = registering.lms.origin + "/nothing?registration_token=secret-token"
        not_registered("status", registering.press, address)
    else:
        registering.answer({"error": "the token secret-token is unknown"}, 400)
        not_registered("platform_refused", registering.press, token="secret-token")
    assert "secret-token" not in caplog.text
