"""The demo LMS signs the claims that a real Moodle was recorded to send, or whatever a test wants forged."""

import json
import time

import jwt
import pytest

from lti_tool.demo.lms import new_key

LTI = "https://purl.imsglobal.org/spec/lti/claim/"


@pytest.mark.parametrize(
    ("name", "username"),
    [
        ("launch_administrator.json", "pirjo"),
        ("launch_instructor.json", "maija"),
        ("launch_instructor.json", "aino"),
        ("launch_learner.json", "veeti"),
    ],
)
def test_claims_have_the_recorded_shape_and_roles(lms, name, username, recorded, shape):
    course = lms.courses[2]
    course.activities[0].custom = {"view": "model"}
    claims = lms.claims(lms.users[username], course, "n")
    real = recorded(name)
    assert shape(claims) == shape(real)
    assert claims[LTI + "roles"] == real[LTI + "roles"]
    assert claims["exp"] - claims["iat"] == real["exp"] - real["iat"] == 60
    outcome = claims["https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome"]
    assert json.loads(outcome["lis_result_sourcedid"]).keys() == {"data", "hash"}


def test_a_manager_is_told_as_instructor_and_a_course_may_give_another_role(lms, recorded):
    user = lms.users["maija"]
    course = lms.courses[2]
    user.kind = "manager"
    assert lms.claims(user, course, "n")[LTI + "roles"] == recorded("launch_instructor.json")[LTI + "roles"]
    course.kinds["maija"] = "student"
    assert lms.claims(user, course, "n")[LTI + "roles"] == recorded("launch_learner.json")[LTI + "roles"]


def test_a_change_replaces_or_removes_a_claim(lms):
    claims = lms.claims(lms.users["maija"], lms.courses[2], "n", exp=None, azp="other", **{LTI + "roles": []})
    assert "exp" not in claims
    assert claims["azp"] == "other"
    assert claims[LTI + "roles"] == []


def test_custom_variables_are_filled_emptied_or_left_as_in_moodle(lms):
    lms.tools[0].custom["deadline"] = "$ResourceLink.submission.endDateTime"
    custom = lms.claims(lms.users["olli"], lms.courses[2], "n")[LTI + "custom"]
    assert (custom["group_ids"], custom["course_start"]) == ("1,2", "")
    assert custom["deadline"] == "$ResourceLink.submission.endDateTime"
    assert custom["link_setting_url"].endswith("/links/{link_id}/custom")


def test_names_email_and_parameters_can_be_withheld(lms):
    lms.faults.withhold_names = lms.faults.withhold_email = lms.faults.empty_custom = True
    claims = lms.claims(lms.users["maija"], lms.courses[2], "n")
    assert not {"name", "given_name", "family_name", "email"} & claims.keys()
    assert claims[LTI + "ext"] == {"lms": "moodle-2"}
    assert set(claims[LTI + "custom"].values()) == {""}


def test_a_changed_origin_shows_everywhere(lms, client, form_of):
    lms.origin = "https://lms.test:9999"
    assert "lms.test:4443" not in json.dumps(lms.claims(lms.users["maija"], lms.courses[2], "n"))
    assert form_of(client.get("/mod/lti/launch.php?id=2"))[1]["iss"] == "https://lms.test:9999"


def test_a_rotated_key_leaves_the_old_one_published_unless_dropped(lms):
    old = lms.keys[0].kid
    lms.rotate_key()
    assert jwt.get_unverified_header(lms.sign({}))["kid"] != old
    assert [key["kid"] for key in lms.key_set()["keys"]] == [old, lms.keys[-1].kid]
    lms.rotate_key(drop_old=True)
    assert [key["kid"] for key in lms.key_set()["keys"]] == [lms.keys[-1].kid]
    assert "d" not in lms.key_set()["keys"][0]


def test_any_bad_token_can_be_forged(lms):
    public_key = b"-----BEGIN PUBLIC KEY-----"
    assert jwt.get_unverified_header(lms.sign({}, algorithm="none"))["alg"] == "none"
    assert jwt.get_unverified_header(lms.sign({}, key=public_key, algorithm="HS256"))["alg"] == "HS256"
    assert "kid" not in jwt.get_unverified_header(lms.sign({}, {"kid": None}))
    foreign = jwt.get_unverified_header(lms.sign({}, key=new_key()))["kid"]
    assert foreign != lms.keys[0].kid


@pytest.mark.parametrize(
    ("fault", "status", "start"),
    [
        ("none", 200, b'{"keys"'),
        ("key_set_down", 503, b"Service"),
        ("key_set_garbage", 200, b"<!doctype"),
    ],
)
def test_the_key_set_can_fail(lms, client, fault, status, start):
    setattr(lms.faults, fault, True)
    answer = client.get("/mod/lti/certs.php")
    assert answer.status_code == status
    assert answer.data.startswith(start)
    assert lms.calls["certs"] == 1


def test_the_key_set_can_be_huge(lms, client):
    lms.faults.key_set_huge = True
    assert len(client.get("/mod/lti/certs.php").data) > 10_000_000


def test_the_key_set_can_be_slow(lms, client, monkeypatch):
    waits = []
    monkeypatch.setattr(time, "sleep", waits.append)
    lms.faults.key_set_slow = 7
    client.get("/mod/lti/certs.php")
    assert waits == [7]
