"""What is taken out: the list one is looking at, everything, a list to hand out; and what is not."""

import html
import re

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.exports import files
from lti_tool.exports.tables import Column, Table
from lti_tool.partners.models import Partner
from lti_tool.people.admin_log import AdminAct
from tests.exports.conftest import NAMES, cells_of

LIST = "List of partnerships"


def names_in(content):
    return [row[0] for row in cells_of(content)[LIST][1:]]


def shown_in(page):
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page.text.partition("<main")[2].partition("</main>")[0])).split())


def test_the_file_holds_the_list_with_its_filters_in_its_order(college, export):
    college.add("Aa Oy", contact="Matkailutiimi", tier="development")
    for query in ("", "tier=everyday", "order=contact", "order=changed-reversed", "order=euros", "order=students-reversed"):
        listed = re.findall(r'<td class="name">\s*<a[^>]*>([^<]*)</a>', college.get(f"partners/?{query}").text)
        assert names_in(export(college, query)) == list(map(html.unescape, listed))
    assert names_in(export(college, "tier=development")) == ["Aa Oy"]
    assert names_in(export(college, "order=name-reversed"))[0] == "Öljynpuu Oy"
    assert names_in(export(college, "q=leipomo&tier=everyday")) == ["007 Leipomo"]
    assert names_in(export(college, "state=wanted")) == ["Öljynpuu Oy"]
    assert names_in(export(college, "tier=network")) == []


def test_all_rows_are_in_it_not_only_those_of_the_page(college, export, monkeypatch):
    monkeypatch.setattr("lti_tool.partners.queries.PAGE_SIZE", 3)
    monkeypatch.setattr("lti_tool.exports.tables.BLOCK", 2)
    content = export(college)
    assert len(names_in(content)) == len(NAMES) + 1
    assert names_in(content)[-1] == "Öljynpuu Oy"
    assert len(cells_of(content)["Visits and contacts"]) == 3


@pytest.mark.parametrize("address", ["partners/?q=leipomo", "tiers/everyday?q=leipomo"])
def test_the_list_leads_there_with_its_filters(college, address):
    path = re.search(r'(export/?\?[^"]+)"', college.get(address).text)[1].replace("&amp;", "&")
    page = college.get(path)
    assert "leipomo" in shown_in(page)
    assert 'name="q" value="leipomo"' in page.text


def test_a_list_of_a_colleague_has_no_days_and_no_visits(college, olli, export):
    college.add("Ollin Oy", contact="Olli Rantanen")
    for query in ("contact=Olli+Rantanen", "q=Olli"):
        book = cells_of(export(college, query, kind="xlsx"))
        assert [row[0] for row in book[LIST][1:]] == ["Ollin Oy"]
        assert not {"Since", "Until", "Met or contacted last"} & set(book[LIST][0])
        assert "Visits and contacts" not in book
        assert "Agreement link" in book["Agreements"][0]
        assert not any("begins" in heading or "ends" in heading or "review" in heading for heading in book["Agreements"][0])
        page = shown_in(college.get(f"export/?{query}"))
        assert "no dates and no visits" in page
        assert "Partnerships 1" not in page


def test_of_oneself_and_of_a_team_there_are_days(college, olli, export):
    for query in ("contact=Maija+Koskela", "mine=1", "contact=Matkailutiimi", "team=1", "ours=1"):
        book = cells_of(export(college, query))
        assert "Since" in book[LIST][0], query
        assert "Visits and contacts" in book, query
        assert "no dates" not in shown_in(college.get(f"export/?{query}"))


def test_everything_is_for_admins_and_noted(app, college, visit, organisation_id):
    assert college.get("export/everything").status_code == 403
    assert "everything" not in college.get("export/").text
    pirjo = visit("pirjo", language="en")
    assert "export/everything" in pirjo.get("export/").text
    assert "export/everything" in pirjo.get("admin/register").text
    answer = pirjo.post_from(pirjo.get("export/everything"), "export/everything", {"kind": "xlsx", "phones": "1"})
    assert answer.status_code == 200
    assert names_in(answer.data).count("Öljynpuu Oy") == 2
    assert "henna@oljynpuu.example" in str(cells_of(answer.data))
    with app.app_context():
        (line,) = db.session.scalars(select(AdminAct).where(AdminAct.act == "export.everything", AdminAct.id > 0))
        assert (line.organisation_id, line.who, line.subject) == (organisation_id, "Pirjo Hallikainen", ".xlsx")
    assert "Everything exported" in pirjo.get("personal-data/log").text


def test_what_was_archived_is_in_no_file(college, visit):
    college.post("partners/rows/1/archive")
    pirjo = visit("pirjo", language="en")
    answer = pirjo.post_from(pirjo.get("export/everything"), "export/everything", {"kind": "csv"})
    assert NAMES[0] not in answer.text
    assert NAMES[1] in answer.text


@pytest.mark.parametrize(
    ("path", "sheet", "gone"),
    [
        ("contacts/1/remove", "Partners' people", "Henna Vuorinen"),
        ("encounters/1/archive", "Visits and contacts", "Sovittiin jaksoista"),
        ("agreements/1/archive", "Agreements", "sopimus.example"),
        ("plan/actions/1/archive", "Plan of the year", "Öljynpuu Oy"),
        ("partners/other-names/1/remove", LIST, "Olivträdet"),
    ],
)
def test_what_was_taken_away_from_a_partner_is_in_no_file(college, export, path, sheet, gone):
    assert gone in str(cells_of(export(college))[sheet])
    assert college.post(path).status_code == 303
    assert gone not in str(cells_of(export(college)).get(sheet))


def test_others_write_while_the_file_is_made(app, college, visit, monkeypatch):
    """On SQLite one transaction at a time may write: it must not be the one that makes the file."""

    def rows(scope):
        with db.own_transaction(writing=True) as short:
            partner = short.scalars(select(Partner).where(Partner.id.in_(scope.partner_ids)).order_by(Partner.id)).first()
            yield [partner.name]

    monkeypatch.setitem(files.tables, "probe", Table("Probe", [Column("Probe")], rows))
    pirjo = visit("pirjo", language="en")
    answer = pirjo.post_from(pirjo.get("export/everything"), "export/everything", {"kind": "xlsx"})
    assert cells_of(answer.data)["Probe"] == [["Probe"], [NAMES[0]]]


def test_nothing_of_another_college_is_in_a_file(college, other_college, export):
    stranger = other_college("pirjo")
    stranger.add("Vieras Oy")
    assert names_in(export(stranger)) == ["Vieras Oy"]
    everything = stranger.post_from(stranger.get("export/everything"), "export/everything", {"kind": "xlsx"})
    assert names_in(everything.data) == ["Vieras Oy"]
    assert len(cells_of(everything.data)["Visits and contacts"]) == 1
    assert names_in(export(stranger, "team=1")) == []
    assert "Matkailu" not in stranger.get("export/?team=1").text
    assert "Öljynpuu" not in stranger.get("export/handout?team=1").text


def test_a_list_to_hand_out_names_no_tier_and_no_day(college):
    """Each partner once, also where it stands in two tiers; not those that are only wanted."""
    college.add("Öljynpuu Oy", "Kehitämme yhdessä", "Ritva Rehtori", tier="development", partner_id="9")
    page = college.get("export/handout")
    shown = shown_in(page)
    assert shown.count("Öljynpuu Oy") == 1
    assert "oljynpuu.example/fi?a=1;b=2" in shown
    assert "Maija Koskela, aulasta; Ritva Rehtori" in shown
    for word in (
        "Everyday",
        "Development",
        "Strategic",
        "2019",
        "2026",
        "Kahvi",
        "Ask our",
        "Työssäoppimista",
        "Meikäläinen",
        "Yhdessä",
    ):
        assert word not in shown.replace("Export", ""), word
    assert 'class="dot' not in page.text.partition("<main")[2]
    assert "Matkailutiimi" not in shown_in(college.get("export/handout?q=oljynpuu"))  # of the row that is only wanted
    described = shown_in(college.get("export/handout?descriptions=1&tier=everyday"))
    assert "Työssäoppimista" in described
    assert "Everyday" not in described
    assert "Kehitämme" not in described


def test_what_two_rows_of_a_partner_say_alike_stands_once_on_paper(college):
    college.add("Öljynpuu Oy", "Työssäoppimista – syksyisin", tier="development", partner_id="9")
    shown = shown_in(college.get("export/handout?descriptions=1&q=oljynpuu"))
    assert shown.count("Työssäoppimista – syksyisin") == 1


def test_a_team_has_its_partners_on_paper(college):
    path = re.search(r'(export/handout\?[^"]+)"', college.get("teams/1").text)[1].replace("&amp;", "&")
    shown = shown_in(college.get(path))
    assert "Matkailutiimi" in shown
    assert "Öljynpuu Oy" in shown
    assert "Työssäoppimista" in shown
    assert "Leipomo" not in shown


def test_who_has_left_is_nobodys_contact_on_paper(college, olli):
    college.add("Ollin Oy", contact="Olli Rantanen")
    assert "Olli Rantanen" in shown_in(college.get("export/handout?q=ollin"))
    assert college.post("handover/people/2/left", {"has_left": "1", "version": "1"}).status_code == 303
    assert "Olli Rantanen" not in shown_in(college.get("export/handout?q=ollin"))


def test_a_long_list_on_paper_says_that_it_is_cut(college, monkeypatch):
    monkeypatch.setattr("lti_tool.exports.handout.MOST_ROWS", 2)
    monkeypatch.setattr("lti_tool.exports.views.MOST_ROWS", 2)
    shown = shown_in(college.get("export/handout"))
    assert "first 2 partnerships" in shown
    assert "Öljynpuu" not in shown
