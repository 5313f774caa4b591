"""One list of languages: dates, numbers and Word files follow it, and a language more takes no page away."""

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from lxml import html as lxml_html

from lti_tool import db, languages
from lti_tool.assessment.statements import questionnaire
from lti_tool.care_model.content_check import complaints
from lti_tool.days import clock_time, full_day, short_day, shown_day, today
from lti_tool.history.words import days_in_words
from lti_tool.language import current_language, decimal, speaking
from lti_tool.languages import LANGUAGES, Language
from lti_tool.pages import CONTENT, METHODS, load_page, page_names
from lti_tool.tiers.models import PAGES as TEXTS
from lti_tool.word import word_file
from tests.house.conftest import NOT_THERE, addresses_of_pages

sqlite_alone = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
OF_ANOTHER_YEAR = datetime(2020, 12, 3, 7, 5, tzinfo=UTC)


@sqlite_alone
@pytest.mark.parametrize(
    ("language", "day", "time", "number"),
    [
        ("fi", "3.12.2020", "9.05", "3,5"),
        ("sv", "3.12.2020", "9.05", "3,5"),
        ("en", "03/12/2020", "09:05", "3.5"),
    ],
)
def test_dates_and_numbers_are_finlands_and_britains(app, language, day, time, number):
    with app.test_request_context(headers={"Accept-Language": language}):
        assert current_language() == language
        assert full_day(OF_ANOTHER_YEAR) == day
        assert (short_day(OF_ANOTHER_YEAR), clock_time(OF_ANOTHER_YEAR), decimal(3.5)) == (day, time, number)


@sqlite_alone
@pytest.mark.parametrize(
    ("language", "day", "yesterday"),
    [
        ("fi", "3.2.", "eilen"),
        ("sv", "3.2.", "i går"),
        ("en", "3 Feb", "yesterday"),
    ],
)
def test_days_of_this_year_need_no_year(app, monkeypatch, language, day, yesterday):
    now = datetime(2020, 2, 20, 12, tzinfo=UTC)
    monkeypatch.setattr(db, "now", lambda: now)
    with app.test_request_context(headers={"Accept-Language": language}):
        assert short_day(datetime(2020, 2, 3, 12, tzinfo=UTC)) == day
        assert short_day(now - timedelta(days=1)) == yesterday
        assert shown_day(datetime(2020, 2, 3, 12, tzinfo=UTC)) == day
        on_paper = f'<span data-day="{full_day(now - timedelta(days=1))}"><span class="no-print">{yesterday}</span></span>'
        assert shown_day(now - timedelta(days=1)) == on_paper


@sqlite_alone
def test_the_day_begins_in_finland(app, monkeypatch):
    monkeypatch.setattr(db, "now", lambda: datetime(2026, 11, 30, 22, 30, tzinfo=UTC))
    with app.app_context():
        assert today() == date(2026, 12, 1)


@sqlite_alone
def test_a_day_of_the_log_is_told_as_people_write_it(app):
    with app.test_request_context(headers={"Accept-Language": "fi"}):
        assert days_in_words({"2026-11-29", "x", 5}, 1) == {"2026-11-29": "29.11.2026"}


@sqlite_alone
def test_what_is_said_in_another_language_has_its_dates_too(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert (short_day(OF_ANOTHER_YEAR), short_day(today())) == ("03/12/2020", "today")
        with speaking("sv"):
            assert (short_day(OF_ANOTHER_YEAR), short_day(today())) == ("3.12.2020", "i dag")
        assert (short_day(OF_ANOTHER_YEAR), short_day(today())) == ("03/12/2020", "today")


@pytest.fixture
def maltese(monkeypatch):
    """A language of which there is nothing yet but its line in the list."""
    customs = {"day_of_this_year": "d.M.", "sections": ("Skop", "Meta", "Kif", "Mudell", "Pariri"), "example": "Eżempju"}
    language = Language(name="Malti", locale="mt_MT", tier_words="sħubija", is_complete=False, **customs)
    monkeypatch.setitem(LANGUAGES, "mt", language)


FURTHER = (
    "methods/company-visit?common=1",
    "methods/company-visit/sheet",
    "methods/company-visit/template.docx",
    "methods/own/2/template.docx",
    "partners/?order=euros",
    "plan/?team=all",
    "plan/?team=college",
    "plan/wheel/?team=all",
    "personal-data/?q=henna",
    "search?q=a",
    "assessments/paper?set=students",
    "export/handout?descriptions=1",
)  # addresses of which no route tells


PAGES_OF_TEXTS = ("", "tiers/everyday", "pages/introduction", "pages/guides", "methods/", "search?q=a", "assessments/1/answer")


@sqlite_alone
@pytest.mark.usefixtures("maltese", "furnished")
def test_a_language_of_which_nothing_is_there_yet_takes_no_page_away(app, visit):
    staff = visit("maija", language="mt")
    admin = visit("pirjo", language="mt")
    assert '<html lang="mt">' in admin.get("").text
    answers = {path: staff.get(path) for path in (*addresses_of_pages(app, is_admins=False), *FURTHER)}
    answers |= {path: admin.get(path) for path in addresses_of_pages(app, is_admins=True)}
    assert {path for path, answer in answers.items() if answer.status_code >= 400} == NOT_THERE


def spoken_texts(page):
    """The texts of a page, each with the language that a screen reader would speak it in."""
    tree = lxml_html.document_fromstring(page)
    for text in tree.xpath("//body//text()[normalize-space()]"):
        element = text.getparent().getparent() if text.is_tail else text.getparent()
        yield text.strip(), element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")


def texts_of(pages):
    """What is shown of pages outside of their body."""
    shown = {text for page in pages for text in (page.lead, page.summary, page.source, page.participants, page.time) if text}
    return shown | {page.title for page in pages if page.kind}


@sqlite_alone
def test_what_a_language_lacks_is_marked_as_finnish_wherever_it_is_shown(maltese, visit, open_course):
    """Titles of tiers excepted: the model itself is there in all languages."""
    open_course()
    pirjo = visit("pirjo", language="mt")
    pirjo.post("assessments/", {"subject": "Tiimi"})
    named = [(METHODS, name) for name in page_names(METHODS)] + [(CONTENT, name) for name in TEXTS.values()]
    there = [page for package, name in named if (page := load_page(package, "mt", name))]
    lacking = [load_page(package, "fi", name) for package, name in named if not load_page(package, "mt", name)]
    finnish = texts_of(lacking) - texts_of(there)  # "90 min" is both
    finnish |= {statement.text for phase in questionnaire("fi").asked("periods").phases for statement in phase.statements}
    paths = [*PAGES_OF_TEXTS, *(f"methods/{page.name}" for page in lacking if page.kind)][:10]
    spoken = [(path, *each) for path in paths for each in spoken_texts(pirjo.get(path).text) if each[0] in finnish]
    assert len(spoken) > 20
    assert [each for each in spoken if each[2] != "fi"] == []


def test_what_a_language_lacks_is_told(maltese, monkeypatch):
    monkeypatch.setattr("lti_tool.care_model.content_check.WITH_CATALOGUE", ("fi", "sv", "mt"))
    found = [line for line in complaints() if "/mt/" in line]
    for part in (
        "content/mt/1-everyday.md: missing",
        "methods/mt/company-visit.md: missing",
        "content/mt/critical-points.yaml: missing",
        "lti_tool/translations/mt/LC_MESSAGES/messages.po: missing or not compiled",
    ):
        assert [line for line in found if line.startswith(part)], part
    assert not [line for line in found if TEXTS["key-accounts"] in line]  # guides are for staff


def test_a_half_translated_catalogue_is_told(monkeypatch):
    monkeypatch.setattr("lti_tool.care_model.content_check._catalogue", lambda code: {"a", "b"} if code == "fi" else {"a"})
    assert [line for line in complaints() if "sv/LC_MESSAGES" in line and "1 texts are not translated, 'b' is one" in line]


@pytest.mark.parametrize(("language", "locale"), [("fi", "fi-FI"), ("sv", "sv-FI"), ("en", "en-GB")])
def test_a_word_file_has_the_locale_of_its_language(language, locale):
    file = word_file("Otsikko", "", language)
    assert Document(BytesIO(file)).core_properties.language == locale


def test_no_other_file_lists_the_languages():
    """A language more would be forgotten there."""
    listing = re.compile(r"[\"'](fi|sv|en)[\"'] *[:,)].{0,60}?[\"'](fi|sv|en)[\"']", re.DOTALL)
    sources = [*Path("lti_tool").rglob("*.py"), *Path("lti_tool/templates").rglob("*.html")]
    ours = [path for path in sources if "demo" not in path.parts and path.name != "languages.py"]
    assert [str(path) for path in ours if listing.search(path.read_text(encoding="utf-8"))] == []
    assert set(languages.WITH_CATALOGUE) == {path.name for path in Path("lti_tool/translations").iterdir() if path.is_dir()}
