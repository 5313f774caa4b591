"""A change of hands: lines of one go to another in one act. Only who it is is set; what colleagues have written stays."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from flask_babel import gettext as _

from .. import db, history
from ..errors import RuleBroken
from ..partners.team_rows import give_to_team
from ..people.models import Person
from ..people.operations import mark_left
from .carried import Giver, carried_kinds, held_ids, ids_in, lock_rows
from .kinds import CONTACT
from .notes import Moved, notify
from .receiver import Receiver


@dataclass
class HandoverOutcome:
    """The act, how many lines it has moved, and the partners of those that were left alone: a colleague has changed them by now
    (`left`), or another row stands where they were to go (`taken`)."""

    act: history.Act
    moved: int = 0
    left: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)


def hand_over(
    giver: Giver, chosen: Collection[str], receiver: Receiver, actor: Person, *, has_left: bool = False, version: int = 0
) -> HandoverOutcome:
    """The chosen lines (`Line.value`) go to the receiver. A line that is not the giver's any more is left alone and named.

    `has_left`: the giver is no longer with us, as a page made from `version` of the person says. Raises RuleBroken on `lines`
    when nothing was chosen, on `receiver` for who has gone meanwhile, Conflict when somebody has said otherwise of the giver.
    """
    ids = ids_in(chosen)
    if not ids:
        raise RuleBroken("lines", _("Tick what changes hands."))
    with history.act("handover.give", giver.team.name if giver.team else "", actor, about=giver.person) as act:
        outcome = HandoverOutcome(act)
        leaver = giver.person if has_left else None
        if leaver is not None:
            Person.lock([leaver.id])  # people come before partners in the order of locks
        receiver.lock()
        moved = _move(ids, giver, receiver, outcome)
        if leaver is not None and not leaver.is_erased:
            mark_left(leaver, version, actor, has_left=True)
    notify(act, moved, giver, receiver, actor)
    return outcome


def _move(ids: dict[str, set[int]], giver: Giver, receiver: Receiver, outcome: HandoverOutcome) -> Moved:
    """Set who it is in the lines that are still the giver's; the others are named in the outcome."""
    moved = Moved()
    locked = lock_rows(ids, giver.organisation_id)
    held = {name: held_ids(carried_kinds[name], giver, carried_kinds[name].in_use) for name in locked}
    for name, rows in locked.items():
        going = [row for row in rows if row.id in held[name]]
        outcome.left += [carried_kinds[name].title_of(row) for row in rows if row.id not in held[name]]
        outcome.moved += len(going)
        for row in going:
            db.set_all(row, receiver.columns(carried_kinds[name].role))
        moved.add(name, going)
        if receiver.team and name == CONTACT:
            give_to_team(going, receiver.team)
    return moved
