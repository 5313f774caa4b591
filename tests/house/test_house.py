"""What holds for the whole house: every route declares its access, every text is translated, every page is packaged."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from lti_tool.app import create_app
from lti_tool.care_model.content_check import complaints
from lti_tool.config import Settings
from lti_tool.languages import WITH_CATALOGUE
from lti_tool.pages import render_markdown
from lti_tool.people.access import declared_access

ROOT = Path(__file__).parent.parent.parent
PUBLIC = {
    "answer.answer",
    "assets.show_asset",
    "lti.begin_login",
    "lti.continue_login",
    "lti.launch",
    "lti.show_keys",
    "links.follow",
    "window.enter_window",
    "registration.show_registration",
    "registration.register",
    "cookies.check_cookies",
    "cookies.show_cookies",
    "feed.read",
}


@pytest.fixture(scope="module")
def plain_app():
    return create_app(Settings("https://tool.test", "sqlite://", "s" * 64))


def test_every_route_declares_its_access_or_is_listed_public(plain_app):
    declared = {rule.endpoint: declared_access(plain_app, rule.endpoint) for rule in plain_app.url_map.iter_rules()}
    assert {endpoint for endpoint, access in declared.items() if access == "public"} == PUBLIC
    assert {access for endpoint, access in declared.items() if endpoint not in PUBLIC} == {"staff", "staff_or_admin", "admin"}


def test_a_route_without_access_is_refused(plain_app):
    plain_app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = plain_app.test_client().get("/forgotten")
    assert answer.status_code == 500
    assert "secret" not in answer.text


def messages():
    """All texts of code and templates."""
    method_map = [("demo/**", "ignore"), ("**.py", "python"), ("templates/**.html", "jinja2")]
    keywords = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2)}
    found = extract_from_dir(str(ROOT / "lti_tool"), method_map, keywords=keywords)
    return {text if isinstance(text, str) else text[0] for _file, _line, text, _comments, _context in found}


@pytest.mark.parametrize("language", WITH_CATALOGUE)
def test_no_text_lacks_its_translation(language):
    with (ROOT / f"lti_tool/translations/{language}/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = {(m.id if isinstance(m.id, str) else m.id[0]): m for m in read_po(file) if m.id}
    assert messages() - catalogue.keys() == set()
    assert catalogue.keys() - messages() == set()
    for message in catalogue.values():
        strings = [message.string] if isinstance(message.string, str) else message.string
        assert all(strings), message.id
        assert not message.fuzzy, message.id
        for text in strings:
            assert not re.search(r"%\(day\)s\.", text), text  # a short day ends in a full stop of its own: 5.12.
            assert set(re.findall(r"%\(\w+\)s", text)) <= {*re.findall(r"%\(\w+\)s", str(message.id)), "%(num)s"}, message.id


def test_the_packaged_texts_are_whole():
    assert complaints() == []


class Tags(HTMLParser):
    """The tags that a browser would see, with their attributes."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '<a href="javascript:alert(1)">x</a>',
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,xx)",
        "<img src=x onerror=alert(1)>",
        "![x](https://evil.example/x.png)",
        '<p style="position:fixed" onclick="x()">a</p>',
        "<iframe src=https://evil.example></iframe>",
        "[x](vbscript:x)",
        '<form action="/l/x"><button>b</button></form>',
    ],
)
def test_markdown_of_users_can_do_nothing_but_text(evil):
    seen = Tags()
    seen.feed(render_markdown(evil))
    assert {tag for tag, _attributes in seen.tags} <= {"p", "a"}
    for _tag, attributes in seen.tags:
        assert attributes.keys() <= {"href", "rel"}
        assert attributes.get("href", "https:").startswith("https:")


def test_the_wheel_names_every_package():
    wanted = {str(p.parent.relative_to(ROOT)).replace("/", ".") for p in (ROOT / "lti_tool").rglob("*.py")}
    listed = (ROOT / "setup.cfg").read_text()
    assert [name for name in wanted if f"    {name}\n" not in listed] == []
