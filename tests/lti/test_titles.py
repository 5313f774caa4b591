"""Titles of courses in several languages: each reader sees one, wherever a title stands."""

import html
import re

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.demo.platform import LTI
from lti_tool.multilang import in_language
from lti_tool.people.models import Course
from tests.lti.conftest import Begun

THREE = "{mlang fi}Kumppanuudet{mlang}{mlang sv}Partnerskap{mlang}{mlang other}Partnerships{mlang} 2026"


@pytest.mark.parametrize(
    ("title", "fi", "sv", "en"),
    [
        (THREE, "Kumppanuudet 2026", "Partnerskap 2026", "Partnerships 2026"),
        ("{mlang fi}A{mlang}{mlang en}B{mlang}", "A", "A", "B"),
        ("{mlang EN}B{MLANG} x { mlang fi }A{ mlang }", "x A", "B x", "B x"),
        ("{mlang fi, sv-fi}A{mlang}{mlang en_us}B{mlang}", "A", "A", "B"),
        ("{mlang fi}A{mlang}{mlang en}B{mlang} / {mlang fi}C{mlang}{mlang en}D{mlang}", "A / C", "A / C", "B / D"),
        (
            "{mlang de}A{mlang}{mlang other}{mlang}",
            "{mlang de}A{mlang}{mlang other}{mlang}",
            *["{mlang de}A{mlang}{mlang other}{mlang}"] * 2,
        ),
        ("{mlang fi}A", "{mlang fi}A", "{mlang fi}A", "{mlang fi}A"),
        ("{mlang}A{mlang}", "{mlang}A{mlang}", "{mlang}A{mlang}", "{mlang}A{mlang}"),
        ('<span lang="fi" class="multilang">A</span><span class="multilang" lang="en">B</span> x', "A x", "A x", "B x"),
        ("<span class='multilang' lang='sv'>A</span>", "A", "A", "A"),
        ('<span lang="fi">A</span>', '<span lang="fi">A</span>', '<span lang="fi">A</span>', '<span lang="fi">A</span>'),
        ("Kumppanuudet {2026}", "Kumppanuudet {2026}", "Kumppanuudet {2026}", "Kumppanuudet {2026}"),
        ("", "", "", ""),
    ],
)
def test_a_reader_sees_the_part_in_the_own_language(title, fi, sv, en):
    assert [in_language(title, language) for language in ("fi", "sv", "en")] == [fi, sv, en]


@pytest.fixture
def titled(visitor, lms):
    """Open the activity of a course with a title in three languages: titled("pirjo", "sv")."""

    def open_as(username, language, title=THREE):
        begun = Begun(visitor, username)
        presentation = {"locale": language}
        answer = begun.answer({LTI + "context": {"id": "2", "title": title}, LTI + "launch_presentation": presentation})
        visitor.base = answer.location
        return visitor

    return open_as


@pytest.mark.parametrize(
    ("language", "title"), [("fi", "Kumppanuudet 2026"), ("sv", "Partnerskap 2026"), ("en", "Partnerships 2026")]
)
def test_every_page_with_a_title_shows_the_readers_part(app, titled, language, title):
    titled("veeti", language)
    pirjo = titled("pirjo", language)
    closed = pirjo.get()
    pages = [closed, pirjo.get("admin/courses"), pirjo.get("admin/launches")]
    for page in pages:
        assert title in html.unescape(page.text)
        assert "mlang" not in page.text
    pirjo.post_from(pages[1], "admin/courses/1", {"open_to": "teachers", "version": "1"})
    assert title in pirjo.get("admin/courses").text  # the notice
    assert "mlang" not in pirjo.get("admin/courses").text
    with app.app_context():
        assert db.session.scalar(select(Course.title)) == THREE


def test_a_long_title_in_many_languages_is_whole(titled):
    title = "".join(f"{{mlang {language}}}{language * 100}{{mlang}}" for language in ("de", "fr", "sv", "en", "fi"))
    assert "fi" * 100 in titled("pirjo", "fi", title).get("admin/courses").text


def test_a_title_of_marks_only_is_only_text(titled):
    page = titled("pirjo", "fi", "{mlang fi}<script>alert(1)</script>{mlang}").get("admin/courses").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_courses_stand_in_the_readers_order(app, titled, visitor):
    Begun(visitor, "veeti", 3).answer({LTI + "context": {"id": "3", "title": "Meri"}})
    title = "{mlang fi}Ahven{mlang}{mlang sv}Öring{mlang}"
    for language, first in (("fi", "Ahven"), ("sv", "Meri")):
        page = html.unescape(titled("pirjo", language, title).get("admin/courses").text)
        assert re.findall("<strong>(Ahven|Öring|Meri)</strong>", page)[0] == first
