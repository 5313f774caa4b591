"""Several rows of a list at once: another contact person, another team, another tier, off the list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from .. import db, history
from ..errors import RuleBroken
from ..history.merging import merge
from ..partners.adding import rows_of
from ..partners.moving import Move, begin_in_tier
from ..partners.operations import archive_partnerships
from ..partners.row_models import Partnership, Place
from ..partners.team_rows import give_to_team
from ..people.models import Person
from ..teams.models import Team
from ..tiers.models import ALL_TIERS
from .kinds import CONTACT
from .notes import tell_of
from .operations import Outcome
from .receiver import Receiver

KEPT = -1  # of the team: as it is


@dataclass(frozen=True)
class Wanted:
    """What the rows get: a contact, a team (None for no team, KEPT for each its own), a tier (empty for each its own)."""

    receiver: Receiver | None = None
    team_id: int | None = KEPT
    tier: str = ""

    @property
    def is_nothing(self) -> bool:
        return self.receiver is None and self.team_id == KEPT and not self.tier

    def columns(self) -> dict[str, Any]:
        found: dict[str, Any] = self.receiver.columns("contact") if self.receiver else {}
        return found if self.team_id == KEPT else {**found, "team_id": self.team_id}


def change_rows(versions: Mapping[int, int], wanted: Wanted, actor: Person) -> Outcome:
    """Give all these rows the same, in one act; `versions` tells for each row's id from which version the page was made.

    Left alone and named are rows that a colleague has archived meanwhile, or whose contact or team a colleague has changed, and
    rows in whose place another one stands. Raises RuleBroken on `rows`, `team`, `tier`, `receiver`, or without a field.
    """
    _check(wanted, versions, actor.organisation_id)
    with history.act("partnership.move" if wanted.tier else "partnership.edit", "", actor) as act:
        outcome = Outcome(act)
        if wanted.receiver:
            wanted.receiver.lock()
        own = select(Partnership.id).where(Partnership.id.in_(versions), Partnership.organisation_id == actor.organisation_id)
        rows = Partnership.lock(db.session.scalars(own).all())
        taken = _places(rows)
        got: list[Partnership] = []
        for row in rows:
            found = merge(row, wanted.columns(), versions[row.id])
            if row.is_archived or found.theirs:
                outcome.left.append(row.partner.name)
                continue
            if not _take_place(row, wanted, taken):
                outcome.taken.append(row.partner.name)
                continue
            target = _in_tier(row, wanted.tier)
            db.set_all(target, found.values)
            outcome.moved += 1
            if "contact_person_id" in found.values or "contact_name" in found.values:
                got.append(target)
        if wanted.receiver and wanted.receiver.team and wanted.team_id == KEPT:
            give_to_team(got, wanted.receiver.team)
    if wanted.receiver:
        tell_of(act, {CONTACT: [row.partner_id for row in got]}, None, wanted.receiver, actor)
    return outcome


def archive_rows(ids: Collection[int], subject: str, actor: Person) -> Outcome:
    """Take all these off the list, in one act. Raises RuleBroken on `rows` when there are none."""
    if not ids:
        raise RuleBroken("rows", _("Tick the rows first."))
    own = select(Partnership).where(Partnership.id.in_(ids), Partnership.organisation_id == actor.organisation_id)
    rows = db.session.scalars(own.where(Partnership.is_archived.is_(False))).all()
    return Outcome(archive_partnerships(rows, actor, subject=subject), moved=len(rows))


def _check(wanted: Wanted, versions: Mapping[int, int], organisation_id: int) -> None:
    if not versions:
        raise RuleBroken("rows", _("Tick the rows first."))
    if wanted.is_nothing:
        raise RuleBroken("", _("Choose what the rows get: a contact person, a team or a tier."))
    if wanted.tier and wanted.tier not in ALL_TIERS:
        raise RuleBroken("tier", _("Choose a tier."))
    if wanted.team_id in (None, KEPT):
        return
    team = db.session.get(Team, wanted.team_id)
    if team is None or team.organisation_id != organisation_id or team.is_archived:
        raise RuleBroken("team", _("Choose one of the teams."))


def _places(rows: Sequence[Partnership]) -> dict[Place, int]:
    """Which row stands where, of all the partners of these rows."""
    by_tier = rows_of([row.partner for row in rows]).values() if rows else ()
    found = [row for of_partner in by_tier for of_tier in of_partner.values() for row in of_tier]
    return {row.place: row.id for row in found if not row.is_archived}


def _take_place(row: Partnership, wanted: Wanted, taken: dict[Place, int]) -> bool:
    """Whether the row may stand where it is wanted; it does then, and its former place is free."""
    team_id = row.team_id if wanted.team_id == KEPT else wanted.team_id
    place = row.place._replace(tier=wanted.tier or row.tier, team_id=team_id)
    if taken.get(place, row.id) != row.id:
        return False
    taken.pop(row.place, None)
    taken[place] = row.id
    return True


def _in_tier(row: Partnership, tier: str) -> Partnership:
    """The row itself, or the one that goes on in another tier."""
    if not tier or tier == row.tier:
        return row
    return begin_in_tier(row, Move(tier, row.description))
