"""Terms open where they occur: a button in the text, their meaning at the end of the page."""

import re

import pytest

from lti_tool.pages import CONTENT, METHODS, load_page, page_names
from lti_tool.tiers.glossary import glossary


def test_a_term_is_a_button_that_opens_its_meaning(maija):
    page = maija.get("tiers/everyday/description").text
    named = set(re.findall(r'popovertarget="term-([\w-]+)"', page))
    assert named
    for key in named:
        assert page.count(f'id="term-{key}" popover') == 1
        assert glossary("en")[key].title in page
    assert 'href="term:' not in page


def test_a_page_that_names_none_has_none(maija):
    assert "popover" not in maija.get("partners/").text


def test_an_unknown_term_of_a_user_is_only_text(maija):
    maija.post("tiers/everyday/own-words", {"text": "[sana](term:zzz)", "version": "0"})
    assert "sana" in maija.get("tiers/everyday/description").text
    assert "term-zzz" not in maija.get("tiers/everyday/description").text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_glossary_has_the_same_terms_in_each_language(language):
    assert list(glossary(language)) == list(glossary("fi"))
    assert len(glossary(language)) >= 20


def test_the_glossary_page_lists_all_terms(maija):
    page = maija.get("pages/glossary").text
    for key, term in glossary("en").items():
        assert f'<h2 id="{key}">{term.title}</h2>' in page


def test_most_texts_explain_their_words():
    with_terms = [name for name in page_names(METHODS) if "(term:" in load_page(METHODS, "fi", name).markdown]
    assert len(with_terms) > len(page_names(METHODS)) / 2
    assert "(term:" in load_page(CONTENT, "fi", "1-everyday").markdown
