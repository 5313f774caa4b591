"""Needs: joined to an earlier one by who writes, never guessed; read together by term and tier (Malin 2022, ch. 2.2, 4.1.3)."""

import re
from datetime import date

import pytest

from lti_tool.encounters import queries
from lti_tool.encounters.terms import Term, term_named, term_of
from tests.days import today
from tests.encounters.conftest import day, logged


@pytest.fixture
def two(partner):
    """Two partners, the first with a need."""
    partner.add("Leipomo Kultakuori", tier="strategic")
    partner.post("partners/1/log", logged(need="Perehdytys englanniksi kesätyöntekijöille"))
    return partner


def test_earlier_needs_are_offered_by_their_words(two):
    offered = two.get("needs/like?need=englannin+perehdytystä").text
    assert "Perehdytys englanniksi" in offered
    assert two.get("needs/like?need=siivous").text.strip() == ""
    assert two.get("needs/like?need=").text.strip() == ""


def test_of_very_many_needs_the_newest_are_offered(two, monkeypatch):
    """They are compared at each letter one types: no more of them than that takes."""
    monkeypatch.setattr(queries, "MOST_COMPARED", 2)
    for need in ("englannin alkeet", "englannin kurssi"):
        two.post("partners/1/log", logged(need=need))
    offered = two.get("needs/like?need=englanti").text
    assert [word in offered for word in ("kesätyöntekijöille", "alkeet", "kurssi")] == [False, True, True]


def test_what_was_chosen_is_joined_and_what_was_not_is_a_need_of_its_own(two, encounters):
    two.post("partners/2/log", logged(need="englantia", need_id="1"))
    two.post("partners/2/log", logged(need="englantia"))
    two.post("partners/2/log", logged(need="perehdytys ENGLANNIKSI kesätyöntekijöille"))
    assert [one.need_id for one in encounters()] == [1, 1, 2, 1]
    page = two.get("partners/1").text
    assert "1 other partner too" in page
    assert "Leipomo Kultakuori" in two.get("needs/1").text


def test_another_colleges_need_is_not_joined(two, encounters):
    two.post("partners/2/log", logged(need="oma tarve", need_id="-1"))
    two.post("partners/2/log", logged(need="toinen tarve", need_id="999999999999"))
    assert [one.need.text for one in encounters()][1:] == ["oma tarve", "toinen tarve"]


def test_a_need_of_a_log_that_was_taken_away_is_nobodys(two):
    two.post("partners/2/log", logged(need="englantia", need_id="1"))
    assert "Leipomo Kultakuori" in two.get("partners/?need=1").text.partition("<tbody")[2]
    two.post("encounters/2/archive")
    assert "other partner too" not in two.get("partners/1").text
    assert "Leipomo Kultakuori" not in two.get("partners/?need=1").text.partition("<tbody")[2]
    two.post("encounters/1/archive")
    assert two.get("needs/like?need=englannin+perehdytystä").text.strip() == ""


def test_needs_are_told_of_no_tier_that_the_partner_has_left(two):
    two.add("Kahvila Kerttuli Ky", "Kehitetään", tier="development", partner_id="1")
    assert "Kahvila Kerttuli" in two.get("needs/?tier=development").text
    assert "Development" in two.get("needs/").text.partition("Perehdytys englanniksi")[2].partition("</li>")[0]
    two.post("partners/rows/3/archive")
    assert "Development" not in two.get("needs/").text.partition("Perehdytys englanniksi")[2].partition("</li>")[0]
    assert "Kahvila Kerttuli" not in two.get("needs/?tier=development").text


def test_a_terms_needs_are_read_by_tier(two):
    two.post("partners/2/log", logged(need="uusi osaamismerkki", happened_on=day(-500)))
    now = two.get("needs/").text
    assert "Perehdytys englanniksi" in now
    assert "uusi osaamismerkki" not in now
    assert "Perehdytys englanniksi" not in two.get("needs/?tier=strategic").text
    assert "Kahvila Kerttuli" in two.get("needs/?tier=everyday").text
    for nonsense in ("needs/?term=x", "needs/?term=9999s&tier=golf", "needs/?term="):
        assert two.get(nonsense).status_code == 200


def test_one_goes_to_the_term_before_and_to_a_later_one_that_has_begun(two):
    now = term_of(today())
    assert _terms_led_to(two, now) == {now.before.key}
    assert _terms_led_to(two, now.before) == {now.before.before.key, now.key}


def _terms_led_to(visitor, term):
    title = visitor.get(f"needs/?term={term.key}").text.partition('<div class="title">')[2].partition("</div>")[0]
    return {key for key in re.findall(r"needs/\?term=(\w+)", title) if key != term.key}


def test_terms():
    assert term_of(date(2026, 7, 31)) == Term(2026, "k")
    assert term_of(date(2026, 8, 1)) == Term(2026, "s")
    assert Term(2026, "k").before == Term(2025, "s")
    assert Term(2026, "s").after == Term(2027, "k")
    for term in (Term(2026, "k"), Term(2026, "s")):
        assert term_named(term.key) == term
        assert term_of(term.first_day) == term_of(term.last_day) == term
        assert term.before.after == term
    assert term_named("٢٠٢٦s") is None
