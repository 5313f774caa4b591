"""A merge is undone, and brought back, as a whole: what hinders it, and what follows from it."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import or_, select

from .. import db
from ..contacts.models import ContactRole, PartnerContact
from ..errors import RuleBroken
from ..history.models import Change, ChangeSet
from ..history.moving import columns_pointing_to, is_pointed_to
from ..history.tracked import tracked_models
from ..history.values import ERASED
from ..partners.models import MERGE, Partner
from .operations import NOT_MOVED, read_rows_anew, refresh_partners

_OF_PEOPLE = (PartnerContact.__tablename__, ContactRole.__tablename__)


class Merged(NamedTuple):
    """Which partner an act has let become one with which; `is_undoing` when it has taken that back."""

    goes: Partner
    stays: Partner
    is_undoing: bool


def check_merge(change_set: ChangeSet) -> None:
    """Raises RuleBroken on `undo` when another merge, a name or business id taken since, or an erasure hinders it."""
    merged = _merged_in(change_set)
    if merged.is_undoing:
        if merged.goes.merged_into_id is not None or merged.stays.merged_into_id is not None:
            raise RuleBroken("undo", _("One of the two has been merged again since. Look at how they stand now."))
        _raise_if_people_merged_again(change_set)
        return
    _raise_if_merged_again(merged, change_set)
    _raise_if_people_merged_again(change_set)
    _raise_if_taken(merged, change_set)
    _raise_if_erased(change_set)
    _raise_if_in_use_again(change_set)


def follow_merge(change_set: ChangeSet) -> None:
    """After a merge was undone, or brought back. Raises RuleBroken on `undo` when there is something new of one to be merged."""
    merged = _merged_in(change_set)
    if merged.is_undoing:
        db.session.flush()
        columns = columns_pointing_to(Partner.__table__, but=NOT_MOVED)  # type: ignore[arg-type]
        if any(is_pointed_to(column, merged.goes.id) for column in columns):
            name = merged.goes.name
            raise RuleBroken("undo", _("Something new stands at %(name)s since. Merge the two anew.", name=name))
        _raise_if_people_stand_elsewhere(change_set)
    read_rows_anew(merged.goes, merged.stays)
    refresh_partners([merged.stays, merged.goes])


def _merged_in(change_set: ChangeSet) -> Merged:
    """The two partners, locked in the order of their ids."""
    lines = select(Change).where(
        Change.change_set_id == change_set.id, Change.entity == Partner.__tablename__, Change.field == "merged_into_id"
    )
    # Others that were merged into `goes` before have a partner before and after.
    line = next(line for line in db.session.scalars(lines) if line.before is None or line.after is None)
    is_undoing = line.after is None
    stays_id = line.before if is_undoing else line.after
    partners = {partner.id: partner for partner in Partner.lock_any([line.entity_id, stays_id])}
    return Merged(partners[line.entity_id], partners[stays_id], is_undoing)


def _raise_if_merged_again(merged: Merged, change_set: ChangeSet) -> None:
    query = select(Partner.name).join(Change, Change.entity_id == Partner.id)
    query = query.join(ChangeSet, ChangeSet.id == Change.change_set_id)
    into_it_since = query.where(
        Partner.merged_into_id == merged.stays.id,
        Partner.id != merged.goes.id,
        Change.entity == Partner.__tablename__,
        Change.field == "merged_into_id",
        ChangeSet.id > change_set.id,
        or_(ChangeSet.act == MERGE, ChangeSet.root_id.is_not(None)),
    )
    other = db.session.scalar(into_it_since.limit(1))
    if merged.stays.merged_into_id is not None:
        other = db.session.get_one(Partner, merged.stays.merged_into_id).name
    elif merged.goes.merged_into_id != merged.stays.id:
        other = merged.goes.name
    if other is not None:
        message = _("There has been another merge since, with %(name)s. Undo that one first.", name=other)
        raise RuleBroken("undo", message)


def _people_merged_in(change_set: ChangeSet) -> list[tuple[PartnerContact, Change]]:
    """Whom the act has let become one with another, or two again, with the line that says so; locked by their ids.

    Who was erased is left out: of them the lines say nothing any more.
    """
    of_people = (Change.entity == PartnerContact.__tablename__, Change.field == "merged_into_id")
    lines = db.session.scalars(select(Change).where(Change.change_set_id == change_set.id, *of_people))
    by_id = {line.entity_id: line for line in lines if ERASED not in (line.before, line.after)}
    return [(contact, by_id[contact.id]) for contact in PartnerContact.lock_any(by_id)]


def _raise_if_people_merged_again(change_set: ChangeSet) -> None:
    """One person at four partners may have become one in another merge of two of them."""
    for contact, line in _people_merged_in(change_set):
        other_id = line.before if line.after is None else line.after
        other = db.session.get_one(PartnerContact, other_id, populate_existing=True)
        if contact.merged_into_id != line.after or other.merged_into_id is not None:
            again = select(ChangeSet.subject).join(Change, Change.change_set_id == ChangeSet.id)
            again = again.where(Change.entity == line.entity, Change.field == line.field)
            again = again.where(Change.entity_id.in_([contact.id, other.id])).order_by(Change.id.desc())
            name = db.session.scalar(again.limit(1))
            raise RuleBroken("undo", _("There has been another merge since, with %(name)s. Undo that one first.", name=name))


def _raise_if_people_stand_elsewhere(change_set: ChangeSet) -> None:
    """Whom the act lets be one with another again must not stand anywhere any more: what came since was not in the merge."""
    for contact, _line in _people_merged_in(change_set):
        if any(is_pointed_to(column, contact.id) for column in columns_pointing_to(PartnerContact.__table__)):  # type: ignore[arg-type]
            message = _("%(name)s stands at another partner since. Merge the two anew.", name=contact.name)
            raise RuleBroken("undo", message)


def _raise_if_taken(merged: Merged, change_set: ChangeSet) -> None:
    """Raises RuleBroken when another partner has got the name or the business id since: it would be there twice."""
    goes = merged.goes
    only_once = (("name", Partner.name_key, goes.name_key), ("business_id", Partner.business_id, goes.business_id))
    for field, column, value in only_once:
        query = (
            select(Partner.name)
            .join(Change, Change.entity_id == Partner.id)
            .where(
                Partner.organisation_id == goes.organisation_id,
                column == value,
                Partner.merged_into_id.is_(None),
                Partner.id.not_in([goes.id, merged.stays.id]),
                Change.entity == Partner.__tablename__,
                Change.field == field,
                Change.change_set_id > change_set.id,
            )
        )
        taken_by = db.session.scalar(query.limit(1)) if value else None
        if taken_by is not None:
            message = _("%(name)s has got the name or the business id since. Correct it there first.", name=taken_by)
            raise RuleBroken("undo", message)


def _raise_if_erased(change_set: ChangeSet) -> None:
    """People who were erased hinder nothing: what is left of them goes back where it was."""
    of_partners = (Change.change_set_id == change_set.id, Change.entity.not_in(_OF_PEOPLE))
    values = db.session.execute(select(Change.before, Change.after).where(*of_partners))
    if any(ERASED in (row.before, row.after) for row in values):
        raise RuleBroken("undo", _("Something of this was erased since, so it cannot be undone as a whole."))


def _raise_if_in_use_again(change_set: ChangeSet) -> None:
    """Raises RuleBroken when a row that the merge had put aside is worked on: it would leave that partner."""
    lines = select(Change).where(Change.change_set_id == change_set.id, Change.field == "is_archived")
    for line in db.session.scalars(lines):
        row = db.session.get(tracked_models[line.entity], line.entity_id)
        if line.after is True and row is not None and not row.is_archived:  # type: ignore[attr-defined]
            message = _("What had become one with another is in use again since. Take it off first, and then undo.")
            raise RuleBroken("undo", message)
