"""What Open edX sends and does not send: facts of its release that the tool has to live with."""

import itertools
import time
from types import SimpleNamespace

import jwt
import pytest
import requests
from lti_consumer.lti_1p3 import consumer, key_handlers

from tests.peers.conftest import asked_of
from tests.peers.edx import Member

pytestmark = pytest.mark.any_database

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
NOTHING = {LIS + "system/person#None", LIS + "institution/person#None"}
ADMIN = (True, True, True)
TEACHER = (False, True, True)
STUDENT = (False, False, True)
NOBODY = (False, False, False)


@pytest.fixture
def claims_of(visitor, block):
    """The claims of an unverified launch of this member."""

    def claims(member):
        fields = visitor.answer(visitor.begin(member, block))
        return jwt.decode(fields["id_token"], options={"verify_signature": False})

    return claims


@pytest.mark.parametrize(
    ("role", "sent", "expected"),
    [
        ("instructor", NOTHING | {LIS + "membership#Administrator", LIS + "membership#Instructor"}, TEACHER),
        ("staff", NOTHING | {LIS + "membership#Instructor"}, TEACHER),
        ("limited_staff", NOTHING | {LIS + "membership#Instructor"}, TEACHER),
        ("student", NOTHING | {LIS + "membership#Learner"}, STUDENT),
        ("guest", NOTHING | {LIS + "membership#Learner"}, STUDENT),
        ("Administrator", NOTHING | {LIS + "membership#Learner"}, STUDENT),  # of the course's forum
        ("Community TA", NOTHING | {LIS + "membership#Learner", LIS + "membership/Instructor#TeachingAssistant"}, STUDENT),
        ("", set(), NOBODY),
    ],
)
def test_roles(visitor, block, claims_of, launch_of, role, sent, expected):
    assert set(claims_of(Member(role))[LTI + "roles"]) == sent
    launch = launch_of(visitor.open(Member(role), block))
    assert (launch.is_admin, launch.is_teacher, launch.is_enrolled) == expected


def test_only_the_sites_own_staff_are_administrators(visitor, block, claims_of, launch_of):
    sent = set(claims_of(Member("global_staff"))[LTI + "roles"])
    assert {LIS + "system/person#Administrator", LIS + "institution/person#Administrator"} < sent
    launch = launch_of(visitor.open(Member("global_staff"), block))
    assert (launch.is_admin, launch.is_teacher, launch.is_enrolled) == ADMIN


BEFORE_11_1 = {  # the block's own map in versions 2.4 to 11.0.1, read from the packages
    "staff": [LIS + "system/person#Administrator", LIS + "institution/person#Instructor"],
    "instructor": [LIS + "institution/person#Instructor"],
    "student": [LIS + "institution/person#Student"],
    "guest": [LIS + "institution/person#Student"],
}


@pytest.mark.parametrize(
    ("role", "expected"), [("staff", TEACHER), ("instructor", NOBODY), ("student", NOBODY), ("guest", NOBODY)]
)
def test_nobody_of_a_block_before_11_1_is_an_administrator(visitor, block, launch_of, monkeypatch, role, expected):
    monkeypatch.setattr(consumer, "LTI_1P3_ROLE_MAP", BEFORE_11_1)
    launch = launch_of(visitor.open(Member(role), block))
    assert set(launch.roles.split()) == set(BEFORE_11_1[role])
    assert (launch.is_admin, launch.is_teacher, launch.is_enrolled) == expected


def test_the_audience_is_one_text_and_azp_says_it_again(edx, claims_of):
    claims = claims_of(Member("student"))
    assert (claims["aud"], claims["azp"]) == (edx.client_id, edx.client_id)


def test_a_token_lives_an_hour_and_has_no_nbf_and_no_jti(claims_of):
    claims = claims_of(Member("student"))
    assert 3600 <= claims["exp"] - claims["iat"] <= 3601
    assert claims.keys().isdisjoint({"nbf", "jti"})


def test_a_token_made_while_a_second_ends_lives_a_second_longer(visitor, block, monkeypatch):
    asked = visitor.begin(Member("instructor"), block)
    seconds = itertools.count(int(time.time()))
    monkeypatch.setattr(key_handlers, "time", SimpleNamespace(time=lambda: next(seconds)))
    answer = visitor.answer(asked)
    assert visitor.launch(answer).status_code == 303


def test_without_name_and_email_someone_still_comes_in(visitor, block, open_block, claims_of, launch_of):
    """A block shares them only where its author has asked for it."""
    nameless = Member("instructor")
    assert claims_of(nameless).keys().isdisjoint({"name", "given_name", "family_name", "email"})
    open_block()
    launch = launch_of(visitor.open(nameless, block))
    assert (launch.person.name, launch.person.email) == ("", "")
    assert visitor.get().status_code == 200


def test_no_language_is_sent_so_the_tool_speaks_finnish(visitor, block, claims_of):
    assert claims_of(Member("student"))[LTI + "launch_presentation"] == {"document_target": "iframe"}
    visitor.open(Member("student"), block)
    assert '<html lang="fi">' in visitor.get().text


def test_its_keys_name_neither_algorithm_nor_use(edx):
    [key] = requests.get(f"{edx.origin}/public_keysets", timeout=5).json()["keys"]
    assert key.keys() == {"kty", "key_ops", "n", "e", "kid"}


def test_the_link_points_at_the_launch_address_itself(edx, claims_of):
    assert claims_of(Member("student"))[LTI + "target_link_uri"] == f"{edx.tool_origin}/lti/launch"


def test_unlike_moodles_its_hint_serves_several_logins(visitor, block):
    """The hint names user and block; what is kept under it stays ten minutes."""
    first, second = (asked_of(visitor.begin(Member("student", id="veeti"), block)) for _ in range(2))
    assert first["lti_message_hint"] == second["lti_message_hint"]
