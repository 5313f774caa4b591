"""A packaged method made the college's own: it stands in its place, and a changed packaged text is shown beside it."""

import re
from io import BytesIO

import pytest
from docx import Document

from lti_tool import db, packaged
from lti_tool.methods import operations
from lti_tool.methods.models import OwnMethod
from lti_tool.methods.queries import packaged_method
from lti_tool.pages import METHODS, load_page
from lti_tool.people.models import Person

EDIT = {"tier": "everyday", "title": "Meidän vierailu", "url": "", "text": "## Näin me\n\nTällä tavalla.", "ask": "Olli"}


def copy(visitor, slug="company-visit"):
    answer = visitor.post(f"methods/{slug}/copy")
    assert answer.status_code == 303
    return re.search(r"methods/own/(\d+)/edit", answer.location)[1]


def bank(visitor, query=""):
    return visitor.get(f"methods/{query}").text.partition("<main")[2]


def test_a_copy_begins_with_the_packaged_text_and_stands_in_its_place(maija, olli):
    number = copy(maija)
    form = maija.get(f"methods/own/{number}/edit").text
    assert load_page(METHODS, "en", "company-visit").markdown.splitlines()[0] in form
    maija.post(f"methods/own/{number}/edit", {**EDIT, "version": "1"})
    page = bank(olli)
    assert "Meidän vierailu" in page
    assert "our own version" in page
    assert "/methods/company-visit" not in page
    for tier in load_page(METHODS, "en", "company-visit").tiers:
        assert "Meidän vierailu" in bank(olli, f"?tier={tier}")
    assert "Meidän vierailu" in bank(olli, "?kind=visit&minutes=180")


def test_a_link_to_the_method_opens_the_own_version_which_leads_to_the_common_one_and_back(maija):
    number = copy(maija)
    assert maija.get("methods/company-visit").location.endswith(f"/methods/own/{number}")
    assert "/methods/company-visit?common=1" in maija.get(f"methods/own/{number}").text
    common = maija.get("methods/company-visit?common=1")
    assert common.status_code == 200
    assert f"/methods/own/{number}" in common.text
    told = maija.post("methods/company-visit?common=1", {"text": "Toimi hyvin"})
    assert told.location.endswith("?common=1#experiences")
    maija.post(f"methods/own/{number}/archive")
    assert maija.get("methods/company-visit").status_code == 200


def test_a_second_press_opens_the_version_there_is(maija, olli):
    assert copy(maija) == copy(olli)


def test_of_two_copies_at_once_one_stays(app, maija, monkeypatch):
    """The constraint decides, also where the check before it has seen nothing."""
    copy(maija)
    with app.test_request_context(method="POST"):
        existing = db.session.get(OwnMethod, 1)
        seen = iter([None])
        monkeypatch.setattr(operations, "own_version", lambda *key: next(seen, existing))
        assert operations.copy_packaged_method(packaged_method("company-visit"), db.session.get(Person, 1)) is existing


@pytest.mark.parametrize("tier", ["everyday", "strategic"])
def test_a_tiers_head_tells_as_many_methods_as_its_list_has(maija, tier):
    """With a method of its own, and a version in the place of a packaged one, which stands in several tiers."""
    maija.post("methods/own/new", {"tier": "everyday", "title": "Rekrysivusto", "text": "Näin"})
    copy(maija)
    counted, listed = (
        re.search(r'methods"[^>]*>Methods (\d+)', maija.get(page).text)[1] for page in (f"tiers/{tier}", f"tiers/{tier}/methods")
    )
    assert counted == listed


def test_archiving_the_version_brings_the_packaged_one_back_and_undo_the_version(maija):
    number = copy(maija)
    maija.post(f"methods/own/{number}/archive")
    page = bank(maija)
    assert "/methods/company-visit" in page
    assert f"/methods/own/{number}" not in page
    undo = re.findall(r'action="[^"]*(undo/\d+)"', maija.get(f"methods/own/{number}").text)[0]
    maija.post(undo)
    assert f"/methods/own/{number}" in bank(maija)


@pytest.fixture
def new_version(texts):
    """A new version of the tool: two of its texts read otherwise."""

    def install():
        for path in ("methods/en/company-visit.md", "content/en/1-everyday.md"):
            texts.edit(path, "\n## ", "\nA newword paragraph.\n\n## ")

    return install


def test_a_changed_packaged_method_leaves_the_version_as_it_is_and_is_shown_beside_it(maija, new_version):
    number = copy(maija)
    maija.post(f"methods/own/{number}/edit", {**EDIT, "version": "1"})
    assert "has changed" not in maija.get(f"methods/own/{number}").text
    new_version()
    page = maija.get(f"methods/own/{number}").text
    assert "Tällä tavalla." in page
    assert "has changed since you wrote your own" in page
    assert "newword paragraph." in page


def test_a_change_that_was_read_is_shown_no_more_until_undone(maija, new_version):
    number = copy(maija)
    new_version()
    assert maija.post(f"methods/own/{number}/read").status_code == 303
    page = maija.get(f"methods/own/{number}").text
    assert "has changed since" not in page
    maija.post(re.findall(r'action="[^"]*(undo/\d+)"', page)[0])
    assert "has changed since" in maija.get(f"methods/own/{number}").text


def test_own_words_survive_a_changed_description(maija, new_version):
    maija.post("tiers/everyday/own-words", {"text": "Meidän sanat", "version": "0"})
    assert "has changed since" not in maija.get("tiers/everyday/description").text
    new_version()
    page = maija.get("tiers/everyday/description").text
    assert "Meidän sanat" in page
    assert "has changed since you wrote your own" in page
    maija.post("tiers/everyday/own-words/read")
    page = maija.get("tiers/everyday/description").text
    assert "Meidän sanat" in page
    assert "has changed since" not in page


def test_own_words_stand_under_the_introduction_too(maija, olli):
    maija.post("tiers/introduction/own-words", {"text": "Meillä **näin**", "version": "0"})
    assert "<strong>näin</strong>" in olli.get("pages/introduction").text
    assert maija.get("tiers/guides/own-words").status_code == 404


def test_removed_paragraphs_and_words_are_told_apart():
    runs = list(packaged._changed_paragraphs("Yksi\n\nkaksi kolme\n\nneljä", "Yksi\n\nkaksi viisi"))
    assert ("same", "kaksi ") in runs[0]
    gone = "".join(text for run in runs for kind, text in run if kind == "gone")
    assert "kolme" in gone
    assert "neljä" in gone
    assert [text for run in runs for kind, text in run if kind == "new"] == ["viisi"]


def test_a_file_that_cannot_be_read_is_no_change(maija, texts):
    number = copy(maija)
    texts.edit("methods/en/company-visit.md", "title: ", "title: [")
    assert "has changed since" not in maija.get(f"methods/own/{number}").text
    maija.post(f"methods/own/{number}/read")
    texts.edit("methods/en/company-visit.md", "title: [", "title: ")
    assert "has changed since" not in maija.get(f"methods/own/{number}").text


def test_saving_what_a_browser_sends_back_unchanged_changes_nothing(maija):
    number = copy(maija)
    text = load_page(METHODS, "en", "company-visit").markdown.strip()
    form = {"tier": "everyday", "title": load_page(METHODS, "en", "company-visit").title, "url": "", "ask": "", "version": "1"}
    maija.post(f"methods/own/{number}/edit", {**form, "text": text.replace("\n", "\r\n")})
    assert "Corrected" not in maija.get(f"methods/own/{number}").text


def test_a_version_that_lacks_the_words_does_not_bring_the_packaged_one_back(maija):
    number = copy(maija)
    maija.post(f"methods/own/{number}/edit", {**EDIT, "version": "1"})
    assert "/methods/company-visit" not in bank(maija, "?q=protective")


def test_who_reads_in_another_language_changes_nothing_of_what_a_version_stands_beside(visit, maija, texts):
    """A Finnish version stays beside the Finnish text, and its template is found, whoever opens it."""
    finn = visit("maija", language="fi")
    number = copy(finn)
    texts.edit("methods/fi/company-visit.md", "\n## ", "\nYksi uutuus.\n\n## ")
    page = maija.get(f"methods/own/{number}").text
    assert '<p class="changed" lang="fi"><ins>Yksi uutuus.' in page
    assert '<div lang="fi">' in page
    maija.post(f"methods/own/{number}/read")
    texts.edit("methods/fi/company-visit.md", "\n## ", "\nToinen uutuus.\n\n## ")
    page = finn.get(f"methods/own/{number}").text
    assert "Toinen uutuus." in page
    assert "Yksi uutuus" not in page.partition('class="changed"')[2].partition("</p>")[0]
    word = Document(BytesIO(maija.get(f"methods/own/{number}/template.docx").data))
    assert word.core_properties.language == "fi-FI"
    assert "Vinkit" not in [p.text for p in word.paragraphs]


def test_own_words_too_stay_beside_the_language_they_were_written_in(visit, maija, texts):
    visit("olli", language="fi").post("tiers/everyday/own-words", {"text": "Meidän sanat", "version": "0"})
    texts.edit("content/fi/1-everyday.md", "\n## ", "\nYksi uutuus.\n\n## ")
    maija.post("tiers/everyday/own-words/read")
    assert "has changed since" not in maija.get("tiers/everyday/description").text
    texts.edit("content/fi/1-everyday.md", "\n## ", "\nToinen uutuus.\n\n## ")
    assert "Toinen uutuus." in maija.get("tiers/everyday/description").text


@pytest.mark.parametrize(("reader", "marked"), [("fi", False), ("sv", True)])
def test_a_version_speaks_the_language_that_it_was_made_from(visit, open_course, reader, marked):
    open_course()
    visit("maija", language="fi").post("methods/company-visit/copy")
    page = visit("olli", language=reader).get("methods/own/1").text
    assert ('<h1 lang="fi">' in page) == marked


def test_a_text_wholly_of_the_colleges_own_has_no_known_language(visit, open_course):
    open_course()
    maija = visit("maija", language="sv")
    maija.post("methods/own/new", {"tier": "everyday", "title": "Oma", "text": "Näin"})
    assert "<h1>Oma</h1>" in maija.get("methods/own/1").text
