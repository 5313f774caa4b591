"""A person as copied from a signature or an e-mail: name, title, e-mail address and phone number taken apart."""

from __future__ import annotations

import re
from typing import NamedTuple

from phonenumbers import PhoneNumberMatcher

from .addresses import HOME, LONGEST_READ, read_email, read_phone

_EMAIL = re.compile(r"(?:mailto:)?[<(\[]?(?:mailto:)?([^\s<>()\[\],;:]+@[^\s<>()\[\],;:]+\w)[>)\]]?", re.IGNORECASE)
_WORD_BEFORE_NUMBER = re.compile(r"\b(?:p|puh|puhelin|tel|tfn|telefon|phone|gsm|mob|mobil)\b[.:]*\s*$", re.IGNORECASE)
_BEFORE_TITLE = re.compile(r"\s*[,;|/(]\s*|\s+[-–—]\s+")
_BETWEEN = " ,;:|/–—-"


class PastedPerson(NamedTuple):
    """What a text says of a person; empty where it says nothing."""

    name: str
    title: str = ""
    email: str = ""
    phone: str = ""


def take_apart(text: str) -> PastedPerson:
    """`Henna Vuorinen, vastaanottopäällikkö, puh. 050 123 4567` as its parts; what is far too long for a person stays whole."""
    if len(text) > LONGEST_READ:
        return PastedPerson(text)
    rest, email = _without_email(text)
    rest, phone = _without_phone(rest)
    name, title = _without_title(rest.strip(_BETWEEN))
    return PastedPerson(name, title, email, phone)


def _without_email(text: str) -> tuple[str, str]:
    found = _EMAIL.search(text)
    if found is None or not read_email(found[1]):
        return text, ""
    return _joined(text[: found.start()], text[found.end() :]), found[1]


def _without_phone(text: str) -> tuple[str, str]:
    found = next(iter(PhoneNumberMatcher(text, HOME)), None)
    if found is None or not read_phone(found.raw_string):
        return text, ""
    before = _WORD_BEFORE_NUMBER.sub("", text[: found.start])
    return _joined(before, text[found.end :]), found.raw_string


def _joined(before: str, behind: str) -> str:
    """What stood around a part, with one comma where it was."""
    return ", ".join(part for part in (before.strip(_BETWEEN), behind.strip(_BETWEEN)) if part)


def _without_title(text: str) -> tuple[str, str]:
    """The title begins at the first sign behind two words: *Vuorinen, Henna* is a name."""
    end = _BEFORE_TITLE.search(text)
    if end is None or len(text[: end.start()].split()) < 2:
        return text, ""
    title = text[end.end() :].strip(_BETWEEN)
    if "(" in end[0]:
        title = title.replace(")", "", 1).strip(_BETWEEN)
    return text[: end.start()], title
