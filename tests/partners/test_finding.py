"""Finding in the list: search, filters, pages, counts, who works with whom already."""

import html
import random
import re
import string

import pytest
from sqlalchemy import event, literal_column, select

from lti_tool.partners import queries
from lti_tool.partners.row_models import (
    COULD_DEEPEN,
    IS_BARE,
    IS_LONG,
    IS_NAMED,
    IS_NOBODYS,
    IS_WITHOUT_DEPUTY,
    Partnership,
)


@pytest.fixture
def four(maija, olli):
    maija.add("Åbo Konditori", "Näytöt")
    maija.add("Äänekosken Leipä Oy", "Vierailut", "Matkailutiimi")
    maija.add("Zoo Kahvila", "Opinnäytteet ja 100 % yhteistyö", "Olli Rantanen")
    maija.add("Ahti Oy", "Oppimisjaksot", tier="network")
    return maija


def names(page):
    """The partners of a list page, in its order."""
    return re.findall(r'class="name">\s*<a href="[^"]+">([^<]+)<', page)


def test_the_list_is_in_finnish_order(four):
    assert names(four.get("tiers/everyday").text) == ["Zoo Kahvila", "Åbo Konditori", "Äänekosken Leipä Oy"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ÄÄNEKOSKEN", ["Äänekosken Leipä Oy"]),
        ("q=matkailu", ["Äänekosken Leipä Oy"]),
        ("q=rantanen+zoo", ["Zoo Kahvila"]),
        ("q=100+%25", ["Zoo Kahvila"]),
        ("q=%25", ["Zoo Kahvila"]),
        ("q=_", []),
        ("contact=matkailutiimi", ["Äänekosken Leipä Oy"]),
        ("contact=Olli+Rantanen", ["Zoo Kahvila"]),
        ("contact=rant", ["Zoo Kahvila"]),
        ("contact=tiimi", ["Äänekosken Leipä Oy"]),
        ("contact=olli+tiimi", []),
        ("order=contact", ["Ahti Oy", "Åbo Konditori", "Äänekosken Leipä Oy", "Zoo Kahvila"]),
        ("order=changed", ["Ahti Oy", "Zoo Kahvila", "Äänekosken Leipä Oy", "Åbo Konditori"]),
        ("order=nonsense", ["Ahti Oy", "Zoo Kahvila", "Åbo Konditori", "Äänekosken Leipä Oy"]),
        ("lacks=colleague", []),  # a team is no colleague who is missing
        ("lacks=description", []),
        ("lacks=nonsense&tier=network", ["Ahti Oy"]),
        ("mine=1", ["Ahti Oy", "Åbo Konditori"]),
        ("tier=network", ["Ahti Oy"]),
        ("tier=nonsense", ["Ahti Oy", "Zoo Kahvila", "Åbo Konditori", "Äänekosken Leipä Oy"]),
    ],
)
def test_search_and_filters(four, query, found):
    assert names(four.get(f"partners/?{query}").text) == found


def test_filters_add_up(four):
    """What has been chosen stays chosen in the links and the form beside it."""
    page = four.get("partners/?mine=1&q=o&tier=everyday").text
    assert names(page) == ["Åbo Konditori"]
    of_tiers = re.findall(r'<a class="chip[^"]*" href="[^"]*/tiers/\w+\?([^"]+)"', page)
    assert of_tiers == ["q=o&amp;mine=1"] * 10  # each of five, folded and not: to its page, where one adds too
    form = re.search(r'<form class="filter".*?</form>', page, re.DOTALL)[0]
    assert 'name="mine" value="1"' in form
    assert 'name="tier" value="everyday"' in form
    tiers = re.findall(r'<a class="chip[^"]*" href="[^"]*/partners/\?([^"]+)"', page.partition("narrow-down")[0])
    assert len(tiers) == 4  # all, folded and not; the words that can be taken away; mine
    (without_words,) = [link for link in tiers if "q=o" not in link]
    assert "tier=everyday" in without_words
    assert "mine=1" in without_words
    assert all("mine=1" in link and "q=o" in link for link in re.findall(r'<th[^>]*>\s*<a href="([^"]+)"', page))


@pytest.mark.parametrize(
    ("contact", "is_missing"),
    [
        ("Pekka Poissa", True),
        ("Pekka Poissa, puh. 050 000", True),
        ("Hoiva-alan tiimi", False),
        ("Arbetsgruppen", False),
        ("", False),
    ],
)
def test_a_contact_whom_nobody_knows_asks_for_attention(maija, contact, is_missing):
    maija.add("Verstas Oy", "Näytöt", contact)
    assert names(maija.get("partners/?lacks=colleague").text) == (["Verstas Oy"] if is_missing else [])


def test_a_row_without_contact_person_asks_for_attention(maija, row):
    maija.add("Verstas Oy", "Näytöt", "Matkailutiimi")
    assert names(maija.get("partners/?lacks=contact").text) == []
    maija.post("partners/rows/1", row(name="Verstas Oy", contact=""))
    assert names(maija.get("partners/?lacks=contact").text) == ["Verstas Oy"]


def test_a_long_text_is_saved_and_found_to_its_end(maija):
    """PostgreSQL takes at most 2,704 bytes into an index, and letters by chance cannot be packed."""
    by_chance = random.Random(7).choices(string.ascii_lowercase + "åäö", k=2200)
    name = "Pitkä " + "".join(by_chance[:190])
    text = "".join(by_chance[200:]).replace("\n", "")[:1980] + " loppusana"
    assert maija.add(name, text, "Tiimi " + "".join(by_chance[:150])).status_code == 303
    maija.add("Loppusana Oy", "Lyhyt")
    for words in ("loppusana", "loppusana pitkä"):
        assert name in names(maija.get("partners/", query_string={"q": words}).text)
    assert names(maija.get("partners/?q=loppusana+lyhyt").text) == ["Loppusana Oy"]
    assert names(maija.get("partners/?q=loppusana").text) == ["Loppusana Oy", name]


def test_a_word_at_the_end_of_a_long_text_is_found_though_a_colleague_is_called_so(maija, olli):
    maija.add("Pitkä Oy", "jakso " * 300 + "Ollin kanssa", "Matkailutiimi")
    maija.add("Lyhyt Oy", "Näytöt", "Olli Rantanen")
    assert names(maija.get("partners/?q=olli").text) == ["Lyhyt Oy", "Pitkä Oy"]


def test_each_way_to_be_of_somebody_is_found_once(maija, olli, visit):
    """As a person and as text, with words of the row: each row once, in one order."""
    maija.add("Aalto Oy", "Näytöt", "Olli Rantanen")
    maija.add("Helmi Oy", "Näytöt", "Tiimi Rantanen")
    maija.add("Kuu Oy", "Vierailut", "Olli Rantanen")
    assert names(maija.get("partners/?contact=rantanen").text) == ["Aalto Oy", "Helmi Oy", "Kuu Oy"]
    assert names(maija.get("partners/?contact=rantanen&q=näytöt").text) == ["Aalto Oy", "Helmi Oy"]
    assert names(maija.get("partners/?contact=rantanen&q=näytöt&order=changed").text) == ["Helmi Oy", "Aalto Oy"]
    assert names(olli.get("partners/?mine=1&q=rantanen").text) == ["Aalto Oy", "Kuu Oy"]
    for nothing_asked in ("q=+", "contact=+"):
        assert len(names(maija.get(f"partners/?{nothing_asked}").text)) == 3


def test_the_common_search_finds_partners_and_methods(four):
    four.post("methods/own/new", {"tier": "everyday", "title": "Leipäjonon vinkit", "text": "Näin"})
    page = four.get("search?q=leip").text
    assert "Äänekosken Leipä Oy" in page
    assert "Leipäjonon vinkit" in page


def test_keyset_pages_show_each_row_once(maija, monkeypatch):
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    for name in ("Aaa", "Bbb", "Ccc", "Ddd", "Eee"):
        maija.add(name, is_new="1")
    seen = []
    path = "tiers/everyday"
    while path:
        page = maija.get(path).text
        seen += names(page)
        following = re.search(r'(tiers/everyday\?after=[^"]+)">Next', page)
        path = html.unescape(following[1]) if following else ""
    assert seen == ["Aaa", "Bbb", "Ccc", "Ddd", "Eee"]


def test_a_list_that_ends_with_a_full_page_leads_to_no_further_one(maija, monkeypatch):
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    for name in ("Aaa", "Bbb"):
        maija.add(name, is_new="")
    assert ">Next" not in maija.get("tiers/everyday").text
    maija.add("Ccc", is_new="")
    assert ">Next" in maija.get("tiers/everyday").text


def test_a_hint_tells_no_tier_that_the_partner_has_left(four):
    four.add("Zoo Kahvila", "Kehitetään", tier="development")
    assert "Development" in four.get("partners/similar?name=zoo+kah").text
    four.post("partners/rows/5/archive")
    hint = four.get("partners/similar?name=zoo+kah").text
    assert "Everyday" in hint
    assert "Development" not in hint


@pytest.mark.parametrize("after", ["2024-01-01|1", "0001-01-01T00:00:00+05:00|1", "x|1", "|1", "2024-01-01T00:00:00+00:00|1"])
def test_a_made_up_place_in_a_list_sorted_by_time_breaks_nothing(four, after):
    assert four.get("partners/", query_string={"order": "changed", "after": after}).status_code == 200


@pytest.mark.parametrize("after", ["x", "|", "a|x", "a|99999999999999999999", "\u0000|1"])
def test_a_made_up_place_in_the_list_breaks_nothing(four, after):
    assert four.get("tiers/everyday", query_string={"after": after}).status_code in (200, 400)


def test_counting_stops_at_the_bound(four, app, monkeypatch, organisation_id):
    monkeypatch.setattr(queries, "COUNTED_AT_MOST", 2)
    with app.app_context():
        assert queries.count(queries.Filter(organisation_id)) == 3


def test_typing_a_known_name_shows_who_works_with_it(four):
    hint = four.get("partners/similar?name=zoo+kah").text
    assert "Zoo Kahvila" in hint
    assert "Olli Rantanen" in hint
    assert "Everyday" in hint


@pytest.mark.parametrize("known", ["https://Leipomo.example", "https://www.leipomo.example/yhteys"])
def test_a_typed_link_shows_who_is_at_the_same_site(four, known):
    assert four.add("Vehnä ja ruis", url=known).status_code == 303
    assert four.add("Muu", url="https://toinen-leipomo.example").status_code == 303
    hint = four.get("partners/similar?name=Aivan+uusi+www.leipomo.example/tilaukset").text
    assert "Vehnä ja ruis" in hint
    assert "Muu" not in hint


@pytest.mark.parametrize("typed", ["", "zo", "Aivan Muu"])
def test_no_hint_for_a_short_or_unknown_name(four, typed):
    assert four.get(f"partners/similar?name={typed}").text.strip() == ""


def test_a_known_name_in_another_tier_is_the_same_partner(four, app):
    four.add("ZOO KAHVILA Oy", "Kehitetään", tier="development")
    page = four.get("partners/3").text
    assert page.count('id="row-') == 2
    assert re.findall(r"also:\s*(\w+)", four.get("tiers/everyday").text) == ["development"]
    assert re.findall(r"also:\s*(\w+)", four.get("tiers/development").text) == ["everyday"]


def test_a_partner_stands_in_a_tier_once_and_the_error_leads_to_it(four):
    answer = four.add("Zoo Kahvila", "Uudelleen")
    assert answer.status_code == 422
    assert "/partners/3" in answer.text
    assert "Uudelleen" in answer.text


def test_a_nearly_known_name_asks_and_takes_both_answers(four):
    answer = four.add("Zoo Kahvilaa", "Kehitetään", tier="development")
    assert answer.status_code == 422
    assert 'name="partner_id" value="3"' in answer.text
    assert four.add("Zoo Kahvilaa", "Kehitetään", tier="development", partner_id="3").status_code == 303
    assert names(four.get("tiers/development").text) == ["Zoo Kahvila"]
    assert four.add("Zoo Kahvilaa", "Uusi", tier="development", is_new="1").status_code == 303
    assert names(four.get("tiers/development").text) == ["Zoo Kahvila", "Zoo Kahvilaa"]


def test_a_rename_to_another_partners_name_is_refused(four):
    answer = four.post("partners/rows/1", {"name": "Zoo kahvila", "version": "1.1"})
    assert answer.status_code == 422
    assert "/partners/3" in answer.text


def test_a_page_of_the_list_takes_the_same_queries_whatever_its_length(four, app):
    def queries_of(path):
        counted = []
        engine = app.extensions["hoitomalli_engines"]["reading"]
        four.get()  # what there is to tell has been told
        listener = lambda *args: counted.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        four.get(path)
        event.remove(engine, "before_cursor_execute", listener)
        return len([one for one in counted if one != "BEGIN"])  # which only SQLite is sent

    four.get("tiers/everyday")  # contact suggestions are kept for half a minute
    few = {path: queries_of(path) for path in ("tiers/everyday", "partners/", "search?q=a", "", "partners/1")}
    for number in range(40):
        four.add(f"Kumppani {number:02} {'abcdefghij'[number % 10] * 9}", contact=f"Tiimi {number}", is_new="1")
        version = f"{number + 1}.{number + 1}"
        four.post(
            "partners/rows/1", {"name": f"Åbo {number}", "description": f"Kuvaus {number}", "contact": "", "version": version}
        )
    assert all(queries_of(path) <= most for path, most in few.items())
    assert few["tiers/everyday"] <= 8
    assert max(few.values()) <= 25


@pytest.mark.parametrize("order", ["name", "contact", "changed"])
def test_a_column_pressed_again_turns_round(four, order, monkeypatch):
    """With pages of one row, so that the way to the next one is tried too."""

    def listed(order):
        found = []
        path = f"partners/?order={order}"
        while path:
            page = four.get(path).text
            found += re.findall(r'id="row-(\d+)"', page)
            after = re.search(r'href="[^"]*(partners/\?[^"]*after=[^"]*)"', page)
            path = html.unescape(after[1]) if after else None
        return found

    monkeypatch.setattr(queries, "PAGE_SIZE", 1)
    forwards = listed(order)
    assert len(forwards) == 4
    assert listed(f"{order}-reversed") == forwards[::-1]
    assert f"order={order}-reversed" in four.get(f"partners/?order={order}").text


def test_a_renamed_colleague_is_found_by_the_new_name(four, visit, lms):
    lms.users["olli"].given_name = "Oili"
    visit("olli")
    assert names(four.get("partners/?q=oili").text) == ["Zoo Kahvila"]


@pytest.mark.parametrize(
    ("condition", "index"),
    [
        (IS_BARE, "ix_partnership_bare"),
        (IS_NOBODYS, "ix_partnership_nobodys"),
        (IS_NAMED, "ix_partnership_named"),
        (IS_LONG, "ix_partnership_long"),
        (IS_WITHOUT_DEPUTY, "ix_partnership_without_deputy"),
        (COULD_DEEPEN, "ix_partnership_could_deepen"),
    ],
)
def test_sqlite_can_take_the_index_of_what_a_row_is_without(app, condition, index):
    """It refuses an index that is asked for when the condition is not word for word that of the index."""
    engine = app.extensions["hoitomalli_engines"]["reading"]
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's plans are read in tests/country")
    query = select(Partnership.id).where(Partnership.organisation_id == literal_column("1"), condition)
    asked = str(query.compile(engine)).replace("FROM partnership", f"FROM partnership INDEXED BY {index}")
    with engine.connect() as connection:
        connection.exec_driver_sql(asked)
