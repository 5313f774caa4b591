"""The operator takes everything of one college out: whole, noted, over nothing that is there."""

import stat

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.people.admin_log import AdminAct
from lti_tool.people.models import Organisation
from tests.exports.conftest import cells_of

COLLEGE = "Keskuspuiston ammattiopisto"


@pytest.fixture
def filled(maija):
    maija.add("Kahvila Kerttuli Oy")
    maija.post("partners/1/contacts/add", {"name": "Henna Vuorinen", "email": "henna@kerttuli.example"})
    return maija


def told(app):
    with app.app_context():
        lines = db.session.scalars(select(AdminAct).where(AdminAct.id > 0))
        return [(line.organisation_id, line.act, line.done_by) for line in lines]


def test_a_workbook_in_the_colleges_language(filled, app, run, tmp_path, organisation_id, change):
    change(Organisation, language="sv")
    file = tmp_path / "kaikki.xlsx"
    answer = run("export", str(file), "--college", " keskuspuiston  Ammattiopisto")
    assert answer.exit_code == 0, answer.output
    assert "partners 1, partnerships 1" in answer.output
    book = cells_of(file.read_bytes())
    assert book["Partnerskap"][1][0] == "Kahvila Kerttuli Oy"
    assert "henna@" not in str(book)
    assert told(app) == [(organisation_id, "export.everything", "hoitomalli export")]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_another_college_has_a_file_of_its_own(filled, other_college, run, tmp_path):
    other_college("maija").add("Vieras Oy")
    file = tmp_path / "lista.CSV"
    assert run("export", str(file), "--college", "Toinen opisto").exit_code == 0
    text = file.read_text(encoding="utf-8-sig")
    assert "Vieras Oy" in text
    assert "Kerttuli" not in text


def test_nothing_is_written_over_unless_it_is_said(filled, app, run, tmp_path):
    file = tmp_path / "kaikki.xlsx"
    file.write_text("Tärkeää")
    answer = run("export", str(file), "--college", COLLEGE)
    assert answer.exit_code == 1
    assert "--force" in answer.output
    assert file.read_text() == "Tärkeää"
    assert told(app) == []
    assert run("export", str(file), "--college", COLLEGE, "--force", "--contacts").exit_code == 0
    assert "henna@kerttuli.example" in str(cells_of(file.read_bytes()))


@pytest.mark.parametrize(
    ("name", "college", "says"),
    [
        ("kaikki.ods", COLLEGE, ".xlsx or .csv"),
        ("kaikki", COLLEGE, ".xlsx or .csv"),
        ("kaikki.xlsx", "Opisto", f"Write one of these with --college: {COLLEGE}"),
        ("puuttuu/kaikki.xlsx", COLLEGE, "Name a file in a folder that you may write to"),
    ],
)
def test_what_hinders_is_told_with_what_to_do(filled, app, run, tmp_path, name, college, says):
    answer = run("export", str(tmp_path / name), "--college", college)
    assert answer.exit_code == 1
    assert says in answer.output
    assert "Traceback" not in answer.output
    assert list(tmp_path.glob("**/*kaikki*")) == []
    assert told(app) == []
