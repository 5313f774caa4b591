"""What one carries goes to another in one act, undone by one press."""

import re

import pytest
from sqlalchemy import event, func, select

from lti_tool import db
from lti_tool.history.models import ChangeSet
from lti_tool.partners.row_models import Partnership
from tests.encounters.conftest import day, logged
from tests.handover.conftest import give, said, ticked


@pytest.fixture
def full(olli, maija):
    """Olli is the contact of two partners, deputy and of management in a third, and has an open next step and one done."""
    olli.add("Ahti Oy", "Veneily")
    olli.add("Leipomo Kultakuori", "Näytöt")
    maija.add("Kahvila Kerttuli Ky", "Jaksot")
    row = {"name": "Kahvila Kerttuli Ky", "description": "Jaksot", "contact": "Maija Koskela", "version": "1.1"}
    maija.post("partners/rows/3", {**row, "deputy": "Olli Rantanen", "manager": "Olli Rantanen"})
    olli.post("partners/1/log", logged(next_step="Soita", next_on=day(3), contact="Olli Rantanen"))
    olli.post("partners/2/log", logged(next_step="Tehty jo", next_on=day(3), contact="Olli Rantanen"))
    olli.post("encounters/2/done")
    return maija


def test_the_page_shows_all_that_one_carries_ticked_and_changes_nothing(full, rows):
    before = rows()
    page = full.get("handover/?name=Olli+Rantanen")
    assert ticked(page) == ["contact-1", "contact-2", "deputy-3", "manager-3", "step-1"]
    assert "Tehty jo" not in page.text
    assert rows() == before


def test_peers_23_a_leavers_partners_are_handed_over_in_one_act_and_back_in_one(full, rows, steps, undo_last, another, person):
    another("Sari Niemi")
    before = rows()
    answer = give(full, "name=Olli+Rantanen", "Sari Niemi", has_left=["", "1"])
    assert answer.status_code == 303
    assert rows() == [
        ("Ahti Oy", ("Sari Niemi", "", "")),
        ("Leipomo Kultakuori", ("Sari Niemi", "", "")),
        ("Kahvila Kerttuli Ky", ("Maija Koskela", "Sari Niemi", "Sari Niemi")),
    ]
    assert steps() == {"Soita": "Sari Niemi", "Tehty jo": "Olli Rantanen"}
    assert person("Olli Rantanen").has_left
    undo_last(full)
    assert rows() == before
    assert steps() == {"Soita": "Olli Rantanen", "Tehty jo": "Olli Rantanen"}
    assert not person("Olli Rantanen").has_left


def test_lines_that_are_unticked_stay(full, contacts, steps):
    give(full, "name=Olli+Rantanen", "Maija Koskela", lines=["contact-2"])
    assert contacts() == {
        "Ahti Oy": "Olli Rantanen",
        "Leipomo Kultakuori": "Maija Koskela",
        "Kahvila Kerttuli Ky": "Maija Koskela",
    }
    assert steps()["Soita"] == "Olli Rantanen"
    assert said(full)[-1] == "1 line went to Maija Koskela."


def test_a_team_takes_over(full, contacts, ids):
    full.post("teams/", {"name": "Matkailutiimi", "is_member": "y"})
    give(full, "name=Olli+Rantanen", "matkailu tiimi")
    assert contacts()["Ahti Oy"] == "Matkailutiimi"
    assert ids()["Ahti Oy"] is None


def test_what_a_team_is_contact_of_goes_to_a_colleague(full, contacts, ids, person):
    full.post("teams/", {"name": "Matkailutiimi"})
    full.add("Hotelli Kaisla", contact="Matkailutiimi")
    page = full.get("teams/1").text
    assert "handover/?team=1" in page
    give(full, "team=1", "Olli Rantanen")
    assert contacts()["Hotelli Kaisla"] == "Olli Rantanen"
    assert ids()["Hotelli Kaisla"] == person("Olli Rantanen").id


def test_of_a_team_a_colleagues_row_with_the_teams_name_behind_is_the_colleagues(full, contacts):
    full.post("teams/", {"name": "Matkailutiimi"})
    full.add("Hotelli Kaisla", contact="Matkailutiimi")
    full.add("Hotelli Meri", contact="Olli Rantanen, Matkailutiimi")
    assert ticked(full.get("handover/?team=1")) == ["contact-4"]
    give(full, "team=1", "Maija Koskela", lines=["contact-4", "contact-5"])
    assert contacts()["Hotelli Kaisla"] == "Maija Koskela"
    assert contacts()["Hotelli Meri"] == "Olli Rantanen, Matkailutiimi"


def test_a_name_that_nobody_knows_is_handed_over_too(full, contacts, app):
    """And is kept by no act, since it may be anybody's; that of a team is."""
    full.add("Hotelli Kaisla", contact="Ulla Tuntematon")
    full.add("Hotelli Meri", contact="Tuntematon Ulla")
    page = full.get("handover/?name=Ulla+Tuntematon")
    assert len(ticked(page)) == 2
    give(full, "name=Ulla+Tuntematon", "Olli Rantanen")
    assert contacts()["Hotelli Kaisla"] == contacts()["Hotelli Meri"] == "Olli Rantanen"
    full.post("teams/", {"name": "Matkailutiimi"})
    full.add("Leipomo Meri", contact="Matkailutiimi")
    give(full, "team=1", "Olli Rantanen")
    with app.app_context():
        given = select(ChangeSet.subject).where(ChangeSet.act == "handover.give").order_by(ChangeSet.id)
        assert db.session.scalars(given).all() == ["", "Matkailutiimi"]


def test_who_becomes_contact_is_not_the_deputy_as_well(full, rows, undo_last):
    row = {"name": "Ahti Oy", "description": "Veneily", "contact": "Olli Rantanen", "version": "1.1"}
    full.post("partners/rows/1", {**row, "deputy": "Maija Koskela"})
    before = rows()
    give(full, "name=Olli+Rantanen", "Maija Koskela", lines=["contact-1"])
    assert rows()[0] == ("Ahti Oy", ("Maija Koskela", "", ""))
    undo_last(full)
    assert rows() == before


def test_a_number_behind_the_name_does_not_go_along(full, contacts):
    row = {"name": "Ahti Oy", "description": "Veneily", "contact": "Olli Rantanen, puh 040 1234567", "version": "1.1"}
    full.post("partners/rows/1", row)
    assert contacts()["Ahti Oy"] == "Olli Rantanen, puh 040 1234567"
    give(full, "name=Olli+Rantanen", "Maija Koskela")
    assert contacts()["Ahti Oy"] == "Maija Koskela"


def test_it_is_reached_from_the_list_of_one_and_from_ones_own(full, olli):
    assert "handover/?name=Olli+Rantanen" in full.get("partners/?contact=Olli+Rantanen").text
    own = olli.get("partners/?mine=1").text
    assert 'handover/"' in own
    assert ticked(olli.get("handover/")) == ["contact-1", "contact-2", "deputy-3", "manager-3", "step-1"]
    assert "handover/?" not in olli.get("partners/").text


def test_without_anything_to_hand_over_it_says_so(maija):
    page = maija.get("handover/")
    assert "Nothing stands in this name now" in page.text


def test_all_can_be_unticked_without_a_script(full):
    assert ticked(full.get("handover/?name=Olli+Rantanen&none=1")) == []


@pytest.mark.parametrize(
    ("receiver", "told"),
    [
        ("", "Write who takes over"),
        ("Olli Rantanen", "Olli Rantanen has these already"),
        ("Rantanen, Olli", "Olli Rantanen has these already"),
        ("Vesa Vieras", "Nobody of this name has opened the tool yet"),
        ("<b>x</b>", "Nobody of this name has opened the tool yet"),
        ("x" * 201, "At most 200 characters"),
    ],
)
def test_a_receiver_that_cannot_be_is_told_at_the_field_and_all_is_kept(full, contacts, receiver, told):
    answer = give(full, "name=Olli+Rantanen", receiver, lines=["contact-2"])
    assert answer.status_code == 422
    assert told in answer.text
    assert ticked(answer) == ["contact-2"]
    if receiver and "<" not in receiver:
        assert f'value="{receiver}"' in answer.text
    assert contacts()["Leipomo Kultakuori"] == "Olli Rantanen"


def test_nearly_a_name_asks_and_the_answer_counts(full, contacts):
    answer = give(full, "name=Olli+Rantanen", "Maija Koskla")
    assert answer.status_code == 422
    assert "Yes, Maija Koskela" in answer.text
    meant = re.search(r'name="receiver_answer" value="(\d+)"', answer.text)[1]
    give(full, "name=Olli+Rantanen", "Maija Koskla", receiver_answer=meant)
    assert contacts()["Ahti Oy"] == "Maija Koskela"


def test_another_colleges_colleague_is_nobody(full, other_college, contacts):
    other_college("sami")
    answer = give(full, "name=Olli+Rantanen", "Sami Tuomola")
    assert answer.status_code == 422
    assert "Nobody of this name has opened the tool yet" in answer.text
    assert contacts()["Ahti Oy"] == "Olli Rantanen"


def test_another_colleges_lines_stay(full, other_college, contacts):
    stranger = other_college("maija")
    stranger.add("Heidän Oy")
    for whose in ("person=1", "person=2"):
        assert stranger.get(f"handover/?{whose}").status_code == 404
        assert stranger.post(f"handover/?{whose}", {"receiver": "Maija Koskela", "lines": "contact-1"}).status_code == 404
    assert stranger.post("handover/?name=Olli+Rantanen", {"receiver": "Maija Koskela", "lines": "contact-1"}).status_code == 303
    assert said(stranger) == ["0 lines went to Maija Koskela."], "and nothing is told of whose they are"
    assert contacts()["Ahti Oy"] == "Olli Rantanen"


def test_without_a_tick_nothing_is_done(full, contacts):
    answer = give(full, "name=Olli+Rantanen", "Maija Koskela", lines=[])
    assert answer.status_code == 422
    assert "Tick what changes hands." in answer.text
    assert 'value="Maija Koskela"' in answer.text
    assert contacts()["Ahti Oy"] == "Olli Rantanen"


@pytest.mark.parametrize("lines", [["contact-999"], ["contact-1", "x-1"], ["contact-²"], ["step-99999999999999999999"]])
def test_lines_that_are_none_are_left_out(full, lines):
    assert give(full, "name=Olli+Rantanen", "Maija Koskela", lines=lines).status_code in (303, 422)


def test_peers_24_handing_over_changes_nothing_of_others_and_lapsed_rows_keep_who_it_was(full, olli, contacts):
    olli.add("Entinen Oy")
    olli.post("partners/rows/4/end", {"ends_on": day(-1), "version": "1"})
    olli.add("Arkistoitu Oy")
    olli.post("partners/rows/5/archive")
    full.add("Maijan Oma Oy")
    page = full.get("handover/?name=Olli+Rantanen")
    assert "Entinen Oy" not in page.text
    give(full, "name=Olli+Rantanen", "Maija Koskela", lines=[*ticked(page), "contact-4", "contact-5"])
    assert contacts(archived=True) == {"Entinen Oy": "Olli Rantanen", "Arkistoitu Oy": "Olli Rantanen"}
    assert contacts()["Maijan Oma Oy"] == "Maija Koskela"
    log = full.get("partners/1").text
    assert "Olli Rantanen" in log  # who wrote the log


def test_a_line_that_has_another_contact_by_now_is_left_alone_and_named(full, olli, contacts):
    full.post("teams/", {"name": "Matkailutiimi"})
    page = full.get("handover/?name=Olli+Rantanen")
    row = {"name": "Ahti Oy", "description": "Purjehdus", "contact": "Matkailutiimi", "version": "1.1"}
    assert olli.post("partners/rows/1", row).status_code == 303
    said(full)
    give(full, "name=Olli+Rantanen", "Maija Koskela", lines=ticked(page))
    assert contacts()["Ahti Oy"] == "Matkailutiimi"
    assert contacts()["Leipomo Kultakuori"] == "Maija Koskela"
    told = said(full)[-1]
    assert told.startswith("4 lines went to Maija Koskela.")
    assert told.endswith("Changed by a colleague meanwhile, and left as they are: Ahti Oy.")


def test_what_a_colleague_has_written_meanwhile_stays(full, olli, app, contacts):
    page = full.get("handover/?name=Olli+Rantanen")
    row = {"name": "Ahti Oy", "description": "Purjehdus", "contact": "Olli Rantanen", "version": "1.1"}
    olli.post("partners/rows/1", row)
    give(full, "name=Olli+Rantanen", "Maija Koskela", lines=ticked(page))
    assert contacts()["Ahti Oy"] == "Maija Koskela"
    assert "Purjehdus" in full.get("partners/1").text


def test_an_undo_leaves_what_was_changed_since_and_names_it(full, olli, contacts, undo_last, app):
    give(full, "name=Olli+Rantanen", "Maija Koskela")
    with app.app_context():
        act = db.session.scalar(select(func.max(ChangeSet.id)))
    full.post("teams/", {"name": "Matkailutiimi"})
    row = {"name": "Ahti Oy", "description": "Veneily", "contact": "Matkailutiimi", "version": "1.2"}
    assert olli.post("partners/rows/1", row).status_code == 303
    said(full)
    full.post(f"undo/{act}")
    assert contacts()["Ahti Oy"] == "Matkailutiimi"
    assert contacts()["Leipomo Kultakuori"] == "Olli Rantanen"
    assert "Our contact person" in said(full)[-1]


def test_it_stands_in_the_history_of_a_partner_and_on_its_own_page(full, app):
    give(full, "name=Olli+Rantanen", "Maija Koskela")
    page = full.get("partners/1").text
    assert "Responsibility handed over" in page


def test_of_a_person_it_shows_no_figure(full):
    page = full.get("handover/?name=Olli+Rantanen").text
    assert "(2)" not in page
    assert "5 " not in page.partition('id="handover"')[2].partition("</form>")[0]


@pytest.fixture
def statements(app):
    """What the database is asked while something is done, without the writing of rows: statements(act)."""

    def count(act):
        asked = []

        def note(_connection, _cursor, statement, *_more):
            if not statement.startswith(("UPDATE partnership", "UPDATE encounter")):
                asked.append(statement)

        engines = app.extensions["hoitomalli_engines"].values()
        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        act()
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    return count


def test_it_asks_no_more_for_many_lines_than_for_few(full, olli, statements, undo_last):
    whose = "name=Olli+Rantanen"
    form = {"receiver": "Maija Koskela", "csrf_token": full.token()}

    def give_all():
        lines = ticked(full.get(f"handover/?{whose}"))
        return statements(lambda: full.request("POST", f"{full.base}handover/?{whose}", data={**form, "lines": lines}))

    said(full)
    few_on_page = statements(lambda: full.get(f"handover/?{whose}"))
    few = give_all()
    undo_last(full)
    for number in range(12):
        olli.add(f"Kumppani {number} Oy")
    said(full)  # what waits to be said is asked for too
    assert statements(lambda: full.get(f"handover/?{whose}")) == few_on_page <= 25
    assert give_all() == few


def test_an_undo_makes_nobody_ones_own_deputy(olli, maija, rows, undo_last, app):
    olli.add("Ahti Oy")
    assert give(maija, "name=Olli+Rantanen", "Maija Koskela").status_code == 303
    with app.app_context():
        given = db.session.scalar(select(func.max(ChangeSet.id)))
    values = {"name": "Ahti Oy", "description": "Oppimisjaksot", "contact": "Maija Koskela", "version": "1.2"}
    assert maija.post("partners/rows/1", {**values, "deputy": "Olli Rantanen"}).status_code == 303
    maija.post(f"undo/{given}")
    assert rows() == [("Ahti Oy", ("Olli Rantanen", "", ""))]
    own = {**values, "contact": "Olli Rantanen", "deputy": "Olli Rantanen", "version": "1.4"}
    refused = maija.post("partners/rows/1", own)
    assert refused.status_code == 422
    assert "nobody is one&#39;s own deputy" in refused.text
    assert rows() == [("Ahti Oy", ("Olli Rantanen", "", ""))]


def test_what_a_team_takes_over_is_the_teams_own_unless_it_has_a_row_there(maija, app, undo_last):
    """Handed over, or given to several rows at once."""
    maija.post("teams/", {"name": "Matkailu", "is_member": ""})
    for name in ("Ahti Oy", "Leipomo Oy", "Kahvila Oy"):
        maija.add(name)
    maija.post("teams/1/join")
    assert maija.add("Leipomo Oy", contact="Matkailu", is_of_team="1").status_code == 303

    def teams():
        with app.app_context():
            found = db.session.scalars(select(Partnership).where(Partnership.id > 0).order_by(Partnership.id)).unique()
            return [(row.partner.name, row.contact, row.team_id) for row in found]

    before = teams()
    form = {"receiver": "Matkailu", "lines": ["contact-1", "contact-2"], "version": "1"}
    assert maija.post("handover/?name=Maija+Koskela", form).status_code == 303
    assert teams()[:2] == [("Ahti Oy", "Matkailu", 1), ("Leipomo Oy", "Matkailu", None)]
    assert "Ahti Oy" in maija.get("partners/?team=1").text
    maija.get("teams/")
    undo_last(maija)
    assert teams() == before
    several = {"rows": ["3.1"], "receiver": "Matkailu", "team": "", "tier": ""}
    assert maija.post("handover/rows/", several).status_code == 303
    assert teams()[2] == ("Kahvila Oy", "Matkailu", 1)
