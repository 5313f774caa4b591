"""Find or add from every page: partners by name with who knows them, then titles, then what only mentions it."""

import re

import pytest
from sqlalchemy import func, select

from lti_tool import db
from lti_tool.partners.models import Partner


@pytest.fixture
def several(maija, olli):
    maija.add("Hopeajärven Leipomo Oy", "Työpaikkajaksot")
    maija.add("Hopeajärven Leipomo Oy", "Kehitetään", tier="development")
    olli.add("Kahvila Kerttuli", "Leipomon kanssa yhdessä", "Matkailutiimi")
    return maija


def hits(page):
    """The partners that were found, each with its contact."""
    found = re.search(r'<ul class="hits".*?</ul>', page.text, re.DOTALL)[0]
    return re.findall(r'<a href="[^"]*partners/\d+">([^<]+)</a>\s*<span>([^<]+)</span>', found)


@pytest.mark.parametrize("path", ["search", "find"])
@pytest.mark.parametrize("text", ["leipomo", "hopeaj", "leipmo", "Hopeajärven Leipomo Oy"])
def test_a_partner_is_found_by_name_once_with_who_knows_it(several, path, text):
    assert hits(several.get(path, query_string={"q": text})) == [("Hopeajärven Leipomo Oy", "Maija Koskela")]


@pytest.mark.parametrize("path", ["search", "find"])
def test_who_stands_in_no_tier_any_more_is_found_as_archived(several, path):
    several.post("partners/rows/3/archive")
    page = several.get(path, query_string={"q": "kerttuli"}).text
    assert re.search(r'partners/2">Kahvila Kerttuli</a>\s*<span class="quiet">Archived<', page)
    assert "No partner of this name" not in page


def test_what_mentions_it_comes_after_what_bears_the_name(several):
    page = several.get("search?q=leipomo").text
    bearer = page.index(">Hopeajärven Leipomo Oy<")
    assert bearer < page.index('id="mentions"') < page.index(">Kahvila Kerttuli<")


@pytest.mark.parametrize(
    ("text", "title", "kind"),
    [
        ("company visit", "Company visit", "Method"),
        ("key account", "Key accounts", "Guide"),
        ("everyday", "Everyday partnership", "Tier"),
        ("customer", "Customer", "Term"),
        ("hotellitiimi", "Hotellitiimi", "Test"),
        ("leipomo", "Hopeajärven Leipomo Oy", "Test"),
    ],
)
def test_methods_guides_tiers_terms_and_tests_are_found_by_their_titles(several, text, title, kind):
    several.post("assessments/", {"subject": "Hotellitiimi"})
    several.post("assessments/", {"subject": "Hopeajärven Leipomo Oy"})
    titled = several.get("search", query_string={"q": text}).text.partition('id="titled"')[2].partition("</section>")[0]
    assert re.search(rf">{title}</a>\s*<small>{kind}</small>", titled), titled


def test_a_method_whose_title_bends_the_word_is_found_by_its_title(visit, open_course):
    open_course()
    titled, _heading, mentioned = (
        visit("maija", language="fi").get("search?q=työelämäpalaute").text.partition("Mainittu teksteissä")
    )
    assert "Työelämäpalautteen purku" in titled
    assert "Kumppanikysely: seitsemän kysymystä" in mentioned
    assert "Kumppanikysely: seitsemän kysymystä" not in titled


def test_looking_adds_nothing_and_the_last_line_leads_to_the_form(several, app):
    page = several.get("find?q=uusi+yritys&tier=network").text
    address = re.search(r'href="([^"]*partners/add[^"]*)"', page)[1].replace("&amp;", "&")
    form = several.request("GET", address).text
    assert 'value="uusi yritys"' in form
    assert re.search(r'checked[^>]*value="network"|value="network"[^>]*checked', form)
    with app.app_context():
        assert db.session.scalar(select(func.count(Partner.id))) == 2


def test_nothing_typed_finds_nothing_and_says_what_to_do(several):
    assert several.get("find?q=").text.strip() == ""
    assert "Write above" in several.get("search").text


def test_each_page_has_the_field_and_says_which_tier_one_stands_on(several):
    for path, tier in (("", ""), ("tiers/network", "network"), ("methods/", ""), ("partners/1", "")):
        page = several.get(path).text
        assert 'placeholder="Find or add a partner"' in page
        assert f'<input type="hidden" name="tier" value="{tier}">' in page


def test_a_word_of_a_description_is_found_in_another_form_while_one_types(several):
    several.add("Energiayhtiö Kuohu", "Seudun ilmastotiekartan työryhmä")
    for path in ("find", "search"):
        page = several.get(path, query_string={"q": "ilmastotiekartta"}).text
        assert ">Energiayhtiö Kuohu<" in page
    assert "Kuohu" not in several.get("find?q=ilmastotiikka").text


def test_another_college_finds_nothing_of_ours(several, other_college):
    several.post("assessments/", {"subject": "Hotellitiimi"})
    stranger = other_college("maija")
    for text in ("leipomo", "hotellitiimi", "kehitetään"):
        for path in ("find", "search"):
            page = stranger.get(path, query_string={"q": text}).text
            assert "Hopeajärven" not in page
            assert ">Hotellitiimi<" not in page


def test_many_bearers_of_a_name_hide_nobody_who_mentions_it(several):
    for number in range(15):
        for tier in ("everyday", "development", "network"):
            several.add(f"Aaltosen Leipomo {number}", tier=tier, is_new="")
    page = several.get("search?q=leipomo").text
    assert ">Kahvila Kerttuli<" in page.partition('id="mentions"')[2]


def test_a_colleagues_name_leads_to_all_of_the_colleagues_partners_and_to_no_name_that_is_nearly_it(several):
    several.add("Majakka Oy", contact="Matkailutiimi")
    page = several.get("find?q=maija")
    assert "Majakka" not in page.text
    address = re.search(r'href="([^"]*/partners/\?contact=[^"]+)">Maija Koskela</a>\s*<small>Contact person', page.text)[1]
    assert "Hopeajärven Leipomo Oy" in several.request("GET", address).text


def test_a_typing_error_is_only_looked_for_when_nothing_has_the_words(several):
    several.add("Leipoma Oy", is_new="")
    assert "Leipoma" not in several.get("find?q=leipomo").text
    assert "Leipomo" in several.get("find?q=leipmo").text
