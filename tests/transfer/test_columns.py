"""Columns are guessed from headings in three languages and from what stands in them; each row of the file is accounted for."""

from pathlib import Path

import pytest

from lti_tool.text import person_key
from lti_tool.transfer.child import read_content
from lti_tool.transfer.columns import guess_layout, layout_of_list, with_meanings
from lti_tool.transfer.headings import meanings, read_heading
from lti_tool.transfer.pasted_rows import read_pasted
from lti_tool.transfer.table_rows import read_table
from lti_tool.transfer.tiers_as_written import tier_as_written
from tests.transfer.building import LIST, ods, xlsx

SAMPLES = Path(__file__).parent / "samples"
BODY = [
    ["Kahvila Kerttuli Oy", "www.kerttuli.example", "Työssäoppimista ja näyttöjä", "Maija Mäkelä", "arki"],
    ["Leipomo Vilja", "vilja.fi", "Leivontaa keväisin", "Olli Rantanen", "strateginen"],
    ["Hangon Kennelkerho ry", "", "Eläintenhoidon harjoittelua", "Sami Virta", "arki"],
]
FIVE = ["partner", "link", "description", "contact", "tier"]


def meant(rows, **arguments):
    return [column.meaning for column in guess_layout(rows, **arguments).columns]


def read(rows):
    return read_table(rows, guess_layout(rows))


@pytest.mark.parametrize(
    "header",
    [
        ["Kumppani", "Verkkosivu", "Kuvaus", "Yhteyshenkilö", "Taso"],
        ["YRITYS/ YHTEISTYÖTAHO", "linkki verkkosivulle", "Yhteistyön kuvaus", "Yhteyshenkilömme", "Kumppanuustaso"],
        ["Yrityksen nimi:", "WWW-osoite", "Yhteistyö", "Vastuuopettaja", "kumppanuuden taso"],
        ["Kumpani", "Kotisivut", "Yhteistyon kuvaus", "Yhteyshenkilo", "Taso (1-4)"],
        ["Partner", "Webbplats", "Beskrivning", "Vår kontaktperson", "Nivå"],
        ["Företag", "Hemsida", "Vad gör vi", "Ansvarig lärare", "Partnerskapsnivå"],
        ["Partner", "Website", "Description", "Our contact person", "Tier"],
        ["COMPANY", "Web page", "What we do together", "Responsible teacher", "Partnership level"],
        ["Yritys", "", "Mitä tehdään", "Kuka", ""],
    ],
)
def test_headings_in_three_languages(header):
    layout = guess_layout([header, *BODY])
    assert [column.meaning for column in layout.columns] == FIVE
    assert (layout.title_rows, layout.header_rows) == (0, 1)


@pytest.mark.parametrize(("typed", "meaning"), [("Asiaks", "partner"), ("Linki", "")])
def test_a_heading_of_six_letters_may_lack_one_and_a_shorter_is_not_guessed_at(typed, meaning):
    assert read_heading(typed).meaning == meaning


def test_every_heading_of_the_table_means_what_it_stands_for():
    assert {read_heading(text).meaning for text in ("Kunta", "Ort", "Municipality")} == {"municipality"}
    assert {read_heading(text).meaning for text in ("Y-tunnus", "FO-nummer", "Business ID")} == {"business_id"}
    assert {read_heading(text).meaning for text in ("Varahenkilö", "Ersättare", "Deputy")} == {"deputy"}
    assert {read_heading(text).meaning for text in ("Muut nimet", "Andra namn", "Other names")} == {"other_names"}
    assert {read_heading(text).meaning for text in ("Tiimi", "Team", "Työryhmä")} == {"team"}
    assert {read_heading(text).meaning for text in ("Puhelinnumero", "Telefon", "Phone")} == {"their_phone"}
    assert {read_heading(text).meaning for text in ("Sopimus voimassa asti", "Avtal till", "Agreement until")} == {
        "agreement_until"
    }
    assert {read_heading(text).meaning for text in ("Viimeisin käynti", "Senaste besök", "Last visit")} == {"visit_date"}
    assert {read_heading(text).meaning for text in ("Kumppanin yhteyshenkilö", "Partnerns kontaktperson", "Partner contact")} == {
        "their_name"
    }
    assert len(set(meanings())) == len(meanings()) == 25


def test_former_headings_of_our_own_export_are_still_left_out():
    former = ("Tavoitteet ja mitä on sovittu", "Mål och vad som avtalats", "Aims and what was agreed")
    assert [read_heading(text).is_left_out for text in former] == [True, True, True]


def test_figures_have_the_year_of_their_heading():
    assert read_heading("Laskutus 2025 (€)")[:2] == ("invoiced", 2025)
    assert read_heading("Antal studerande 2024")[:2] == ("students", 2024)
    assert read_heading("Training events, 2026")[:2] == ("events", 2026)
    assert read_heading("Kumppani 2026")[:2] == ("partner", None)
    rows = [["Kumppani", "Laskutus 2024", "Laskutus 2025", "Vuosi"], ["Leipomo", "1200", "1300.5", "2025"]]
    assert read(rows).rows[0].figures == {("invoiced", 2024): "1200", ("invoiced", 2025): "1300.5"}
    assert read(rows).rows[0].values == {"partner": "Leipomo", "year": "2025"}


def test_the_columns_order_does_not_matter():
    rows = [
        ["Taso", "Yhteyshenkilö", "Kumppani", "Kuvaus", "Linkki"],
        *([row[4], row[3], row[0], row[2], row[1]] for row in BODY),
    ]
    assert meant(rows) == ["tier", "contact", "partner", "description", "link"]
    assert read(rows).rows[0].values == dict(zip(FIVE, BODY[0], strict=True))


def test_title_rows_above_the_header():
    rows = [["Kumppanit 2026"], ["Päivitetty", "1.9.2026"], [], ["Kumppani", "Linkki", "Kuvaus", "Yhteyshenkilö", "Taso"], *BODY]
    layout = guess_layout(rows)
    assert (layout.title_rows, layout.header_rows) == (3, 1)
    found = read_table(rows, layout)
    assert [row.number for row in found.rows] == [5, 6, 7]
    assert [(row.number, row.reason) for row in found.no_rows] == [(1, "title"), (2, "title"), (4, "header")]


def test_no_header_at_all():
    layout = guess_layout(BODY)
    assert (layout.title_rows, layout.header_rows) == (0, 0)
    assert [column.meaning for column in layout.columns] == FIVE
    assert not any(column.is_sure for column in layout.columns)
    assert len(read(BODY).rows) == 3


def test_no_header_below_a_title():
    rows = [["Ravintola-alan kumppanit"], *BODY]
    assert guess_layout(rows).title_rows == 1
    assert meant(rows) == FIVE


def test_two_header_rows_with_merged_cells():
    rows = [
        ["Kumppani", "", "Kumppanin yhteyshenkilö", "", "", "Yhteyshenkilö", "Laskutus", ""],
        ["Nimi", "Y-tunnus", "Nimi", "Puhelin", "Sähköposti", "", "2024", "2025"],
        ["Leipomo Vilja Oy", "0208872-7", "Henna Vuorinen", "0401234567", "henna@vilja.example", "Maija Mäkelä", "100", "200"],
    ]
    layout = guess_layout(rows)
    assert layout.header_rows == 2
    assert [column.meaning for column in layout.columns] == [
        *("partner", "business_id", "their_name", "their_phone", "their_email", "contact", "invoiced", "invoiced"),
    ]
    assert [column.year for column in layout.columns][-2:] == [2024, 2025]


def test_the_second_row_of_a_list_is_no_header():
    rows = [["Kumppani", "Kuvaus"], ["Leipomo Vilja", "Yhteistyö"], ["Kahvila", "Sopimus"]]
    assert guess_layout(rows).header_rows == 1


def test_moodles_database_export_needs_no_correction():
    (sheet,) = read_content((SAMPLES / "moodle_database.csv").read_bytes())
    layout = guess_layout(sheet.rows)
    assert [column.meaning for column in layout.columns] == ["partner", "link", "description", "contact", "tier", *[""] * 6]
    found = read_table(sheet.rows, layout)
    assert len(found.rows) == len(sheet.rows) - 1 == 30
    assert {tier_as_written(row.values["tier"]) for row in found.rows} == {"everyday", "development", "strategic", "network"}
    assert set(found.rows[0].values) == set(FIVE)


def test_the_partners_own_email_before_moodles_user_stays():
    rows = [
        ["Kumppani", "Sähköposti", "User", "Username", "Email address"],
        ["A", "a@b.example", "Admin", "admin", "c@d.example"],
    ]
    assert meant(rows) == ["partner", "their_email", "", "", ""]


def test_an_email_column_without_moodles_user_is_the_partners():
    assert meant([["Kumppani", "Email address"], ["A", "a@b.example"]]) == ["partner", "their_email"]


def test_content_tells_what_a_heading_does_not():
    rows = [
        ["Kumppani", "Tunniste", "X", "Y", "Z"],
        ["Leipomo Vilja", "1234500-6", "a@vilja.example", "040 123 4567", "strateginen"],
        ["Kahvila", "0112038-9", "b@kahvila.example", "+358 50 123 4567", "arki"],
    ]
    assert meant(rows) == ["partner", "business_id", "their_email", "their_phone", "tier"]


def test_known_people_are_our_contacts():
    rows = [["Leipomo Vilja Oy", "mäkelä m"], ["Kahvila Oy", "rantanen o"]]
    assert meant(rows) == ["partner", "description"]
    assert meant(rows, known={person_key("Mäkelä M"), person_key("Rantanen O")}) == ["partner", "contact"]


def test_an_unknown_heading_takes_nothing_by_its_content_but_what_is_sure():
    rows = [
        ["Kumppani", "Puheenjohtaja", "Huomioita"],
        ["Leipomo", "Henna Vuorinen", "jotain"],
        ["Kahvila", "Ville Kivi", "muuta"],
    ]
    assert meant(rows) == ["partner", "", ""]


def test_total_lines_and_repeated_headers_are_named():
    header = ["Kumppani", "Kuvaus", "Opiskelijat 2025"]
    rows = [
        header,
        ["Leipomo Vilja", "x", "3"],
        ["Yhteensä", "", "3"],
        header,
        ["Summa Oy", "y", "4"],
        ["Total Coaching", "", "5"],
        ["Kumppani", "Kahvila, jonka nimi on tämä", "6"],
        ["Kumppaneita yhteensä: 3 kpl"],
        ["Totalt", "", "12,5"],
        ["Total"],
    ]
    found = read(rows)
    assert [row.values["partner"] for row in found.rows] == ["Leipomo Vilja", "Summa Oy", "Total Coaching", "Kumppani"]
    assert [(row.number, row.reason) for row in found.no_rows] == [
        *((1, "header"), (3, "total"), (4, "repeated_header"), (8, "total"), (9, "total"), (10, "total")),
    ]
    assert len(found.rows) + len(found.no_rows) == len(rows)


def test_a_tier_above_its_rows_is_theirs():
    rows = [
        ["Yritys", "Mitä", "Kuka"],
        ["ARJEN KUMPPANUUS"],
        ["A", "x", "M"],
        ["4. Verkostot"],
        ["B", "y", "O"],
        [],
        ["C", "z", "S"],
    ]
    found = read(rows)
    assert [row.values["tier"] for row in found.rows] == ["everyday", "network", "network"]
    assert [row.reason for row in found.no_rows] == ["header", "tier", "tier"]


def test_merged_tier_cells_are_carried_down_also_where_the_file_does_not_tell():
    rows = [["Taso", "Kumppani"], ["Arki", "A"], ["", "B"], ["Strateginen", "C"], ["", "D"], ["Yhteensä", "4"]]
    for content in (ods(rows), xlsx(rows)):
        (sheet,) = read_content(content)
        found = read(sheet.rows)
        assert [row.values["tier"] for row in found.rows] == ["Arki", "Arki", "Strateginen", "Strateginen"]
        assert found.is_tier_carried


def test_an_empty_tier_between_others_stays_empty():
    rows = [["Kumppani", "Taso"], ["A", "Arki"], ["B", ""], ["C", "Arki"], ["D", "Strateginen"]]
    found = read(rows)
    assert [row.values.get("tier", "") for row in found.rows] == ["Arki", "", "Arki", "Strateginen"]
    assert not found.is_tier_carried


def test_several_columns_of_description_come_together_and_others_only_once():
    rows = [["Kumppani", "Kuvaus", "Yhteistyömuodot", "Yritys"], ["A", "yksi", "kaksi", "B"]]
    assert read(rows).rows[0].values == {"partner": "A", "description": "yksi\nkaksi"}
    assert [column.heading for column in guess_layout(rows).columns if not column.meaning] == ["Yritys"]


def test_a_correction_of_the_columns_is_what_counts():
    rows = [["Kumppani", "Kuvaus", "Muuta 2025"], ["A", "yksi", "kaksi"]]
    layout = with_meanings(guess_layout(rows), ["description", "partner", "invoiced"])
    found = read_table(rows, layout).rows[0]
    assert found.values == {"description": "A", "partner": "yksi"}
    assert list(found.figures.values()) == ["kaksi"]


def test_rows_of_a_pasted_list_are_read_as_those_of_a_table():
    pasted = read_pasted("Arki\n- Leipomo Vilja + leivontaa + Maija Mäkelä\n- Kahvila")
    found = read_table(pasted.sheet.rows, layout_of_list(pasted.meanings))
    assert [row.values for row in found.rows] == [
        {"tier": "everyday", "partner": "Leipomo Vilja", "description": "leivontaa", "contact": "Maija Mäkelä"},
        {"tier": "everyday", "partner": "Kahvila"},
    ]
    assert found.no_rows == []


@pytest.mark.parametrize(
    "rows", [[], [[]], [[""]], [["x"]], [[], [], ["", "", "y"]], [["1"], ["2"]], [["Yhteensä"]], [["Kumppani"]], LIST[:1]]
)
def test_odd_sheets_make_no_error(rows):
    found = read(rows)
    assert len(found.rows) + len(found.no_rows) == sum(any(row) for row in rows)


def test_long_texts_are_no_names():
    rows = [[f"{number} " + "työssäoppimista " * 8, f"Leipomo {'abc'[number]}"] for number in range(3)]
    assert meant(rows) == ["description", "partner"]


def test_one_column_of_names_is_one_of_partners():
    assert meant([["Leipomo Vilja"], ["Kahvila Kerttuli"]]) == ["partner"]
    assert meant([["Kumppani"], ["Leipomo Vilja"]]) == ["partner"]
    assert guess_layout([["Kumppani"], ["Leipomo Vilja"]]).header_rows == 1
