"""The pages where the demo LMS's administrator sees and adds tools."""

import html
import re

import pytest

PAGE = "/mod/lti/toolconfigure.php"
START = "/mod/lti/startltiadvregistration.php"
ADMIN = PAGE + "?user=pirjo"
LINK = "https://tool.test/lti/register?invite=abc&x=%20y"
BY_HAND = {
    "action": "add",
    "name": "Toinen <työkalu>",
    "login_url": "https://other.test/login",
    "launch_url": "https://other.test/launch",
    "jwks_url": "https://other.test/jwks",
}


def details(page, client_id):
    """The terms and values shown of one tool, by the English name of the term."""
    section = re.search(rf'<section[^>]*data-client="{client_id}".*?</section>', page, re.S)[0]
    pairs = re.findall(r"<dt>[^(]*\(([^)]*)\)</dt><dd>(.*?)</dd>", section)
    return {html.unescape(term): html.unescape(value) for term, value in pairs}, section


@pytest.mark.parametrize("username", ["maija", "aino", "veeti"])
def test_only_the_administrator_may_manage_tools(lms, client, username):
    client.post("/", data={"user": username, "id": "2"})
    for answer in (client.get(PAGE), client.get(START, query_string={"url": LINK}), client.post(PAGE, data=BY_HAND)):
        assert answer.status_code == 403
        assert "registration_token" not in str(answer.headers)
    assert len(lms.tools) == 1
    assert "toolconfigure" not in client.get("/").text + client.get("/course/view.php?id=2").text


def test_the_administrator_finds_the_page(client):
    client.post("/", data={"user": "pirjo", "id": "2"})
    for address in ("/", "/course/view.php?id=2"):
        link = re.search(r'href="(/mod/lti/toolconfigure[^"]*)"', client.get(address).text)[1]
        assert client.get(html.unescape(link)).status_code == 200
    assert "toolconfigure" not in client.get("/course/view.php?id=2&user=maija").text


def test_each_tool_is_listed_with_its_state_and_addresses(lms, client, pending):
    lms.tools.append(pending)
    page = client.get(ADMIN).text
    shown, section = details(page, "demo")
    assert shown == {
        "Platform ID": lms.origin,
        "Client ID": "demo",
        "Deployment ID": "1",
        "Public keyset URL": lms.origin + "/mod/lti/certs.php",
        "Access token URL": lms.origin + "/mod/lti/token.php",
        "Authentication request URL": lms.origin + "/mod/lti/auth.php",
        "Tool URL": "https://tool.test/lti/launch",
        "Initiate login URL": "https://tool.test/lti/login",
        "Public keyset": "https://tool.test/lti/jwks",
    }
    assert "(active)" in section
    assert "Aktivoi" not in section
    shown, section = details(page, "reg")
    assert (shown["Client ID"], shown["Deployment ID"]) == ("reg", "2")
    assert "(pending)" in section
    assert "Aktivoi" in section
    assert "Odottava" in section


def test_a_tool_added_by_hand_is_active_and_shown_with_what_it_must_be_told(lms, client):
    answer = client.post(ADMIN, data=BY_HAND)
    assert answer.status_code == 303
    tool = lms.tools[1]
    assert (tool.name, tool.is_active, tool.deployment_id) == ("Toinen <työkalu>", True, "2")
    assert [tool.login_url, tool.launch_url, tool.jwks_url] == list(BY_HAND.values())[2:]
    assert (tool.scopes, tool.claims) == (None, None)
    shown, section = details(client.get(answer.location).text, tool.client_id)
    assert (shown["Platform ID"], shown["Client ID"], shown["Deployment ID"]) == (lms.origin, tool.client_id, "2")
    assert shown["Authentication request URL"] == lms.origin + "/mod/lti/auth.php"
    assert 'role="status"' in section
    assert "Toinen &lt;työkalu&gt;" in section


@pytest.mark.parametrize(
    ("name", "value"),
    [("name", " "), ("login_url", ""), ("launch_url", " "), ("jwks_url", "javascript:x"), ("login_url", "https://")],
)
def test_a_tool_that_is_not_whole_is_not_added_and_nothing_typed_is_lost(lms, client, name, value):
    answer = client.post(ADMIN, data=BY_HAND | {name: value})
    assert answer.status_code == 400
    assert len(lms.tools) == 1
    kept = {key: text for key, text in BY_HAND.items() if key not in {name, "action"}}
    assert all(f'value="{html.escape(text)}"' in answer.text for text in kept.values())


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"action": "activate", "tool": "nobody"}, 404),
        ({"action": "delete"}, 404),
        ({"action": "explode", "tool": "demo"}, 400),
        ({}, 404),
    ],
)
def test_an_odd_request_changes_nothing(lms, client, asked, status):
    assert client.post(ADMIN, data=asked).status_code == status
    assert len(lms.tools) == 1
