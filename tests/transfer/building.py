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


def xlsx(rows, *, hidden=(), merged=(), name="Lista", more=()):
    """A workbook; `hidden` and `more` are (name, rows) of other sheets, `merged` (first row, column, last row, column, text) from 0."""
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
