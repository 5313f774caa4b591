"""A verified message as plain values: who, with which roles, from which course. All optional claims may be missing.

What is not usable is empty. Sources: LTI core 1.3, chapter 5, OpenID Connect core 5.1, and what platforms send (tests/platforms).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .message import CLAIM
from .refusals import LaunchRefused
from .roles import read_roles

LONGEST_CONTEXT_ID = 255  # LTI core 5.4.1; a cut one could be another course
LONGEST_TEXT = 300
LONGEST_TITLE = 1333  # of a Moodle course: one in three languages is long, and a cut one would lose its last mark
_MADE_UP_ADDRESS = re.compile(r"[0-9a-f]{32}@.*")  # ILIAS withholds an address so: a hash of the user


@dataclass(frozen=True)
class Claims:
    """Texts are stripped and bounded; `locale` is as the platform spells it, `context_title` may hold several languages."""

    subject: str
    deployment_id: str
    name: str
    email: str
    locale: str
    roles: list[str]
    context_id: str
    context_title: str


def read_claims(verified: dict[str, Any]) -> Claims:
    """The claims of a message that `message.verify` has let through; raises LaunchRefused on an unusable course."""
    context = _read_context(verified)
    return Claims(
        subject=str(verified["sub"]),
        deployment_id=verified[CLAIM + "deployment_id"],
        name=_read_name(verified),
        email=_read_email(verified),
        locale=_read_locale(verified),
        roles=read_roles(verified.get(CLAIM + "roles")),
        context_id=context.get("id", ""),
        context_title=_text(context.get("title"), LONGEST_TITLE),
    )


def _text(value: object, longest: int = LONGEST_TEXT) -> str:
    """A claim as text. Moodle leaves variables it cannot fill empty, or verbatim as `$X.y`: both mean nothing."""
    text = value if isinstance(value, str) else ""
    text = text.replace("\0", "").encode("utf-8", "ignore").decode().strip()  # what no database takes
    return "" if text.startswith("$") else text[:longest]


def _read_name(verified: dict[str, Any]) -> str:
    """The full name, or given and family name; ILIAS writes `-` for each that it withholds."""
    full, given, family = (_text(verified.get(claim)) for claim in ("name", "given_name", "family_name"))
    parts = " ".join(part for part in (given, family) if _is_name(part))
    return full if _is_name(full) else parts


def _is_name(text: str) -> bool:
    """Whether there is anything to read in it."""
    return any(character.isalnum() for character in text)


def _read_email(verified: dict[str, Any]) -> str:
    email = _text(verified.get("email"))
    return "" if _MADE_UP_ADDRESS.fullmatch(email) or not _is_name(email) else email


def _read_locale(verified: dict[str, Any]) -> str:
    """The language of the person in the platform; Sakai tells it at the top level only."""
    presentation = verified.get(CLAIM + "launch_presentation")
    told = presentation.get("locale") if isinstance(presentation, dict) else None
    return _text(told) or _text(verified.get("locale"))


def _read_context(verified: dict[str, Any]) -> dict[str, Any]:
    """The course (LTI core 5.4.1), empty where the claim is absent.

    Raises LaunchRefused when it is there and its id cannot be used: taken as absent, such launches would share one course.
    """
    context = verified.get(CLAIM + "context")
    if context is None:
        return {}
    context_id = context.get("id") if isinstance(context, dict) else None
    if not _text(context_id) or _text(context_id) != context_id or len(context_id) > LONGEST_CONTEXT_ID:
        raise LaunchRefused("wrong_context", f"context id {context_id!r}")
    return context
