"""Several rows of a list at once: contact person, team, tier, archive; one act, one undo."""

import html
import re

import pytest
from sqlalchemy import func, select

from lti_tool import db
from lti_tool.handover import several_views
from lti_tool.history.models import ChangeSet
from lti_tool.partners.row_models import Partnership
from tests.handover.conftest import said


@pytest.fixture
def three(olli, maija):
    for name in ("Ahti Oy", "Leipomo Oy", "Kahvila Oy"):
        maija.add(name, "Jaksot")
    maija.post("teams/", {"name": "Matkailutiimi"})
    maija.post("teams/", {"name": "Hotellitiimi"})
    said(maija)
    return maija


@pytest.fixture
def stand(app):
    """Each row as (partner, tier, team, contact), those on the list."""

    def read():
        with app.app_context():
            query = select(Partnership).where(Partnership.is_archived.is_(False)).order_by(Partnership.id)
            rows = db.session.scalars(query).unique()
            return [(row.partner.name, row.tier, row.team.name if row.team else "", row.contact) for row in rows]

    return read


@pytest.fixture
def change(three, row_of):
    """Change the rows of these partners: change(["Ahti Oy"], team="1")."""

    def post(names, visitor=three, **values):
        return visitor.post("handover/rows?tier=everyday", {"rows": [row_of(name) for name in names], **values})

    return post


MAIJA = "Maija Koskela"


def test_the_list_leads_there_with_its_filter_and_is_otherwise_as_it_was(three):
    for page in ("partners/?tier=everyday&q=ahti", "tiers/everyday?q=ahti"):
        address = re.search(r'handover/rows/?\?[^"]+', three.get(page).text)[0].replace("&amp;", "&")
        shown = three.get(address).text
        assert "Ahti Oy" in shown
        assert "Leipomo Oy" not in shown
    assert 'type="checkbox" name="rows"' not in three.get("partners/").text


def test_nothing_is_ticked_but_all_can_be_without_a_script(three):
    assert " checked" not in three.get("handover/rows").text
    assert three.get("handover/rows?all=1").text.count(" checked") == 3


def test_the_contact_person_of_several(change, stand, three, undo_last):
    before = stand()
    assert change(["Ahti Oy", "Kahvila Oy"], receiver="Olli Rantanen").status_code == 303
    assert [row[3] for row in stand()] == ["Olli Rantanen", MAIJA, "Olli Rantanen"]
    assert said(three)[-1] == "2 rows were changed."
    undo_last(three)
    assert stand() == before


def test_rows_that_have_all_of_it_already_are_not_counted(change, three):
    assert change(["Ahti Oy", "Kahvila Oy"], receiver=MAIJA).status_code == 303
    assert said(three)[-1] == "0 rows were changed."
    change(["Ahti Oy"], receiver="Olli Rantanen")
    change(["Ahti Oy", "Kahvila Oy"], receiver="Olli Rantanen")
    assert said(three)[-1] == "1 row was changed."


def test_team_and_contact_at_once_and_no_team_again(change, stand, undo_last, three):
    change(["Ahti Oy", "Leipomo Oy"], team="1", receiver="Matkailutiimi")
    assert stand()[:2] == [
        ("Ahti Oy", "everyday", "Matkailutiimi", "Matkailutiimi"),
        ("Leipomo Oy", "everyday", "Matkailutiimi", "Matkailutiimi"),
    ]
    change(["Ahti Oy"], team="none")
    assert stand()[0] == ("Ahti Oy", "everyday", "", "Matkailutiimi")
    undo_last(three)
    assert stand()[0][2] == "Matkailutiimi"


def test_the_tier_of_several_is_told_as_a_move_and_undone(change, stand, three, undo_last):
    before = stand()
    change(["Ahti Oy", "Leipomo Oy"], tier="strategic", receiver="Olli Rantanen")
    assert stand() == [
        ("Kahvila Oy", "everyday", "", MAIJA),
        ("Ahti Oy", "strategic", "", "Olli Rantanen"),
        ("Leipomo Oy", "strategic", "", "Olli Rantanen"),
    ]
    page = three.get("partners/1").text
    assert "Everyday partnership → Strategic partnership" in page
    undo_last(three)
    assert sorted(stand()) == sorted(before)


def test_a_row_that_stands_in_the_tier_already_was_not_moved(change, three):
    change(["Ahti Oy"], tier="everyday", receiver="Olli Rantanen")
    change(["Ahti Oy", "Leipomo Oy"], tier="development", team="1")
    change(["Ahti Oy", "Leipomo Oy", "Kahvila Oy"], tier="development", team="2")
    assert re.findall(r"<li><div>\s*(\w+)", three.get("partners/1").text) == ["Corrected", "Moved", "Corrected"]
    assert re.findall(r"<li><div>\s*(\w+)", three.get("partners/3").text) == ["Moved"]
    last = dict(re.findall(r'>([^<]+)</a>\s*<span class="also d-block m-0">([^<]+)<', three.get("").text))
    assert last == {"Ahti Oy": "Team", "Leipomo Oy": "Team", "Kahvila Oy": "Moved to another tier"}


def test_of_two_teams_rows_of_a_partner_one_becomes_the_new_teams(change, stand, three):
    three.post("teams/1/join")
    assert three.add("Ahti Oy", "Oma", is_of_team="1").status_code == 303
    rows = re.findall(r'name="rows" value="([^"]+)"', three.get("handover/rows?q=ahti").text)
    three.post("handover/rows", {"rows": rows, "receiver": "Hotellitiimi"})
    assert [row[2:] for row in stand() if row[0] == "Ahti Oy"] == [
        ("Hotellitiimi", "Hotellitiimi"),
        ("Matkailutiimi", "Hotellitiimi"),
    ]


def test_rows_of_two_teams_move_and_their_partners_page_works(change, stand, three):
    three.post("teams/1/join")
    assert three.add("Ahti Oy", "Oma", is_of_team="1").status_code == 303
    rows = re.findall(r'name="rows" value="([^"]+)"', three.get("handover/rows?q=ahti").text)
    assert len(rows) == 2
    three.post("handover/rows", {"rows": rows, "tier": "development"})
    assert [row[:3] for row in stand() if row[0] == "Ahti Oy"] == [
        ("Ahti Oy", "development", ""),
        ("Ahti Oy", "development", "Matkailutiimi"),
    ]
    page = three.get("partners/1")
    assert page.status_code == 200
    assert page.text.count("→") >= 2


def test_a_move_out_of_two_tiers_tells_both_on_the_partners_page(change, three):
    three.post("teams/1/join")
    assert three.add("Ahti Oy", "Oma", tier="strategic", is_of_team="1").status_code == 303
    rows = re.findall(r'name="rows" value="([^"]+)"', three.get("handover/rows?q=ahti").text)
    three.post("handover/rows", {"rows": rows, "tier": "development"})
    ways = "Everyday partnership → Development partnership, Strategic partnership → Development partnership"
    assert ways in three.get("partners/1").text


def test_archiving_several_and_its_undo(change, stand, three, undo_last):
    before = stand()
    change(["Ahti Oy", "Kahvila Oy"], archive="1")
    assert [row[0] for row in stand()] == ["Leipomo Oy"]
    assert said(three)[-1] == "2 rows were archived."
    assert "Put back on the list" in three.get("partners/1").text
    undo_last(three)
    assert stand() == before


def test_a_row_that_a_colleague_has_archived_meanwhile_is_not_counted(three, row_of, olli, stand, undo_last):
    rows = [row_of("Ahti Oy"), row_of("Leipomo Oy")]
    olli.post("partners/rows/1/archive")
    three.post("handover/rows", {"rows": rows, "archive": "1"})
    assert said(three)[-1] == "1 row was archived."
    undo_last(three)
    assert [row[0] for row in stand()] == ["Leipomo Oy", "Kahvila Oy"], "what the colleague has done stays"


def test_a_row_in_whose_place_another_stands_is_left_and_named(change, stand, three):
    three.post("partners/development/add", {"partner_id": "1", "description": "Kehitetään"})
    said(three)
    change(["Ahti Oy", "Leipomo Oy"], tier="development")
    assert [row[:2] for row in stand()] == [
        ("Ahti Oy", "everyday"),
        ("Kahvila Oy", "everyday"),
        ("Ahti Oy", "development"),
        ("Leipomo Oy", "development"),
    ]
    assert said(three)[-1] == "1 row was changed. Left as they are, since another row stands there already: Ahti Oy."


def test_a_row_whose_contact_a_colleague_has_changed_meanwhile_is_left_and_named(three, row_of, olli, stand):
    rows = [row_of("Ahti Oy"), row_of("Leipomo Oy"), row_of("Kahvila Oy")]
    values = {"description": "Jaksot", "contact": "Hotellitiimi", "version": "1.1"}
    olli.post("partners/rows/1", {**values, "name": "Ahti Oy"})
    olli.post("partners/rows/2", {**values, "name": "Leipomo Oy", "description": "Toinen", "contact": MAIJA})
    olli.post("partners/rows/3/archive")
    three.post("handover/rows", {"rows": rows, "receiver": "Olli Rantanen"})
    assert [(row[0], row[3]) for row in stand()] == [("Ahti Oy", "Hotellitiimi"), ("Leipomo Oy", "Olli Rantanen")]
    assert said(three)[-1].endswith("Ahti Oy, Kahvila Oy.")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "Choose what the rows get"),
        ({"receiver": "Vesa Vieras"}, "Nobody of this name has opened the tool yet"),
        ({"team": "99"}, "Choose one of the teams."),
        ({"team": "x"}, "Choose one of the teams."),
        ({"tier": "best"}, "Choose a tier."),
    ],
)
def test_what_cannot_be_is_told_and_the_ticks_stay(change, stand, values, told):
    before = stand()
    answer = change(["Ahti Oy"], **values)
    assert answer.status_code == 422
    assert told in answer.text
    assert re.findall(r'name="rows" value="([^"]+)" checked', answer.text) == ["1.1"]
    assert stand() == before


def test_to_a_team_that_was_archived_or_is_another_colleges_no_row_goes(change, stand, three, other_college):
    other_college("maija").post("teams/", {"name": "Vieraiden tiimi"})
    three.post("teams/2/archive")
    before = stand()
    for team in ("2", "3"):
        answer = change(["Ahti Oy"], team=team)
        assert answer.status_code == 422
        assert "Choose one of the teams." in answer.text
    assert stand() == before


@pytest.mark.parametrize("values", [{"receiver": "Olli Rantanen"}, {"archive": "1"}])
@pytest.mark.parametrize("rows", [[], ["x"], ["²"], ["99999999999999999999.1"]])
def test_without_a_tick_nothing_is_done(three, rows, values):
    answer = three.post("handover/rows", {"rows": rows, **values})
    assert answer.status_code == 422
    assert "Tick the rows first." in answer.text


@pytest.mark.parametrize("values", [{"receiver": "Olli Rantanen"}, {"archive": "1"}])
def test_a_tick_of_nonsense_is_no_error(three, values):
    assert three.post("handover/rows", {"rows": ["1.1.1", "²"], **values}).status_code == 303


def test_a_refused_form_of_a_later_page_shows_that_page_and_its_ticks(three, row_of, monkeypatch):
    monkeypatch.setattr(several_views, "MOST_ROWS", 2)
    first = three.get("handover/rows/")
    later = html.unescape(re.search(r'href="[^"]*/(handover/rows/\?[^"]*after=[^"]+)"', first.text)[1])
    page = three.get(later)
    assert "Leipomo Oy" in page.text
    action = html.unescape(re.search(r'id="several"[^>]* action="[^"]*/(handover/rows/[^"]*)"', page.text)[1])
    refused = three.post(action, {"rows": [row_of("Leipomo Oy")]})
    assert refused.status_code == 422
    assert re.search(r'value="[\d.]+" checked>\s*<span class="one-line"><b>Leipomo Oy', refused.text)
    all_ticked = html.unescape(re.search(r'class="also" href="[^"]*/(handover/rows/[^"]*all=1[^"]*)"', page.text)[1])
    assert "<b>Leipomo Oy" in three.get(all_ticked).text
    assert "<b>Ahti Oy" not in three.get(all_ticked).text


def test_another_colleges_rows_stay(three, other_college, stand):
    before = stand()
    stranger = other_college("maija")
    for values in ({"receiver": MAIJA}, {"archive": "1"}, {"tier": "other"}):
        stranger.post("handover/rows", {"rows": ["1.1", "2.1"], **values})
    assert stand() == before


def test_of_several_that_were_moved_who_was_worked_on_stays_in_one_tier(maija, olli, row_of, app, undo_last):
    """Its end and its beginning are one: the row of the former tier does not come back beside it."""
    for name in ("Ahti Oy", "Leipomo Oy", "Kahvila Oy"):
        maija.add(name, tier="everyday")
    ticks = [row_of(name) for name in ("Ahti Oy", "Leipomo Oy")]
    maija.post("handover/rows/", {"rows": ticks, "tier": "strategic", "receiver": "", "team": ""})
    maija.get("teams/")
    with app.app_context():
        moved = db.session.scalar(select(func.max(ChangeSet.id)))
    row = row_of("Ahti Oy")
    values = {"name": "Ahti Oy", "description": "Ollin työ", "contact": "Maija Koskela", "version": f"1.{row.partition('.')[2]}"}
    assert olli.post(f"partners/rows/{row.partition('.')[0]}", values).status_code == 303
    maija.post(f"undo/{moved}")
    assert "stays as it is (State)" in maija.get("teams/").text

    def tiers():
        with app.app_context():
            found = db.session.scalars(select(Partnership).where(Partnership.is_archived.is_(False)).order_by(Partnership.id))
            return sorted((row.partner.name, row.tier) for row in found.unique())

    assert tiers() == [("Ahti Oy", "strategic"), ("Kahvila Oy", "everyday"), ("Leipomo Oy", "everyday")]
    undo_last(maija)
    assert tiers() == [("Ahti Oy", "strategic"), ("Kahvila Oy", "everyday"), ("Leipomo Oy", "strategic")]
