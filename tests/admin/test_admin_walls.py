"""Who may not: teachers, assistants, students, other colleges' admins, other sites."""

import re

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.history import ChangeSet
from lti_tool.people.access import declared_access
from tests.admin.test_organisation import PAGE, values_of

GETS = [
    "admin/",
    "admin/courses",
    "admin/organisation",
    "admin/register",
    "admin/launches",
    "admin/check",
    "admin/check/1",
    "admin/deployments/1/switch-off",
    "admin/deployments/1/remove",
    "admin/deployments/1/frames",
    "admin/courses/1/address",
    "personal-data/log",
    "personal-data/people/1",
    "personal-data/people/1.json",
    "personal-data/people/1/erase",
    "export/everything",
]
POSTS = [
    "admin/invites",
    "admin/invites/1/revoke",
    "admin/deployments/1/switch-on",
    "admin/deployments/1/switch-off",
    "admin/deployments/1/remove",
    "admin/deployments/1/bring-back",
    "admin/deployments/1/frames",
    "admin/courses/1",
    "admin/courses/1/address",
    "admin/organisation",
    "admin/register",
    "personal-data/people/1/erase",
    "personal-data/people/1/history",
    "course/open",
    "export/everything",
]
TABS = {
    "admin/": "Platforms",
    "admin/deployments/1/switch-off": "Platforms",
    "admin/deployments/1/remove": "Platforms",
    "admin/deployments/1/frames": "Platforms",
    "admin/courses": "Courses",
    "admin/courses/1/address": "Courses",
    "admin/organisation": "Organisation",
    "admin/register": "Partner register",
    "admin/launches": "Launch log",
    "admin/check": "Check",
    "admin/check/1": "Check",
}
OF_OURS = [path for path in (*GETS, *POSTS) if "1" in path]
FORM = {
    "name": "Kaapattu",
    "language": "sv",
    "version": "1",
    "everyday": "Kaapattu",
    "open_to": "everyone",
    "active": "0",
    "hosts": "kaapattu.example",
}


def rules(app, method):
    """The admin's addresses that take this method, as patterns of the part behind the launch."""
    found = [
        rule for rule in app.url_map.iter_rules() if declared_access(app, rule.endpoint) == "admin" and method in rule.methods
    ]
    return [re.sub(r"<[^>]+>", "[^/]+", rule.rule.removeprefix("/l/<launch>/")) for rule in found]


@pytest.fixture
def everything(app):
    """All rows of all tables that an admin could change, to compare."""

    def rows():
        names = ("organisation", "person", "course", "lti_deployment", "lti_invite", "change_set", "change")
        with app.app_context():
            return {name: sorted(map(str, db.session.execute(db.Base.metadata.tables[name].select()))) for name in names}

    return rows


@pytest.fixture
def done(pirjo, press):
    """An admin's act of ours with the id 1, a link, a refusal, an own title."""
    pirjo.post_from(pirjo.get(PAGE), PAGE, values_of(pirjo.get(PAGE)) | {"everyday": "Salainen taso"})
    press(pirjo, "admin/invites")
    return pirjo


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_lists_of_addresses_are_whole(app, method):
    paths = GETS if method == "GET" else POSTS
    assert [rule for rule in rules(app, method) if not any(re.fullmatch(rule, path) for path in paths)] == []


@pytest.mark.parametrize("username", ["maija", "aino", "veeti"])
def test_nobody_but_an_admin_gets_in(done, visit, open_course, everything, username):
    open_course("everyone")
    visitor = visit(username, language="en")
    token = visitor.token()
    before = everything()
    for path in GETS:
        page = visitor.get(path)
        assert page.status_code == 403, path
        assert "Salainen" not in page.text
    for path in POSTS:
        answer = visitor.request("POST", visitor.base + path, data={**FORM, "csrf_token": token})
        assert answer.status_code == 403, path
    assert everything() == before
    assert "/admin/" not in visitor.get().text


ADMINS_ONLY = "This part is for the administrators of your Moodle"
CLOSED = "This activity is not open to you"


@pytest.mark.parametrize(
    ("username", "open_to", "says", "leads_back"),
    [
        ("maija", "teachers", ADMINS_ONLY, True),
        ("maija", "everyone", ADMINS_ONLY, True),
        ("maija", "closed", ADMINS_ONLY, False),
        ("veeti", "teachers", CLOSED, False),
        ("veeti", "closed", CLOSED, False),
        ("veeti", "everyone", ADMINS_ONLY, True),
    ],
)
def test_who_is_no_admin_reads_why(pirjo, visit, open_course, username, open_to, says, leads_back):
    """A colleague; a student sees no more than the closed page, unless the course is open to everyone."""
    open_course(open_to)
    visitor = visit(username, language="en")
    token = re.search(r'name="csrf_token" value="([^"]+)"', pirjo.get("admin/").text)[1]
    pages = [visitor.get(path) for path in GETS]
    pages += [visitor.request("POST", visitor.base + path, data={**FORM, "csrf_token": token}) for path in POSTS]
    for page in pages:
        assert page.status_code == 403
    for page in [page for page in pages if "The page has been open too long" not in page.text]:
        assert (ADMINS_ONLY in page.text, CLOSED in page.text) == (says == ADMINS_ONLY, says == CLOSED)
        assert re.findall(r'<a [^>]*href="(/l/[^"]+)"', page.text) == ([visitor.base] if leads_back else [])
        assert "not open in this course yet" in page.text or username != "maija" or leads_back
    assert [page.text for page in pages[: len(GETS)] if says not in page.text] == []


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_reason_is_told_in_the_readers_language(maija, visit, language):
    page = visit("maija", language=language).get("admin/")
    assert f'lang="{language}"' in page.text
    assert ADMINS_ONLY not in page.text


def tab_of(page):
    """The tab that is marked: one."""
    tabs = re.search(r'<nav class="tools[^>]*aria-label="Admin">(.*?)</nav>', page.text, re.DOTALL)[1]
    return re.findall(r'aria-current="page">([^<]+)<', tabs)


@pytest.mark.parametrize("path", TABS)
def test_every_page_of_the_admin_marks_its_tab(pirjo, second_moodle, path):
    assert tab_of(pirjo.get(path)) == [TABS[path]]


def test_a_tab_keeps_its_mark_where_a_form_is_answered_with_its_page(pirjo, press):
    assert tab_of(press(pirjo, "admin/invites")) == ["Platforms"]
    refused = press(pirjo, PAGE, {"name": ""}, page=PAGE)
    assert refused.status_code == 422
    assert tab_of(refused) == ["Organisation"]


def test_an_admin_of_another_college_does_not_find_what_is_ours(done, lms, stranger, everything):
    before = everything()
    for path in OF_OURS:
        if path in GETS:
            assert done.get(path).status_code == 200
            assert stranger.get(path).status_code == 404, path
        if path in POSTS:
            assert stranger.post_from(stranger.get("admin/"), path, FORM).status_code == 404, path
    assert everything() == before


def test_an_admin_of_another_college_sees_nothing_of_ours(done, lms, stranger):
    ours = ("Salainen taso", f":{lms.origin.rpartition(':')[2]}", "Keskuspuiston", "Not used yet", "deployments/1", "courses/1")
    for path in GETS:
        if path not in OF_OURS:
            page = stranger.get(path)
            assert page.status_code == 200
            assert not [word for word in ours if re.search(re.escape(word) + r"(?!\d)", page.text)], path


@pytest.mark.parametrize("token", [None, "", "guessed", "other launch"])
def test_a_cross_site_post_is_refused(done, visit, everything, token):
    if token == "other launch":
        token = visit("pirjo", language="en").token()
    before = everything()
    for path in POSTS:
        data = FORM if token is None else {**FORM, "csrf_token": token}
        answer = done.request("POST", done.base + path, data=data)
        assert answer.status_code == 403, path
        assert "The page has been open too long" in answer.text
    assert everything() == before


def test_staff_cannot_take_back_what_an_admin_did(app, done, maija):
    with app.app_context():
        acts = dict(db.session.execute(select(ChangeSet.id, ChangeSet.act)).all())
    assert set(acts.values()) == {"organisation.edit", "invite.add"}
    for change_set_id in acts:
        assert maija.post(f"undo/{change_set_id}").status_code == 404
        assert maija.get(f"acts/{change_set_id}").status_code == 404
        assert done.get(f"acts/{change_set_id}").status_code == 200
    assert "Salainen taso" in maija.get().text


def test_what_an_admin_took_back_staff_cannot_take_back_either(done, maija):
    done.post_from(done.get(PAGE), "undo/1", {})
    assert "Salainen taso" not in maija.get().text
    assert [maija.post(f"undo/{number}").status_code for number in (1, 2, 3)] == [404, 404, 404]
    assert "Salainen taso" not in maija.get().text


def test_an_admin_of_a_closed_course_sees_and_takes_back_only_what_admins_did(visit, open_course):
    """The course is opened, a colleague adds a partner, the course is closed again."""
    open_course("teachers")
    visit("maija").add("Kahvila Kerttuli Ky")
    open_course("closed")
    pirjo = visit("pirjo", language="en")
    token = re.search(r'name="csrf_token" value="([^"]+)"', pirjo.get("admin/").text)[1]
    assert pirjo.get("acts/1").status_code == 404
    assert pirjo.request("POST", pirjo.base + "undo/1", data={"csrf_token": token}).status_code == 404
    open_course("teachers")
    assert "Kahvila Kerttuli Ky" in visit("maija").get("tiers/everyday").text


def test_the_admins_pages_work_in_a_closed_course(visit):
    pirjo = visit("pirjo", language="en")
    assert pirjo.get().status_code == 403
    assert [path for path in GETS if pirjo.get(path).status_code != 200] == []
    assert pirjo.post_from(pirjo.get(PAGE), "admin/courses/1", {"open_to": "teachers", "version": "1"}).status_code == 303
    assert pirjo.get().status_code == 200


def test_a_role_is_not_kept_beyond_its_launch(visit, open_course, lms):
    """Pirjo, once without the administrator's role, meets a closed door with the same browser."""
    open_course()
    pirjo = visit("pirjo", language="en")
    assert pirjo.get("admin/").status_code == 200
    lms.users["pirjo"].kind = "teacher"
    visit("pirjo", language="en", browser=pirjo)
    assert pirjo.get("admin/").status_code == 403
