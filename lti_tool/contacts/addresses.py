"""E-mail addresses and phone numbers as people write them, as they are stored, and as they are shown."""

from __future__ import annotations

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

HOME = "FI"  # whose numbers are written without a country code
LONGEST_READ = 400  # characters; what is longer is neither
_BEHIND_NUMBER = re.compile(r"[\s,;(]*\b(?:alanumero|alanro|anknytning|ankn|extension)\b[.:]?\s*", re.IGNORECASE)


def read_email(text: str) -> str | None:
    """The address in small letters, its domain in Unicode; empty for an empty text, None for what is none.

    Read as it is pasted: `Henna Vuorinen <henna@hotelli.example>`, `mailto:henna@hotelli.example`. Only its form is checked.
    """
    written = re.sub("^mailto:", "", text.strip(" .,;"), flags=re.IGNORECASE)
    if not written:
        return None if text else ""
    if len(written) > LONGEST_READ:
        return None
    try:
        return validate_email(written, check_deliverability=False, allow_display_name=True).normalized.lower()
    except EmailNotValidError:
        return None


def read_phone(text: str) -> str | None:
    """The number as E.164, with `;ext=` where it has an extension; empty for an empty text, None for what is no number.

    Valid and not only possible: `050-1234567 (gsm)` would else be a number of twelve digits.
    """
    if not text:
        return ""
    number = _parsed(_BEHIND_NUMBER.sub(" ext. ", text)) if len(text) <= LONGEST_READ else None
    if number is None or not phonenumbers.is_valid_number(number):
        return None
    extension = f";ext={number.extension}" if number.extension else ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) + extension


def shown_phone(stored: str) -> str:
    """As it is dialled in Finland, a foreign one with its country code; what is no number stands for itself."""
    number = _parsed(stored)
    if number is None:
        return stored
    extension = number.extension
    number.extension = None
    is_ours = number.country_code == phonenumbers.country_code_for_region(HOME)
    shown = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if is_ours else PhoneNumberFormat.INTERNATIONAL)
    return _("%(number)s, extension %(extension)s", number=shown, extension=extension) if extension else shown


def _parsed(text: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, HOME)
    except NumberParseException:
        return None
