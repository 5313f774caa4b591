"""The demo LMS registers a tool as a Moodle was recorded to."""

import copy
import json

CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
NRPS_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"


def test_the_configuration_is_the_recorded_one_with_this_origin(lms, client, recorded):
    lms.origin = "https://lms.test:9999"
    real = json.dumps(recorded("openid_configuration.json")).replace("https://moodle.koulu.test", lms.origin)
    assert client.get("/mod/lti/openid-configuration.php").json == json.loads(real)
    assert lms.calls["configuration"] == 1


def test_a_registration_gets_the_recorded_answer(lms, register, recorded):
    answer = register()
    real = recorded("registration_response.json")
    assert answer.status_code == 200
    client_id = answer.json["client_id"]
    real["client_id"] = client_id
    real[CONFIGURATION]["deployment_id"] = "2"
    assert _without_order(answer.json) == _without_order(real)
    assert len(client_id) == 15
    assert client_id != "demo"
    assert lms.calls["registration"] == 1


def _without_order(answer):
    answer = copy.deepcopy(answer)
    answer["scope"] = sorted(answer["scope"].split())
    answer[CONFIGURATION]["claims"].sort()
    return answer


def test_a_new_tool_waits_and_keeps_what_it_asked_for(lms, register, asked):
    client_id = register().json["client_id"]
    hand_made, tool = lms.tools
    assert hand_made.is_active
    assert not tool.is_active
    assert (tool.client_id, tool.deployment_id, tool.name, tool.description) == (client_id, "2", "Hoitomalli", "probe")
    assert (tool.login_url, tool.launch_url) == (asked["initiate_login_uri"], asked[CONFIGURATION]["target_link_uri"])
    assert (tool.jwks_url, tool.redirect_urls) == (asked["jwks_uri"], asked["redirect_uris"])
    assert tool.custom == asked[CONFIGURATION]["custom_parameters"]
    assert register().json[CONFIGURATION]["deployment_id"] == "3"


def test_registering_again_keeps_client_id_deployment_and_state(lms, register, asked):
    first = register().json
    tool = lms.tools[1]
    tool.is_active = True
    asked["client_name"] = "Hoitomalli 2"
    asked[CONFIGURATION]["custom_parameters"] = {"a": 1}
    again = register(asked, lms.registration_token(tool)).json
    assert (again["client_id"], again["client_name"]) == (first["client_id"], "Hoitomalli 2")
    assert again[CONFIGURATION]["deployment_id"] == "2"
    assert lms.tools[1:] == [tool]
    assert (tool.name, tool.custom, tool.is_active) == ("Hoitomalli 2", {"a": "1"}, True)


def test_a_deleted_tool_cannot_register_again_and_its_number_is_not_given_again(lms, register):
    token = lms.registration_token(lms.tools[0])
    lms.delete_tool(lms.tools[0])
    assert register(token=token).status_code == 401
    assert lms.tools == []
    assert register().json[CONFIGURATION]["deployment_id"] == "2"


def test_a_port_belongs_to_the_domain(register, asked):
    with_port = json.loads(json.dumps(asked).replace("hoitomalli.palvelu.test", "hoitomalli.palvelu.test:8443"))
    assert register(with_port).status_code == 200


def test_what_is_not_asked_for_is_left_out(lms, register, asked):
    asked["scope"] = NRPS_SCOPE
    del asked["logo_uri"]
    for name in ("claims", "custom_parameters", "messages", "description"):
        del asked[CONFIGURATION][name]
    answer = register(asked).json
    assert (answer["scope"], answer["logo_uri"]) == (NRPS_SCOPE, "")
    own = answer[CONFIGURATION]
    assert own.keys() == {"version", "deployment_id", "target_link_uri", "domain", "description", "claims"}
    assert own["claims"] == ["sub", "iss"]
    assert lms.tools[1].custom == {}


def test_one_scope_of_grades_brings_the_others_that_moodle_ties_to_it(register, asked):
    ags = "https://purl.imsglobal.org/spec/lti-ags/scope/"
    asked["scope"] = ags + "score"
    assert register(asked).json["scope"].split() == [ags + "score", ags + "result.readonly", ags + "lineitem.readonly"]
