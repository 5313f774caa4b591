"""The LMS's pages in three languages."""

import re
from pathlib import Path

import pytest

from lti_tool.demo import lms, words
from lti_tool.demo.registration_start import NO_LINK
from lti_tool.demo.school import ROLE_NAMES
from lti_tool.demo.tool_admin import NOT_WHOLE

DEMO = Path(lms.__file__).parent
# A text given to _(), one given to abort(), a label in a list of a template, the word of a button.
TEXT = re.compile(
    r"""\b_\(["']([^"']+)["']\)|abort\(\d+, "([^"]+)"\)|^ +\((?:"[a-z_]+", )?"([^"]+)", |button="([^"]+)\"""", re.MULTILINE
)


def texts():
    """All texts of the LMS's code and pages."""
    sources = [path.read_text(encoding="utf-8") for path in (*DEMO.glob("*.py"), *DEMO.glob("templates/lms/*.html"))]
    found = {"".join(groups) for source in sources for groups in TEXT.findall(source)}
    return found | {NO_LINK, NOT_WHOLE, *ROLE_NAMES.values()}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_text_is_there_in_the_language(language):
    translated = words.load_words()
    assert [text for text in sorted(texts()) if language not in translated.get(text, {})] == []
    assert translated.keys() - texts() == set()


@pytest.mark.parametrize(("language", "title"), [("fi", "Kuka olet"), ("sv", "Vem är du"), ("en", "Who are you")])
def test_the_front_page_is_in_the_language_chosen_on_it(client, language, title):
    page = client.get("/").text
    assert f'href="/?lang={language}"' in page or language == "fi"
    page = client.get(f"/?lang={language}", headers={"Accept-Language": "fi"}).text
    assert title in page
    assert f'<html lang="{language}">' in page
    assert f'name="lang" value="{language}" checked' in page


def test_before_a_choice_the_browsers_language_counts(client):
    assert "Who are you" in client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"}).text
    assert "Kuka olet" in client.get("/", headers={"Accept-Language": "de"}).text


def test_the_choice_goes_along_to_the_course_and_to_what_goes_wrong(client):
    client.post("/", data={"user": "maija", "lang": "sv", "id": "2"})
    assert "Öppna i nytt fönster" in client.get("/course/view.php?id=2").text
    missing = client.get("/course/view.php?id=9")
    assert missing.status_code == 404
    assert "Kursen finns inte." in missing.text
