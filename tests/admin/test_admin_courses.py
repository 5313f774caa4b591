"""The admin's list of courses."""

import re

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.people.models import Course


def form_of(page, course_id=1):
    """The choice that a course's form shows."""
    form = re.search(rf'id="open-{course_id}".*?</select>', page.text, re.DOTALL)[0]
    return re.search(r'value="(\w+)" selected', form)[1]


def set_to(press, pirjo, open_to):
    return press(pirjo, "admin/courses/1", {"open_to": open_to}, page="admin/courses")


@pytest.mark.parametrize(
    ("open_to", "teacher", "student"), [("closed", 403, 403), ("teachers", 200, 403), ("everyone", 200, 200)]
)
def test_a_course_is_open_to_whom_the_admin_says(visit, pirjo, press, open_course, open_to, teacher, student):
    open_course("everyone" if open_to == "teachers" else "teachers")
    assert form_of(set_to(press, pirjo, open_to)) == open_to
    assert visit("maija").get().status_code == teacher
    assert visit("veeti").get().status_code == student


def test_the_list_warns_where_students_have_opened_the_activity(visit, pirjo):
    assert "Students have opened" not in pirjo.get("admin/courses").text
    visit("maija", course_id=3)
    visit("veeti", course_id=3)
    page = pirjo.get("admin/courses").text
    assert page.count("Students have opened") == 1
    assert page.index("Leipuri-kondiittori") < page.index("Students have opened")


@pytest.mark.parametrize("open_to", ["", "nobody", "Teachers", None])
def test_an_unknown_value_is_refused_and_changes_nothing(app, pirjo, press, open_to):
    answer = press(pirjo, "admin/courses/1", {} if open_to is None else {"open_to": open_to}, page="admin/courses")
    assert answer.status_code == 400
    with app.app_context():
        assert db.session.scalars(select(Course.open_to)).one() == "teachers"


def test_a_change_can_be_undone(visit, pirjo, press):
    page = set_to(press, pirjo, "everyone")
    assert visit("veeti").get().status_code == 200
    path = re.search(r'action="[^"]*(undo/\d+)"', page.text)[1]
    press(pirjo, path, page="admin/courses")
    assert form_of(pirjo.get("admin/courses")) == "teachers"
    assert visit("veeti").get().status_code == 403


def test_saving_what_is_so_already_says_nothing(pirjo, press):
    assert "/undo/" not in set_to(press, pirjo, "teachers").text


def test_of_two_admins_who_decide_about_a_course_the_second_is_told(visit, pirjo, app):
    """Each form carries the version it was made from."""
    page = pirjo.get("admin/courses")
    version = re.search(r'name="version" value="(\d+)"', page.text)[1]
    other = visit("pirjo", language="en")
    for admin, open_to in ((other, "everyone"), (pirjo, "closed")):
        assert (
            admin.post_from(
                page if admin is pirjo else admin.get("admin/courses"),
                "admin/courses/1",
                {"open_to": open_to, "version": version},
            ).status_code
            == 303
        )
    assert "Another admin has just decided" in pirjo.get("admin/courses").text
    with app.app_context():
        assert db.session.scalar(select(Course.open_to)) == "everyone"
