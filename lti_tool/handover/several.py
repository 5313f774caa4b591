"""Several rows of a list at once: another contact person, another team, another tier, off the list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select

from .. import db, history
from ..errors import RuleBroken
from ..history.merging import merge
from ..partners.adding import rows_of
from ..partners.moving import Move, begin_in_tier
from ..partners.operations import archive_partnerships
from ..partners.row_models import Partnership, RowPlace
from ..partners.team_rows import give_to_team
from ..people.models import Person
from ..teams.models import Team
from ..tiers.models import ALL_TIERS
from .kinds import CONTACT
from .notes import Moved, notify
from .operations import HandoverOutcome
from .receiver import Receiver


@dataclass(frozen=True)
class RowChanges:
    """What the rows get; what is left as it is here stays with each row."""

    receiver: Receiver | None = None
    tier: str = ""
    keeps_team: bool = True
    team_id: int | None = None  # unless `keeps_team`: the new team, None for no team

    @property
    def is_nothing(self) -> bool:
        return self.receiver is None and self.keeps_team and not self.tier

    def columns(self) -> dict[str, Any]:
        found: dict[str, Any] = self.receiver.columns("contact") if self.receiver else {}
        return found if self.keeps_team else {**found, "team_id": self.team_id}

    def lock(self, organisation_id: int) -> None:
        """As a part of an act, before its rows: raises RuleBroken on `receiver` or `team` for who is not there any more."""
        if self.receiver is not None:
            self.receiver.lock()
        if self.team_id is None:
            return
        own = select(Team.id).where(Team.id == self.team_id, Team.organisation_id == organisation_id)
        teams = Team.lock(db.session.scalars(own).all())
        if not teams or teams[0].is_archived:
            raise RuleBroken("team", _("Choose one of the teams."))


def change_rows(versions: Mapping[int, int], changes: RowChanges, actor: Person) -> HandoverOutcome:
    """Give all these rows the same, in one act; `versions` tells for each row's id from which version the page was made.

    Left alone and named are rows that a colleague has archived meanwhile, or whose contact or team a colleague has changed, and
    rows in whose place another one stands. Raises RuleBroken on `rows`, `team`, `tier`, `receiver`, or without a field.
    """
    _check(changes, versions)
    own = select(Partnership.id).where(Partnership.id.in_(versions), Partnership.organisation_id == actor.organisation_id)
    elsewhere = own.where(Partnership.tier != changes.tier)  # a row itself stays in its tier: no lock is needed for that
    is_move = bool(changes.tier) and db.session.scalar(elsewhere.limit(1)) is not None
    with history.act("partnership.move" if is_move else "partnership.edit", "", actor) as act:
        outcome = HandoverOutcome(act)
        changes.lock(actor.organisation_id)
        rows = Partnership.lock(db.session.scalars(own).all())
        changed = _change(rows, changes, versions, outcome)
        outcome.moved = sum(1 for one in changed if one.columns)
        with_new_contact = [one.row for one in changed if one.columns & {"contact_person_id", "contact_name"}]
        if changes.receiver and changes.receiver.team and changes.keeps_team:
            give_to_team(with_new_contact, changes.receiver.team)
    if changes.receiver:
        moved = Moved()
        moved.add(CONTACT, with_new_contact)
        notify(act, moved, None, changes.receiver, actor)
    return outcome


class _Changed(NamedTuple):
    """A row that has got what it was to get, the one that goes on in another tier; and which of its columns differ by that."""

    row: Partnership
    columns: set[str]


def _change(
    rows: Sequence[Partnership], changes: RowChanges, versions: Mapping[int, int], outcome: HandoverOutcome
) -> list[_Changed]:
    """Change these rows, but for those that have to be left alone: they are named in the outcome."""
    changed = []
    taken = _places(rows)
    for row in rows:
        merged = merge(row, changes.columns(), versions[row.id])
        place = _new_place(row, changes)
        if row.is_archived or merged.theirs:
            outcome.left.append(row.partner.name)
        elif taken.get(place, row.id) != row.id:
            outcome.taken.append(row.partner.name)
        else:
            taken.pop(row.place, None)
            taken[place] = row.id
            changed.append(_change_row(row, merged.values, changes.tier))
    return changed


def _change_row(row: Partnership, values: Mapping[str, Any], tier: str) -> _Changed:
    columns = {name for name, value in values.items() if getattr(row, name) != value}
    if tier and tier != row.tier:
        columns.add("tier")
        row = begin_in_tier(row, Move(tier, row.description))
    db.set_all(row, values)
    return _Changed(row, columns)


def archive_rows(ids: Collection[int], subject: str, actor: Person) -> HandoverOutcome:
    """Take all these off the list, in one act. Raises RuleBroken on `rows` when there are none."""
    if not ids:
        raise RuleBroken("rows", _("Tick the rows first."))
    own = select(Partnership).where(Partnership.id.in_(ids), Partnership.organisation_id == actor.organisation_id)
    rows = db.session.scalars(own.where(Partnership.is_archived.is_(False))).all()
    return HandoverOutcome(archive_partnerships(rows, actor, subject=subject), moved=len(rows))


def _check(changes: RowChanges, versions: Mapping[int, int]) -> None:
    if not versions:
        raise RuleBroken("rows", _("Tick the rows first."))
    if changes.is_nothing:
        raise RuleBroken("", _("Choose what the rows get: a contact person, a team or a tier."))
    if changes.tier and changes.tier not in ALL_TIERS:
        raise RuleBroken("tier", _("Choose a tier."))


def _places(rows: Sequence[Partnership]) -> dict[RowPlace, int]:
    """The id of the row in use by its place, of all the partners of these rows."""
    found: dict[RowPlace, int] = {}
    if not rows:
        return found
    for rows_by_tier in rows_of([row.partner for row in rows]).values():
        for rows_of_tier in rows_by_tier.values():
            found.update({row.place: row.id for row in rows_of_tier if not row.is_archived})
    return found


def _new_place(row: Partnership, changes: RowChanges) -> RowPlace:
    """Where the row is to stand."""
    team_id = row.team_id if changes.keeps_team else changes.team_id
    return row.place._replace(tier=changes.tier or row.tier, team_id=team_id)
