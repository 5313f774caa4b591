"""Agreements of a partner: added, corrected, renewed, reviewed, archived; each with its undo, by two at once."""

import re

import pytest

from lti_tool.agreements.models import Agreement
from tests.agreements.conftest import NAME, listed, section, undo_links

LINK = "https://sopimukset.example/kerttuli"


def head(page):
    return page.text.partition('class="band-of-facts"')[2].partition("</dl>")[0]


def happened(page):
    part = page.text.partition('id="happened"')[2].partition('aria-labelledby="partners"')[0]
    return " ".join(re.sub("<[^>]+>", " ", part.partition(">")[2]).split())


def test_a_partner_without_agreements_has_no_fact_and_the_way_to_add_one(partner):
    page = partner.get("partners/1")
    assert "Agreement" not in head(page)
    assert "agreements/of/1/new" in page.text


def test_an_agreement_stands_in_the_head_in_its_section_and_on_the_list(add, partner):
    add(
        ends_on="31.7.2090",
        review_on="15.8.2089",
        url="sopimukset.example/kerttuli",
        our_signer="Anna Lehto",
        their_signer="Kai Niemi",
    )
    page = partner.get("partners/1")
    assert "until 31/07/2090" in head(page)
    assert f'href="{LINK}"' in head(page)
    assert section(page).startswith(
        "Agreements Partnership agreement until 31/07/2090 Kaksi jaksoa vuodessa review 15/08/2089 Open ↗"
    )
    [row] = listed(partner.get("agreements/"))
    for words in (
        NAME,
        "Partnership agreement",
        "Kaksi jaksoa vuodessa",
        "until 31/07/2090",
        "15/08/2089",
        "Anna Lehto · Kai Niemi",
    ):
        assert words in row


def test_the_form_says_that_students_agreements_do_not_belong_here(partner):
    page = partner.get("agreements/of/1/new").text
    assert "Apprenticeship and training agreements of students do not belong here." in page
    assert "Reverse agreement: the partner sets the aims and terms" in page
    assert page.count('placeholder="31.1.2027"') == 3, "each day says how it is written"


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"starts_on": ""}, "starts_on", "Write from which day it is in force."),
        ({"starts_on": "huomenna"}, "starts_on", "This is no day. Write it as 31.1.2027."),
        ({"ends_on": "31.2.2090"}, "ends_on", "This is no day. Write it as 31.1.2027."),
        ({"ends_on": "31.1.20270"}, "ends_on", "This is no day. Write it as 31.1.2027."),
        ({"ends_on": "1.1.2000"}, "ends_on", "The end comes before the beginning."),
        ({"review_on": "1.1.2000"}, "review_on", "The review comes before the beginning."),
        ({"ends_on": "1.1.2090", "review_on": "2.1.2090"}, "review_on", "The review comes after the end."),
        ({"kind": "oppisopimus"}, "kind", "Choose a kind."),
        ({"url": "ei mikään"}, "url", "This is not a web address."),
        ({"our_signer": "x" * 201}, "our_signer", "At most 200 characters."),
        ({"aims": "x" * 2001}, "aims", "At most 2,000 characters."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_all_that_was_typed_stays(partner, form, values, field, message):
    answer = partner.post("agreements/of/1/new", form(their_signer="Kai Niemi", **values))
    assert answer.status_code == 422
    assert message in answer.text.partition(f'id="{field}-error"')[2].partition("</div>")[0]
    assert 'value="Kai Niemi"' in answer.text
    assert "Kaksi jaksoa vuodessa" in answer.text or values.get("aims", "?") in answer.text
    if "no day" in message:
        assert f'value="{values[field]}"' in answer.text
    assert section(partner.get("partners/1")) == "Agreements Add an agreement"


@pytest.mark.parametrize(("typed_day", "shown"), [("1.1.2090", "01/01/2090"), ("2090-01-01", "01/01/2090")])
def test_a_day_that_is_understood_is_shown_as_the_reader_writes_it(partner, form, typed_day, shown):
    answer = partner.post("agreements/of/1/new", form(ends_on=typed_day, starts_on=""))
    assert f'value="{shown}"' in answer.text


def test_one_that_begins_and_ends_on_the_same_day_as_its_review_is_good(add, stored):
    add(starts_on="1.1.2090", ends_on="1.1.2090", review_on="1.1.2090")
    assert stored().starts_on == stored().ends_on == stored().review_on == stored().due_on


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_on": "soon"}, "ends_on"),
        ({"ends_on": "same"}, "ends_on"),
        ({"ends_on": "past"}, "ends_on"),
        ({"ends_on": "later", "review_on": "today"}, "review_on"),
        ({"ends_on": "later", "review_on": "after"}, "review_on"),
    ],
)
def test_a_renewal_goes_on_from_the_former_end_and_its_review_is_to_come(add, partner, typed, stored, values, field):
    days = {"past": typed(-5), "today": typed(0), "soon": typed(5), "same": typed(10), "later": typed(400), "after": typed(401)}
    add(ends_on=typed(-10) if values["ends_on"] == "past" else typed(10))
    sent = {"review_on": "", "version": "1", **{name: days[value] for name, value in values.items()}}
    answer = partner.post("agreements/1/renew", sent)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert stored().version == 1


def test_a_renewal_until_further_notice_is_an_empty_end(add, partner, typed, stored):
    add(ends_on=typed(10))
    partner.post("agreements/1/renew", {"ends_on": "", "review_on": "", "version": "1"})
    assert stored().ends_on is None
    assert "until further notice" in section(partner.get("partners/1"))


def test_the_page_of_a_renewal_asks_anew_for_a_review_that_is_over(add, partner, typed):
    add(ends_on=typed(10), review_on=typed(-5))
    page = partner.get("agreements/1/renew").text
    assert re.search(r'id="review_on"[^>]* value=""', page)
    assert not re.search(r'id="ends_on"[^>]* value=""', page)


def test_a_renewal_with_an_impossible_day_is_refused(add, partner, typed, stored):
    add(ends_on=typed(10))
    refused = partner.post("agreements/1/renew", {"ends_on": "31.2.2099", "review_on": "", "version": "1"})
    assert refused.status_code == 422
    assert 'value="31.2.2099"' in refused.text
    assert stored().version == 1


def test_a_renewal_may_bring_another_document_and_other_aims(add, partner, typed, stored):
    add(ends_on=typed(10), url="https://vanha.example")
    sent = {"ends_on": typed(400), "review_on": "", "url": LINK, "aims": "Kolme jaksoa", "version": "1"}
    partner.post("agreements/1/renew", sent)
    assert (stored().url, stored().aims, stored().version) == (LINK, "Kolme jaksoa", 2)
    assert "Agreement renewed" in happened(partner.get("partners/1"))


def test_a_review_suggests_the_day_a_year_later(add, partner, typed, stored, in_days):
    add(review_on=typed(-10))
    page = partner.get("agreements/1/review").text
    shown = re.search(r'id="review_on"[^>]* value="(\d\d)/(\d\d)/(\d{4})"', page)
    assert shown
    partner.post("agreements/1/review", {"review_on": ".".join(shown.groups()), "version": "1"})
    assert 364 <= (stored().review_on - in_days(0)).days <= 366
    assert "Agreement reviewed" in happened(partner.get("partners/1"))


@pytest.mark.parametrize("days", [0, -3, 101])
def test_the_next_review_is_to_come_and_before_the_end(add, partner, typed, days):
    add(ends_on=typed(100), review_on=typed(-10))
    answer = partner.post("agreements/1/review", {"review_on": typed(days), "version": "1"})
    assert answer.status_code == 422
    assert 'id="review_on-error"' in answer.text


def test_no_suggestion_goes_past_the_end(add, partner, typed):
    add(ends_on=typed(100), review_on=typed(-10))
    assert re.search(r'id="review_on"[^>]* value=""', partner.get("agreements/1/review").text)


def test_a_correction_is_told_with_days_in_words(add, partner, form):
    add(ends_on="31.1.2090")
    partner.post("agreements/1/edit", form(ends_on="31.1.2091", kind="reverse"))
    told = happened(partner.get("partners/1"))
    assert "Agreement corrected" in told
    assert "31/01/2090" in told
    assert "31/01/2091" in told
    assert "Reverse agreement" in told


def test_beginning_and_end_stand_in_what_has_happened_and_what_is_to_come_does_not(add, partner, typed):
    add(starts_on=typed(-400), ends_on=typed(-20), kind="cooperation")
    add(starts_on=typed(5), ends_on=typed(50), kind="reverse")
    told = happened(partner.get("partners/1"))
    assert "Cooperation agreement came into force" in told
    assert "Cooperation agreement ended" in told
    assert "Reverse agreement came" not in told
    assert "Reverse agreement ended" not in told


def test_archiving_takes_it_off_and_its_undo_brings_it_back(add, partner):
    add(ends_on="31.7.2090")
    partner.post("agreements/1/archive")
    page = partner.get("partners/1")
    assert "Agreement" not in head(page)
    assert section(page) == "Agreements Add an agreement"
    undo = undo_links(page)[0]
    partner.post(undo)
    assert "until 31/07/2090" in section(partner.get("partners/1"))
    again = undo_links(partner.get("partners/1"))[0]
    partner.post(again)
    assert section(partner.get("partners/1")) == "Agreements Add an agreement"


def test_a_renewal_is_undone_and_brought_back_whole(add, partner, typed, stored, in_days):
    add(ends_on=typed(10), review_on=typed(5))
    partner.post("agreements/1/renew", {"ends_on": typed(730), "review_on": typed(365), "version": "1"})
    partner.post("undo/3")
    assert (stored().ends_on, stored().review_on, stored().due_on) == (in_days(10), in_days(5), in_days(5))
    partner.post("undo/4")
    assert (stored().ends_on, stored().review_on, stored().due_on) == (in_days(730), in_days(365), in_days(365))


def test_an_undo_that_would_make_impossible_days_is_refused_in_words(add, partner, typed, stored, in_days):
    add(ends_on=typed(50))
    partner.post("agreements/1/renew", {"ends_on": typed(730), "review_on": typed(365), "version": "1"})
    partner.post("agreements/1/review", {"review_on": typed(400), "version": "2"})
    partner.post("undo/3")
    assert stored().ends_on == in_days(730)
    assert "The review comes after the end." in partner.get("partners/1").text


def test_undoing_an_addition_says_what_is_gone(add, partner):
    add()
    partner.post("undo/2")
    page = partner.get("partners/1")
    assert "Undone: Partnership agreement is gone again." in page.text
    assert section(page) == "Agreements Add an agreement"


def test_two_who_correct_different_fields_lose_nothing(add, partner, olli, form, stored):
    add()
    partner.post("agreements/1/edit", form(our_signer="Anna Lehto"))
    assert olli.post("agreements/1/edit", form(their_signer="Kai Niemi")).status_code == 303
    assert (stored().our_signer, stored().their_signer) == ("Anna Lehto", "Kai Niemi")


def test_two_who_correct_the_same_field_are_asked(add, partner, olli, form, stored):
    add()
    partner.post("agreements/1/edit", form(ends_on="31.1.2090", kind="reverse"))
    answer = olli.post("agreements/1/edit", form(ends_on="31.1.2091", kind="cooperation", our_signer="Anna Lehto"))
    assert answer.status_code == 409
    assert "Theirs: 31/01/2090" in answer.text
    assert "Theirs: Reverse agreement" in answer.text
    assert 'value="31/01/2091"' in answer.text
    assert 'name="version" value="2"' in answer.text
    olli.post("agreements/1/edit", form(ends_on="31.1.2091", kind="cooperation", our_signer="Anna Lehto", version="2"))
    assert (stored().ends_on.year, stored().kind) == (2091, "cooperation")


def test_what_only_both_together_make_impossible_is_asked_about(add, partner, olli, form, stored):
    add(ends_on="31.12.2090", review_on="1.1.2090")
    partner.post("agreements/1/edit", form(ends_on="31.1.2090", review_on="1.1.2090"))
    answer = olli.post("agreements/1/edit", form(ends_on="31.12.2090", review_on="1.6.2090"))
    assert answer.status_code == 409
    assert "Theirs: 31/01/2090" in answer.text
    assert stored().review_on.month == 1


def test_two_who_renew_at_once_make_one_reminder(add, partner, olli, typed, stored, in_days):
    add(ends_on=typed(10))
    sent = {"ends_on": typed(400), "review_on": typed(300), "version": "1"}
    assert partner.post("agreements/1/renew", sent).status_code == 303
    assert olli.post("agreements/1/renew", sent).status_code == 303
    assert stored().version == 2
    other = olli.post("agreements/1/renew", {**sent, "ends_on": typed(500)})
    assert other.status_code == 409
    assert stored().due_on == in_days(300)


@pytest.mark.parametrize("path", ["edit", "renew", "review"])
def test_one_that_a_colleague_has_archived_comes_back_only_deliberately(add, partner, olli, form, typed, stored, path):
    add(ends_on=typed(100))
    partner.post("agreements/1/archive")
    sent = form(ends_on=typed(400), review_on=typed(50))
    answer = olli.post(f"agreements/1/{path}", sent)
    assert answer.status_code == 409
    assert "A colleague has archived this agreement meanwhile." in answer.text
    assert stored().is_archived
    assert olli.post(f"agreements/1/{path}", {**sent, "version": "2"}).status_code == 303
    assert not stored().is_archived


def test_addresses_in_the_aims_are_links_and_html_is_text(add, partner):
    add(aims="Katso www.kerttuli.example\n<script>alert(1)</script>")
    page = partner.get("agreements/").text
    assert 'href="https://www.kerttuli.example"' in page
    assert "<script>alert" not in page


def test_a_link_that_is_none_is_never_one(add, partner, change):
    add(url=LINK)
    change(Agreement.__table__, url="javascript:alert(1)")
    for path in ("partners/1", "agreements/"):
        assert "javascript:" not in partner.get(path).text
