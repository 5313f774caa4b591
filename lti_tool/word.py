"""Safe HTML -> a Word file that screen readers can read: real headings, language, title, header rows (WCAG 1.3.1, 3.1.1)."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import zip_longest
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from lxml import html as lxml_html

from .column_widths import shares_of_columns
from .languages import LANGUAGES

HEADINGS = ("h2", "h3", "h4")
HIGHEST_START = 32_767  # Word counts no further
BLOCKS = (*HEADINGS, "ul", "ol", "p", "table", "blockquote", "pre")
_SPACES = re.compile(r"\s+")
_BLACK = RGBColor(0, 0, 0)
_ROW_TO_WRITE_IN = Cm(0.9)
_LINE = Cm(17)  # A4 less its margins
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


def word_file(title: str, html: str, language: str) -> bytes:
    """A .docx of A4 with this title and these headings, paragraphs, lists and tables. `html` comes from render_markdown."""
    title, html = (_NOT_XML.sub("", text) for text in (title, html))
    document = Document()
    _set_up(document, title, language)
    document.add_heading(title, 1)
    _add_blocks(document, lxml_html.fragment_fromstring(html or "<p></p>", create_parent="div"))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Any, title: str, language: str) -> None:
    locale = LANGUAGES[language].locale.replace("_", "-")
    document.core_properties.title = title
    document.core_properties.language = locale
    document.core_properties.author = document.core_properties.comments = ""
    for tag in document.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), locale)
    section = document.sections[0]
    section.page_width = Cm(21)
    section.page_height = Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    for style in document.styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH and (style.name == "Normal" or style.name.startswith("Heading")):
            style.font.name = "Arial"
            style.font.color.rgb = _BLACK
            for theme in ("w:asciiTheme", "w:hAnsiTheme"):  # a theme's font would win over the named one
                style.element.rPr.rFonts.attrib.pop(qn(theme), None)
    document.styles["Normal"].font.size = Pt(11)


def _add_blocks(document: Any, parent: Any, style: str | None = None) -> None:
    """All that stands in an element, block by block; what stands between blocks is a paragraph too."""
    _add_loose_text(document, parent.text, style)
    for element in parent:
        if element.tag in HEADINGS:
            _add_runs(document.add_heading(level=int(element.tag[1])), element)
        elif element.tag in ("ul", "ol"):
            _add_list(document, element, depth=1)
        elif element.tag == "table":
            _add_table(document, element)
        elif element.tag == "blockquote":
            _add_blocks(document, element, style="Quote")
        elif element.tag == "pre":
            _add_lines(document.add_paragraph(style=style), element.text_content())
        elif element.tag != "hr":
            _add_runs(document.add_paragraph(style=style), element)
        _add_loose_text(document, element.tail, style)


def _add_loose_text(document: Any, text: str | None, style: str | None) -> None:
    if text and text.strip():
        _add_run(document.add_paragraph(style=style), text)


def _add_lines(paragraph: Any, text: str) -> None:
    for number, line in enumerate(text.rstrip().split("\n")):
        run = paragraph.add_run(line)
        if number:
            run._r.insert(0, OxmlElement("w:br"))


def _add_list(document: Any, element: Any, depth: int) -> None:
    """The items, nested ones by Word's own list styles; further paragraphs of an item stand under it."""
    name = "List Bullet" if element.tag == "ul" else "List Number"
    style = name if depth == 1 else f"{name} {min(depth, 3)}"
    number = _new_numbering(document, style, element.get("start", "1")) if element.tag == "ol" else None
    for item in element:
        paragraph = document.add_paragraph(style=style)
        if number is not None:
            paragraph.paragraph_format.element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number
        blocks = [child for child in item if child.tag in BLOCKS]
        _add_runs(paragraph, item)
        if blocks and blocks[0].tag == "p" and not paragraph.text.strip():
            _add_runs(paragraph, blocks.pop(0))
        for child in blocks:
            if child.tag in ("ul", "ol"):
                _add_list(document, child, depth + 1)
            else:
                _add_runs(document.add_paragraph(style=f"List Continue{'' if depth == 1 else f' {min(depth, 3)}'}"), child)


def _new_numbering(document: Any, style: str, start: str) -> int:
    """A numbering of its own, since Word counts on through all lists of one style."""
    numbering = document.part.numbering_part.element
    of_style = document.styles[style].element.pPr.numPr.numId.val
    number = numbering.add_num(numbering.num_having_numId(of_style).abstractNumId.val)
    number.add_lvlOverride(0).add_startOverride(min(int(start), HIGHEST_START) if start.isdecimal() else 1)
    return int(number.numId)


def _add_table(document: Any, element: Any) -> None:
    rows = [cells for row in element.iter("tr") if (cells := [cell for cell in row if cell.tag in ("th", "td")])]
    if not rows:
        return
    shares = shares_of_columns([[" ".join(cell.text_content().split()) for cell in cells] for cells in rows])
    widths = [int(_LINE * share) for share in shares]
    table = document.add_table(len(rows), len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row, cells in zip(table.rows, rows, strict=True):
        row.height = _ROW_TO_WRITE_IN
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width, source in zip_longest(row.cells, widths, cells):
            cell.width = width
            if source is not None:
                _add_runs(cell.paragraphs[0], source, bold=source.tag == "th")
    header = table.rows[0]._tr.get_or_add_trPr()
    header.append(OxmlElement("w:tblHeader"))  # read out with the cells, and repeated on each page
    document.add_paragraph()


def _add_runs(paragraph: Any, element: Any, bold: bool = False, italic: bool = False) -> None:
    """The text of an element with its bold and slanted parts and where its links lead; blocks inside are added by their own."""
    _add_run(paragraph, element.text, bold, italic)
    for child in element:
        if child.tag == "br":
            paragraph.add_run().add_break()
        elif child.tag not in BLOCKS:
            _add_runs(paragraph, child, bold or child.tag == "strong", italic or child.tag == "em")
        if child.tag == "a" and (address := _address_on_paper(child)):
            _add_run(paragraph, f" ({address})", bold, italic)
        _add_run(paragraph, child.tail, bold, italic)


def _address_on_paper(link: Any) -> str:
    """Where a link leads, for who reads it on paper; empty where its words say so, and for links within the tool."""
    scheme, _colon, rest = link.get("href", "").partition(":")
    address = f"{scheme}:{rest}" if scheme in ("http", "https") else rest
    is_said = link.text_content().strip() in (address, rest.removeprefix("//"), f"{scheme}:{rest}")
    return "" if is_said or scheme not in ("http", "https", "mailto", "tel") else address


def _add_run(paragraph: Any, text: str | None, bold: bool = False, italic: bool = False) -> None:
    """White space counts as one space, and as none at the beginning."""
    words = _SPACES.sub(" ", text or "")
    if _begins_a_line(paragraph):
        words = words.lstrip()
    if words:
        run = paragraph.add_run(words)
        run.bold = bold or None
        run.italic = italic or None


def _begins_a_line(paragraph: Any) -> bool:
    """Whether what comes next needs no space before it; looks only at the last run, a paragraph may have thousands."""
    last = paragraph._p[-1] if len(paragraph._p) else None
    if last is None or last.tag != qn("w:r") or last.find(qn("w:br")) is not None:
        return True
    return "".join(last.itertext()).endswith(" ")
