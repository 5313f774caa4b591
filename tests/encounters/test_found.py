"""Needs in the search and as a spreadsheet that Excel reads as texts (peers 13, 14)."""

from io import BytesIO
from zipfile import ZipFile

from docx import Document

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


def test_needs_of_a_field_of_training(maija, olli):
    maija.post("teams/", {"name": "Hotellitiimi", "field": "Matkailuala", "is_member": "1"})
    maija.add("Ahti Oy")
    olli.add("Beetta Oy")
    maija.post("partners/1/log", logged(need="ahdin tarve"))
    maija.post("partners/2/log", logged(need="beetan tarve"))
    page = maija.get("needs/?field=1").text
    assert "ahdin tarve" in page
    assert "beetan tarve" not in page
    assert "beetan tarve" in maija.get("needs/").text
