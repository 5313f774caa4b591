"""What a message must say, and what may be missing or odd in it."""

import pytest

from lti_tool.demo.platform import LTI
from lti_tool.people.models import Organisation
from tests.lti.conftest import Begun

pytestmark = pytest.mark.any_database

ADMINISTRATOR = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator"
INSTRUCTOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"


@pytest.mark.parametrize(
    "changes",
    [
        {"message_type": "LtiDeepLinkingRequest"},
        {"message_type": "LtiSubmissionReviewRequest"},
        {"message_type": "basic-lti-launch-request"},
        {"message_type": ""},
        {"message_type": None},
        {"message_type": ["LtiResourceLinkRequest"]},
        {"version": "1.1"},
        {"version": "1.3"},
        {"version": 1.3},
        {"version": None},
        {"resource_link": {}},
        {"resource_link": {"id": ""}},
        {"resource_link": {"id": None}},
        {"resource_link": []},
        {"resource_link": "1"},
        {"resource_link": 1},
        {"resource_link": None},
        {"roles": None},
    ],
    ids=str,
)
def test_a_message_we_do_not_serve_is_refused(begun, refuses, changes):
    refuses("wrong_message", begun.answer, {LTI + name: value for name, value in changes.items()})


@pytest.mark.parametrize("name", ["version", "resource_link", "roles"])
def test_a_message_without_a_required_claim_is_refused(begun, refuses, name):
    refuses("wrong_message", begun.answer, without=[LTI + name])


@pytest.mark.parametrize(
    "context",
    [
        "text",
        5,
        True,
        [],
        ["x"],
        {},
        {"title": "Kurssi"},
        {"id": ""},
        {"id": 5},
        {"id": " 2"},
        {"id": "2\0"},
        {"id": "\ud800"},
        {"id": "x" * 256},
        {"id": "$Context.id"},
        {"id": None},
    ],
    ids=ascii,
)
def test_a_course_that_cannot_be_told_apart_is_refused(begun, refuses, context):
    """Taken as absent, launches of two such courses would share one."""
    refuses("wrong_context", begun.answer, {LTI + "context": context})


def test_a_launch_without_a_course_is_served(begun):
    assert begun.answer({LTI + "context": None}).status_code == 303


@pytest.mark.parametrize("subject", ["", "x" * 256, "3\0", "3\ud800"], ids=["empty", "long", "nul", "surrogate"])
def test_a_user_id_that_cannot_be_kept_is_refused(begun, refuses, subject):
    refuses("no_user", begun.answer, {"sub": subject})


def test_a_user_id_as_long_as_the_specification_allows_is_kept_whole(begun, launch_of):
    assert launch_of(begun.answer({"sub": "x" * 255})).person.subject == "x" * 255


@pytest.mark.parametrize("subject", [3, 0, None, [], ["3"], {}, True])
def test_a_user_id_that_is_no_text_is_refused(begun, refuses, subject):
    refuses("token_invalid", begun.answer, {"sub": subject})


@pytest.mark.parametrize("value", [None, "text", 5, True, [], ["x"], {}, {"id": 5, "title": [], "locale": {}}, 1.5])
@pytest.mark.parametrize("name", ["custom", "launch_presentation", "lis", "tool_platform", "ext"])
def test_optional_claims_may_have_any_shape(begun, name, value):
    assert begun.answer({LTI + name: value}).status_code == 303


@pytest.mark.parametrize("name", ["context", "custom", "launch_presentation", "lis", "tool_platform", "ext"])
def test_optional_claims_may_be_missing(begun, name):
    assert begun.answer(without=[LTI + name]).status_code == 303


@pytest.mark.parametrize("value", [None, 5, True, [], {"x": 1}, "", " ", "$Person.name.full", "$X.y"])
def test_a_name_or_email_that_says_nothing_is_none(begun, launch_of, open_course, value):
    open_course()  # of a person who is not let in no name is kept, whatever it says
    person = launch_of(begun.answer(dict.fromkeys(["name", "given_name", "family_name", "email"], value))).person
    assert (person.name, person.email, person.search_text) == ("", "", "")


def test_script_in_a_claim_is_only_text(begun, open_course):
    open_course()
    evil = "<script>alert(1)</script><img src=x>"
    names = {"name": evil, "given_name": evil, "family_name": evil}
    answer = begun.answer({**names, LTI + "roles": [ADMINISTRATOR, INSTRUCTOR], LTI + "context": {"id": "2", "title": evil}})
    maija = begun.visitor
    maija.base = answer.location
    maija.add()
    for path in ("tiers/everyday", "partners/1", "", "partners/?contact=script", "admin/", "admin/courses"):
        page = maija.get(path)
        assert page.status_code == 200, path
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
    assert "&lt;script&gt;alert" in maija.get("partners/1").text
    assert "&lt;script&gt;alert" in maija.get("admin/courses").text


def test_who_is_neither_student_nor_teacher_is_not_let_in(begun, open_course):
    open_course("everyone")
    answer = begun.answer({LTI + "roles": ["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Guest"]})
    begun.visitor.base = answer.location
    assert begun.visitor.get().status_code == 403
    assert begun.visitor.get("tiers/everyday").status_code == 403


def test_texts_may_have_any_character_and_length(begun, launch_of, open_course):
    open_course()
    context = {"id": "2", "title": "\ud800 Ä\0ly " + "x" * 2000}
    launch = launch_of(begun.answer({"name": "Mai\0ja \udfff🐟", "email": "\0", LTI + "context": context}))
    assert (launch.person.name, launch.person.email) == ("Maija 🐟", "")
    assert (launch.course.context_id, launch.course.title) == ("2", "Äly " + "x" * 1329)


def test_a_long_name_is_cut(begun, launch_of, open_course):
    open_course()
    assert launch_of(begun.answer({"name": "x" * 301})).person.name == "x" * 300


def test_a_withheld_name_breaks_nothing(lms, visit, open_course, launch_of):
    open_course()
    lms.faults.withhold_names = lms.faults.withhold_email = lms.faults.empty_custom = True
    assert visit("maija").get().status_code == 200


def test_a_name_known_before_is_kept_when_it_is_withheld(visitor, lms, launch_of, open_course):
    open_course()
    Begun(visitor).answer()
    lms.faults.withhold_names = lms.faults.withhold_email = True
    assert launch_of(Begun(visitor).answer()).person.name == "Maija Koskela"


def test_without_a_language_of_ours_the_browser_decides_and_then_the_college(app, visitor, launch_of, change):
    change(Organisation, language="sv")
    begun = Begun(visitor)
    german = begun.lms.sign(begun.claims({LTI + "launch_presentation": {"locale": "de"}}))
    begun.visitor.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "de,en;q=0.5"
    assert launch_of(begun.post(german)).language == "en"
    del begun.visitor.client.environ_base["HTTP_ACCEPT_LANGUAGE"]
    assert launch_of(Begun(visitor).answer({LTI + "launch_presentation": {"locale": "de"}})).language == "sv"


@pytest.mark.parametrize(
    ("presentation", "top", "language"),
    [
        ({}, "sv_FI", "sv"),
        (None, "en-US", "en"),
        ({"locale": ""}, "sv", "sv"),
        ({"locale": "$X.y"}, "sv", "sv"),
        ({"locale": "fi-FI__"}, None, "fi"),
        ({"locale": "en"}, "sv", "en"),
        ({"locale": "de"}, "sv", "fi"),
        ({}, 5, "fi"),
    ],
)
def test_a_language_at_the_top_counts_where_the_presentation_has_none(begun, launch_of, presentation, top, language):
    response = begun.answer({LTI + "launch_presentation": presentation, "locale": top})
    assert launch_of(response).language == language


def test_given_and_family_name_make_a_name(begun, launch_of, open_course):
    open_course()
    assert launch_of(begun.answer({"given_name": "Mai"}, without=["name"])).person.name == "Mai Koskela"


@pytest.mark.parametrize("custom", [{"group_ids": ""}, {"group_ids": "$X.y", "link": "{link_id}"}, {"group_ids": None}])
def test_custom_variables_may_be_empty_or_unfilled(begun, custom):
    assert begun.answer({LTI + "custom": custom}).status_code == 303


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("fi", "fi"),
        ("sv", "sv"),
        ("en", "en"),
        ("fi_FI", "fi"),
        ("sv-FI", "sv"),
        ("EN", "en"),
        ("en_us", "en"),
        ("de", "fi"),
        ("", "fi"),
        (None, "fi"),
        (5, "fi"),
        ("$Message.locale", "fi"),
    ],
)
def test_the_language_is_the_users_in_the_lms(begun, launch_of, open_course, locale, language):
    open_course()
    response = begun.answer({LTI + "launch_presentation": {"locale": locale}})
    assert launch_of(response).language == language
    assert f'<html lang="{language}">' in begun.visitor.request("GET", response.location).text


def test_without_a_language_the_page_is_finnish(begun, launch_of):
    assert launch_of(begun.answer(without=[LTI + "launch_presentation"])).language == "fi"
