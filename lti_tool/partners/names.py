"""When two names mean the same partner."""

from __future__ import annotations

import re

from .. import db

COMPANY_FORMS = {"oy", "oyj", "ab", "abp", "ky", "kb", "ay", "tmi", "osk", "ry", "rf", "sr", "oü", "ltd"}
_WORD = re.compile(r"[\w&+]+")


def name_key(name: str) -> str:
    """The name without case, punctuation and company form: one partner for each key in an organisation."""
    words = _WORD.findall(db.search_key(name))
    bare = [word for word in words if word not in COMPANY_FORMS]
    return " ".join(bare or words)
