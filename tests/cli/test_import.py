"""`hoitomalli import`: what the preview says, then one act; questions are left out and named."""

import json

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.demo.school import COLLEGE
from lti_tool.partners.row_models import Partnership

LIST = """Kumppani;Kuvaus;Taso
Kahvila Kerttuli;jaksot;arki
Leipomo Åström Oy;näytöt;kehittäminen
Kahvila Kertuli;jaksot;arki
Hotelli Seutu;majoitus;jokin muu taso kuin meillä
"""


@pytest.fixture
def bring(run, maija, tmp_path):
    """bring(text, *options) gives the command's result."""

    def bring(text, *options, college=COLLEGE):
        file = tmp_path / "lista.csv"
        file.write_text(text, encoding="cp1252")
        return run("import", str(file), "--college", college, "--by", "Koskela Maija", *options)

    return bring


def on_list(app):
    with app.app_context():
        return sorted((row.partner.name, row.tier) for row in db.session.scalars(select(Partnership)).unique())


def test_a_list_is_looked_at_brought_in_and_nothing_the_second_time(app, bring):
    looked = bring(LIST, "--dry-run")
    assert looked.exit_code == 0, looked.output
    assert "4 rows: new 2, updated 0, the same 0, perhaps the same 1, to be corrected 1, left out 0." in looked.output
    assert "row 5  Hotelli Seutu: Tier: There is no tier of this name" in looked.output
    assert on_list(app) == []
    done = json.loads(bring(LIST, "--json").output)
    assert (done["rows"], done["new"], done["double"], done["error"], done["is_applied"]) == (4, 2, 1, 1, True)
    assert [one["row"] for one in done["reasons"]] == [4, 5]
    assert on_list(app) == [("Kahvila Kerttuli", "everyday"), ("Leipomo Åström Oy", "development")]
    again = json.loads(bring(LIST, "--json", "--tier", "other").output)
    assert (again["new"], again["same"], again["is_applied"]) == (0, 2, False)


def test_a_long_list_is_brought_in_by_its_job(app, bring):
    names = [
        f"{first}{second} Oy"
        for first in "ABCDEFGHIJKLM"
        for second in ("aho", "bergström", "kivelä", "lund", "mäki", "niemi", "rantala", "suo", "vaara", "öhman")
    ]
    done = json.loads(bring("Kumppani;Taso\n" + "\n".join(f"{name};arki" for name in names), "--json").output)
    assert done["is_applied"]
    assert len(on_list(app)) == done["new"] == len(names) - done["double"]


@pytest.mark.parametrize(
    ("text", "options", "told"),
    [
        ("", (), "The file is empty"),
        ("a;b\n1;2\n", (), "Say which column holds the partners' names"),
        (LIST, ("--team", "Ei tällaista"), "No team 'Ei tällaista' is known"),
    ],
)
def test_what_hinders_it_is_told_in_a_line(app, bring, text, options, told):
    result = bring(text, *options)
    assert result.exit_code == 1
    assert told in result.output
    assert on_list(app) == []


def test_it_has_to_be_somebodys_act(run, maija, visit, open_course, tmp_path):
    file = tmp_path / "lista.csv"
    file.write_text(LIST)
    command = ("import", str(file), "--college", COLLEGE, "--dry-run")
    assert "Say with --by whose act it is" in run(*command).output
    assert "'Kaapo' is nobody" in run(*command, "--by", "Kaapo").output
    pirjo = visit("pirjo")
    pirjo.post("admin/invites")
    result = run(*command)
    assert result.exit_code == 0, result.output


def test_a_file_that_is_not_there_is_told_in_a_line(run, maija, tmp_path):
    result = run("import", str(tmp_path / "none.xlsx"), "--college", COLLEGE, "--by", "Maija Koskela")
    assert result.exit_code == 1
    assert "none.xlsx cannot be read: No such file or directory." in result.output


def test_an_unknown_college_is_named(bring):
    assert "No college 'Toinen' is known" in bring(LIST, college="Toinen").output
