"""Applying: one act in blocks that goes on after a kill, leaves alone what others have changed, and is taken back."""

import re

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from lti_tool import db, history
from lti_tool.errors import RuleBroken
from lti_tool.imports import applying, applying_job, checking
from lti_tool.imports.drafts import table_of, take_rows
from lti_tool.imports.models import CHECKING, DONE, NEW, PREVIEW, ImportDraft
from lti_tool.jobs import operations
from lti_tool.jobs.models import Job
from lti_tool.partners.models import Partner
from lti_tool.partners.operations import Values, archive_partnership, edit_partnership
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Person
from tests.imports.test_beside import leave
from tests.imports.test_verdicts import table

NAMES = ["Ahola", "Berg", "Dahl", "Eklund", "Forss", "Grönroos", "Halme", "Isotalo", "Jokela", "Kuusisto", "Lumme", "Mattila"]
TWELVE = table(*((f"{name} Oy", f"kuvaus {name}", "", "arki") for name in NAMES))
OF_OLLI = table(*((f"{name} Oy", f"kuvaus {name}", "Olli Rantanen", "arki") for name in NAMES))


@pytest.fixture
def by_jobs(monkeypatch):
    """Also a short list is looked through and brought in by jobs, a few rows a block."""
    monkeypatch.setattr(checking, "AT_ONCE", 0)
    monkeypatch.setattr(applying_job, "AT_ONCE", 0)
    monkeypatch.setattr(applying_job, "LEAST_IN_BLOCK", 1)
    monkeypatch.setattr(checking, "IN_BLOCK", 5)
    monkeypatch.setattr("lti_tool.jobs.pace.FIRST_ROWS", 3)
    monkeypatch.setattr("lti_tool.jobs.pace.MOST_ROWS", 3)


def row_of(name):
    return db.session.scalars(select(Partnership).join(Partner).where(Partner.name == name)).unique().one()


def look_again(draft):
    settings = draft.settings
    take_rows(draft, settings, table_of(draft, settings))
    checking.check(draft)


def state(desk, draft_id):
    with desk.app.app_context():
        draft = db.session.get_one(ImportDraft, draft_id)
        return draft.state, draft.change_set_id, db.session.get(Job, draft.job_id) if draft.job_id else None


def test_the_page_of_a_job_tells_the_rows_of_its_own_list(desk, maija, by_jobs):
    for text in ("Kahvila Kerttuli", "Kahvila Kerttuli\nLeipomo Rinne\nKauppa Kulma"):
        draft = desk.draft(text, tier="everyday")
        desk.do_jobs()
        desk.apply(draft)
        desk.do_jobs()
    _state, _act, job = state(desk, draft)
    assert "2 rows were brought in." in maija.get(f"jobs/{job.id}").text


def test_a_long_list_is_one_act_of_several_blocks(desk, olli, by_jobs):
    """Its rows name one of ours: looking through it only reads, and locks nobody."""
    draft = desk.draft(OF_OLLI)
    desk.do_jobs()
    assert state(desk, draft)[0] == PREVIEW
    assert len(desk.verdicts(draft)) == len(NAMES)
    acts = desk.acts()
    desk.apply(draft)
    desk.do_jobs()
    done, act, job = state(desk, draft)
    assert (done, job.state, job.done, desk.acts()) == (DONE, "done", len(NAMES), acts + 1)
    assert [(row[0], row[3]) for row in desk.on_list()] == sorted((f"{name} Oy", "Olli Rantanen") for name in NAMES)
    desk.undo(act)
    assert desk.on_list() == []


def test_a_killed_import_goes_on_and_nothing_is_there_twice(desk, by_jobs, monkeypatch):
    draft = desk.draft(TWELVE)
    desk.do_jobs()
    desk.apply(draft)
    blocks = []
    commit = applying_job.apply_rows

    def die(*args):
        blocks.append(1)
        if len(blocks) == 3:
            raise SystemExit  # as a kill: nothing of this block stays, and nobody notes that
        commit(*args)

    monkeypatch.setattr(applying_job, "apply_rows", die)
    with pytest.raises(SystemExit):
        desk.do_jobs()
    assert 0 < len(desk.on_list()) < len(NAMES)
    monkeypatch.setattr(applying_job, "apply_rows", commit)
    with desk.app.app_context():
        job = db.session.scalars(select(Job).order_by(Job.id.desc())).first()
        job.leased_until = db.now()
        db.session.commit()
    desk.do_jobs()
    done, act, job = state(desk, draft)
    assert (done, job.state) == (DONE, "done")
    assert [row[0] for row in desk.on_list()] == sorted(f"{name} Oy" for name in NAMES)
    with desk.app.app_context():
        assert db.session.get_one(history.ChangeSet, act).is_open is False


def test_a_block_that_met_others_is_tried_again(desk, by_jobs, monkeypatch):
    draft = desk.draft(TWELVE)
    desk.do_jobs()
    desk.apply(draft)
    apply_rows = applying_job.apply_rows
    refused = []

    def meet_others(*args):
        if not refused:
            refused.append(args)
            raise RuleBroken("name", "There is a partner of this name already.")
        apply_rows(*args)

    monkeypatch.setattr(applying_job, "apply_rows", meet_others)
    desk.do_jobs()
    assert desk.on_list() == []
    desk.within(lambda: setattr(db.session.scalars(select(Job).order_by(Job.id.desc())).first(), "due_at", db.now()))
    desk.do_jobs()
    assert len(desk.on_list()) == len(NAMES)
    assert state(desk, draft)[2].state == "done"


def test_a_stopped_import_takes_back_what_it_has_made(desk, by_jobs):
    draft = desk.draft(TWELVE)
    desk.do_jobs()
    desk.apply(draft)

    def stop_after_a_block():
        runner = desk.runner()
        job = operations.claim(runner.name)
        db.session.commit()
        runner._try_block(job, applying_job.APPLY, type("Pace", (), {"rows": 3, "note": lambda *_: None})())
        operations.ask_to_stop(db.session.get_one(Job, job.id))
        db.session.get_one(Job, job.id).leased_until = db.now()

    desk.within(stop_after_a_block)
    assert len(desk.on_list()) == 3
    desk.do_jobs()
    assert desk.on_list() == []
    assert state(desk, draft)[0] == DONE


def test_what_was_changed_since_the_preview_is_left_out_and_named(desk):
    desk.bring(TWELVE)
    changed = TWELVE.replace("kuvaus", "uusi")
    draft = desk.draft(changed + "\nUusi Tuttavuus Oy\ttulossa\t\tarki")

    def meanwhile():
        row = row_of("Ahola Oy")
        edit_partnership(row, Values(None, None, "kollegan sana", None), row.row_version, desk.person())
        archive_partnership(row_of("Berg Oy"), desk.person())

    desk.within(meanwhile)
    desk.bring("Kumppani\tTaso\nUusi Tuttavuus Oy\tkehittäminen")
    desk.apply(draft)
    outcomes = {row.name: row.outcome for row in desk.rows(draft).values() if not row.is_applied}
    assert outcomes == {
        "Ahola Oy": "The partner was changed meanwhile.",
        "Berg Oy": "The partner was changed meanwhile.",
        "Uusi Tuttavuus Oy": "There is a partner of this name by now.",
    }
    descriptions = {row[0]: row[2] for row in desk.on_list()}
    assert descriptions["Ahola Oy"] == "kollegan sana"
    assert descriptions["Dahl Oy"] == "uusi Dahl"


def test_whom_a_list_names_may_have_left_since_the_preview(desk, olli):
    by_olli = desk.draft(table(("Ahola Oy", "jaksot", "Olli Rantanen", "arki")))
    by_oneself = desk.draft(table(("Berg Oy", "jaksot", "Maija Koskela", "arki")))
    desk.within(lambda: [leave(desk, name) for name in ("Olli Rantanen", "Maija Koskela")])
    for draft in (by_olli, by_oneself):
        desk.apply(draft)
        (row,) = desk.rows(draft).values()
        assert "is no longer with us" in row.outcome
    assert desk.on_list() == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_whom_a_list_names_does_not_leave_while_it_is_brought_in(desk, olli, monkeypatch):
    draft = desk.draft(table(("Ahola Oy", "jaksot", "Olli Rantanen", "arki")))
    read_states = applying.states_of
    waiting = []

    def try_to_leave(*args):
        with desk.app.app_context():
            person = select(Person.id).where(Person.name == "Olli Rantanen").with_for_update(nowait=True)
            with pytest.raises(OperationalError):
                db.session.execute(person)
        waiting.append(args)
        return read_states(*args)

    monkeypatch.setattr(applying, "states_of", try_to_leave)
    desk.apply(draft)
    assert len(waiting) == 1
    assert desk.on_list() == [("Ahola Oy", "everyday", "jaksot", "Olli Rantanen", "")]


def test_undo_next_week_keeps_what_a_colleague_has_edited_since(desk, olli):
    _draft, act = desk.bring(TWELVE)
    with desk.app.app_context():
        row_id = row_of("Ahola Oy").id
    page = olli.get(f"partners/rows/{row_id}/edit")
    version = re.search(r'name="version" value="([^"]+)"', page.text)[1]
    typed = {"name": "Ahola Oy", "description": "Ollin sana", "version": version}
    assert olli.post_from(page, f"partners/rows/{row_id}", typed).status_code == 303
    outcome = desk.undo(act)
    assert outcome.kept == 1
    assert [(row[0], row[2]) for row in desk.on_list()] == [("Ahola Oy", "Ollin sana")]


def test_two_presses_bring_a_list_in_once(desk):
    draft = desk.draft(TWELVE)
    desk.apply(draft)
    with pytest.raises(Exception, match="or was already"):
        desk.apply(draft)
    with pytest.raises(Exception, match="or was already"):
        desk.answer(draft, next(iter(desk.rows(draft))), "drop")
    assert len(desk.on_list()) == len(NAMES)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_press_beside_another_one_waits_until_the_list_is_brought_in(desk, monkeypatch):
    draft = desk.draft(TWELVE)
    count = applying_job.counts_of

    def press_too(*args):
        monkeypatch.setattr(applying_job, "counts_of", count)
        with desk.app.app_context():
            db.session.connection().exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
            same = db.session.get_one(ImportDraft, draft)
            with pytest.raises(OperationalError):
                applying_job.apply(same)
        return count(*args)

    monkeypatch.setattr(applying_job, "counts_of", press_too)
    desk.apply(draft)
    assert len(desk.on_list()) == len(NAMES)


def test_columns_are_not_said_anew_while_a_job_looks_through_their_rows(desk):
    """Begun in another window since the draft was read."""
    draft_id = desk.draft(TWELVE)

    def say_columns():
        draft = db.session.get_one(ImportDraft, draft_id)
        begun = update(ImportDraft).values(state=CHECKING)
        db.session.execute(begun.execution_options(synchronize_session=False))
        take_rows(draft, draft.settings, table_of(draft, draft.settings))

    with pytest.raises(RuleBroken, match="just now"):
        desk.within(say_columns)


def test_a_row_that_came_to_nothing_is_no_reason_for_the_next(desk, by_jobs):
    """Rows of one partner, of which the first changes nothing by now: each is judged by what stands there."""
    before = desk.draft(table(("Ahola Oy", "jaksot", "", "arki")))
    desk.do_jobs()
    desk.apply(before)
    desk.do_jobs()
    draft = desk.draft(
        table(("Ahola Oy", "jaksot", "", "arki"), ("Ahola Oy", "näytöt", "", "kehittäminen"), ("Berg Oy", "jaksot", "", "arki"))
    )
    desk.do_jobs()
    desk.apply(draft)
    desk.do_jobs()
    assert [row.is_applied for row in desk.rows(draft).values()] == [False, True, True]
    assert state(desk, draft)[2].done == 2
    assert [row[:3] for row in desk.on_list()] == [
        ("Ahola Oy", "development", "näytöt"),
        ("Ahola Oy", "everyday", "jaksot"),
        ("Berg Oy", "everyday", "jaksot"),
    ]


def test_what_was_brought_in_and_undone_is_looked_at_again(desk):
    draft, act = desk.bring(TWELVE)
    desk.undo(act)
    desk.within(lambda: look_again(db.session.get_one(ImportDraft, draft)))
    assert set(desk.verdicts(draft)) == {NEW}
    desk.apply(draft)
    assert len(desk.on_list()) == len(NAMES)


def test_an_act_does_not_tell_the_name_of_its_file(desk):
    """A file may be called after a colleague."""
    draft = desk.draft(TWELVE)
    desk.within(lambda: setattr(db.session.get_one(ImportDraft, draft), "name", "Maija Koskelan kumppanit.xlsx"))
    act = desk.apply(draft)
    with desk.app.app_context():
        assert db.session.get_one(history.ChangeSet, act).subject == ""
