"""From a pasted link the administrator gets to the tool's registration page, which has what it needs."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

PAGE = "/mod/lti/toolconfigure.php"
START = "/mod/lti/startltiadvregistration.php"
LINK = "https://tool.test/lti/register?invite=abc&x=%20y"


def test_a_pasted_link_opens_in_a_frame_with_what_the_tool_needs(lms, client, recorded):
    page = client.get(PAGE, query_string={"user": "pirjo", "url": LINK}).text
    source = html.unescape(re.search(r'<iframe name="registration"[^>]*src="([^"]*)"', page)[1])
    started = client.get(source)
    assert started.status_code == 302
    assert started.location.startswith(LINK + "&openid_configuration=")
    given = parse_qs(urlsplit(started.location).query)
    assert given["openid_configuration"] == [lms.origin + "/mod/lti/openid-configuration.php"]
    headers = {"Authorization": "Bearer " + given["registration_token"][0]}
    body = recorded("registration_request.json")
    assert client.post("/mod/lti/openid-registration.php", json=body, headers=headers).status_code == 200
    assert [tool.is_active for tool in lms.tools] == [True, False]


def test_registering_again_starts_with_a_token_of_that_tool(lms, client, recorded):
    page = client.get(PAGE, query_string={"user": "pirjo", "url": "https://tool.test/register", "tool": "demo"}).text
    source = html.unescape(re.search(r'<iframe name="registration"[^>]*src="([^"]*)"', page)[1])
    location = urlsplit(client.get(source).location)
    headers = {"Authorization": "Bearer " + parse_qs(location.query)["registration_token"][0]}
    body = recorded("registration_request.json")
    answer = client.post("/mod/lti/openid-registration.php", json=body, headers=headers)
    assert answer.json["client_id"] == "demo"
    assert [(tool.name, tool.is_active) for tool in lms.tools] == [("Hoitomalli", True)]


@pytest.mark.parametrize("link", ["", "x", "javascript:alert(1)", "https://", "//tool.test/", "http://[x"])
def test_a_link_that_is_no_address_is_not_opened(client, link):
    answer = client.get(PAGE, query_string={"user": "pirjo", "url": link})
    assert answer.status_code == 400
    assert "<iframe" not in answer.text
    assert client.get(START, query_string={"user": "pirjo", "url": link}).status_code == 400


def test_the_page_reloads_when_its_frame_says_that_it_is_done(client):
    page = client.get(PAGE, query_string={"user": "pirjo", "url": LINK}).text
    assert "org.imsglobal.lti.close" in page
    assert "event.source === frame.contentWindow" in page
    back = html.unescape(re.search(r'data-back="([^"]*)"', page)[1])
    assert "<iframe" not in client.get(back).text


@pytest.mark.parametrize("address", [PAGE, START])
def test_a_tool_that_is_not_there_cannot_register_again(client, address):
    assert client.get(address, query_string={"user": "pirjo", "url": LINK, "tool": "nobody"}).status_code == 404
