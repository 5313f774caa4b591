"""The three steps as their pages: a list pasted or a file chosen, its columns, the preview, and what was done."""

import io
import re

import pytest
from sqlalchemy import select, update

from lti_tool import db
from lti_tool.history.models import ChangeSet
from lti_tool.imports import applying_job
from lti_tool.imports.models import ImportDraft
from lti_tool.imports.outcome import table_of_left_out
from lti_tool.imports.settings import Settings
from lti_tool.imports.words import MEANINGS
from lti_tool.jobs.models import Job
from lti_tool.language import speaking
from lti_tool.people.models import Person
from lti_tool.transfer.headings import read_heading
from tests.imports.test_verdicts import table
from tests.merging.conftest import Merging
from tests.transfer.building import xlsx


def begin(visitor, text="", file=None, **fields):
    """Post the first step: where it leads."""
    data = {"text": text, "html": "", "team": "0", "tier": "", **fields}
    if file is not None:
        data["file"] = (io.BytesIO(file[1]), file[0])
    return visitor.post("import/", data, content_type="multipart/form-data")


def step(visitor, answer):
    """The page that an answer leads to, as a path of the launch."""
    assert answer.status_code == 303, answer.text
    return answer.location.removeprefix(visitor.base)


def columns_of(page):
    selects = page.partition('class="plain columns"')[2].partition("</ul>")[0].split("<select")[1:]
    chosen = [re.search(r'<option value="([a-z_]*)" selected>', select) for select in selects]
    return [found[1] if found else "" for found in chosen]


def test_a_pasted_list_is_looked_at_answered_corrected_and_brought_in(maija):
    maija.add("Kahvila Kerttuli", "jaksot")
    text = "Arki\n- Kahvila Kertuli + näytöt + Maija\n- Leipomo Rinne + vierailut\nStrategiset\n- Osuuskauppa Seutu"
    place = step(maija, begin(maija, text))
    page = maija.get(place).text
    assert "Bring in 2 rows" in page
    assert "Yes: Kahvila Kerttuli" in page
    answered = maija.post(f"{place}/rows/1/answer", {"answer": "another"}, htmx=True)
    assert "Bring in 3 rows" in answered.text
    assert maija.post(f"{place}/rows/3/answer", {"answer": "drop"}).status_code == 303
    opened = maija.get(f"{place}/rows/2?show=").text
    assert 'value="Leipomo Rinne"' in opened
    assert maija.post(f"{place}/rows/2", {"cell-partner": "Leipomo Rinne Oy", "cell-tier": "development"}).status_code == 303
    refused = maija.post(f"{place}/rows/2", {"cell-link": "ei ole"})
    assert refused.status_code == 422
    assert 'value="ei ole"' in refused.text
    assert "This is not a web address" in refused.text
    maija.post(f"{place}/rows/2", {"cell-link": ""})
    done = maija.get(step(maija, maija.post(f"{place}/apply"))).text
    assert "2 rows were brought in." in done
    assert "1 row was left out." in done
    assert "You left it out." in done
    assert "Leipomo Rinne Oy" in maija.get("tiers/development").text
    left = maija.get(f"{place}/left").data.decode("utf-8-sig").splitlines()
    assert left[1].startswith("Osuuskauppa Seutu;")
    assert left[1].endswith(";3;You left it out.")
    undo = re.search(r'action="[^"]*(undo/\d+)"', done)[1]
    maija.post(undo)
    assert "Leipomo Rinne Oy" not in maija.get("tiers/development").text


def test_a_table_tells_its_columns_and_unknown_words_are_asked_about_once(maija):
    rows = (
        ("Kumppanit 2025",),
        ("Yritys", "Mitä", "Taso", "Huom"),
        ("Kahvila Kerttuli", "jaksot", "A-luokka", "x"),
        ("Leipomo Rinne Oy", "näytöt", "A-luokka", ""),
        ("Hotelli Seutu", "majoitus", "", ""),
        ("Yhteensä", "3", "", ""),
    )
    place = step(maija, begin(maija, "\n".join("\t".join(row) for row in rows)))
    page = maija.get(place).text
    assert columns_of(page) == ["partner", "description", "tier", ""]
    assert "Kumppanit 2025" in page.partition("Not read, since they stand above the headings")[2]
    sent = {
        "sheet": "0",
        "heading_row": "2",
        "meaning": ["partner", "description", "tier", ""],
        "team": "0",
        "tier": "",
        "known": "fill",
    }
    asked = maija.post(place, sent)
    assert asked.status_code == 422
    assert "A-luokka" in asked.text
    assert "1 row names no tier" in asked.text
    words = {"words_asked": "1", "word": "tier:A-luokka", "meant": "strategic"}
    preview = maija.get(step(maija, maija.post(place, {**sent, **words, "tier": "other"}))).text
    assert "Bring in 3 rows" in preview
    assert "3 lines of the file are no partners" in preview
    again = step(maija, begin(maija, "\n".join("\t".join(row) for row in rows)))
    assert columns_of(maija.get(again).text) == ["partner", "description", "tier", ""]
    other = maija.post(again, {**sent, "heading_row": "0"})
    assert other.status_code == 303
    assert "Column 1" in maija.get(again).text


def test_columns_said_once_are_remembered(maija):
    text = table(("Kahvila Kerttuli", "jaksot", "", "arki"), head="Taho\tKuvaus\tKuka\tTaso")
    sent = {"sheet": "0", "heading_row": "1", "meaning": ["partner", "", "description", "tier"], "team": "0", "tier": ""}
    place = step(maija, begin(maija, text))
    maija.post(place, {**sent, "known": "fill"})
    assert columns_of(maija.get(step(maija, begin(maija, text))).text) == ["partner", "", "description", "tier"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("lista.xlsx", b"%PDF-1.7 not a workbook", "This is a PDF file"),
        ("lista.xlsx", b"PK\x03\x04broken", "is damaged"),
        ("lista.csv", b"", "The file is empty"),
        ("tyhja.xlsx", xlsx([[]]), "no text in the file"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_at_its_field_and_the_text_stays(maija, name, content, told):
    answer = begin(maija, "Jotain kirjoitettua", (name, content))
    assert answer.status_code == 422
    assert told in answer.text
    assert "Jotain kirjoitettua" in answer.text
    assert begin(maija).status_code == 422
    assert "Paste a list here, or choose a file." in begin(maija).text


def test_a_file_is_brought_in_as_what_was_pasted(maija):
    content = xlsx([["Kumppani", "Kuvaus", "Taso"], ["Kahvila Kerttuli", "jaksot", "arki"]])
    place = step(maija, begin(maija, file=("lista.xlsx", content)))
    assert "lista.xlsx" in maija.get(place).text
    sent = {
        "sheet": "0",
        "heading_row": "1",
        "meaning": ["partner", "description", "tier"],
        "team": "0",
        "tier": "",
        "known": "fill",
    }
    preview = step(maija, maija.post(place, sent))
    maija.post(f"{preview}/apply")
    assert "Kahvila Kerttuli" in maija.get("tiers/everyday").text


def test_a_draft_follows_its_maker_to_a_new_account(app, maija, olli):
    place = step(maija, begin(maija, "Kahvila Kerttuli + jaksot", tier="everyday"))
    with app.app_context():
        accounts = {person.name: person for person in db.session.scalars(select(Person))}
        values = {"joined_to_id": accounts["Olli Rantanen"].id}
        db.session.execute(update(Person.__table__).where(Person.__table__.c.name == "Maija Koskela").values(values))
        db.session.commit()
    assert place in olli.get("import/").text
    assert "Kahvila Kerttuli" in olli.get(place).text
    olli.post(f"{place}/apply")
    with app.app_context():
        assert {act.actor_id for act in db.session.scalars(select(ChangeSet))} == {values["joined_to_id"]}


def test_a_draft_is_its_own_makers_and_is_found_again_until_it_is_thrown_away(maija, olli):
    place = step(maija, begin(maija, "Kahvila Kerttuli + jaksot", tier="everyday"))
    assert place in maija.get("import/").text
    assert place not in olli.get("import/").text
    assert olli.get(place).status_code == 404
    for post in ("rows/1", "rows/1/answer", "apply", "remove"):
        assert olli.post(f"{place}/{post}", {"answer": "drop"}).status_code == 404
    maija.post(f"{place}/remove")
    assert maija.get(place).status_code == 404
    assert place not in maija.get("import/").text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_sample_can_be_brought_in_as_it_is(visit, open_course, language):
    open_course()
    teacher = visit("maija", language=language)
    content = teacher.get("import/sample").data
    place = step(teacher, begin(teacher, file=("lista.xlsx", content)))
    meanings = columns_of(teacher.get(place).text)
    assert meanings == ["partner", "link", "description", "contact", "tier", "their_name", "their_email"]
    sent = {"sheet": "0", "heading_row": "1", "meaning": meanings, "team": "0", "tier": "", "known": "fill"}
    preview = step(teacher, teacher.post(place, sent))
    teacher.post(f"{preview}/apply")
    assert "Seudun yrittäjät ry" in teacher.get("tiers/network").text
    assert "Kahvila Kerttuli" in teacher.get("tiers/development").text


def test_a_long_list_tells_how_far_it_is_on_every_list(app, maija, other_college, monkeypatch):
    monkeypatch.setattr(applying_job, "AT_ONCE", 0)
    place = step(maija, begin(maija, "Kahvila Kerttuli + jaksot", tier="everyday"))
    job = step(maija, maija.post(f"{place}/apply"))
    assert maija.get(job).status_code == 302
    for page in ("tiers/everyday", "partners/"):
        assert "A list is being brought in: 0 of 1" in maija.get(page).text
    assert "A list is being brought in" not in other_college("maija").get("tiers/everyday").text
    with app.app_context():
        draft = db.session.scalars(select(ImportDraft)).one()
        assert db.session.get(Job, draft.job_id).kind == "imports.apply"
    assert maija.post(f"{place}/remove").status_code == 303
    assert maija.get(place).status_code == 302  # what is being brought in is not thrown away


def test_who_may_not_see_the_list_brings_nothing_in(visit, open_course, organisation_id):
    open_course()
    student = visit("veeti", language="en")
    assert student.get("import/").status_code == 403


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_was_left_out_is_understood_when_it_comes_back(app, language):
    """A corrected file of what was left out is brought in as a list of its own: its headings are known."""
    with app.app_context(), speaking(language):
        found = {meaning: read_heading(str(name)).meaning for meaning, name in MEANINGS.items()}
        reasons = [
            read_heading(str(column.heading)) for column in table_of_left_out(ImportDraft(settings=Settings()), []).columns[1:]
        ]
    assert found == {meaning: meaning for meaning in MEANINGS}
    assert all(one.is_left_out for one in reasons)


def test_a_merged_name_is_remembered_and_a_merge_since_the_preview_leaves_the_row_out(maija, olli):
    maija.add("Hotelli Vaskiniemi Oy", "jaksot")
    maija.add("Vaskiniemen hotelli", "näytöt", tier="development")
    text = table(("Vaskiniemen hotelli", "uusi kuvaus", "", "kehittäminen"))
    sent = {
        "sheet": "0",
        "heading_row": "1",
        "meaning": ["partner", "description", "contact", "tier"],
        "team": "0",
        "known": "fill",
    }
    before = step(maija, maija.post(step(maija, begin(maija, text)), sent))
    Merging(olli).press()
    done = maija.get(step(maija, maija.post(f"{before}/apply"))).text
    assert "The partner was removed or merged with another one meanwhile." in done
    after = step(maija, maija.post(step(maija, begin(maija, text)), sent))
    page = maija.get(after).text
    assert "on the list: Hotelli Vaskiniemi Oy" in page
    maija.post(f"{after}/apply")
    assert "uusi kuvaus" in maija.get("partners/1").text


FIRST_SHEET = [["Kumppani", "Kuvaus", "Taso"], ["Kahvila Kerttuli", "jaksot", "arki"], ["Leipomo Rinne Oy", "näytöt", "arki"]]
SECOND_SHEET = [["Kumppani", "Taso"], ["Hotelli Seutu", "kehittäminen"]]
FIRST = {
    "sheet": "0",
    "heading_row": "1",
    "meaning": ["partner", "description", "tier"],
    "team": "0",
    "tier": "",
    "known": "fill",
}
SECOND = FIRST | {"sheet": "1", "meaning": ["partner", "tier"]}


def test_what_was_corrected_and_answered_holds_when_one_goes_back_and_looks_elsewhere(maija):
    place = step(maija, begin(maija, file=("lista.xlsx", xlsx(FIRST_SHEET, more=[("Toinen", SECOND_SHEET)]))))
    preview = step(maija, maija.post(place, FIRST))
    maija.post(f"{preview}/rows/2", {"cell-description": "rivi yksi\nrivi kaksi"})
    maija.post(f"{preview}/rows/3/answer", {"answer": "drop"})
    assert step(maija, maija.post(place, FIRST)) == preview
    assert "<textarea" in maija.get(f"{preview}/rows/2?show=").text
    looked = step(maija, maija.post(place, FIRST | {"sheet": "1"}))
    assert columns_of(maija.get(looked).text) == ["partner", "tier"]
    assert maija.get(preview).status_code == 302  # no preview of rows of another sheet
    maija.post(f"{preview}/apply")
    assert "Kahvila Kerttuli" not in maija.get("tiers/everyday").text
    assert "Hotelli Seutu" in maija.get(step(maija, maija.post(place, SECOND))).text
    maija.post(place, SECOND | {"sheet": "0"})
    page = maija.get(step(maija, maija.post(place, FIRST | {"team": "0", "known": "replace"}))).text
    assert "rivi yksi" in page
    assert "Bring in 1 row" in page


def test_a_wrong_row_of_headings_is_told_and_all_that_was_chosen_stays(maija):
    place = step(maija, begin(maija, file=("lista.xlsx", xlsx(FIRST_SHEET, more=[("Toinen", SECOND_SHEET)]))))
    chosen = FIRST | {"heading_row": "yksi", "meaning": ["partner", "", "tier"]}
    refused = maija.post(place, chosen)
    assert refused.status_code == 422
    assert "Write the number of the row" in refused.text
    assert columns_of(refused.text) == ["partner", "", "tier"]
    without_sheet = {name: value for name, value in FIRST.items() if name != "sheet"}
    assert maija.post(place, without_sheet).status_code == 303


def test_nobody_is_asked_what_a_dash_among_the_tiers_means(maija):
    rows = (("Kumppani", "Taso"), ("Kahvila Kerttuli", "arki"), ("Leipomo Rinne Oy", "-"))
    place = step(maija, begin(maija, "\n".join("\t".join(row) for row in rows)))
    sent = FIRST | {"meaning": ["partner", "tier"], "tier": "other"}
    preview = step(maija, maija.post(place, sent))
    assert "Bring in 2 rows" in maija.get(preview).text


def test_after_the_undo_of_a_list_one_stands_at_the_partners_not_at_their_figures(maija, app):
    rows = (("Kumppani", "Taso", "Laskutus 2024"), ("Kahvila Kerttuli", "arki", "900"))
    place = step(maija, begin(maija, "\n".join("\t".join(row) for row in rows)))
    preview = step(maija, maija.post(place, FIRST | {"meaning": ["partner", "tier", "invoiced"]}))
    maija.post(f"{preview}/apply")
    with app.app_context():
        act = db.session.scalars(select(ChangeSet.id).where(ChangeSet.act == "import.apply")).one()
    assert maija.post(f"undo/{act}").location.endswith("#partners")


def test_a_stopped_list_tells_nothing_of_what_is_taken_back_and_is_looked_at_again(app, maija, monkeypatch):
    place = step(maija, begin(maija, "Kahvila Kerttuli + jaksot", tier="everyday"))
    done = maija.get(step(maija, maija.post(f"{place}/apply"))).text
    assert "1 row was brought in." in done
    assert "Look at it again" in done
    preview = maija.get(step(maija, maija.post(f"{place}/again"))).text
    assert "the same" in preview
    with app.app_context():
        draft = db.session.scalars(select(ImportDraft)).one()
        job = Job(kind="imports.apply", language="en", state="stopped")
        db.session.add(job)
        db.session.flush()
        draft.job_id = job.id
        draft.state = "done"
        db.session.commit()
    stopped = maija.get(place).text
    assert "was brought in." not in stopped
    assert "You stopped it" in stopped
