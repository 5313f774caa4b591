"""A merge is undone as a whole, also the next day (peers.md 20): what hinders it is said, and nothing is half done."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lti_tool import db
from lti_tool.contacts.models import ContactRole, PartnerContact
from lti_tool.figures.models import YearFigure
from lti_tool.history.models import Change, ChangeSet
from lti_tool.history.values import ERASED
from lti_tool.partners.row_models import Partnership
from tests.merging.conftest import Merging, correct, partner, rows_of, visits_of
from tests.merging.test_merging import names_of, people_of


@pytest.fixture
def used(college):
    """Both have facts, a visit, a person; and a row in the same tier."""
    correct(college, 1, url="https://vaskiniemi.example", notes="Portti auki")
    correct(college, 2, url="https://hotelli.example", notes="Soita ensin", municipality="Raahe")
    for number, day in ((1, "2.5.2026"), (2, "1.6.2026")):
        college.post(f"partners/{number}/log", {"text": f"Käynti {number}", "happened_on": day})
        college.post(
            f"partners/{number}/contacts/add", {"name": "Henna Vuorinen", "title": f"nimike {number}", "person_answer": "another"}
        )
    college.add("Vaskiniemen hotelli", "Kesätyöt", tier="everyday")
    return college


def whole(read):
    """All that stands at the two partners."""

    def of(partner_id):
        one = partner(partner_id)
        facts = (one.name, one.url, one.notes, one.municipality, one.merged_into_id, one.is_archived, one.last_contact_on)
        keys = db.session.scalars(
            select(Partnership.sort_key).where(Partnership.partner_id == partner_id).order_by(Partnership.id)
        ).all()
        return facts, keys, rows_of(partner_id), visits_of(partner_id), people_of(partner_id), names_of(partner_id)

    return read(lambda: (of(1), of(2)))


def a_day_later(app):
    """Everything was done a day before."""
    with app.app_context(), db.own_transaction(writing=True) as short:
        short.execute(update(ChangeSet).values(created_at=db.now() - timedelta(days=1)))


def test_what_was_merged_is_undone_the_next_day_without_losing_a_word(used, merging, read, app):
    """peers.md 20"""
    before = whole(read)
    merging.press(partner__notes="b", partner__name="b")
    assert whole(read) != before
    a_day_later(app)
    page = used.get("partners/1")
    assert f"/undo/{merging.act_id()}" in page.text
    assert merging.undo().status_code == 303
    assert whole(read) == before
    assert "Käynti 2" in used.get("partners/2").text
    assert "Käynti 2" not in used.get("partners/1").text


def test_a_field_that_was_edited_later_stays_and_is_named(used, merging, read):
    """peers.md 20"""
    merging.press()
    correct(used, 1, notes="Uusi portti")
    merging.undo()
    page = used.get("partners/1")
    assert "Undone, except what has been changed since: that stays as it is (Notes)." in page.text
    assert read(lambda: partner(1).notes) == "Uusi portti"
    assert read(lambda: partner(2).notes) == "Soita ensin"


def test_what_came_since_stays_where_it_was_written(used, merging, read):
    merging.press()
    used.post("partners/1/log", {"text": "Yhdessä", "happened_on": "1.9.2026"})
    merging.undo()
    assert read(lambda: visits_of(1)) == ["Käynti 1", "Yhdessä"]
    assert read(lambda: visits_of(2)) == ["Käynti 2"]
    assert read(lambda: str(partner(1).last_contact_on)) == "2026-09-01"


def test_a_moved_row_that_was_edited_goes_back_with_its_edit(used, merging, read):
    merging.press()
    used.post("encounters/2/edit", {"text": "Käynti 2, korjattu", "happened_on": "1.6.2026", "version": "2"})
    merging.undo()
    assert read(lambda: visits_of(2)) == ["Käynti 2, korjattu"]


def test_the_undo_is_taken_back_and_that_again(used, merging, read):
    before = whole(read)
    merging.press()
    merged = whole(read)
    merging.undo()
    assert merging.undo().status_code == 303
    assert whole(read) == merged
    assert used.get("partners/2").location.endswith("/partners/1")
    merging.undo()
    assert whole(read) == before


def test_a_merge_is_not_brought_back_over_what_is_new(used, merging, read):
    merging.press()
    merging.undo()
    used.post("partners/2/log", {"text": "Uusi käynti", "happened_on": "1.9.2026"})
    before = whole(read)
    merging.undo()
    assert "Something new stands at Vaskiniemen hotelli since" in used.get("partners/1").text
    assert whole(read) == before


def test_a_merge_is_undone_after_the_later_one_only(used, merging, read):
    first = merging.press().location
    assert first.endswith("/partners/1")
    earlier = merging.act_id()
    merging.press(3, 1, stays=3)
    assert read(lambda: (partner(1).merged_into_id, partner(2).merged_into_id)) == (3, 3)
    before = whole(read)
    used.post(f"undo/{earlier}", {"back": used.base + "partners/3"})
    assert "There has been another merge since, with Leipomo Kultakuori Oy." in used.get("partners/3").text
    assert whole(read) == before
    merging.undo()
    assert read(lambda: (partner(1).merged_into_id, partner(2).merged_into_id)) == (None, 1)
    used.post(f"undo/{earlier}", {"back": used.base + "partners/1"})
    assert read(lambda: partner(2).merged_into_id) is None


@pytest.mark.parametrize("again", [1, 2])
def test_a_merge_is_not_brought_back_where_one_of_the_two_became_one_with_another_since(used, merging, read, again):
    merging.press()
    merging.undo()
    undone = merging.act_id()
    merging.press(3, again, stays=3)
    before = whole(read)
    used.post(f"undo/{undone}", {"back": used.base + "partners/3"})
    assert "One of the two has been merged again since. Look at how they stand now." in used.get("partners/3").text
    assert whole(read) == before


def test_one_more_that_was_merged_into_the_same_hinders_too(used, merging, read):
    merging.press()
    earlier = merging.act_id()
    merging.press(1, 3)
    used.post(f"undo/{earlier}", {"back": used.base + "partners/1"})
    assert "There has been another merge since, with Leipomo Kultakuori Oy." in used.get("partners/1").text
    assert read(lambda: (partner(2).merged_into_id, partner(3).merged_into_id)) == (1, 1)


@pytest.mark.parametrize("taken", ["name", "business_id"])
def test_a_name_or_business_id_taken_since_hinders(used, merging, read, taken):
    correct(used, 2, business_id="0201256-6")
    merging.press()
    if taken == "name":
        used.add("Vaskiniemen hotelli", tier="network", is_new="1")
    else:
        correct(used, 3, business_id="0201256-6")
    before = whole(read)
    merging.undo()
    assert "has got the name or the business id since" in used.get("partners/1").text
    assert whole(read) == before


def test_a_name_that_another_college_has_taken_since_hinders_nothing(used, merging, read, other_college):
    merging.press()
    other_college("maija").add("Vaskiniemen hotelli")
    merging.undo()
    assert read(lambda: partner(2).merged_into_id) is None


def test_a_name_taken_since_by_one_that_is_gone_itself_hinders_nothing(used, merging, read):
    merging.press()
    earlier = merging.act_id()
    used.add("Vaskiniemen hotelli", tier="network", is_new="1")
    merging.press(3, 4, stays=3)
    used.post(f"undo/{earlier}")
    assert read(lambda: (partner(2).merged_into_id, partner(4).merged_into_id)) == (None, 3)


def test_an_erasure_hinders(used, merging, read, app):
    merging.press()
    with app.app_context(), db.own_transaction(writing=True) as short:
        of_act = (Change.change_set_id == merging.act_id(), Change.field == "notes")
        short.execute(update(Change).where(*of_act).values(before=ERASED))
    before = whole(read)
    merging.undo()
    assert "Something of this was erased since" in used.get("partners/1").text
    assert whole(read) == before


def test_an_earlier_correction_of_the_one_that_is_gone_is_not_undone(used, merging, read):
    corrected = read(
        lambda: db.session.scalar(select(ChangeSet.id).where(ChangeSet.act == "partner.edit").order_by(ChangeSet.id.desc()))
    )
    merging.press()
    used.post(f"undo/{corrected}", {"back": used.base + "partners/1"})
    assert "Vaskiniemen hotelli was merged into another partner since." in used.get("partners/1").text
    assert read(lambda: partner(2).url) == "https://hotelli.example"


def test_an_earlier_log_of_the_one_that_is_gone_is_undone_where_it_stands(used, merging, read):
    logged = read(
        lambda: db.session.scalar(select(ChangeSet.id).where(ChangeSet.act == "encounter.add").order_by(ChangeSet.id.desc()))
    )
    merging.press()
    used.post(f"undo/{logged}", {"back": used.base + "partners/1"})
    assert "Käynti 2" not in used.get("partners/1").text.split('id="history-acts"')[0]
    assert read(lambda: str(partner(1).last_contact_on)) == "2026-05-02"


def at(read, model, *names):
    """What is in use of a model: partner and these values, the oldest first."""
    columns = (model.partner_id, *(getattr(model, name) for name in names))
    query = select(*columns).where(model.is_archived.is_(False), model.id > 0).order_by(model.partner_id)
    return read(lambda: [tuple(row) for row in db.session.execute(query)])


def test_what_is_added_again_after_the_merge_stays_where_it_was_added(maija, olli, read):
    """The rows that became one with another do not come back by themselves: the undo would carry off what is new in them."""
    for number, name in enumerate(("Hotelli Vaskiniemi Oy", "Vaskiniemen hotelli"), 1):
        maija.add(name, f"Teksti {number}", tier="everyday")
        maija.post(
            f"partners/{number}/contacts/add", {"name": "Henna Vuorinen", "title": f"nimike {number}", "person_answer": "1"}
        )
        maija.post(f"figures/of/{number}/new", {"year": "2024", "students": str(number)})
    merging = Merging(maija)
    assert merging.press().status_code == 303
    olli.post("partners/rows/1/archive")
    olli.post("contacts/1/remove")
    figures = olli.get("figures/of/1/2024")
    version = re.search(r'name="version"[^>]* value="([^"]*)"', figures.text)[1]
    olli.post("figures/of/1/2024", {"students": "", "version": version})
    assert (at(read, Partnership), at(read, ContactRole), at(read, YearFigure)) == ([], [], [])
    olli.add("Hotelli Vaskiniemi Oy", "Uusi alku", tier="everyday")
    olli.post("partners/1/contacts/add", {"name": "Henna Vuorinen", "title": "johtaja", "person_answer": "1"})
    olli.post("figures/of/1/new", {"year": "2024", "students": "7"})
    assert merging.undo().status_code == 303
    assert at(read, Partnership, "description") == [(1, "Uusi alku"), (2, "Teksti 2")]
    assert at(read, ContactRole, "title") == [(1, "johtaja"), (2, "nimike 2")]
    assert at(read, YearFigure, "hundredths") == [(1, 700), (2, 200)]


def test_a_row_that_was_put_aside_and_is_worked_on_hinders(used, merging, read):
    merging.press()
    used.post("partners/rows/1/archive")
    row = read(lambda: db.session.get(Partnership, 4))
    assert (row.partner_id, row.is_archived) == (1, True)
    form = {"name": "Hotelli Vaskiniemi Oy", "description": "Uusi", "contact": "Maija Koskela", "version": f"9.{row.version}"}
    used.post("partners/rows/4", form)
    before = whole(read)
    merging.undo()
    assert "What had become one with another is in use again since." in used.get("partners/1").text
    assert whole(read) == before


def test_a_merge_of_very_many_rows_is_undone_at_once(college, merging, read, monkeypatch):
    monkeypatch.setattr("lti_tool.history.undoing.BLOCK", 3)
    monkeypatch.setattr("lti_tool.care_model.act_views.MOST_AT_ONCE", 2)
    for number in range(8):
        college.post("partners/2/log", {"text": f"Käynti {number}", "happened_on": f"{number + 1}.5.2026"})
    merging.press()
    assert merging.undo().location.startswith("/l/")
    assert read(lambda: len(visits_of(2))) == 8
    assert read(lambda: partner(2).merged_into_id) is None


def test_one_person_in_two_merges_is_taken_back_from_the_last_one(maija, read):
    """Four partners, one person: undoing the first merge would do the half of it while the second one stands."""
    for name in ("Hotelli Vaskiniemi Oy", "Vaskiniemen hotelli", "Leipomo Kultakuori Oy", "Kultakuoren leipomo"):
        maija.add(name, tier="development")
    for number, who in enumerate(("another", "another", "another", "1"), 1):
        maija.post(f"partners/{number}/contacts/add", {"name": "Henna Vuorinen", "person_answer": who})
    merging = Merging(maija)
    acts = []
    for one, other in ((1, 2), (3, 4)):
        assert merging.press(one, other).status_code == 303
        acts.append(merging.act_id())

    maija.post(f"undo/{acts[0]}", {"back": maija.base + "partners/1"})

    assert "another merge since, with Leipomo Kultakuori Oy" in maija.get("partners/1").text
    for act in reversed(acts):
        assert maija.post(f"undo/{act}").status_code == 303
    contacts = select(PartnerContact.merged_into_id).where(PartnerContact.id > 0)
    assert set(read(lambda: db.session.scalars(contacts).all())) == {None}
    roles = select(ContactRole.partner_id, ContactRole.contact_id).where(ContactRole.id > 0).order_by(ContactRole.partner_id)
    assert read(lambda: [tuple(row) for row in db.session.execute(roles)]) == [(1, 1), (2, 2), (3, 3), (4, 1)]

    assert maija.post("partners/3/contacts/add", {"name": "Henna Vuorinen", "person_answer": "2"}).status_code == 303
    again = read(lambda: db.session.scalar(select(ChangeSet.id).where(ChangeSet.undoes_id == acts[0])))
    maija.post(f"undo/{again}", {"back": maija.base + "partners/1"})

    assert "Henna Vuorinen stands at another partner since." in maija.get("partners/1").text
    assert read(lambda: db.session.get(PartnerContact, 2).merged_into_id) is None
