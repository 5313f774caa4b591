"""A cell's value -> the text that people see in it, without what they do not see."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from ..links import INVISIBLE

_CARRIAGE_RETURN = "_x000D_"  # as Excel writes one in XML
_PREFIX = re.compile(r"\A\s*'(?='*[=+\-@\t\r])")  # what an export puts before a formula, and before what begins so
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\u0085\x0b\x0c]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
# What a cell shows whose formula failed, in Excel's English, Finnish and Swedish.
_FAILURES = {
    *("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"),
    *("#PUUTTUU!", "#VIITTAUS!", "#ARVO!", "#NIMI?", "#JAKO/0!", "#LUKU!", "#TYHJÄ!"),
    *("#SAKNAS!", "#REFERENS!", "#VÄRDEFEL!", "#NAMN?", "#DIVISION/0!", "#OGILTIGT!", "#SKÄRNING!"),
}


def text_of(value: object) -> str:
    """A workbook's value as text: `401234567`, `12.5`, `2026-09-14`, `2026-09-14 12:30`, `TRUE`; what failed is empty."""
    if isinstance(value, str):
        return clean(value.replace(_CARRIAGE_RETURN, ""))
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"
    return "" if value is None else clean(str(value))


def clean(text: str) -> str:
    """A text as it is read: composed letters, plain spaces and line ends, nothing unseen, no apostrophe before a formula."""
    if "'" in text:
        text = _PREFIX.sub("", text, count=1)
    if not (text.isascii() and text.isprintable()):
        text = _LINE_ENDS.sub("\n", text)
        text = _SPACES.sub(" ", INVISIBLE.sub("", text))
        text = unicodedata.normalize("NFC", _CONTROLS.sub("", text))
    text = text.strip()
    return "" if text in _FAILURES else text


def _number_text(number: float) -> str:
    """As Excel shows it at most: fifteen digits, never an exponent."""
    if isinstance(number, int):
        return str(number)
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    try:
        return format(Decimal(f"{number:.15g}"), "f")
    except ArithmeticError:  # infinite
        return ""
