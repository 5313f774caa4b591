"""The pages a person sees in the demo LMS."""

import re

import pytest

LTI = "https://purl.imsglobal.org/spec/lti/claim/"


def test_the_choice_is_remembered_and_an_address_goes_before_it(client):
    assert client.post("/", data={"user": "olli", "lang": "sv", "id": "3"}).location == "/course/view.php?id=3"
    assert "Olli Rantanen" in client.get("/course/view.php?id=3").text
    other = client.get("/course/view.php?id=3&user=veeti&lang=en").text
    assert "Veeti Oinonen" in other
    assert "user=veeti&amp;lang=en" in other
    assert "Olli Rantanen" in client.get("/course/view.php?id=3").text


def test_a_launch_carries_its_user_language_activity_and_window(lms, client, form_of):
    address = "/mod/lti/launch.php?id=3&user=aino&lang=sv&activity=2&window=1"
    action, login = form_of(client.get(address))
    assert (action, login["login_hint"]) == (lms.tools[0].login_url, "6")
    claims = lms.claims_of(lms.take_launch(login["lti_message_hint"]), "n")
    presentation = claims[LTI + "launch_presentation"]
    assert (presentation["locale"], presentation["document_target"]) == ("sv", "window")
    assert claims[LTI + "resource_link"]["id"] == "6"


def test_a_course_page_holds_as_many_frames_as_asked(client):
    assert client.get("/course/view.php?id=2").text.count("<iframe") == 1
    page = client.get("/course/view.php?id=2&frames=3").text
    assert re.findall(r'<iframe name="([^"]*)"', page) == ["tool", "tool-2", "tool-3"]
    assert "clipboard" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/course/view.php?id=9",
        "/course/view.php?id=x",
        "/course/view.php?id=2&user=nobody",
        "/mod/lti/launch.php?id=2&tool=1",
        "/mod/lti/launch.php?id=2&activity=-1",
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_an_error_message_of_the_tool_is_shown_escaped(client):
    page = client.get("/mod/lti/return.php", query_string={"course": "2", "lti_errormsg": "<b>Ei onnistunut"}).text
    assert "&lt;b&gt;Ei onnistunut" in page
