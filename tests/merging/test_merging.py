"""Two partners become one: all of both stands on the one that stays (peers.md 17), and what is dropped was named (18)."""

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.agreements.models import Agreement
from lti_tool.assessment.models import Assessment
from lti_tool.contacts.models import ContactRole, PartnerContact
from lti_tool.history.moving import columns_pointing_to
from lti_tool.history.tracked import tracked_columns, tracked_models
from lti_tool.merging.operations import NOT_MOVED
from lti_tool.merging.parts import PARTS, SETTLED
from lti_tool.partners.models import OtherName, Partner
from lti_tool.partners.row_models import Partnership
from tests.merging.conftest import correct, partner, rows_of, visits_of

AGREEMENT = {"kind": "partnership", "starts_on": "1.8.2026", "ends_on": "", "review_on": "", "aims": "Yhteiset näytöt"}


def names_of(partner_id):
    query = select(OtherName.name).where(OtherName.partner_id == partner_id, OtherName.is_archived.is_(False))
    return list(db.session.scalars(query.order_by(OtherName.id)))


def test_all_of_both_stands_on_the_one_that_stays(college, merging, read):
    """peers.md 17"""
    college.post("partners/1/log", {"text": "Kesätyöt sovittu", "happened_on": "2026-05-02"})
    college.post("partners/2/log", {"text": "Tutustuminen", "happened_on": "2026-03-01"})
    college.post("partners/2/contacts/add", {"name": "Henna Vuorinen", "title": "vastaanottopäällikkö"})
    assert college.post("agreements/of/2/new", AGREEMENT).status_code == 303
    assert college.post("assessments/", {"subject": "Vaskiniemen hotelli"}).status_code == 303
    college.post("partners/2/other-names", {"new_name": "Spa Vaski"})
    assert merging.press().status_code == 303
    page = college.get("partners/1").text
    assert page.index("Kesätyöt sovittu") < page.index("Tutustuminen")
    assert "Henna Vuorinen" in page
    assert read(lambda: rows_of(1)) == [("everyday", False), ("development", False)]
    assert read(lambda: visits_of(1)) == ["Tutustuminen", "Kesätyöt sovittu"]
    for model in (Agreement, Assessment, ContactRole):
        assert read(lambda model=model: db.session.scalars(select(model.partner_id).where(model.id > 0)).all()) == [1]
    assert read(lambda: names_of(1)) == ["Spa Vaski", "Vaskiniemen hotelli"]
    assert read(lambda: (partner(2).merged_into_id, partner(2).is_archived)) == (1, True)
    assert read(lambda: str(partner(1).last_contact_on)) == "2026-08-01"


def test_the_changes_of_both_stand_on_one_page_in_the_order_of_time(college, merging):
    """peers.md 17"""
    correct(college, 2, name="Vaskiniemen hotelli", municipality="Raahe")
    correct(college, 1, name="Hotelli Vaskiniemi Oy", notes="Portti auki klo 7")
    merging.press()
    page = college.get("partners/1").text
    told = page.split('id="history-acts"')[1]
    assert "Two partners merged" in told
    assert told.index("Two partners merged") < told.index("Portti auki klo 7") < told.rindex("Raahe")


def test_what_has_to_be_chosen_says_why(college, merging):
    correct(college, 1, name="Hotelli Vaskiniemi Oy", business_id="0201256-6")
    correct(college, 2, name="Vaskiniemen hotelli", business_id="0112038-9")
    numbers = merging.page().text
    assert "Two companies often differ in just this" in numbers
    assert "together they are too long" not in numbers
    correct(college, 1, name="Hotelli Vaskiniemi Oy", notes="a" * 1500)
    correct(college, 2, name="Vaskiniemen hotelli", notes="b" * 1500)
    assert "together they are too long" in merging.page().text


def test_each_value_that_will_be_dropped_is_named_and_no_other_is(college, merging, read):
    """peers.md 18"""
    correct(college, 1, name="Hotelli Vaskiniemi Oy", url="https://vaskiniemi.example", municipality="Raahe", notes="Portti auki")
    correct(college, 2, name="Vaskiniemen hotelli", url="https://hotelli.example", approach="ask", notes="Soita ensin")
    page = merging.page()
    assert merging.dropped(page) == ["Link https://hotelli.example"]
    assert "Vaskiniemen hotelli becomes an other name" in page.text
    merging.press(page=page)
    stays = read(lambda: partner(1))
    assert (stays.name, stays.url, stays.municipality, stays.approach) == (
        "Hotelli Vaskiniemi Oy",
        "https://vaskiniemi.example",
        "Raahe",
        "ask",
    )
    assert stays.notes == "Portti auki\n\nSoita ensin"


def test_what_is_chosen_stays_and_the_other_value_is_named(college, merging, read):
    correct(college, 1, url="https://vaskiniemi.example", notes="Portti auki")
    correct(college, 2, url="https://hotelli.example", notes="Soita ensin")
    answers = {"answer-partner.url": "b", "answer-partner.notes": "b", "answer-partner.name": "b", "stays": "1"}
    page = college.post("partners/1/merge/2", {**answers, "seen": merging.seen(merging.page())})
    assert page.status_code == 422
    assert "Look once more at what will be dropped now" in page.text
    assert merging.dropped(page) == ["Link https://vaskiniemi.example", "Notes Portti auki"]
    assert read(lambda: partner(2).merged_into_id) is None
    assert college.post("partners/1/merge/2", {**answers, "seen": merging.seen(page)}).status_code == 303
    stays = read(lambda: partner(1))
    assert (stays.name, stays.url, stays.notes) == ("Vaskiniemen hotelli", "https://hotelli.example", "Soita ensin")
    assert read(lambda: names_of(1)) == ["Hotelli Vaskiniemi Oy"]


def test_the_other_one_may_stay(college, merging, read):
    assert merging.press(stays=2).location.endswith("/partners/2")
    assert read(lambda: (partner(1).merged_into_id, partner(2).merged_into_id)) == (2, None)
    assert read(lambda: rows_of(2)) == [("everyday", False), ("development", False)]


def test_what_a_colleague_writes_meanwhile_is_not_dropped_unseen(college, olli, merging, read):
    page = merging.page()
    correct(olli, 1, url="https://vaskiniemi.example")
    correct(olli, 2, url="https://hotelli.example")
    answer = college.post("partners/1/merge/2", {"stays": "1", "seen": merging.seen(page)})
    assert answer.status_code == 422
    assert merging.dropped(answer) == ["Link https://hotelli.example"]


def test_two_texts_too_long_together_are_chosen_from(college, merging, read):
    correct(college, 1, notes="Ensimmäinen. " + "a" * 1500)
    correct(college, 2, notes="Toinen. " + "b" * 1500)
    page = college.post("partners/1/merge/2", {"stays": "1", "seen": merging.seen(merging.page())})
    assert page.status_code == 422
    assert "Choose what stays: Notes" in page.text
    assert 'value="c"' not in page.text
    assert merging.press(partner__notes="b").status_code == 303
    assert read(lambda: partner(1).notes).startswith("Toinen.")


def test_a_text_that_holds_the_other_is_not_joined_with_it(college, merging, read):
    correct(college, 1, notes="Soita ensin")
    correct(college, 2, notes="Soita ensin. Portti auki.")
    page = merging.page()
    assert merging.dropped(page) == ["Nothing is dropped."]
    merging.press(page=page)
    assert read(lambda: partner(1).notes) == "Soita ensin. Portti auki."


def test_two_rows_of_one_tier_and_team_become_one(college, merging, read):
    college.add("Vaskiniemen hotelli", "Kesätyöt", tier="everyday", contact="Perhon tiimi")
    page = merging.page()
    assert merging.dropped(page) == ["Everyday partnership: Our contact person Perhon tiimi"]
    assert merging.press(page=page).status_code == 303
    assert read(lambda: rows_of(1)) == [("everyday", False), ("development", False), ("everyday", True)]
    listed = college.get("tiers/everyday").text.partition('<table class="list">')[2]  # names are offered before it
    assert "Oppimisjaksot\n\nKesätyöt" in listed
    assert "Perhon tiimi" not in listed


def test_days_of_two_rows_that_do_not_fit_are_chosen_together(college, merging, read):
    """One begins after the other has ended: taken by themselves they would end before they begin."""
    college.add("Vaskiniemen hotelli", "Kesätyöt", tier="everyday")
    begun, ended = {"starts_on": "1.5.2027"}, {"ends_on": "1.5.2026"}
    for row, name, days in ((1, "Hotelli Vaskiniemi Oy", begun), (4, "Vaskiniemen hotelli", ended)):
        form = {"name": name, "description": "Oppimisjaksot", "contact": "Maija Koskela", "version": "1.1", **days}
        assert college.post(f"partners/rows/{row}", form).status_code == 303
    page = merging.page()
    assert merging.dropped(page) == ["Everyday partnership: Since – Until – 01/05/2026"]
    assert merging.press(**{"row-1__starts_on": "b"}).status_code == 303
    days = read(lambda: db.session.execute(select(Partnership.starts_on, Partnership.ends_on).where(Partnership.id == 1)).one())
    assert (days.starts_on, str(days.ends_on)) == (None, "2026-05-01")


def test_of_two_rows_one_text_may_be_chosen(college, merging, read):
    college.add("Vaskiniemen hotelli", "Kesätyöt", tier="everyday")
    merging.press(**{"row-1__description": "b"})
    assert "Kesätyöt" in college.get("tiers/everyday").text
    assert "Oppimisjaksot" not in college.get("tiers/everyday").text


def test_an_archived_row_comes_along_and_is_joined_with_none(college, merging, read):
    college.add("Vaskiniemen hotelli", "Kesätyöt", tier="everyday", contact="Perhon tiimi")
    college.post("partners/rows/4/archive")
    page = merging.page()
    assert merging.dropped(page) == ["Nothing is dropped."]
    assert merging.press(page=page).status_code == 303
    assert read(lambda: rows_of(1)) == [("everyday", False), ("development", False), ("everyday", True)]
    assert "Kesätyöt" not in college.get("tiers/everyday").text


def test_rows_of_other_teams_stay_beside_each_other(college, merging, read):
    college.post("teams/", {"name": "Perhon tiimi", "field": "", "is_member": ""})
    college.add("Vaskiniemen hotelli", "Kesätyöt", tier="everyday", contact="Perhon tiimi")
    merging.press()
    assert read(lambda: rows_of(1)) == [("everyday", False), ("development", False), ("everyday", False)]


def people_of(partner_id):
    query = select(ContactRole).where(ContactRole.partner_id == partner_id, ContactRole.is_archived.is_(False))
    return [(one.contact.name, one.title, one.contact.email, one.contact.phone) for one in db.session.scalars(query)]


def test_a_person_at_both_stands_there_once_with_what_was_known_at_each(college, merging, read):
    college.post("partners/1/contacts/add", {"name": "Henna Vuorinen", "email": "henna@kerttuli.example"})
    college.post("partners/2/contacts/add", {"name": "Vuorinen Henna", "title": "päällikkö", "person_answer": "another"})
    assert merging.press(**{"person-1__name": "a"}).status_code == 303
    assert read(lambda: people_of(1)) == [("Henna Vuorinen", "päällikkö", "henna@kerttuli.example", "")]


def test_one_person_of_two_partners_keeps_one_role_and_the_other_title_is_named(college, merging, read):
    college.post("partners/1/contacts/add", {"name": "Henna Vuorinen", "title": "johtaja"})
    college.post("partners/2/contacts/add", {"name": "Henna Vuorinen", "title": "päällikkö", "person_answer": "1"})
    page = merging.page()
    assert merging.dropped(page) == ["Henna Vuorinen: Title at work päällikkö"]
    merging.press(page=page)
    assert [one[:2] for one in read(lambda: people_of(1))] == [("Henna Vuorinen", "johtaja")]


def test_whether_two_namesakes_are_one_person_is_asked_before(college, merging, read):
    """Where nothing of them differs too; it says at which other partners they would be one."""
    college.post("partners/1/contacts/add", {"name": "Henna Vuorinen", "title": "johtaja"})
    for number in (2, 3):
        college.post(
            f"partners/{number}/contacts/add", {"name": "Henna Vuorinen", "person_answer": "2" if number == 3 else "another"}
        )
    page = merging.page()
    assert "Henna Vuorinen, at both partners" in page.text
    assert "one person, also at Leipomo Kultakuori Oy" in page.text
    assert "two people of one name" in page.text
    no = {"stays": "1", "answer-person-1.same": "b", "seen": merging.seen(page)}
    answer = college.post("partners/1/merge/2", no)
    assert answer.status_code == 422  # something else than was shown
    assert college.post("partners/1/merge/2", {**no, "seen": merging.seen(answer)}).status_code == 303
    assert read(lambda: [one[:2] for one in people_of(1)]) == [("Henna Vuorinen", "johtaja"), ("Henna Vuorinen", "")]
    assert read(lambda: set(db.session.scalars(select(PartnerContact.merged_into_id)))) == {None}
    merging.undo()
    page = merging.page()
    college.add("Kolmas Oy")
    college.post("partners/4/contacts/add", {"name": "Henna Vuorinen", "person_answer": "2"})
    answer = college.post("partners/1/merge/2", {"stays": "1", "seen": merging.seen(page)})
    assert answer.status_code == 422
    assert "also at Leipomo Kultakuori Oy, Kolmas Oy" in answer.text
    assert merging.press().status_code == 303
    assert read(lambda: [one[:2] for one in people_of(1)]) == [("Henna Vuorinen", "johtaja")]
    assert read(lambda: db.session.get(PartnerContact, 2).merged_into_id) == 1


def test_only_at_what_is_in_use_two_namesakes_would_be_one(college, merging):
    college.add("Kolmas Oy")
    for number, who in enumerate(("another", "another", "2", "2"), 1):
        college.post(f"partners/{number}/contacts/add", {"name": "Henna Vuorinen", "person_answer": who})
    assert "one person, also at Leipomo Kultakuori Oy, Kolmas Oy" in merging.page().text
    college.post("contacts/3/remove")
    assert "one person, also at Kolmas Oy" in merging.page().text
    college.post("partners/rows/4/archive")
    assert "also at" not in merging.page().text


@pytest.mark.parametrize("removed", [3, 4])
def test_namesakes_who_stand_beside_each_other_are_two_people_until_one_is_removed(college, merging, removed):
    for number, who in ((1, "another"), (2, "another"), (3, "1"), (3, "2")):
        college.post(f"partners/{number}/contacts/add", {"name": "Henna Vuorinen", "person_answer": who})
    assert "Henna Vuorinen, at both partners" not in merging.page().text
    college.post(f"contacts/{removed}/remove")
    assert "Henna Vuorinen, at both partners" in merging.page().text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"email": "henna@kerttuli.example"}, {"email": "hv@kerttuli.example"}),
        ({"phone": "040 123 4567"}, {"phone": "040 765 4321"}),
    ],
)
def test_two_of_one_name_with_other_addresses_or_numbers_are_two_people(college, merging, read, one, other):
    college.post("partners/1/contacts/add", {"name": "Henna Vuorinen", **one})
    college.post("partners/2/contacts/add", {"name": "Henna Vuorinen", "person_answer": "another", **other})
    assert merging.dropped(merging.page()) == ["Nothing is dropped."]
    merging.press()
    assert len(read(lambda: people_of(1))) == 2
    assert read(lambda: len(db.session.scalars(select(PartnerContact).where(PartnerContact.id > 0)).all())) == 2


def test_who_has_left_one_of_the_two_is_asked_about(college, merging):
    college.post("partners/1/contacts/add", {"name": "Henna Vuorinen"})
    college.post("partners/2/contacts/add", {"name": "Henna Vuorinen", "person_answer": "1"})
    college.post("contacts/2/left")
    assert merging.dropped(merging.page())[0].startswith("Henna Vuorinen: Has left ")


@pytest.mark.parametrize("model", PARTS, ids=lambda model: model.__tablename__)
def test_every_column_with_a_history_has_its_place_in_a_merge(model):
    """A column that is added later and forgotten here would be dropped without a word."""
    named = {column for part in PARTS[model] for column in part.columns}
    assert named | SETTLED[model] == set(tracked_columns(model))


def test_all_that_points_to_a_partner_has_a_history(app):
    """What is moved past the history would not come back by the undo."""
    tables = {column.table.name for column in columns_pointing_to(Partner.__table__, but=NOT_MOVED)}
    assert tables <= tracked_models.keys()
    assert {"partnership", "encounter", "agreement", "assessment", "contact_role", "other_name", "partner"} <= tables


def test_where_a_partner_stands_only_once_two_are_made_one_before(app):
    """A unique index over a partner's id would refuse the move: whoever adds one says in `pairs` which rows become one."""
    once = {
        table.name
        for column in columns_pointing_to(Partner.__table__, but=NOT_MOVED)
        for table in [column.table]
        for index in table.indexes
        if index.unique and column.name in index.columns
    }
    assert once == {"partnership", "contact_role", "other_name", "year_figure", "action_partner"}
