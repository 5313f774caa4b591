"""The admin act log: what only admins may do and what concerns all data, written by itself, edited by nobody."""

import html
import re

import pytest
from sqlalchemy import delete, select, update

from lti_tool import db
from lti_tool.app import create_app
from lti_tool.people.admin_log import AdminAct


def told(admin):
    page = admin.get("personal-data/log").text.partition("<tbody>")[2]
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())


def test_who_opened_a_course_is_told(admin):
    admin.post("admin/courses/1", {"open_to": "everyone", "version": "1"})
    assert "Course opened" in told(admin)
    assert "Pirjo Hallikainen" in told(admin)


def test_so_is_taking_it_back(admin):
    admin.post("admin/courses/1", {"open_to": "everyone", "version": "1"})
    undo = re.search(r'undo/(\d+)"', admin.get("admin/courses").text)[1]
    admin.post(f"undo/{undo}")
    assert "Taken back" in told(admin)


def test_what_staff_does_is_not_in_it(henna, admin):
    assert told(admin) == "" or "Added" not in told(admin)


def test_the_command_line_is_named(run, admin, tmp_path):
    assert run("backup", str(tmp_path / "b.zip")).exit_code == 0
    assert "Everything backed up hoitomalli backup" in told(admin)


def test_it_is_for_admins(maija):
    assert maija.get("personal-data/log").status_code == 403


def test_no_program_edits_it(admin, app):
    admin.post("admin/courses/1", {"open_to": "everyone", "version": "1"})
    with app.app_context():
        line = db.session.scalars(select(AdminAct)).first()
        line.subject = "nobody"
        with pytest.raises(RuntimeError, match="only added to"):
            db.session.flush()
    for statement in (update(AdminAct).values(subject=""), delete(AdminAct)):
        with app.app_context(), pytest.raises(RuntimeError, match="only added to"):
            db.session.execute(statement)
    with app.app_context():
        db.session.delete(db.session.scalars(select(AdminAct)).first())
        with pytest.raises(RuntimeError, match="only added to"):
            db.session.flush()


def test_no_route_writes_to_it(app):
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.endswith("/personal-data/log")]
    assert [rule.methods & {"POST", "PUT", "DELETE", "PATCH"} for rule in rules] == [set()]


def test_two_apps_of_a_process_note_an_act_once(admin, app):
    create_app(app_settings(app))
    admin.post("admin/courses/1", {"open_to": "everyone", "version": "1"})
    with app.app_context():
        assert len(db.session.scalars(select(AdminAct).where(AdminAct.act == "course.open")).unique().all()) == 1


def app_settings(app):
    from lti_tool.config import Settings
    from tests.conftest import SECRET, TOOL

    return Settings(TOOL, str(app.extensions["hoitomalli_engines"]["writing"].url.render_as_string(hide_password=False)), SECRET)
