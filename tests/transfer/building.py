"""Files as people have them, built for a test."""

import io
import zipfile
from datetime import date
from xml.sax.saxutils import escape

import xlsxwriter

ODS_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)
LIST = [
    ["Kumppani", "Verkkosivu", "Kuvaus", "Yhteyshenkilö"],
    ["Kahvila Kerttuli Oy", "www.kerttuli.example", "Työssäoppimista", "Maija Mäkelä"],
    ["Åbo Åkeri Ab", "akeri.example", "Praktikplatser – ”varje vår”", "Olli Šárkány"],
]


def xlsx(rows, *, hidden=(), merged=(), name="Lista", more=(), links=()):
    """A workbook; `links` are (row, column, address, text); `hidden` and `more` are (name, rows) of other sheets, `merged` (first row, column, last row, column, text) from 0."""
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_urls": False})
    day = workbook.add_format({"num_format": "d.m.yyyy"})
    for title, its_rows, is_hidden in [
        (name, rows, False),
        *((n, r, True) for n, r in hidden),
        *((n, r, False) for n, r in more),
    ]:
        sheet = workbook.add_worksheet(title)
        for number, row in enumerate(its_rows):
            for column, value in enumerate(row):
                write(sheet, number, column, value, day)
        if is_hidden:
            sheet.hide()
    for top, left, bottom, right, text in merged:
        workbook.worksheets()[0].merge_range(top, left, bottom, right, text, workbook.add_format())
    for place in links:
        workbook.worksheets()[0].write_url(*place[:3], string=place[3])
    workbook.close()
    return content.getvalue()


def write(sheet, row, column, value, day):
    if value is None or value == "":
        return
    if isinstance(value, tuple):  # a formula with what it came to
        sheet.write_formula(row, column, value[0], None, value[1])
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        sheet.write(row, column, value)


def ods(rows, *, manifest=""):
    cells = "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
    body = (
        f'<?xml version="1.0"?><office:document-content {ODS_NAMES}><office:automatic-styles/><office:body><office:spreadsheet>'
        f'<table:table table:name="Taulukko1">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": body,
            "META-INF/manifest.xml": manifest or "<manifest/>",
        }
    )


def ods_of_libreoffice():
    """As LibreOffice saves it: values of all kinds, a merged tier, a hidden sheet, a million empty rows below."""
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f"""<?xml version="1.0"?><office:document-content {ODS_NAMES}><office:automatic-styles>
<style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>
<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Lista" table:style-name="ta1">
<table:table-row>{ods_cell("Taso")}{ods_cell("Kumppani")}{ods_cell("Puhelin")}{ods_cell("Käynti")}</table:table-row>
<table:table-row><table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>Arki</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Kahvila<text:s/>Kerttuli</text:p><text:p>Oy</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="401234567"><text:p>401234567</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2026-09-14"><text:p>14.9.2026</text:p></table:table-cell></table:table-row>
<table:table-row><table:covered-table-cell/>{ods_cell("Leipomo")}</table:table-row>
<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>
<table:table table:name="Vanha" table:style-name="ta2"><table:table-row>{ods_cell("x")}</table:table-row></table:table>
</office:spreadsheet></office:body></office:document-content>""",
        }
    )


def ods_cell(text):
    return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'


def package(parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def csv_text(rows, separator=";"):
    return "\r\n".join(separator.join(row) for row in rows) + "\r\n"
