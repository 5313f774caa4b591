"""A log: one text is enough; day, need and next step may be with it; the last contact follows (peers 27, 29)."""

import html
import re

import pytest

from tests.encounters.conftest import day, logged


def undo(visitor, page):
    """Press the newest undo of a page."""
    numbers = re.findall(r'action="[^"]*/undo/(\d+)"', page.text)
    return visitor.post(f"undo/{max(map(int, numbers))}")


def test_a_text_is_enough(partner, encounters):
    answer = partner.post("partners/1/log", {"text": "Sovimme jaksosta", "happened_on": day(), "kind": "visit"})
    assert answer.status_code == 303
    assert answer.location.endswith("partners/1")
    page = partner.get("partners/1").text
    assert "Sovimme jaksosta" in page
    assert [one.text for one in encounters()] == ["Sovimme jaksosta"]


def test_all_of_it_stands_on_the_partners_page(partner):
    form = logged("Jakso alkaa", kind="call", need="englantia", next_step="Soitto", next_on=day(3), contact="Maija Koskela")
    partner.post("partners/1/log", form)
    page = partner.get("partners/1").text
    for words in ("Jakso alkaa", "englantia", "Soitto", "Maija K."):
        assert words in page
    overview = partner.get("").text
    assert "Soitto" in overview  # it is one's own next step


def test_who_takes_the_step_is_oneself_unless_emptied(partner, encounters):
    form = logged(next_step="Soitto")
    del form["contact"]
    partner.post("partners/1/log", form)
    partner.post("partners/1/log", logged(next_step="Soitto", contact=""))
    partner.post("partners/1/log", logged(next_step="", contact="Maija Koskela"))
    assert [one.contact for one in encounters()] == ["Maija Koskela", "", ""]


def test_the_last_contact_is_the_latest_day_whenever_it_was_logged(partner, last_contact):
    assert last_contact() is None
    partner.post("partners/1/log", logged(happened_on=day(-2)))
    assert last_contact() == 2
    partner.post("partners/1/log", logged("Kuukausi sitten", happened_on=day(-30)))
    assert last_contact() == 2


def test_undo_moves_the_last_contact_back_and_forth(partner, last_contact):
    partner.post("partners/1/log", logged(happened_on=day(-30)))
    partner.post("partners/1/log", logged(happened_on=day(-1)))
    undo(partner, partner.get("partners/1"))
    assert last_contact() == 30
    undo(partner, partner.get("partners/1"))
    assert last_contact() == 1


def test_a_log_that_is_taken_away_or_moved_to_another_day_is_followed(partner, last_contact, encounters):
    partner.post("partners/1/log", logged(happened_on=day(-9)))
    partner.post("encounters/1/edit", logged(happened_on=day(-4), version="1"))
    assert last_contact() == 4
    partner.post("encounters/1/archive")
    assert last_contact() is None
    assert encounters()[0].is_archived
    assert "Jaksot sovittu" not in partner.get("partners/1").text.partition('id="changes"')[0]


def test_visit_60_of_60_can_be_reached_and_corrected(partner, encounters):
    for number in range(60):
        partner.post("partners/1/log", logged(f"Käynti numero {number}", happened_on=day(-number)))
    address = "partners/1"
    seen = []
    while address:
        page = partner.get(address).text
        seen += re.findall(r"Käynti numero (\d+)<", page.partition('id="changes"')[0])
        later = re.search(r'href="[^"]*(partners/1\?start=\d+)#timeline"', page)
        address = later[1] if later else None
    assert [int(one) for one in seen] == list(range(60))
    last = encounters()[-1].id
    assert partner.post(f"encounters/{last}/edit", logged("Korjattu", happened_on=day(-59), version="1")).status_code == 303
    assert encounters()[-1].text == "Korjattu"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("text", "", "Write a line"),
        ("text", "x" * 2001, "At most 2"),
        ("kind", "golf", "Choose what"),
        ("happened_on", "31.2.2026", "This is no day"),
        ("happened_on", "eilen", "This is no day"),
        ("happened_on", "", "Write the day"),
        ("happened_on", day(1), "still to come"),
        ("happened_on", "1.1.1066", "This is no day"),
        ("happened_on", "1.1.1950", "too long ago"),
        ("next_on", "32.1.2027", "This is no day"),
        ("next_on", day(-3), "comes after the day"),
        ("next_step", "y" * 201, "At most 200"),
        ("need", "z" * 201, "At most 200"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_lost(partner, encounters, field, value, message):
    form = logged("Pitkä teksti 😀 مرحبا A\u0308iti", next_step="Soitto", need="apua", next_on=day(5))
    answer = partner.post("partners/1/log", {**form, field: value} if value or field != "text" else logged(""))
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert message in page
    assert 'aria-invalid="true"' in page
    for name in ("text", "next_step", "need"):
        if field not in (name, "text"):
            assert form[name] in page
    if field not in ("kind", "happened_on", "next_on") or message == "This is no day":
        assert value in page
    assert encounters() == []


def test_a_day_without_a_step_is_asked_about(partner):
    answer = partner.post("partners/1/log", logged(next_on=day(5)))
    assert answer.status_code == 422
    assert "Write what is to be done" in answer.text


def test_a_log_that_was_taken_away_meanwhile_is_not_brought_back_by_a_form(partner, olli, encounters):
    partner.post("partners/1/log", logged())
    olli.post("encounters/1/archive")
    answer = partner.post("encounters/1/edit", {**logged("Toisin"), "version": "1"})
    assert answer.status_code == 409
    assert "Toisin" in answer.text
    assert [one.is_archived for one in encounters()] == [True]


def test_the_head_of_the_page_tells_the_open_step_that_comes_first(partner):
    for text, days in (("Kutsu messuille", 9), ("Soitto", 2), ("Kahvit joskus", None)):
        partner.post("partners/1/log", logged(next_step=text, next_on=day(days) if days else "", contact="Maija Koskela"))

    def head():
        return partner.get("partners/1").text.partition('class="band-of-facts"')[2].partition("</dl>")[0]

    assert "Soitto" in head()
    partner.post("encounters/2/done")
    assert "Kutsu messuille" in head()
    partner.post("encounters/1/done")
    assert "Kahvit joskus" in head()


def test_two_correct_it_at_once(partner, olli, encounters):
    partner.post("partners/1/log", logged("Alku"))
    olli.post("encounters/1/edit", logged("Alku", next_step="Ollin askel", version="1"))
    answer = partner.post("encounters/1/edit", logged("Maijan teksti", version="1"))
    assert answer.status_code == 303  # different fields
    assert (encounters()[0].text, encounters()[0].next_step) == ("Maijan teksti", "Ollin askel")
    answer = olli.post("encounters/1/edit", logged("Ollin teksti", next_step="Ollin askel", version="2"))
    assert answer.status_code == 409
    assert "Maijan teksti" in answer.text
    assert "Ollin teksti" in answer.text
    assert encounters()[0].text == "Maijan teksti"


def test_who_takes_the_step_stays_whom_it_meant(partner, encounters):
    partner.post("partners/1/log", logged("Alku", next_step="Soitto", contact="Maija Koskela"))
    person = encounters()[0].contact_person_id
    assert person
    partner.post("encounters/1/edit", logged("Korjattu", next_step="Soitto", contact="Maija Koskela", version="1"))
    assert encounters()[0].contact_person_id == person


def test_who_is_named_for_a_step_that_a_colleague_has_emptied_is_left_out(partner, encounters):
    partner.post("partners/1/log", logged("Alku", next_step="Soitto", contact=""))
    partner.post("encounters/1/edit", logged("Alku", next_step="", version="1"))
    partner.post("encounters/1/edit", logged("Alku", next_step="Soitto", contact="Olli Rantanen", version="1"))
    [found] = encounters()
    assert (found.next_step, found.contact_name, found.contact_person_id) == ("", "", None)


def test_a_step_that_is_done_leaves_ones_own_list(partner, encounters):
    partner.post("partners/1/log", logged(next_step="Soita Kerttuliin", contact="Maija Koskela"))
    assert "Soita Kerttuliin" in partner.get("").text
    partner.post("encounters/1/done")
    overview = partner.get("").text
    assert overview.count("Soita Kerttuliin") == 1  # what was done is said once
    assert "Soita Kerttuliin" not in partner.get("").text
    assert encounters()[0].is_done


def test_a_step_that_was_emptied_meanwhile_is_not_done_and_nobody_was_met(partner, encounters, last_contact):
    partner.post("partners/1/log", logged(happened_on=day(-5), next_step="Soitto"))
    partner.post("encounters/1/edit", logged(happened_on=day(-5), version="1"))
    partner.post("encounters/1/done")  # from a page that was open before
    assert "Done:" not in partner.get("").text
    assert last_contact() == 5
    assert not encounters()[0].is_done


def test_the_page_log_a_visit_offers_whom_one_has_logged_last(partner):
    partner.add("Leipomo Kultakuori")
    partner.add("Kahvila Jokiranta", contact="")
    partner.post("partners/3/log", logged())
    page = partner.get("log").text
    offered = re.findall(r'name="partner_id" value="(\d+)"', page)
    assert offered == ["3", "1", "2"]
    answer = partner.post("log", logged("Uusi käynti", partner_id="2"))
    assert answer.location.endswith("partners/2")


def test_another_partner_is_written_by_name(partner):
    assert partner.post("log", logged(partner_id="", partner_name="kahvila kerttuli")).location.endswith("partners/1")
    unknown = partner.post("log", logged("Säilyy tässä", partner_id="", partner_name="Tuntematon Oy"))
    assert unknown.status_code == 422
    assert "Säilyy tässä" in unknown.text
    assert "Tuntematon Oy" in unknown.text
    assert partner.post("log", logged()).status_code == 422


def test_partners_are_offered_while_the_name_of_another_is_typed(partner):
    partner.add("Leipomo Kultakuori")
    offered = partner.get("log/like?partner_name=kultak").text
    assert re.findall(r'name="partner_id" value="(\d+)"', offered) == ["2"]
    assert "checked" not in offered
    for nobody in ("ku", "", "tuntematon"):
        assert partner.get(f"log/like?partner_name={nobody}").text.strip() == ""


def test_a_partner_chosen_after_a_name_was_not_found_is_the_one_meant(partner):
    """The name still stands in its field, which is out of sight by then."""
    unknown = partner.post("log", logged(partner_id="", partner_name="pih")).text
    [another] = re.findall(r'<input[^>]*name="partner_id" value=""[^>]*>', unknown)
    assert "checked" in another
    answer = partner.post("log", logged(partner_id="1", partner_name="pih"))
    assert answer.location.endswith("partners/1")


def test_another_without_a_name_is_logged_for_nobody(partner, encounters):
    partner.add("Leipomo Kultakuori")
    partner.post("partners/2/log", logged())
    refused = partner.post("log", logged("Säilyy tässä", partner_id="", partner_name=""))
    assert refused.status_code == 422
    assert "Write the partner" in refused.text
    assert len(encounters()) == 1


def test_a_new_step_after_the_one_that_is_done_is_open(partner, encounters):
    partner.post("partners/1/log", logged(next_step="Soitto"))
    partner.post("encounters/1/done")
    partner.post("encounters/1/edit", logged(next_step="Lähetä sopimus", version="2"))
    assert not encounters()[0].is_done


def test_a_need_or_a_next_step_is_enough_too(partner, encounters):
    assert partner.post("partners/1/log", logged("", need="apua")).status_code == 303
    assert partner.post("partners/1/log", logged("", next_step="Soitto")).status_code == 303
    assert "apua" in partner.get("partners/1").text
    assert [one.text for one in encounters()] == ["", ""]


def test_a_refused_log_of_a_partners_page_goes_on_under_its_address(partner):
    """Else the draft that was kept for it would come back after it was saved."""
    refused = partner.post("partners/1/log", logged("", happened_on="eilen"))
    assert refused.status_code == 422
    assert 'action="' + partner.base + 'partners/1/log"' in refused.text
    assert 'name="partner_name"' not in refused.text


def test_who_has_no_partners_yet_is_asked_for_the_name_of_one(maija, olli):
    olli.add("Kahvila Kerttuli Ky")
    assert 'class="chip another"' not in maija.get("log").text
    assert ">Name of the partner</label>" in maija.get("log").text
    maija.add("Leipomo Kultakuori Oy")
    assert 'class="chip another"' in maija.get("log").text


def test_what_must_not_be_written_is_said_where_one_writes(partner):
    partner.post("partners/1/log", logged())
    for path in ("log", "partners/1", "encounters/1/edit"):
        page = partner.get(path).text
        assert 'id="log-text-hint">Nothing about single students.' in page
        assert 'aria-describedby="log-text-hint"' in page
