"""An LMS is connected by one link: what the page says, what is written, and that a launch works then."""

import re

from lti_tool import db
from lti_tool.lti.models import Deployment, Platform, Registration
from lti_tool.people.models import Course, Launch, Organisation, Person
from tests.lti.registering import COLLEGE, OTHER_COLLEGE, Registering
from tests.visitor import Visitor

PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
SCRIPT = "<script>alert(1)</script>"


def activate(lms):
    [tool] = lms.tools
    page = lms.app.test_client().post(
        "/mod/lti/toolconfigure.php?user=pirjo", data={"action": "activate", "tool": tool.client_id}
    )
    assert page.status_code == 303, page.text
    assert tool.is_active
    return tool


def launched(app, response):
    """The launch that a launch's answer leads to."""
    with app.app_context(), db.own_transaction(writing=False) as short:
        return short.get(Launch, re.match(r"/l/([\w-]{22})/", response.location)[1])


def open_courses(rows):
    return [(row.context_id, row.open_to) for row in rows]


def test_the_page_says_which_platform_and_whose_data_and_changes_nothing(registering, lms):
    before = registering.rows()
    page = registering.show()
    facts = page.text.partition("<dl")[2].partition("</dl>")[0]
    for fact in (lms.origin, "moodle 4.2.3 (Build: 20231009)", COLLEGE):
        assert fact in facts
    assert f"frame-ancestors {lms.origin}" in page.headers["Content-Security-Policy"].split("; ")
    assert page.headers["Cache-Control"] == "no-store"
    assert not page.headers.getlist("Set-Cookie")
    assert registering.rows() == before
    assert lms.calls["registration"] == 0


def test_a_link_opened_by_itself_says_whose_data_it_leads_to_and_what_to_do(registering, lms):
    before = registering.rows()
    page = registering.show(somewhere="else")
    assert page.status_code == 200
    assert COLLEGE in page.text
    assert page.text.count("<li>") == 3
    assert "Dynamic Registration" in page.text  # as the place is called in Canvas, which takes the same link
    assert "<form" not in page.text
    assert not page.headers.getlist("Set-Cookie")
    assert registering.rows() == before
    assert lms.calls["configuration"] == 0


def test_one_press_registers(registering, lms):
    done = registering.register()
    [tool] = lms.tools
    [[college], [platform], [registration], [deployment], [invite]] = registering.rows()
    assert (college.name, platform.issuer) == (COLLEGE, lms.origin)
    assert (registration.platform_id, registration.client_id) == (platform.id, tool.client_id)
    assert registration.product == "moodle 4.2.3 (Build: 20231009)"
    assert {registration.auth_login_url, registration.auth_token_url, registration.key_set_url} == {
        f"{lms.origin}/mod/lti/{page}.php" for page in ("auth", "token", "certs")
    }
    assert (deployment.registration_id, deployment.deployment_id) == (registration.id, tool.deployment_id)
    assert (deployment.organisation_id, deployment.is_active) == (college.id, True)
    assert invite.used_at
    assert COLLEGE in done.text
    assert f"frame-ancestors {lms.origin}" in done.headers["Content-Security-Policy"].split("; ")
    assert not done.headers.getlist("Set-Cookie")


def test_a_platform_may_answer_that_a_client_was_created(registering, lms):
    lms.faults.registration_answer = "created"
    registering.register()


def test_the_tool_asks_for_what_it_needs(registering, lms):
    registering.register()
    [tool] = lms.tools
    assert {"name", "given_name", "family_name", "email"} <= {*tool.claims}
    assert tool.custom["group_ids"] == "$Moodle.Person.userGroupIds"
    assert [scope.rpartition("/")[2] for scope in tool.scopes] == ["contextmembership.readonly"]
    assert (tool.login_url, tool.launch_url) == ("https://tool.test/lti/login", "https://tool.test/lti/launch")


def test_a_platform_that_has_no_roster_is_not_asked_for_it(registering, lms):
    registering.configure({"scopes_supported": ["openid"]})
    registering.register()
    assert lms.tools[0].scopes == []


def test_the_registered_tool_is_activated_and_launched_with_names(registering, app, lms):
    registering.register()
    activate(lms)
    launch = launched(app, Visitor(app, lms).open("pirjo"))
    assert launch.is_admin
    assert (launch.person.name, launch.person.email) == ("Pirjo Hallikainen", "pirjo@keskuspuisto.example")


def test_registering_again_leads_to_the_same_data_and_courses_stay_open(registering, app, lms, change):
    registering.register()
    before = launched(app, Visitor(app, lms).open("pirjo"))
    change(Course, open_to="teachers")
    tool = activate(lms)
    registering.invite()
    registering.register(tool)
    assert [len(rows) for rows in registering.rows(Organisation, Platform, Registration, Deployment)] == [1, 1, 1, 1]
    assert lms.tools == [tool]
    after = launched(app, Visitor(app, lms).open("pirjo"))
    assert (after.person_id, after.course_id) == (before.person_id, before.course_id)
    assert open_courses(registering.rows(Course)[0]) == [("2", "teachers")]
    assert len(registering.rows(Person)[0]) == 1


def test_an_installation_that_was_switched_off_or_removed_comes_back(registering, app, lms, change):
    registering.register()
    change(Deployment, is_active=False, is_removed=True)
    registering.invite()
    registering.register(activate(lms))
    assert Visitor(app, lms).open("pirjo").status_code == 303


def test_two_platforms_lead_to_their_own_colleges(registering, app, lms, other_lms):
    registering.register()
    other_lms.tools.clear()
    Registering(app, other_lms, OTHER_COLLEGE).register()
    names = {launched(app, Visitor(app, each).open("pirjo")).person.organisation_id for each in (lms, other_lms)}
    assert len(names) == 2


def test_nothing_waits_for_the_platform_and_a_college_renamed_meanwhile_stays_one(registering, lms, change):
    """The database is free while the platform is asked: else this rename would wait for it, and it for the rename."""
    take = lms.app.view_functions["registration.register"]

    def rename_first():
        change(Organisation, name="Uusi nimi")
        return take()

    lms.app.view_functions["registration.register"] = rename_first
    registering.register()
    [[college], [deployment]] = registering.rows(Organisation, Deployment)
    assert (college.name, deployment.organisation_id) == ("Uusi nimi", college.id)


def test_what_others_have_named_is_text(registering):
    registering.configure({PLATFORM: {"product_family_code": SCRIPT, "version": "\0\ud800"}})
    registering.invite(SCRIPT)
    pages = [registering.show(), registering.show(x="1"), registering.register()]
    for page in pages:
        assert SCRIPT not in page.text
        assert "&lt;script&gt;" in page.text
    assert registering.rows(Registration)[0][0].product == SCRIPT
