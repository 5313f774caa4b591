"""What follows when a partner gets another name: it may be another partner's, and the former name stays as an other name."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _
from rapidfuzz import fuzz

from .. import db
from ..errors import RuleBroken
from ..text import legal_forms, name_key, without_marks
from .hints import SIMILAR_ENOUGH
from .models import Partner
from .other_names import keep_former, keep_parts
from .sameness import Named, next_apart, on_list, partners_named


def check_new_name(partner: Partner, former_name: str, other_than: Collection[int] | None) -> None:
    """After a partner's name was set: raises RuleBroken on `name` (details: similar) when another partner has it.

    Of those `other_than` the user has said that this is another one: then the partner gets a number (`apart`).
    """
    if partner.name == former_name:
        return
    others = _others_of_this_name(partner)
    _refuse_taken_name(partner, former_name, others, other_than)
    if name_key(partner.name) != name_key(former_name):
        partner.apart = next_apart(others)


def keep_names(partner: Partner, former_name: str) -> None:
    """Let a renamed partner be known by the parts of its name and by the former one, unless that was a typing error."""
    if partner.name == former_name:
        return
    keep_parts(partner, former_name)
    if not _is_nearly(partner.name, former_name):
        keep_former(partner, former_name)


def _is_nearly(name: str, former: str) -> bool:
    """Whether two names differ by a typing error or the legal form only."""
    keys = (without_marks(name_key(text)) for text in (name, former))
    return fuzz.ratio(*keys) >= SIMILAR_ENOUGH


def _others_of_this_name(partner: Partner) -> list[Named]:
    """The other partners of its new name. Not flushed before: its `apart` is not decided yet."""
    key = name_key(partner.name)
    with db.session.no_autoflush:
        named = partners_named(partner.organisation_id, {key})
    return [match for match in named[key] if match.partner is not partner]


def _refuse_taken_name(partner: Partner, former_name: str, others: list[Named], other_than: Collection[int] | None) -> None:
    forms = legal_forms(partner.name)
    has_former_key = name_key(partner.name) == name_key(former_name)
    if has_former_key and forms == legal_forms(former_name):
        return
    said_to_differ = other_than or ()
    similar = [other for other in on_list(others) if other.id not in said_to_differ]
    if has_former_key:
        similar = [other for other in similar if legal_forms(other.name) == forms]
    if similar:
        raise RuleBroken("name", _("There is another partner of this name already."), similar=similar)
