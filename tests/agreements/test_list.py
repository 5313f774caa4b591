"""The college's agreements: soonest due first, by tier, page after page, and nothing of another college."""

import re

import pytest
from sqlalchemy import event

from lti_tool.agreements import queries
from tests.agreements.conftest import NAME, listed


def names(page):
    return names_in(page.text)


def names_in(text):
    return re.findall(r'<td class="name">\s*<a[^>]*>([^<]+)</a>', text)


@pytest.fixture
def four(add, partner, typed):
    """Partners whose agreements end one after the other, one of them without end."""
    for number, (name, tier) in enumerate([("Beeta", "strategic"), ("Alfa", "everyday"), ("Ikuinen", "strategic")], start=2):
        partner.add(name, tier=tier)
        days = {"Beeta": 20, "Alfa": 60}.get(name)
        add(number, ends_on=typed(days) if days else "", aims=f"Sovittu: {name}")
    add(1, ends_on=typed(-5))
    return partner


def test_what_is_due_soonest_comes_first_and_what_never_is_last(four):
    page = four.get("agreements/")
    assert names(page) == [NAME, "Beeta", "Alfa", "Ikuinen"]
    assert "soonest come first" in page.text
    assert "soonest come first" not in four.get("agreements/?tier=other").text


def test_only_those_that_are_due(four):
    page = four.get("agreements/?due=1")
    assert names(page) == [NAME, "Beeta"]
    assert re.search(r'Asks for attention\s*<span class="count">2</span>', page.text)


def test_what_was_agreed_with_the_partners_of_a_tier(four):
    page = four.get("agreements/?tier=strategic")
    assert names(page) == ["Beeta", "Ikuinen"]
    assert "Sovittu: Beeta" in page.text
    assert "data-print" in page.text
    narrowed = four.get("agreements/?tier=strategic&due=1")
    assert names(narrowed) == ["Beeta"]
    for one in (page, narrowed):
        assert re.search(r'Asks for attention\s*<span class="count">1</span>', one.text)


def test_a_tier_whose_list_tells_of_agreements_leads_to_what_was_agreed(four):
    for page in ("tiers/strategic", "tiers/strategic/methods", "tiers/development/description"):
        [address] = re.findall(r'href="[^"]*(agreements/\?tier=[a-z]+)">Agreed</a>', four.get(page).text)
        assert address.removeprefix("agreements/?tier=") in page
    assert "agreements/" not in four.get("tiers/everyday").text


def test_a_tiers_list_says_of_its_agreements_in_words_until_when(four, add, typed):
    shown = four.get("tiers/strategic").text
    assert "agreement until further notice" in shown
    assert "agreement until" in shown.replace("agreement until further notice", "")
    assert "agreement ended" not in shown
    add(2, ends_on=typed(-1))
    assert "agreement ended yesterday" in four.get("tiers/strategic").text


def test_partners_whose_agreement_is_due_are_a_filter_of_the_list(four):
    found = four.get("partners/?agreement=due").text.partition("<tbody")[2]
    assert [name in found for name in (NAME, "Beeta", "Alfa", "Ikuinen")] == [True, True, False, False]


def test_an_archived_agreement_is_not_told_of_in_its_tier(four):
    for number in (1, 3):
        four.post(f"agreements/{number}/archive")
    assert "agreement until" not in four.get("tiers/strategic").text


def test_aims_of_rows_that_are_off_the_list_or_only_wanted_are_not_agreed(four):
    aims = {"name": "Beeta", "url": "", "description": "", "contact": "", "aims": "Kaksi pilottia vuodessa"}
    for state, is_told in (("current", True), ("wanted", False), ("current", True)):
        seen = re.search(r'name="version" value="([^"]+)"', four.get("partners/rows/2/edit").text)[1]
        assert four.post("partners/rows/2", {**aims, "state": state, "version": seen}).status_code == 303
        assert ("Kaksi pilottia vuodessa" in four.get("agreements/").text) == is_told
    four.post("partners/rows/2/archive")
    assert "Kaksi pilottia vuodessa" not in four.get("agreements/").text


def test_who_has_left_the_tier_is_not_told_to_be_without_agreement(four):
    four.add("Ilman Oy", tier="strategic")
    assert "Ilman Oy" in four.get("agreements/?tier=strategic").text
    four.post("partners/rows/5/archive")
    assert "Ilman Oy" not in four.get("agreements/?tier=strategic").text.partition("<main")[2].partition('class="notice"')[0]


def test_what_a_partnership_aims_at_stands_with_the_agreement(four):
    values = {"name": "Beeta", "url": "", "description": "", "contact": "", "version": "1.1"}
    assert four.post("partners/rows/2", {**values, "aims": "Kaksi pilottia vuodessa"}).status_code in (200, 303)
    [row] = [row for row in listed(four.get("agreements/?tier=strategic")) if "Beeta" in row]
    assert "Sovittu: Beeta" in row
    assert "Kaksi pilottia vuodessa" in row
    assert "Kaksi pilottia vuodessa" in four.get("agreements/").text
    assert "Kaksi pilottia vuodessa" not in four.get("agreements/?tier=everyday").text
    assert "Sovittu: Beeta" in four.get("partners/2").text


def test_of_a_partner_in_two_tiers_a_tiers_list_tells_what_it_aims_at_there(four):
    four.add("Beeta", tier="development", is_new="")
    for row, aims in ((2, "Kaksi pilottia vuodessa"), (5, "Opettajien työelämäjaksot")):
        values = {"name": "Beeta", "url": "", "description": "", "contact": "", "version": "1.1", "aims": aims}
        assert four.post(f"partners/rows/{row}", values).status_code in (200, 303)
    assert "Kaksi pilottia vuodessa" in four.get("agreements/?tier=strategic").text
    assert "Opettajien työelämäjaksot" not in four.get("agreements/?tier=strategic").text
    assert "Opettajien työelämäjaksot" in four.get("agreements/").text


def test_the_list_leads_to_partners_without_an_agreement(four):
    four.add("Sopimukseton Oy", tier="strategic")
    [address] = re.findall(r'<a href="[^"]*(partners/\?[^"]*agreement=none[^"]*)"', four.get("agreements/?tier=strategic").text)
    found = four.get(address.replace("&amp;", "&")).text
    assert "Sopimukseton Oy" in found
    assert ">Beeta</a>" not in found


def test_below_the_agreements_of_a_tier_stand_its_partners_without_one(four, add, typed):
    four.add("Sopimukseton Oy", tier="strategic")
    four.add("Toivottu Oy", tier="strategic")
    for row, values in {
        5: {"name": "Sopimukseton Oy", "aims": "Yksi pilotti"},
        6: {"name": "Toivottu Oy", "state": "wanted"},
    }.items():
        sent = {"url": "", "description": "", "contact": "", "version": "1.1", **values}
        assert four.post(f"partners/rows/{row}", sent).status_code in (200, 303)

    def without(path):
        part = four.get(path).text.partition('id="without"')[2]
        return names_in(part), "Yksi pilotti" in part

    assert without("agreements/?tier=strategic") == (["Sopimukseton Oy"], True)
    for path in ("agreements/", "agreements/?tier=strategic&due=1", "agreements/?tier=everyday"):
        assert without(path) == ([], False)
    add(5, ends_on=typed(-5))
    assert without("agreements/?tier=strategic") == ([], False)
    four.post("agreements/5/archive")
    assert without("agreements/?tier=strategic") == (["Sopimukseton Oy"], True)


def test_a_partner_that_has_left_a_tier_is_not_among_its(four):
    four.post("partners/rows/2/archive")
    assert names(four.get("agreements/?tier=strategic")) == ["Ikuinen"]
    rows = listed(four.get("agreements/"))
    assert [("(archived)" in row) for row in rows] == [False, True, False, False]


@pytest.mark.parametrize(
    "query", ["?tier=nothing", "?after=nothing", "?after=2026-99-99|1", "?after=9999-12-31|", "?tier=&after=x|y"]
)
def test_what_an_address_does_not_know_is_left_open(four, query):
    assert len(names(four.get(f"agreements/{query}"))) == 4


def test_an_empty_list_says_what_to_do(partner):
    assert "They are added on a partner" in partner.get("agreements/").text
    assert "Take a filter away." in partner.get("agreements/?due=1").text


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_list_goes_on_page_after_page(four, monkeypatch, size):
    monkeypatch.setattr(queries, "PAGE_SIZE", size)
    seen = []
    path = "agreements/"
    while path:
        page = four.get(path)
        seen += names(page)
        following = re.search(r'href="[^"]*/agreements/(\?after=[^"]+)"', page.text)
        path = f"agreements/{following[1].replace('&amp;', '&')}" if following else ""
    assert seen == [NAME, "Beeta", "Alfa", "Ikuinen"]


def test_the_next_of_each_partner_is_found_in_one_question(four, add, typed, app, in_days):
    add(2, ends_on=typed(3))
    asked = []
    with app.app_context():
        for engine in app.extensions["hoitomalli_engines"].values():
            event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
        found = queries.ends_of_next([1, 2, 3, 4, 99])
    assert found == {1: in_days(-5), 2: in_days(3), 3: in_days(60), 4: None}
    assert len([one for one in asked if "FROM agreement" in one]) == 1


def test_more_rows_ask_no_more_questions(four, add, app):
    asked = []
    for engine in app.extensions["hoitomalli_engines"].values():
        event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    four.get("agreements/")
    few = len(asked)
    for _ in range(5):
        add(1)
    asked.clear()
    four.get("agreements/")
    assert len(asked) == few


def test_another_college_sees_and_changes_none_of_it(four, other_college, form):
    stranger = other_college("maija")
    assert names(stranger.get("agreements/")) == []
    for path in ("of/1/new", "1/edit", "1/renew", "1/review"):
        assert stranger.get(f"agreements/{path}").status_code == 404
        assert stranger.post(f"agreements/{path}", form()).status_code == 404
    assert stranger.post("agreements/1/archive").status_code == 404
    assert len(names(four.get("agreements/"))) == 4


@pytest.mark.parametrize("username", ["veeti", "aino"])
def test_a_closed_course_and_students_see_nothing(four, visit, open_course, username):
    open_course("teachers" if username == "veeti" else "closed")
    visitor = visit(username)
    for path in ("agreements/", "agreements/1/edit", "agreements/of/1/new"):
        page = visitor.get(path)
        assert page.status_code == 403
        assert "Beeta" not in page.text
