"""The methods that an action can name: of the college's bank, by title."""

from __future__ import annotations

from ..methods.bank import BankFilter, BankLine, list_bank
from ..methods.models import OWN_KEY
from .history_words import methods_in_words


def methods_to_choose(organisation_id: int, chosen: str) -> dict[str, str]:
    """Titles by key, in the order of the bank; one that was `chosen` and is in the bank no more stays, first."""
    gone = methods_in_words({chosen}, organisation_id) if chosen else {}
    return {**gone, **{_key_of(line): line.title for line in list_bank(organisation_id, BankFilter())}}


def _key_of(line: BankLine) -> str:
    return line.slug or (f"{OWN_KEY}{line.own.id}" if line.own else "")
