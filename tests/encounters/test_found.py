"""Needs in the search and as a spreadsheet that Excel reads as texts (peers 13, 14)."""

from io import BytesIO
from zipfile import ZipFile

from docx import Document
from lxml.html import fragment_fromstring

from lti_tool.transfer.child import read_content
from tests.encounters.conftest import logged


def test_a_need_is_found_while_a_partner_has_it(partner):
    partner.post("partners/1/log", logged(need="hygieniakoulutus kesätyöntekijöille"))
    assert "needs/1" in partner.get("search?q=hygieniakoulutus").text
    partner.post("encounters/1/archive")
    assert "needs/1" not in partner.get("search?q=hygieniakoulutus").text


def test_needs_go_to_excel_as_texts_and_days(partner):
    partner.post("partners/1/log", logged(need="=1+1"))
    partner.post("partners/1/log", logged(need="@SUM(A1)"))
    answer = partner.get("needs/needs.xlsx")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with ZipFile(BytesIO(answer.data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "=1+1" in texts
    assert "@SUM(A1)" in texts
    assert "Kahvila Kerttuli Ky" in texts
    assert "<f>" not in sheet  # no formula


def test_a_terms_needs_stand_on_the_foresight_sheet(partner):
    partner.post("partners/1/log", logged(need="<b>ajoneuvojen</b> sähköt"))
    answer = partner.get("needs/foresight.docx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    word = Document(BytesIO(answer.data))
    assert "term" in word.paragraphs[0].text
    first, second, *_others = word.tables[0].rows
    assert len(first.cells) == 4
    assert [cell.text for cell in second.cells] == ["<b>ajoneuvojen</b> sähköt", "Kahvila Kerttuli Ky", "need", ""]
    assert len(word.tables) == 2  # what is decided on stands below, to be filled in
    assert "foresight.docx" in partner.get("needs/").text
    assert (
        len(Document(BytesIO(partner.get("needs/foresight.docx?term=2020s").data)).tables[0].rows) == len(word.tables[0].rows) - 1
    )


def test_a_terms_needs_are_read_by_field_of_training(maija, olli):
    """In one field, and all of them under their fields: who is in two stands in both, who is in none stands last."""
    maija.add("Cecilia Oy")
    maija.post("teams/", {"name": "Öljytiimi", "field": "Öljyala", "is_member": "1"})
    olli.post("teams/", {"name": "Hotellitiimi", "field": "Matkailuala", "is_member": "1"})
    maija.add("Ahti Oy")
    olli.add("Ahti Oy", is_of_team="2")
    olli.add("Beetta Oy")
    for partner_id, need in ((1, "cecilian tarve"), (2, "ahdin tarve"), (3, "beetan tarve")):
        maija.post(f"partners/{partner_id}/log", logged(need=need))
    headings = ["Matkailuala", "ahdin", "beetan", "Öljyala", "ahdin", "No field of training", "cecilian"]
    assert _headings(maija.get("needs/")) == headings
    assert _headings(maija.get("needs/?tier=strategic")) == []
    assert _headings(maija.get("needs/?field=2")) == ["Matkailuala", "ahdin", "beetan"]
    sheet = read_content(maija.get("needs/needs.xlsx").data)[0].rows
    assert [row[0] for row in sheet] == ["Field of training", "Matkailuala", "Matkailuala", "Öljyala", ""]
    assert sheet[1][1:4] == ["ahdin tarve", "Ahti Oy", "Everyday partnership"]


def test_a_college_without_fields_of_training_reads_no_heading_of_one(partner):
    partner.post("partners/1/log", logged(need="ahdin tarve"))
    assert _headings(partner.get("needs/")) == ["ahdin"]


def _headings(page):
    """The fields in full, of needs the first word."""
    headings = fragment_fromstring(page.text, create_parent=True).xpath("//main//*[self::h2 or self::h3]")
    return [(one.findtext("a") or one.text).strip().removesuffix(" tarve") for one in headings]
