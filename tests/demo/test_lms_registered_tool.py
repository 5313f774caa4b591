"""A tool that has registered itself gets in a launch what it asked for, and no more; by hand it gets everything."""

import jwt
import pytest

from lti_tool.demo.school import Launch, ToolLink
from lti_tool.demo.sharing import NAMES

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/"
NRPS_SCOPE = NRPS + "scope/contextmembership.readonly"


def launch(lms, **asked):
    """The claims of a launch of a tool that has asked for this."""
    tool = ToolLink("reg", "2", "https://t.test/login", "https://t.test/launch", "https://t.test/jwks", {}, **asked)
    course = lms.courses[2]
    return lms.claims_of(Launch(lms.users["maija"], course, tool, course.activities[0]), "n")


@pytest.mark.parametrize(
    ("asked", "got"),
    [
        (None, {*NAMES, "email"}),
        (["sub"], set()),
        (["email"], {"email"}),
        (["given_name"], set(NAMES)),
        (["name", "email"], {*NAMES, "email"}),
    ],
)
def test_names_and_email_come_only_when_asked_for(lms, asked, got):
    claims = launch(lms, claims=asked)
    assert claims.keys() & {*NAMES, "email"} == got
    assert ("user_username" in claims[LTI + "ext"]) == ("name" in got)


def test_an_address_the_lms_withholds_is_not_told_even_if_asked_for(lms):
    lms.faults.withhold_email = lms.faults.withhold_names = True
    assert not launch(lms, claims=["name", "email"]).keys() & {*NAMES, "email"}


def test_a_service_is_named_only_to_a_tool_with_its_scope(lms):
    assert {AGS + "claim/endpoint", NRPS + "claim/namesroleservice"} <= launch(lms).keys()
    none = launch(lms, scopes=[])
    assert not {AGS + "claim/endpoint", NRPS + "claim/namesroleservice"} & none.keys()
    some = launch(lms, scopes=[AGS + "scope/score", NRPS_SCOPE])
    assert some[AGS + "claim/endpoint"]["scope"] == [AGS + "scope/score"]
    assert NRPS + "claim/namesroleservice" in some


def test_a_launch_goes_to_any_registered_redirect_uri_and_no_other(lms, client, form_of):
    lms.tools[0].redirect_urls = ["https://tool.test/lti/launch", "https://tool.test/lti/pick"]
    assert _authorise(lms, client, "https://tool.test/lti/other").status_code == 400
    action, fields = form_of(_authorise(lms, client, "https://tool.test/lti/pick"))
    assert action == "https://tool.test/lti/pick"
    assert jwt.decode(fields["id_token"], options={"verify_signature": False})["nonce"] == "n"


def _authorise(lms, client, redirect_uri):
    login = lms.login_initiation(lms.users["maija"], lms.courses[2])
    asked = {name: login[name] for name in ("client_id", "login_hint", "lti_message_hint")} | {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "redirect_uri": redirect_uri,
        "nonce": "n",
        "state": "s",
    }
    return client.post("/mod/lti/auth.php", data=asked)
