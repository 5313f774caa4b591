"""Launches that Open edX's own code makes: who gets in, what arrives whole, what is refused."""

import dataclasses

import pytest

from lti_tool.lti.login import read_state
from tests.peers.conftest import asked_of
from tests.peers.edx import Block, Member

TEACHER = Member("instructor", "Äijä Öörni-Åkerström", "aija.oorni@keskuspuisto.example")
STUDENT = Member("student", "Veeti Lähdesmäki", "veeti@keskuspuisto.example")


def test_a_teacher_comes_from_open_edx_to_the_tools_page(visitor, block, open_block):
    open_block("teachers")
    visitor.open(TEACHER, block)
    page = visitor.get()
    assert page.status_code == 200
    assert "tiers/everyday" in page.text


def test_until_the_course_is_open_a_teacher_sees_nothing_of_the_model(visitor, block):
    visitor.open(TEACHER, block)
    page = visitor.get()
    assert page.status_code == 403
    assert "Moodlen ylläpitäjä voi avata sen tällä sivulla" in page.text
    assert "tiers/everyday" not in page.text


def test_a_student_sees_a_closed_page_where_the_course_is_open_to_teachers(visitor, block, open_block):
    open_block("teachers")
    visitor.open(STUDENT, block)
    page = visitor.get()
    assert page.status_code == 403
    assert "<h1>" in page.text
    assert "tiers/everyday" not in page.text


def test_a_student_comes_in_where_the_course_is_open_to_everyone(visitor, block, open_block):
    open_block("everyone")
    visitor.open(STUDENT, block)
    assert visitor.get().status_code == 200


def test_finnish_letters_arrive_whole(visitor, block, open_block, launch_of):
    open_block()
    launch = launch_of(visitor.open(TEACHER, block))
    assert (launch.person.name, launch.person.email) == (TEACHER.name, TEACHER.email)
    assert (launch.person.subject, launch.person.issuer) == (TEACHER.id, visitor.lms.origin)
    assert (launch.course.context_id, launch.course.title) == (block.course_id, block.course_title)


def test_the_same_person_and_course_are_found_again(visitor, block, launch_of):
    first, second = (launch_of(visitor.open(TEACHER, block)) for _ in range(2))
    assert (first.person_id, first.course_id) == (second.person_id, second.course_id)
    assert first.key != second.key


def test_another_course_of_the_site_is_another_course(visitor, block, launch_of):
    other = Block(course_id="course-v1:Keskuspuisto+TOINEN+2026", id="block-v1:toinen")
    assert launch_of(visitor.open(TEACHER, block)).course_id != launch_of(visitor.open(TEACHER, other)).course_id


def test_a_token_is_good_once(visitor, app, block, reason_of):
    fields = visitor.answer(visitor.begin(TEACHER, block))
    assert visitor.launch(fields).status_code == 303
    with app.app_context():
        login = read_state(fields["state"])
        cookie = login.cookie
        value = login.id
    visitor.client.set_cookie(cookie, value, domain="tool.test")  # as if it had not been deleted
    assert reason_of(visitor.launch(fields)) == "token_reused"


def test_a_token_for_one_login_does_not_end_another(visitor, block, reason_of):
    first, second = (visitor.answer(visitor.begin(TEACHER, block)) for _ in range(2))
    mixed = {"state": second["state"], "id_token": first["id_token"]}
    assert reason_of(visitor.launch(mixed)) == "token_reused"


def test_a_token_with_a_made_up_state_is_refused(visitor, block, reason_of):
    fields = visitor.answer(visitor.begin(TEACHER, block))
    assert reason_of(visitor.launch(fields | {"state": "made-up"})) == "state_invalid"


def test_a_token_in_another_browser_is_refused(visitor, app, block, reason_of):
    fields = visitor.answer(visitor.begin(TEACHER, block))
    other = type(visitor)(app, visitor.lms)
    assert reason_of(other.launch(fields)) == "other_browser"


@pytest.mark.parametrize(("kid", "reason"), [("edx-1", "token_invalid"), ("edx-2", "key_unknown")])
def test_a_token_signed_with_another_key_is_refused(visitor, block, other_pem, reason_of, kid, reason):
    forger = dataclasses.replace(visitor.lms, pem=other_pem, kid=kid)
    forged = forger.answer(asked_of(visitor.begin(TEACHER, block)))
    assert reason_of(visitor.launch(forged)) == reason


def test_a_token_for_another_tool_of_the_site_is_refused(visitor, block, reason_of):
    other = dataclasses.replace(visitor.lms, client_id="other-tool")
    answer = other.answer(asked_of(visitor.begin(TEACHER, block)) | {"client_id": "other-tool"})
    assert reason_of(visitor.launch(answer)) == "wrong_audience"
