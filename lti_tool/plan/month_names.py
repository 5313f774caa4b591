"""Names of months, as people write them and as the tool shows them: maaliskuussa, maalis, mars, March."""

from __future__ import annotations

import re

from babel.dates import get_month_names

from ..languages import LANGUAGES

_MONTHS = (
    "tammi(kuu\\w*)?|jan(uari|uary)?",
    "helmi(kuu\\w*)?|feb(ruari|ruary)?",
    "maalis(kuu\\w*)?|mar(s|ch)?",
    "huhti(kuu\\w*)?|apr(il)?",
    "touko(kuu\\w*)?|maj|may",
    "kesä(kuu\\w*)?|jun(i|e)?",
    "heinä(kuu\\w*)?|jul(i|y)?",
    "elo(kuu\\w*)?|aug(usti|ust)?",
    "syys(kuu\\w*)?|sep(t(ember)?)?",
    "loka(kuu\\w*)?|o[kc]t(ober)?",
    "marras(kuu\\w*)?|nov(ember)?",
    "joulu(kuu\\w*)?|dec(ember)?",
)


def _month_pattern(number: int, typed: str) -> re.Pattern[str]:
    """What people type, and what `spans` writes in each language of the tool."""
    shown = [
        re.escape(get_month_names(width, "stand-alone", language.locale)[number].casefold().rstrip("."))
        for language in LANGUAGES.values()
        for width in ("wide", "abbreviated")
    ]
    return re.compile(f"(?:{'|'.join([typed, *shown])})\\.?")


_PATTERNS = [_month_pattern(number, typed) for number, typed in enumerate(_MONTHS, 1)]


def month_named(name: str) -> int | None:
    """The number of the month that a name in small letters means; None for what names none."""
    return next((number for number, pattern in enumerate(_PATTERNS, 1) if pattern.fullmatch(name)), None)
