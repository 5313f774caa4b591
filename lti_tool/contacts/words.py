"""What the history and the pages call the values of this feature."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from .addresses import shown_phone
from .models import MANAGEMENT, OPERATIVE

LEVEL_WORDS = {OPERATIVE: _l("day-to-day work"), MANAGEMENT: _l("management")}


def level_word(level: str) -> str:
    """The level in a quiet word; empty for one that is not known."""
    return str(LEVEL_WORDS.get(level, ""))


def levels_in_words(levels: set[Any], _organisation_id: int) -> dict[Any, str]:
    return {level: level_word(level) for level in levels if isinstance(level, str)}


def phones_in_words(phones: set[Any], _organisation_id: int) -> dict[Any, str]:
    return {phone: shown_phone(phone) for phone in phones if isinstance(phone, str)}
