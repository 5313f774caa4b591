"""The demo LMS refuses the registrations that Moodle refuses, and says why."""

import pytest

CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"


@pytest.mark.parametrize(
    "name",
    ["response_types", "initiate_login_uri", "redirect_uris", "client_name", "jwks_uri", "token_endpoint_auth_method"],
)
@pytest.mark.parametrize("empty", ["gone", "", []])
def test_what_moodle_requires_may_not_be_missing(lms, register, asked, name, empty):
    asked[name] = empty
    if empty == "gone":
        del asked[name]
    _assert_refused(lms, register(asked), name)


@pytest.mark.parametrize("name", ["domain", "target_link_uri"])
def test_what_moodle_requires_of_the_tool_may_not_be_missing(lms, register, asked, name):
    del asked[CONFIGURATION][name]
    _assert_refused(lms, register(asked), name)


def _assert_refused(lms, answer, reason):
    assert answer.status_code == 400
    assert reason in answer.json["message"]
    assert len(lms.tools) == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"response_types": ["code"]}, "invalid_response_types"),
        ({"response_types": "id_token"}, "lists"),
        ({"redirect_uris": "https://hoitomalli.palvelu.test/launch"}, "lists"),
        ({"redirect_uris": ["https://hoitomalli.palvelu.test/launch", "https://other.test/"]}, "redirect_uris[1]"),
        ({"token_endpoint_auth_method": "client_secret_post"}, "invalid_token_endpoint_auth_method"),
        ({"application_type": "native"}, "invalid_application_type"),
        ({"initiate_login_uri": "https://other.test/login"}, "domain_mismatch initiate_login_uri"),
        ({"jwks_uri": "https://x.hoitomalli.palvelu.test/jwks"}, "domain_mismatch jwks_uri"),
        ({"jwks_uri": "https://hoitomalli.palvelu.test:8443/jwks"}, "domain_mismatch jwks_uri"),
        ({"jwks_uri": "ftp://hoitomalli.palvelu.test/jwks"}, "domain_mismatch jwks_uri"),
        ({"jwks_uri": 7}, "domain_mismatch jwks_uri"),
        ({CONFIGURATION: "x"}, "domain, target_link_uri"),
    ],
)
def test_a_wrong_value_is_refused(lms, register, asked, changes, reason):
    _assert_refused(lms, register(asked | changes), reason)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"target_link_uri": "https://other.test/launch"}, "domain_mismatch target_link_uri"),
        ({"domain": "palvelu.test"}, "domain_mismatch"),
        ({"claims": "name"}, "invalid_claims"),
        ({"messages": ["x"]}, "invalid_messages"),
        ({"custom_parameters": ["x"]}, "invalid_custom_parameters"),
    ],
)
def test_a_wrong_value_in_the_tool_configuration_is_refused(lms, register, asked, changes, reason):
    asked[CONFIGURATION] |= changes
    _assert_refused(lms, register(asked), reason)


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"x"'])
def test_a_body_that_is_no_json_object_is_refused(lms, client, body):
    headers = {"Authorization": f"Bearer {lms.registration_token()}", "Content-Type": "application/json"}
    _assert_refused(lms, client.post("/mod/lti/openid-registration.php", data=body, headers=headers), "JSON object")
