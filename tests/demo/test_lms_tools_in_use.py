"""Only active tools are launched, and a course page lets one choose among them."""

import html
import re
from dataclasses import replace

ADMIN = "/mod/lti/toolconfigure.php?user=pirjo"


def test_a_pending_tool_is_launched_only_after_its_activation(lms, client, form_of, pending):
    lms.tools.append(pending)
    assert "Odottava" not in client.get("/course/view.php?id=2").text
    for address in ("/mod/lti/launch.php?id=2&tool=1", "/course/view.php?id=2&tool=1"):
        assert client.get(address).status_code == 404
    assert client.post(ADMIN, data={"action": "activate", "tool": "reg"}).status_code == 303
    action, login = form_of(client.get("/mod/lti/launch.php?id=2&tool=1"))
    assert (action, login["client_id"], login["lti_deployment_id"]) == ("https://r.test/login", "reg", "2")


def test_a_course_page_lets_one_choose_among_active_tools(lms, client, pending):
    assert "Työkalun valinta" not in client.get("/course/view.php?id=2").text
    lms.tools += [pending, replace(pending, client_id="third", is_active=True, name="Kolmas")]
    page = client.get("/course/view.php?id=3&user=olli&lang=sv&frames=2").text
    link = re.search(r'<a href="([^"]*)">Kolmas</a>', page)[1]
    assert '<strong aria-current="true">tool.test</strong>' in page
    other = client.get(html.unescape(link)).text
    assert "Olli Rantanen" in other
    assert other.count("<iframe") == 2
    assert re.findall(r'src="([^"]*)"', other)[0].endswith("tool=2")
    assert "camera https://r.test" in other


def test_deleting_a_tool_takes_it_out_of_use(lms, client):
    assert client.post(ADMIN, data={"action": "delete", "tool": "demo"}).status_code == 303
    assert lms.tools == []
    page = client.get("/course/view.php?id=2")
    assert page.status_code == 200
    assert "<iframe" not in page.text
    assert "Yhtään työkalua ei ole käytössä" in page.text
    assert client.get("/mod/lti/launch.php?id=2").status_code == 404
    assert "ei ole vielä lisätty" in client.get(ADMIN).text


def test_the_first_active_tool_is_used_when_none_is_named(lms, client, form_of, pending):
    lms.tools.insert(0, pending)
    assert form_of(client.get("/mod/lti/launch.php?id=2"))[1]["client_id"] == "demo"
