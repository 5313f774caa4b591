"""Files are read as people see them, whatever wrote them; what is no table gets a clear word."""

import codecs
from datetime import date, datetime
from pathlib import Path

import pytest

from lti_tool.errors import RuleBroken
from lti_tool.transfer import sheets
from lti_tool.transfer.child import answer_for, read_content
from lti_tool.transfer.columns import guess_layout
from lti_tool.transfer.reading import REASONS, read_file
from lti_tool.transfer.table_rows import read_table
from tests.transfer.building import LIST, csv_text, ods, ods_of_libreoffice, package, xlsx

SAMPLES = Path(__file__).parent / "samples"


def rows_of(content):
    (sheet,) = read_content(content)
    return sheet.rows


def cell(value):
    return rows_of(xlsx([["x"], [value, "x"]]))[1][0]


def refused(content):
    return answer_for(content).get("refused")


def test_a_workbook_is_read_as_it_stands():
    assert rows_of(xlsx(LIST)) == LIST


def test_a_file_of_libreoffice_is_read():
    assert rows_of(ods(LIST)) == LIST


def test_a_file_as_libreoffice_saves_it():
    sheet, hidden = read_content(ods_of_libreoffice())
    assert sheet.rows == [
        ["Taso", "Kumppani", "Puhelin", "Käynti"],
        ["Arki", "Kahvila Kerttuli\nOy", "401234567", "2026-09-14"],
        ["", "Leipomo"],
    ]
    assert (sheet.is_hidden, hidden.name, hidden.is_hidden) == (False, "Vanha", True)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (401234567, "401234567"),
        ("0401234567", "0401234567"),
        ("00123", "00123"),
        (123456789012345, "123456789012345"),
        (1e20, "100000000000000000000"),
        (0.00001, "0.00001"),
        (12.5, "12.5"),
        (0.1 + 0.2, "0.3"),
        (-3, "-3"),
        ("0208872-7", "0208872-7"),
        (date(2026, 9, 14), "2026-09-14"),
        (datetime.fromisoformat("2026-09-14 12:30"), "2026-09-14 12:30"),
        ("14.9.2026", "14.9.2026"),
        ("syyskuussa 2026", "syyskuussa 2026"),
        (True, "TRUE"),
        ("#N/A", ""),
        ("#PUUTTUU!", ""),
        ("Äyräs", "Äyräs"),
        ("Lei\u00adpomo\u200b Oy", "Leipomo Oy"),
        ("\u00a0Leipomo\u00a0Oy ", "Leipomo Oy"),
        ("yksi\r\nkaksi\tkolme", "yksi\nkaksi\tkolme"),
        ("yksi_x000D_\nkaksi", "yksi\nkaksi"),
        ("'=1+1", "=1+1"),
        ("'@SUM", "@SUM"),
        ("'-", "-"),
        ("'t Hoekje", "'t Hoekje"),
        ("'Elsa'", "'Elsa'"),
        ("=1+1", "=1+1"),
        ("''=1+1", "'=1+1"),
        ("Rock '-n'-roll", "Rock '-n'-roll"),
        ("Tunti '+' ja '-'", "Tunti '+' ja '-'"),
    ],
)
def test_a_cell_is_what_people_wrote(value, text):
    assert cell(value) == text


def test_a_formula_is_its_value_and_a_failed_one_is_empty():
    assert rows_of(xlsx([["a", ("=1+1", 2), ("=1/0", "#DIV/0!"), ("=A1", "Oy"), "b"]])) == [["a", "2", "", "Oy", "b"]]
    assert rows_of(b"a;#DIV/0!;b\nc;d;e")[0] == ["a", "", "b"]


def test_hidden_sheets_are_named_and_empty_ones_left_out():
    content = xlsx(LIST, hidden=[("Vanha", [["x"]])], more=[("Tyhjä", []), ("Verkostot", [["y"]])])
    assert [(sheet.name, sheet.is_hidden) for sheet in read_content(content)] == [
        ("Lista", False),
        ("Vanha", True),
        ("Verkostot", False),
    ]


def test_a_merged_tier_stands_in_each_row_it_spans():
    rows = [["Taso", "Kumppani"], ["", "A Oy"], ["", "B Oy"], ["Strateginen", "C Oy"]]
    assert rows_of(xlsx(rows, merged=[(1, 0, 2, 0, "Arki")])) == [
        ["Taso", "Kumppani"],
        ["Arki", "A Oy"],
        ["Arki", "B Oy"],
        ["Strateginen", "C Oy"],
    ]


def test_a_title_merged_across_columns_stands_once():
    assert rows_of(xlsx([[], ["a", "b"]], merged=[(0, 0, 0, 1, "Kumppanit 2026")])) == [["Kumppanit 2026"], ["a", "b"]]


def test_the_address_behind_a_linked_name_comes_along():
    links = [
        (1, 0, "https://vilja.example/fi", "Leipomo Vilja"),
        (2, 0, "https://www.kerttuli.example/", "kerttuli.example"),
        (3, 0, "mailto:a@b.example", "Kahvila"),
        (4, 0, "internal:Lista!A1", "Kauppa"),
    ]
    rows = rows_of(xlsx([["Kumppani", "Kuvaus"], *[["", "x"]] * 4], links=links, hidden=[("Toinen", [])]))
    assert [row[0] for row in rows[1:]] == ["Leipomo Vilja (https://vilja.example/fi)", "kerttuli.example", "Kahvila", "Kauppa"]
    found = read_table(rows, guess_layout(rows)).rows
    assert found[0].values == {"partner": "Leipomo Vilja", "link": "https://vilja.example/fi", "description": "x"}
    assert found[2].values == {"partner": "Kahvila", "description": "x"}


def test_rows_keep_the_numbers_of_the_file():
    assert rows_of(xlsx([[], ["a"], [], ["", "b"], [""]])) == [[], ["a"], [], ["", "b"]]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_any_separator(separator):
    assert rows_of(csv_text(LIST, separator).encode()) == LIST


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    ],
)
def test_any_unicode(encode):
    assert rows_of(encode(csv_text(LIST))) == LIST


def test_excels_own_csv_gives_the_same_partners():
    rows = [["Kumppani", "Kuvaus"], ["Äyräs Oy", "š ž ’ – €"], ["Ågren", "  varje vår "]]
    assert rows_of(csv_text(rows).encode("cp1252")) == rows_of(codecs.BOM_UTF8 + csv_text(rows).encode())


def test_lines_of_different_encodings_in_one_file():
    content = "Äyräs;arki\n".encode() + "Ågren;arki\n".encode("cp1252") + b"\x81x;y\n"
    assert rows_of(content) == [["Äyräs", "arki"], ["Ågren", "arki"], ["x", "y"]]


def test_decomposed_letters_are_composed():
    assert rows_of("A\u0308yra\u0308s;x\nA\u030agren;y".encode()) == [["Äyräs", "x"], ["Ågren", "y"]]


def test_quotation_marks_line_breaks_and_separators_within_a_cell():
    content = b'Kumppani;Kuvaus\r\n"Leipomo ""Vilja"" Oy";"yksi\r\nkaksi; kolme"\r\nKahvila "Kerttuli";x\r\n'
    assert rows_of(content) == [
        ["Kumppani", "Kuvaus"],
        ['Leipomo "Vilja" Oy', "yksi\nkaksi; kolme"],
        ['Kahvila "Kerttuli"', "x"],
    ]


def test_a_comma_within_the_text_does_not_separate():
    rows = [["Kumppani", "Kuvaus"], ["A Oy", "yksi, kaksi, kolme"], ["B Oy", "neljä, viisi"], ["C Oy", "kuusi"]]
    assert rows_of(csv_text(rows).encode()) == rows


def test_the_separator_that_excel_names_is_none_of_the_rows():
    assert rows_of(b"sep=,\r\na;1,b\r\nc,d\r\n") == [["a;1", "b"], ["c", "d"]]


def test_lines_without_a_separator_are_one_column():
    assert rows_of(b"Leipomo Oy\nKahvila Kerttuli\n") == [["Leipomo Oy"], ["Kahvila Kerttuli"]]


def test_old_line_ends_of_a_mac():
    assert rows_of(b"a;b\rc;d\r") == [["a", "b"], ["c", "d"]]


def test_moodles_own_export_is_read():
    rows = rows_of((SAMPLES / "moodle_database.csv").read_bytes())
    assert rows[0][:7] == ["Kumppani", "Linkki", "Yhteistyo", "Yhteyshenkilo", "Taso", "User", "Username"]
    assert rows[1][0] == "Kumppani 1 Oy"
    assert rows[1][1] == "https://k1.example.fi"
    assert {len(row) for row in rows} == {11}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty_file"),
        (b" \r\n ", "empty_file"),
        (b";;;\r\n;;;", "no_rows"),
        (xlsx([]), "no_rows"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "Workbook".encode("utf-16-le"), "old_xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le"), "word_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "not_a_table"),
        ((SAMPLES / "password.xlsx").read_bytes(), "password"),
        (ods(LIST, manifest="<manifest:encryption-data/>"), "password"),
        (package({"encrypted-package": "x", "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "password"),
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "picture"),
        (b"<html><table><tr><td>a</td></tr></table></html>", "html_file"),
        (codecs.BOM_UTF8 + b"\r\n<!DOCTYPE html>\n<p>", "html_file"),
        ("<table><tr>".encode("utf-16"), "html_file"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "other_xml"),
        (b"{\\rtf1 a", "word_file"),
        (package({"[Content_Types].xml": "", "word/document.xml": ""}), "word_file"),
        (package({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "not_a_table"),
        (package({"[Content_Types].xml": "", "xl/workbook.bin": ""}), "binary_workbook"),
        (package({"Index/Tables.iwa": ""}), "numbers_file"),
        (package({"lista.xlsx": ""}), "packed"),
        (b"PK\x03\x04 cut", "broken"),
        (xlsx(LIST)[:3000], "broken"),
        (package({"[Content_Types].xml": "<", "xl/workbook.xml": "<"}), "broken"),
        (b"MZ\x00\x01", "not_a_table"),
        (b'a;b\n"c;d\ne;f\n', "unclosed_quote"),
        (b"\n".join([b"a;b"] * 20_001), "too_many_rows"),
        (b";".join([b"a"] * 201), "too_many_columns"),
        (package({"xl/workbook.xml": bytes(sheets.LARGEST_UNPACKED + 1)}), "unpacks_too_large"),
        (b"a" * (sheets.LARGEST_FILE + 1), "too_large"),
    ],
)
def test_what_cannot_be_read_has_a_reason(content, reason):
    assert refused(content) == reason
    assert reason in REASONS


def test_as_many_rows_and_columns_as_may_be():
    assert len(rows_of(b"\n".join([b"a;b"] * 20_000))) == 20_000
    assert len(rows_of(b";".join([b"a"] * 200))[0]) == 200


def test_a_cell_that_is_too_long_refuses_no_file_and_is_named():
    (sheet,) = read_content(f"Kumppani;Kuvaus\nA Oy;{'x' * 30_001}\nB Oy;{'y' * 30_000}".encode())
    assert sheet.cut_cells == [(2, 2)]
    assert sheet.rows[1][1] == "x" * 30_000
    assert sheet.rows[2] == ["B Oy", "y" * 30_000]


def test_one_text_in_every_cell_is_too_much():
    row = ["x" * 30_000] * 100
    assert refused(xlsx([row] * 10)) == "too_much_text"


def test_a_file_of_another_kind_is_refused_by_its_name():
    with pytest.raises(RuleBroken) as broken:
        read_file(b"%PDF-1.7\n", "kumppanit.xlsx")
    assert broken.value.field == "file"
    assert broken.value.message == "kumppanit.xlsx: This is a PDF file. Copy the list in it and paste it here."
    assert broken.value.details == {"reason": "pdf"}
