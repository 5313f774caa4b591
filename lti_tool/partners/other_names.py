"""A partner's other names: taken out of the name as it was typed, added, removed."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _

from .. import db, history
from ..errors import RuleBroken
from ..people.models import Person
from ..text import name_key
from .models import OtherName, Partner
from .name_parts import parts_of

LONGEST_NAME = 200


def keep_parts(partner: Partner, former_name: str = "") -> None:
    """Make the parts of a new partner's name its other names; of a changed one those that the former name did not have."""
    known = {name_key(part) for part in parts_of(former_name)} | {other.name_key for other in partner.known_names}
    for part in parts_of(partner.name):
        if name_key(part) not in known:
            _add(partner, part)


def keep_former(partner: Partner, name: str) -> None:
    """Let a partner be found by the name it had, too."""
    known = {name_key(partner.name), *(name_key(other.name) for other in partner.known_names)}
    if name_key(name) not in known:
        _add(partner, name)


def add_other_name(partner: Partner, name: str, actor: Person) -> history.Act:
    """Add a name to a partner; raises RuleBroken on `new_name`."""
    with history.act("other_name.add", partner.name, actor) as act:
        Partner.lock([partner.id])
        _check(partner, name)
        _add(partner, name)
    return act


def remove_other_name(other: OtherName, actor: Person) -> history.Act:
    """Let a partner not be known by this name any more."""
    with history.act("other_name.remove", other.partner.name, actor) as act:
        Partner.lock([other.partner_id])
        other.is_archived = True
    return act


def change_other_names(partner: Partner, removed: Collection[int], new_name: str) -> None:
    """As a part of another act: remove those of these ids, add one unless it is empty. Raises RuleBroken on `new_name`."""
    for other in partner.known_names:
        if other.id in removed:
            other.is_archived = True
    if new_name:
        _check(partner, new_name)
        _add(partner, new_name)


def _check(partner: Partner, name: str) -> None:
    key = name_key(name)
    if not key:
        raise RuleBroken("new_name", _("Write the other name."))
    if len(name) > LONGEST_NAME:
        raise RuleBroken("new_name", _("At most 200 characters."))
    if key in {partner.name_key, *(other.name_key for other in partner.known_names)}:
        raise RuleBroken("new_name", _("This is one of the partner's names already."))


def _add(partner: Partner, name: str) -> None:
    other = OtherName(organisation_id=partner.organisation_id, partner=partner, name=name, is_archived=False)
    other.name_key = name_key(name)
    db.session.add(other)
