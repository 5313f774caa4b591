"""How long a list that is being brought in is kept, and that erasing somebody reaches it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from lti_tool import db
from lti_tool.contacts.models import PartnerContact
from lti_tool.imports.drafts import remember_columns
from lti_tool.imports.models import ImportDraft, ImportRow
from lti_tool.jobs.models import Job
from lti_tool.jobs.tidying import TIDYING
from lti_tool.people.models import Person
from lti_tool.privacy.operations import erase_contact
from tests.imports.conftest import Desk


def drafts(desk):
    with desk.app.app_context():
        rows = {row.draft_id for row in db.session.scalars(select(ImportRow))}
        return {draft.id for draft in db.session.scalars(select(ImportDraft))}, rows


@pytest.mark.parametrize(
    ("days", "is_done", "is_kept"), [(6, True, True), (8, True, False), (29, False, True), (31, False, False)]
)
def test_a_draft_goes_a_week_after_it_was_done_and_a_month_after_it_was_touched(desk, days, is_done, is_kept):
    draft = desk.draft("Kahvila Kerttuli + jaksot", tier="everyday")
    if is_done:
        desk.apply(draft)

    def age():
        db.session.execute(update(ImportDraft).values(touched_at=db.now() - timedelta(days=days)))
        db.session.add(Job(kind=TIDYING.name, language="fi"))

    desk.within(age)
    desk.do_jobs()
    assert drafts(desk) == (({draft}, {draft}) if is_kept else (set(), set()))


def test_what_another_version_has_stored_takes_no_page_away(desk, maija):
    draft = desk.draft("Kahvila Kerttuli + jaksot", tier="everyday")
    others = (
        '{"former": 1, "tier": "network"}',
        '{"columns": [["Nimi"]]}',
        '{"columns": ["Nimi"]}',
        '{"columns": 5, "sheet": "x", "team_id": [], "team_words": []}',
        "[]",
        '"x"',
    )
    for stored in others:
        desk.within(
            lambda stored=stored: db.session.execute(text("UPDATE import_draft SET settings = :value"), {"value": stored})
        )
        for page in ("import/", f"import/{draft}", f"import/{draft}/columns"):
            assert maija.get(page).status_code == 200, (stored, page)


def test_what_it_has_stored_of_headings_takes_no_list_away(desk):
    table = "Kumppani\tTaso\nKahvila Kerttuli\tarki"
    draft = desk.draft(table)
    desk.within(lambda: remember_columns(db.session.get_one(ImportDraft, draft)))
    for stored in ('["partner"]', "5"):
        desk.within(
            lambda stored=stored: db.session.execute(text("UPDATE column_memory SET meanings = :value"), {"value": stored})
        )
        assert desk.verdicts(desk.draft(table)) == ["new"], stored


def test_of_a_colleague_who_is_erased_no_draft_is_left_nor_one_that_names_the_colleague(desk, olli, visit, app):
    desk.draft("Kahvila Kerttuli + jaksot", tier="everyday")
    with app.app_context():
        of_olli = Desk(app, db.session.scalar(select(Person.id).where(Person.name == "Olli Rantanen")))
    named = of_olli.draft("Leipomo Rinne + näytöt + Maija Koskela", tier="everyday")
    other = of_olli.draft("Hotelli Seutu + näytöt + Olli Rantanen", tier="everyday")
    admin = visit("pirjo", language="en")
    assert admin.post(f"personal-data/people/{desk.person_id}/erase", {"is_sure": "1"}).status_code == 303
    assert drafts(desk) == ({other}, {other})
    assert named != other


def test_whoever_is_erased_stands_in_no_draft_any_more(desk):
    head = "Kumppani\tTaso\tYhteyshenkilö yrityksessä"
    desk.bring(f"{head}\nKahvila Kerttuli\tarki\tHenna Vuorinen")
    named = desk.draft(f"{head}\nLeipomo Rinne\tarki\tVuorinen Henna")
    in_file_name = desk.draft(f"{head}\nKioski\tarki\tX Y")
    desk.within(lambda: setattr(db.session.get_one(ImportDraft, in_file_name), "name", "Hennan Vuorisen lista.xlsx"))
    corrected = desk.draft(f"{head}\nSaha Kivi\tarki\tX Y")
    desk.correct(corrected, 2, their_name="Henna Vuorinen")
    other = desk.draft(f"{head}\nHotelli Seutu\tarki\tTimo Rinne\nHotelli Vuorinen\tarki\tHenna Rinne")
    desk.within(lambda: erase_contact(db.session.scalars(select(PartnerContact)).one(), desk.person()))
    left, rows = drafts(desk)
    assert other in left
    assert not {named, in_file_name, corrected} & (left | rows)
