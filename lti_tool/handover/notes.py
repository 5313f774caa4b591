"""Notices of a change of hands, for the giver and the receivers: on their overview until they dismiss them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import aliased, lazyload

from .. import db, history
from ..history.models import Change, ChangeSet
from ..partners.choices import ENDED
from ..partners.row_models import Partnership
from ..people.models import Person
from ..people.queries import ONE_OF_OURS, accounts_of
from .carried import Giver, Line, carried_kinds, lines_with
from .kinds import ACTIONS, AGREED, CONTACT, STEP
from .models import HandoverNotice
from .receiver import Receiver, people_of

MOST_SHOWN = 5


@dataclass
class Moved:
    """What has changed hands, as a notice counts it: ids of partners and of actions, and how many steps."""

    partners: set[int] = field(default_factory=set)
    actions: set[int] = field(default_factory=set)
    steps: int = 0

    def add(self, kind: str, rows: Collection[Any]) -> None:
        """Count rows of one of `carried_kinds`."""
        if kind in ACTIONS:
            self.actions.update(row.id for row in rows)
        elif kind in (STEP, AGREED):
            self.steps += len(rows)
        else:
            self.partners.update(row.partner_id for row in rows)


def notify(act: history.Act, moved: Moved, giver: Giver | None, receiver: Receiver, actor: Person) -> None:
    """Add a notice for each receiver (a team's members) and for the giver."""
    if act.change_set is None or not (moved.partners or moved.steps or moved.actions):
        return
    notice = {
        "organisation_id": actor.organisation_id,
        "change_set_id": act.change_set.id,
        "team_id": receiver.team.id if receiver.team else None,
        "partners": len(moved.partners),
        "steps": moved.steps,
        "actions": len(moved.actions),
    }
    for person_id in people_of(receiver):
        if person_id != actor.id:
            db.session.add(HandoverNotice(person_id=person_id, is_giver=False, **notice))
    if giver and giver.person and giver.person.id != actor.id:
        db.session.add(HandoverNotice(person_id=giver.person.id, is_giver=True, other_id=receiver.person_id, **notice))
    db.session.flush()


def notices_for(person: Person) -> list[HandoverNotice]:
    """The person's notices that were not dismissed and whose acts are not undone; the newest first, at most MOST_SHOWN."""
    undoing = aliased(ChangeSet)
    undoings = select(func.count()).where(undoing.root_id == HandoverNotice.change_set_id).scalar_subquery()
    query = select(HandoverNotice).where(
        HandoverNotice.person_id.in_(accounts_of(person)),
        HandoverNotice.is_seen.is_(False),
        undoings % 2 == 0,  # each undoing turns the one before it round: after an even number the act stands
    )
    return list(db.session.scalars(query.order_by(HandoverNotice.id.desc()).limit(MOST_SHOWN)))


def lines_of_notice(notice: HandoverNotice) -> list[Line]:
    """The lines that changed hands in the notice's act."""
    models: dict[str, list[tuple[str, str]]] = {}
    for name, kind in carried_kinds.items():
        models.setdefault(kind.model.__tablename__, []).append((name, kind.role))
    query = select(Change).where(Change.change_set_id == notice.change_set_id, Change.entity.in_(models))
    changes = db.session.scalars(query).all()
    ids: dict[str, set[int]] = {}
    for change in changes:
        for name, role in models[change.entity]:
            is_set = change.field in (f"{role}_person_id", f"{role}_name") and change.after
            if is_set and (role == CONTACT or not change.is_creation):  # a row in another tier takes its deputy along
                ids.setdefault(name, set()).add(change.entity_id)
    if CONTACT in ids:
        ids[CONTACT] -= _kept_in_another_tier(changes)
    return lines_with(ids, notice.organisation_id)


def _kept_in_another_tier(changes: Collection[Change]) -> set[int]:
    """Of the rows that an act has begun in another tier those whose contact person stood already in the row that it has ended."""
    of_rows = [change for change in changes if change.entity == Partnership.__tablename__]
    written = {(change.entity_id, change.field): change.after for change in of_rows if change.is_creation}
    begun = {row_id for row_id, _field in written}
    ended = {change.entity_id for change in of_rows if (change.field, change.after) == ("state", ENDED)} - begun
    query = select(Partnership).where(Partnership.id.in_(begun | ended)).options(lazyload("*"))
    rows = {row.id: row for row in db.session.scalars(query)}
    of_account = _people_by_account({written.get((row_id, "contact_person_id")) for row_id in begun})
    kept = set()
    for row_id in begun:
        former = _former_row(rows[row_id], [rows[ended_id] for ended_id in sorted(ended)])
        person_id = of_account.get(written.get((row_id, "contact_person_id")))
        contact = (person_id, written.get((row_id, "contact_name")) or "")
        if former is not None and (former.contact_person_id, former.contact_name) == contact:
            kept.add(row_id)
    return kept


def _people_by_account(accounts: set[int | None]) -> dict[int | None, int]:
    """By the id of an account the person who has it now: the rows have followed since the act was written down."""
    query = select(Person.id, ONE_OF_OURS.label("person_id")).where(Person.id.in_(accounts - {None}))
    return {account.id: account.person_id for account in db.session.execute(query)}


def _former_row(row: Partnership, ended: Collection[Partnership]) -> Partnership | None:
    """Which of the rows that an act has ended goes on in this one: that of its partner and unit, and of its team, unless the act
    has changed the team as well."""
    of_place = [former for former in ended if (former.partner_id, former.unit_key) == (row.partner_id, row.unit_key)]
    of_team = [former for former in of_place if former.team_id == row.team_id]
    return next(iter(of_team or of_place), None)


def put_aside(notice: HandoverNotice) -> None:
    """Dismiss a notice: it is not shown any more, but its address goes on working."""
    db.session.execute(update(HandoverNotice).where(HandoverNotice.id == notice.id).values(is_seen=True))
