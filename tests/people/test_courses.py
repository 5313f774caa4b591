"""Who comes in: closed courses, opening, students."""

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.people.models import Course

MODEL = ("Arjen kumppanuus", "Everyday partnership", "Kumppanit", "Hopeajärven", "/tiers/", "/partners/")


def shows_nothing(page):
    return page.status_code == 403 and not any(word in page.text for word in MODEL)


@pytest.mark.parametrize("username", ["maija", "aino", "veeti"])
def test_a_closed_course_shows_one_friendly_page_without_content(visit, username):
    visitor = visit(username)
    for path in (
        "",
        "tiers/everyday",
        "partners/",
        "methods/",
        "search?q=a",
        "pages/introduction",
        "partners/1",
        "log",
        "needs/",
        "teams/",
        "teams/1",
        "calendar/",
        "agreements/",
        "partners/?order=euros",
        "figures/of/1/new",
        "plan/",
        "partners/1/contacts/add",
        "contacts/1",
        "doubles",
        "partners/1/merge",
        "personal-data/",
        "personal-data/me",
        "personal-data/me.json",
        "personal-data/contacts/1",
        "handover/",
        "handover/?person=1",
        "handover/rows",
        "agenda/",
        "import/",
        "import/1",
        "export/",
        "export/file",
        "export/handout",
    ):
        assert shows_nothing(visitor.get(path)), path
    assert "open_to" not in visitor.get().text


def test_an_administrator_opens_a_closed_course_with_one_press(visit):
    pirjo = visit("pirjo", language="en")
    page = pirjo.get()
    assert page.status_code == 403
    assert 'value="teachers"' in page.text
    assert pirjo.post_from(page, "course/open", {"open_to": "teachers"}).status_code == 303
    assert "Everyday partnership" in pirjo.get().text
    assert visit("maija").get().status_code == 200
    assert shows_nothing(visit("veeti").get())


@pytest.mark.parametrize("username", ["maija", "veeti"])
def test_nobody_else_can_open_a_course(visit, app, username, open_course):
    open_course("everyone", course_id=3)
    visitor = visit(username)
    inside = visit(username, course_id=3)
    data = {"open_to": "everyone", "csrf_token": inside.token()}
    answer = visitor.request("POST", visitor.base + "course/open", data=data)
    assert answer.status_code == 403
    with app.app_context():
        assert db.session.scalar(select(Course.open_to).where(Course.context_id == "2")) == "closed"


def test_who_opens_is_warned_when_a_student_has_been_here(visit):
    assert 'role="alert"' not in visit("pirjo").get().text
    visit("veeti")
    assert 'role="alert"' in visit("pirjo").get().text


@pytest.mark.parametrize("open_to", ["", "nobody"])
def test_an_unknown_choice_opens_nothing(visit, open_to):
    pirjo = visit("pirjo")
    answer = pirjo.post_from(pirjo.get(), "course/open", {"open_to": open_to})
    assert answer.status_code == 422
    assert shows_nothing(visit("maija").get())


def test_a_course_open_to_everyone_lets_staff_in_that_is_enrolled_as_student(visit, open_course):
    open_course("everyone")
    assert visit("veeti").get().status_code == 200


def test_closing_a_course_works_on_open_pages(maija, open_course):
    assert maija.get().status_code == 200
    open_course("closed")
    assert shows_nothing(maija.get())
    assert shows_nothing(maija.request("POST", maija.base + "partners/everyday/add", data={"name": "X"}))


def test_a_student_never_becomes_a_suggested_contact_person(visit, maija):
    visit("veeti")
    assert "Oinonen" not in maija.get("tiers/everyday").text
