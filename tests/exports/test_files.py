"""Files as Excel opens them and as an import reads them again: every value as it was, whatever it begins with."""

import re
from itertools import zip_longest

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.exports.files import tables
from lti_tool.history.tracked import tracked_columns
from lti_tool.language import speaking
from lti_tool.languages import LANGUAGES
from lti_tool.partners.models import Partner
from lti_tool.partners.row_models import Partnership
from lti_tool.transfer.headings import read_heading
from lti_tool.transfer.tiers_as_written import tier_as_written
from tests.exports.conftest import NAMES, cells_of, parts_of, tables_of

SHEETS = {
    "fi": ["Kumppanuudet", "Kumppanien yhteyshenkilöt", "Käynnit ja yhteydenotot", "Sopimukset", "Toimintasuunnitelma"],
    "sv": ["Partnerskap", "Partnernas personer", "Besök och kontakter", "Avtal", "Verksamhetsplan"],
    "en": ["List of partnerships", "Partners' people", "Visits and contacts", "Agreements", "Plan of the year"],
}


# Columns whose heading is not their name in the history; None for what is not in the file.
HEADINGS = {
    (Partner, "name"): "Partner",
    (Partner, "notes"): "Notes on the partner",
    (Partner, "apart"): None,  # a number that tells two of one name from each other
    (Partner, "merged_into_id"): None,  # it stands in no list any more
    (Partnership, "partner_id"): "Partner",
    (Partnership, "description"): "Description",
    (Partnership, "end_reason"): None,  # what has ended is not in the file
    (Partnership, "is_archived"): None,  # nor what is archived
}


def stored(app):
    """The rows in force as an import reads them, by the keys of the columns' meanings."""
    with app.app_context():
        rows = db.session.scalars(select(Partnership).where(Partnership.id > 0, Partnership.state == "current")).unique().all()
        return sorted(filter_empty(as_read(row)) for row in rows)


def as_read(row):
    partner = row.partner
    return {
        "partner": partner.name,
        "tier": row.tier,
        "team": row.team.name if row.team else "",
        "description": row.description,
        "contact": row.contact,
        "deputy": row.one_of_ours("deputy"),
        "unit": row.unit,
        "link": partner.url,
        "other_names": "\n".join(one.name for one in partner.known_names),
        "business_id": partner.business_id,
        "municipality": partner.municipality,
        "since": row.starts_on.isoformat() if row.starts_on else "",
        "until": row.ends_on.isoformat() if row.ends_on else "",
    }


def filter_empty(values):
    return sorted((name, text) for name, text in values.items() if text)


def with_tier_key(values):
    return {**values, "tier": tier_as_written(values["tier"])}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_exported_is_read_again_unchanged(app, college, visit, export, language):
    visitor = visit("maija", language=language)
    before = stored(app)
    assert len(before) == len(NAMES) + 1
    book = tables_of(export(visitor))
    assert list(book) == SHEETS[language]
    assert sorted(filter_empty(with_tier_key(row)) for row in book[SHEETS[language][0]]) == before
    (rows,) = tables_of(export(visitor, kind="csv")).values()
    assert sorted(filter_empty(with_tier_key(row)) for row in rows) == before


def test_each_heading_means_what_it_is_in_every_language(app):
    with app.test_request_context():
        for language in LANGUAGES:
            with speaking(language):
                columns = [column for table in tables.values() for column in table.columns]
                read = {str(column.heading): read_heading(str(column.heading)) for column in columns}
                assert {text: heading.meaning for text, heading in read.items()} == {
                    str(column.heading): column.meaning for column in columns
                }
                assert all(heading.meaning or heading.is_left_out for heading in read.values()), language
                assert all(len(str(table.title)) <= 31 for table in tables.values())


def test_the_people_visits_and_agreements_have_sheets(college, export):
    book = cells_of(export(college))
    assert book["Partners' people"][1:] == [["Öljynpuu Oy", "Henna Vuorinen", "keittiöpäällikkö", "management"]]
    assert book["Visits and contacts"] == [
        ["Visit date", "Partner", "Team", "Visit notes"],
        ["2026-10-02", "Öljynpuu Oy", "Matkailutiimi", "- Soitto"],
        ["2026-09-14", "Öljynpuu Oy", "Matkailutiimi", "Sovittiin jaksoista"],
    ]
    (agreement,) = book["Agreements"][1:]
    assert book["Agreements"][0][-1] == "Main points of the agreement"
    assert "Aims of the partnership and what was agreed" in book["List of partnerships"][0]
    assert agreement[2:7] == ["https://sopimus.example/1", "2025-01-01", "2027-01-31", "2026-12-01", "Reetta Rehtori"]


def test_the_plan_has_a_sheet_with_what_is_done_with_the_partners_of_the_list(college, export, visit):
    sheet = "Plan of the year"
    heading, *actions = cells_of(export(college))[sheet]
    assert heading[:5] == ["Action begins", "Action ends", "Action of the plan", "Whose plan", "Aim of the plan"]
    everyday = ["Everyday partnership", "carried out", "Kaksi jaksoa"]
    jaksot = ["2026-10-01", "2026-10-31", "Jaksot", "Matkailutiimi", "Paikat", "Maija Koskela", "", "Öljynpuu Oy", *everyday]
    assert actions == [jaksot]
    assert cells_of(export(college, "q=Leipomo")).get(sheet, [heading])[1:] == []
    assert sheet not in cells_of(export(visit("olli"), "contact=Maija+Koskela")), "a list about a colleague has no days"
    everything = cells_of(visit("pirjo", language="en").post("export/everything", {"kind": "xlsx"}).data)[sheet][1:]
    assert [one[2:4] for one in everything] == [["Jaksot", "Matkailutiimi"], ["Opiston kirje", "The college's"]]


def test_what_an_import_leaves_out_is_there_too(college, export):
    heading, *rows = cells_of(export(college))["List of partnerships"]
    row = dict(zip(heading, rows[-1], strict=True))
    assert row["Their unit"] == "Keittiö"
    assert row["State"] == "in force"
    assert row["In contact every (months)"] == "6"
    assert row["Met or contacted last"] == "2026-10-02"
    assert row["How to approach"] == "Ask our contact person first"
    assert row["Notes on the partner"] == "Kahvi ilman maitoa"
    assert row["Link to the CRM"] == "https://crm.example/7"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_column_of_a_partner_and_its_rows_has_one_in_the_file_that_is_filled(college, export):
    heading, *rows = cells_of(export(college))["List of partnerships"]
    filled = {name for name, *values in zip_longest(heading, *rows) if any(values)}
    assert filled == set(heading), "the college of these tests has a value of each"
    for model in (Partner, Partnership):
        for column in tracked_columns(model):
            known = HEADINGS[model, column] if (model, column) in HEADINGS else str(model.tracking.fields[column].name)
            assert known in (*filled, None), f"{model.__tablename__}.{column}"


def test_texts_stay_texts_and_days_are_days(college, export):
    parts = parts_of(export(college))
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert "<f>" not in "".join(parts.values())
    assert "hyperlink" not in "".join(parts.values())
    assert re.search(r't="inlineStr"><is><t>=1\+1</t>', sheet)
    assert re.search(r't="inlineStr"><is><t>0112038-9</t>', sheet)
    assert re.search(r'<c r="K10" s="\d+"><v>43678</v></c>', sheet)  # 1.8.2019
    assert re.search(r'<c r="[A-Z]10" s="\d+"><v>6</v></c>', sheet)  # every six months
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:X10"/>' in sheet


def test_phones_and_emails_only_when_they_are_asked_for(college, export):
    assert "henna@" not in "".join(parts_of(export(college)).values())
    with_phones = cells_of(export(college, "phones=1"))["Partners' people"]
    assert with_phones[0][-2:] == ["E-mail", "Phone"]
    assert with_phones[1][-2:] == ["henna@oljynpuu.example", "050 1234567"]


def test_a_text_with_separators_opens_in_finnish_excel(college, export):
    college.add("'=lainattu Oy")
    content = export(college, kind="csv")
    assert "'=lainattu Oy" in [row["partner"] for row in tables_of(content)[""]]
    assert content.startswith(b"\xef\xbb\xbfPartner;Tier;Team;")
    assert content.count(b"\r\n") == len(NAMES) + 3
    text = content.decode("utf-8-sig")
    for value in ("'=1+1", "'@SUM Oy", "'+358 Puhelin Oy", "007 Leipomo", "0112038-9", "2019-08-01"):
        assert f";{value};" in f";{text.replace(chr(13) + chr(10), ';')};"
    assert '"A; B ""C"" Oy"' in text
    assert '"\'- =1+1\n= ja niin edelleen"' in text
