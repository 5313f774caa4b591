"""What the preview says of each row; and that it is what happens."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lti_tool import db
from lti_tool.agreements.models import Agreement
from lti_tool.encounters.models import Encounter
from lti_tool.figures.models import YearFigure
from lti_tool.imports.models import DOUBLE, ERROR, LEFT_OUT, NEW, SAME, UPDATE
from lti_tool.partners.models import Partner
from lti_tool.teams.models import Team
from lti_tool.teams.operations import archive_team
from tests.days import today

KERTTULI = "Kahvila Kerttuli + jaksot + Maija Koskela"


def table(*rows, head="Kumppani\tKuvaus\tYhteyshenkilö\tTaso"):
    return "\n".join([head, *("\t".join(row) for row in rows)])


def partner_id(desk, name):
    with desk.app.app_context():
        return db.session.scalars(select(Partner.id).where(Partner.name == name)).one()


def in_use(desk, model):
    """How many rows of it are not archived."""
    with desk.app.app_context():
        return db.session.scalar(select(func.count()).select_from(model).where(model.is_archived.is_(False)))


def test_each_row_is_told_and_the_same_list_again_changes_nothing(desk):
    text = table(
        ("Kahvila Kerttuli", "jaksot", "Maija Koskela", "arki"),
        ("Leipomo Rinne Oy", "näytöt", "Olli Rantanen", "arki"),
        ("Kahvila Kerttuli", "lounas", "Maija Koskela", "kehittäminen"),
    )
    draft, act = desk.bring(text)
    assert desk.verdicts(draft) == [NEW, NEW, NEW]
    assert desk.on_list() == [
        ("Kahvila Kerttuli", "development", "lounas", "Maija Koskela", ""),
        ("Kahvila Kerttuli", "everyday", "jaksot", "Maija Koskela", ""),
        ("Leipomo Rinne Oy", "everyday", "näytöt", "Olli Rantanen", ""),
    ]
    assert act is not None
    acts = desk.acts()
    again = desk.draft(text)
    assert desk.verdicts(again) == [SAME, SAME, SAME]
    with pytest.raises(Exception, match="nothing to bring in"):
        desk.apply(again)
    assert desk.acts() == acts
    changed = desk.draft(text.replace("näytöt", "näytöt ja vierailut"))
    assert desk.verdicts(changed) == [SAME, UPDATE, SAME]
    desk.apply(changed)
    assert ("Leipomo Rinne Oy", "everyday", "näytöt ja vierailut", "Olli Rantanen", "") in desk.on_list()


def test_a_possible_double_of_the_list_or_of_the_file_waits_for_an_answer(desk):
    desk.bring(KERTTULI, tier="everyday")
    draft = desk.draft(
        table(
            ("Kahvila Kertuli", "näytöt", "", "arki"),
            ("Virtanen Oy", "a", "", "arki"),
            ("Virtanen Ky", "b", "", "arki"),
            ("Virtanen OY", "c", "", "kehittäminen"),
        )
    )
    rows = desk.rows(draft)
    assert [row.verdict for row in rows.values()] == [DOUBLE, NEW, DOUBLE, NEW]
    kertuli, virtanen, other, same = rows
    (kerttuli_id,) = rows[kertuli].alike["partners"]
    assert rows[other].alike == {"rows": [virtanen]}
    assert rows[same].group == rows[virtanen].group
    desk.apply(draft)
    assert [row[0] for row in desk.on_list()] == ["Kahvila Kerttuli", "Virtanen Oy", "Virtanen Oy"]
    draft = desk.draft(table(("Kahvila Kertuli", "näytöt", "", "kehittäminen"), ("Virtanen Ky", "b", "", "arki")))
    first, second = desk.rows(draft)
    desk.answer(draft, first, f"partner:{kerttuli_id}")
    desk.answer(draft, second, "another")
    assert desk.verdicts(draft) == [NEW, NEW]
    desk.apply(draft)
    assert [row[:2] for row in desk.on_list() if row[0] in ("Kahvila Kerttuli", "Virtanen Ky")] == [
        ("Kahvila Kerttuli", "development"),
        ("Kahvila Kerttuli", "everyday"),
        ("Virtanen Ky", "everyday"),
    ]
    next_year = desk.draft(table(("Kahvila Kertuli", "näytöt", "", "kehittäminen")))
    assert desk.verdicts(next_year) == [SAME]  # the name of the list was kept as another name


def test_a_row_of_another_team_is_left_alone_and_ours_is_added(desk):
    """Four teams with the same partners keep all descriptions and contacts."""
    teams = {name: desk.team(name) for name in ("Ravintola-alan tiimi", "Matkailutiimi", "Leipomotiimi", "Opot")}
    partners = [f"Yhteinen {number} Oy" for number in range(30)]
    for team, team_id in teams.items():
        rows = [(partner, f"{team} ja {partner}", f"Etunimi {team}", "arki") for partner in partners]
        draft, _act = desk.bring(table(*rows), team_id=team_id)
        assert set(desk.verdicts(draft)) == {NEW}
    assert desk.on_list() == sorted(
        (partner, "everyday", f"{team} ja {partner}", f"Etunimi {team}", team) for partner in partners for team in teams
    )


def test_two_rows_of_one_place_are_asked_about_and_both_texts_may_stay(desk):
    draft = desk.draft(
        table(
            ("Kahvila Kerttuli", "jaksot", "Olli Rantanen", "arki"),
            ("Kahvila Kerttuli", "näytöt", "Elina Salo", "arki"),
            ("Kahvila Kerttuli", "", "Olli Rantanen", "arki"),
        )
    )
    rows = desk.rows(draft)
    assert [row.verdict for row in rows.values()] == [NEW, DOUBLE, SAME]
    first, second, _third = rows
    assert rows[second].alike == {"place": first}
    desk.answer(draft, second, "both")
    assert desk.verdicts(draft) == [NEW, UPDATE, SAME]
    desk.apply(draft)
    assert desk.on_list() == [("Kahvila Kerttuli", "everyday", "jaksot\nnäytöt", "Olli Rantanen", "")]
    assert desk.rows(draft)[second].plan["row"]["deputy_name"] == [None, "Elina Salo"]


def test_of_two_rows_together_nothing_is_lost_and_too_much_is_not_joined(desk):
    head = "Kumppani\tKuvaus\tYhteyshenkilö\tVarahenkilö\tTaso\tAlkaen\tPäättyen"
    draft = desk.draft(
        table(
            ("Kahvila Kerttuli", "jaksot", "Olli Rantanen", "Elina Salo", "arki", "1.8.2024", "31.7.2027"),
            ("Kahvila Kerttuli", "näytöt", "Aino Virta", "", "arki", "1.8.2023", "31.12.2028"),
            ("Kahvila Kerttuli", "x" * 1_995, "", "", "arki", "", ""),
            head=head,
        )
    )
    _first, second, third = desk.rows(draft)
    desk.answer(draft, second, "both")
    desk.answer(draft, third, "both")
    row = desk.rows(draft)[second].plan["row"]
    assert row["description"][1] == "jaksot\nnäytöt\nAino Virta"
    assert (row["starts_on"][1], row["ends_on"][1]) == ("2023-08-01", "2028-12-31")
    assert desk.verdicts(draft) == [NEW, UPDATE, DOUBLE]


def test_who_became_deputy_by_two_rows_together_is_known_to_the_third(desk):
    head = "Kumppani\tKuvaus\tYhteyshenkilö\tVarahenkilö\tTaso"
    draft = desk.draft(
        table(
            ("Kahvila Kerttuli", "Elina Salo", "Olli Rantanen", "", "arki"),
            ("Kahvila Kerttuli", "", "Aino Virta", "Elina Salo", "arki"),
            ("Kahvila Kerttuli", "", "Aino Virta", "", "arki"),
            head=head,
        )
    )
    _first, second, _third = desk.rows(draft)
    desk.answer(draft, second, "both")
    assert desk.rows(draft)[second].plan["row"]["deputy_name"] == [None, "Aino Virta"]
    assert desk.verdicts(draft) == [NEW, UPDATE, SAME], "Elina Salo stands in the description, Aino Virta as deputy"


def test_a_row_that_cannot_be_is_named_at_its_cell_and_corrected_in_place(desk):
    draft = desk.draft(
        table(
            ("Kahvila Kerttuli", "jaksot", "", "arki", "0201256-4", "henna(at)kerttuli", "31.2.2026"),
            ("", "näytöt", "", "jokin taso", "", "", ""),
            ("Leipomo Rinne Oy", "x" * 2_001, "", "", "", "", ""),
            head="Kumppani\tKuvaus\tYhteyshenkilö\tTaso\tY-tunnus\tSähköposti\tKäynti",
        )
    )
    rows = desk.rows(draft)
    assert {row.verdict for row in rows.values()} == {ERROR}
    problems = [set(row.problems) for row in rows.values()]
    assert problems == [{"business_id", "their_email", "visit_date"}, {"partner", "tier"}, {"description", "tier"}]
    assert desk.on_list() == []
    first, second, third = rows
    desk.correct(draft, first, business_id="0201256-6", their_email="henna@kerttuli.example", visit_date="")
    desk.correct(draft, second, partner="Kahvila Kerttuli", tier="everyday")
    desk.correct(draft, third, description="lyhyt", tier="development")
    assert desk.verdicts(draft) == [NEW, DOUBLE, NEW]
    desk.answer(draft, second, "drop")
    assert desk.verdicts(draft) == [NEW, LEFT_OUT, NEW]
    desk.apply(draft)
    assert [row[:3] for row in desk.on_list()] == [
        ("Kahvila Kerttuli", "everyday", "jaksot"),
        ("Leipomo Rinne Oy", "development", "lyhyt"),
    ]


def test_a_visit_of_a_day_to_come_is_told_at_its_cell(desk):
    head = "Kumppani\tTaso\tKäynti"
    for day, told in ((today(), (NEW, set())), (today() + timedelta(days=1), (ERROR, {"visit_date"}))):
        (row,) = desk.rows(desk.draft(table(("Kahvila Kerttuli", "arki", day.isoformat()), head=head))).values()
        assert (row.verdict, set(row.problems)) == told, day


def test_a_partner_is_known_by_business_id_and_what_is_known_of_it_is_filled_or_replaced(desk):
    head = "Kumppani\tLinkki\tY-tunnus\tKunta\tTaso"
    desk.bring(table(("Kahvila Kerttuli", "www.kerttuli.fi", "0201256-6", "", "arki"), head=head))
    listed = table(("Kerttulin kahvila ja konditoria Oy", "www.uusi.fi", "02012566", "Vaasa", "arki"), head=head)
    filling = desk.draft(listed)
    (row,) = desk.rows(filling).values()
    assert row.verdict == UPDATE
    assert row.plan["partner"] == {"municipality": ["", "Vaasa"]}
    assert row.plan["names"] == ["Kerttulin kahvila ja konditoria Oy"]
    replacing = desk.draft(listed, is_replacing=True)
    (row,) = desk.rows(replacing).values()
    assert row.plan["partner"]["url"] == ["https://www.kerttuli.fi", "https://www.uusi.fi"]
    other_id = desk.draft(table(("Kahvila Kerttuli", "", "1234567-1", "", "arki"), head=head))
    assert desk.verdicts(other_id) == [DOUBLE]


def test_a_name_of_one_partner_and_the_business_id_of_another_are_asked_about(desk):
    head = "Kumppani\tY-tunnus\tTaso"
    desk.bring(table(("Kahvila Kerttuli", "0201256-6", "arki"), ("Leipomo Rinne Oy", "", "arki"), head=head))
    draft = desk.draft(table(("Leipomo Rinne Oy", "0201256-6", "arki"), head=head))
    (row,) = desk.rows(draft).values()
    assert row.verdict == DOUBLE
    assert row.alike == {"partners": [partner_id(desk, name) for name in ("Kahvila Kerttuli", "Leipomo Rinne Oy")]}


def test_a_partner_of_another_college_is_not_known_by_its_business_id(desk, other_college):
    stranger = other_college("maija")
    stranger.add("Kahvila Kerttuli")
    theirs = {"name": "Kahvila Kerttuli", "business_id": "0201256-6", "version": "1"}
    assert stranger.post(f"partners/{partner_id(desk, 'Kahvila Kerttuli')}/edit", theirs).status_code == 303
    draft = desk.draft(table(("Leipomo Rinne Oy", "0201256-6", "arki"), head="Kumppani\tY-tunnus\tTaso"))
    assert desk.verdicts(draft) == [NEW]


def test_an_answer_cannot_name_a_partner_of_another_college(desk, other_college):
    desk.bring(KERTTULI, tier="everyday")
    other_college("maija").add("Leipomo Rinne Oy")
    draft = desk.draft(table(("Kahvila Kertuli", "näytöt", "", "arki")))
    (number,) = desk.rows(draft)
    desk.answer(draft, number, f"partner:{partner_id(desk, 'Leipomo Rinne Oy')}")
    assert desk.verdicts(draft) == [DOUBLE]


def test_other_names_are_kept_without_the_blanks_around_them(desk):
    draft = desk.draft(table(("HUS-yhtymä", "näytöt", "", "arki")))
    for cell in ("HUS \n Helsingin  sairaala\n \n", " HUS ;Helsingin  sairaala | "):
        desk.correct(draft, 2, other_names=cell)
        assert desk.rows(draft)[2].plan["names"] == ["HUS", "Helsingin sairaala"], cell


def test_what_hangs_on_a_partner_is_brought_in_once(desk):
    head = (
        "Kumppani\tTaso\tYhteyshenkilö yrityksessä\tTitteli\tSähköposti\tPuhelin\tSopimus\tSopimus päättyy\tKäynti\tMuistiinpano"
        "\tOpiskelijoita 2025"
    )
    cells = ("Kahvila Kerttuli", "arki", "Henna Vuorinen", "keittiöpäällikkö", "henna@kerttuli.example", "401234567")
    text = table((*cells, "https://sopimus.example/1", "31.12.2027", "14.9.2026", "Sovittiin näytöistä", "7"), head=head)
    draft, act = desk.bring(text)
    (row,) = desk.rows(draft).values()
    assert row.plan["person"]["phone"] == ["", "+358401234567"]
    assert row.plan["agreement"]["ends_on"] == [None, "2027-12-31"]
    assert row.plan["visit"] == ["2026-09-14", "Sovittiin näytöistä"]
    assert desk.verdicts(desk.draft(text)) == [SAME]
    desk.undo(act)
    assert desk.on_list() == []
    again, _act = desk.bring(text)
    assert desk.verdicts(again) == [NEW]
    assert [row[0] for row in desk.on_list()] == ["Kahvila Kerttuli"]
    assert [in_use(desk, model) for model in (Agreement, Encounter, YearFigure)] == [1, 1, 1], "what was undone comes again"


def test_answers_are_taken_back_and_nonsense_is_refused(desk):
    desk.bring(KERTTULI, tier="everyday")
    draft = desk.draft(table(("Kahvila Kertuli", "a", "", "arki"), ("Kahvila Kertuli", "b", "", "kehittäminen")))
    first, second = desk.rows(draft)
    assert desk.verdicts(draft) == [DOUBLE, DOUBLE]
    (partner_id,) = desk.rows(draft)[first].alike["partners"]
    desk.answer(draft, first, f"partner:{partner_id}")
    assert desk.verdicts(draft) == [UPDATE, NEW]  # answered for the name
    desk.answer(draft, second, "")
    assert desk.verdicts(draft)[0] == UPDATE
    for nonsense in ("partner:", "partner:0", "row:x", "something", "group:-1"):
        with pytest.raises(Exception, match="Choose one of these"):
            desk.answer(draft, first, nonsense)
    desk.answer(draft, first, "partner:2000000000")
    assert desk.rows(draft)[first].verdict == DOUBLE


def test_an_answer_for_a_name_is_given_to_the_rows_that_ask_the_same(desk):
    """Not to one of another legal form, which is another firm."""
    desk.bring(table(("Kahvila Kerttuli Oy", "jaksot", "", "arki")))
    draft = desk.draft(
        table(
            ("Kahvila Kertuli Oy", "a", "", "kehittäminen"),
            ("Kahvila Kertuli Ky", "b", "", "kehittäminen"),
            ("Kahvila Kertuli Oy", "c", "", "strateginen"),
        )
    )
    first, second, _third = desk.rows(draft)
    (partner_id,) = desk.rows(draft)[first].alike["partners"]
    desk.answer(draft, first, f"partner:{partner_id}")
    answers = [row.answer for row in desk.rows(draft).values()]
    assert answers == [f"partner:{partner_id}", "", f"partner:{partner_id}"]
    assert desk.rows(draft)[second].verdict == DOUBLE


def test_a_team_that_was_removed_meanwhile_is_told_at_its_cell(desk):
    team_id = desk.team("Ravintola-alan tiimi")
    desk.within(lambda: archive_team(db.session.get_one(Team, team_id), desk.person()))
    draft = desk.draft(table(("Kahvila Kerttuli", "jaksot", "", "arki")), team_id=team_id)
    (row,) = desk.rows(draft).values()
    assert (row.verdict, set(row.problems)) == (ERROR, {"team"})


def test_two_rows_of_one_name_and_two_business_ids_are_two_partners(desk):
    head = "Kumppani\tY-tunnus\tTaso"
    draft = desk.draft(table(("Virtanen Oy", "0201256-6", "arki"), ("Virtanen Oy", "0112038-9", "kehittäminen"), head=head))
    assert desk.verdicts(draft) == [NEW, NEW]
    desk.apply(draft)
    assert len({row.group for row in desk.rows(draft).values()}) == 2


def test_the_rows_that_one_is_asked_about_are_the_most_alike_ones_in_the_order_of_the_file(desk):
    """Four partners of one name in the file, and a fifth row that may mean any of them: three can be offered."""
    head = "Kumppani\tY-tunnus\tTaso"
    business_ids = ("0201256-6", "0112038-9", "1927400-1", "2617416-4")
    rows = [("Virtanen Oy", one, "arki") for one in business_ids]
    draft = desk.draft(table(*rows, ("Virtanen Oy", "", "arki"), head=head))
    numbers = list(desk.rows(draft))
    assert desk.rows(draft)[numbers[-1]].alike == {"rows": numbers[:3]}


def test_a_partner_five_times_in_five_spellings_is_one_and_the_nearly_right_one_is_asked_about(desk):
    spellings = (
        "Kahvila Kerttuli Oy",
        "KAHVILA KERTTULI OY",
        "Kahvila\u00a0Kerttuli, Oy",
        "Kahvila Kert\u00adtuli oy",
        "Kahvila Kertuli Oy",
    )
    draft = desk.draft(table(*((name, "jaksot", "", "arki") for name in spellings)))
    assert desk.verdicts(draft) == [NEW, SAME, SAME, SAME, DOUBLE]
    first, *_others, last = desk.rows(draft)
    desk.answer(draft, last, f"row:{first}")
    desk.apply(draft)
    assert desk.on_list() == [("Kahvila Kerttuli Oy", "everyday", "jaksot", "", "")]
