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
    form = pirjo.get("admin/courses").text.partition('action="' + pirjo.base + 'admin/courses/1"')[2]
    version = re.search(r'name="version" value="(\d+)"', form)[1]
    return press(pirjo, "admin/courses/1", {"open_to": open_to, "version": version}, page="admin/courses")


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


ADDRESS = "admin/courses/1/address"


def save_address(pirjo, address):
    return pirjo.post_from(pirjo.get(ADDRESS), ADDRESS, {"address": address, "version": version_of(pirjo)})


def version_of(pirjo):
    return re.search(r'name="version" value="(\d+)"', pirjo.get(ADDRESS).text)[1]


def address_in(app):
    with app.app_context():
        return db.session.scalar(select(Course.address))


def test_an_admin_says_where_a_course_stands_and_takes_it_back(pirjo, press, app):
    assert save_address(pirjo, "portal.example/kumppanit").status_code == 303
    assert address_in(app) == "https://portal.example/kumppanit"
    path = re.search(r'action="[^"]*(undo/\d+)"', pirjo.get("admin/courses").text)[1]
    press(pirjo, path, page="admin/courses")
    assert address_in(app) == ""


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "portaali", "opettaja@college.example", "https://a.example/" + "x" * 1000]
)
def test_what_is_no_address_is_refused_and_kept_in_the_field(pirjo, app, address):
    refused = save_address(pirjo, address)
    assert refused.status_code == 422
    assert 'id="address-error"' in refused.text
    assert address in refused.text
    assert address_in(app) == ""


def test_of_two_admins_who_write_an_address_the_second_sees_the_first_ones(visit, pirjo, app):
    version = version_of(pirjo)
    other = visit("pirjo", language="en")
    assert save_address(other, "https://first.example/").status_code == 303
    answer = pirjo.post_from(pirjo.get(ADDRESS), ADDRESS, {"address": "https://second.example/", "version": version})
    assert answer.status_code == 409
    assert "https://first.example/" in answer.text
    assert "https://second.example/" in answer.text
    assert address_in(app) == "https://first.example/"
