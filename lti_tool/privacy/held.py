"""What is held on a person, put together from the parts: for a page, and as a copy in a file that machines read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select

from .. import db
from ..contacts.addresses import shown_phone
from ..contacts.models import ContactRole
from ..history.models import Change, ChangeSet
from ..history.past import Past, past_of
from ..history.values import to_log
from ..partners.saved_views import SavedView
from .in_history import known_names
from .mentions import Mention, mentions_of
from .old_values import OldValue, old_values_of
from .registry import OURS, Part, parts, rows_of_person
from .wanted import SearchTerms, wanted_of

SHOWN_OF_PART = 20
DAYS = ("happened_on", "created_at", "done_at", "sent_at")
FORMAT = "hoitomalli personal data 1"


@dataclass(frozen=True)
class HeldRow:
    """A row that points to the person: what the person is there, what it is of, where it is seen, and the day it is of."""

    roles: list[str]
    title: str
    address: str
    told: dict[str, Any]
    day: Any


@dataclass(frozen=True)
class HeldPart:
    """The rows of one table, newest first; `has_more` when not all of them are here."""

    table: str
    title: str
    rows: list[HeldRow]
    has_more: bool


@dataclass(frozen=True)
class Named:
    """Where people have written of a person, now and in the history; `has_more` when not all of it is here."""

    mentions: list[Mention]
    old_values: list[OldValue]
    has_more: bool


def held_parts(entity: str, row: Any, at_most: int | None = SHOWN_OF_PART) -> list[HeldPart]:
    """The parts in which rows point to this person, those that have none left out."""
    found = []
    ids = _ids_of_one(entity, row)
    for part in parts.values():
        if part.pointing(entity):
            rows = _rows_of(part, entity, ids, at_most)
            shown = rows[:at_most] if at_most else rows
            held = [_held_row(part, entity, one, ids) for one in shown]
            found.append(HeldPart(part.table.name, str(part.title), held, len(rows) > len(shown)))
    return [part for part in found if part.rows]


def _ids_of_one(entity: str, row: Any) -> list[int]:
    return [one.id for one in rows_of_person(entity, row)]


def _rows_of(part: Part, entity: str, ids: list[int], at_most: int | None) -> list[Any]:
    (key,) = part.table.primary_key.columns
    points = or_(*(part.table.c[name].in_(ids) for name in part.pointing(entity)))
    query = select(part.model).where(points).options(*part.options).order_by(key.desc())
    if at_most:
        query = query.limit(at_most + 1)
    return list(db.session.scalars(query).unique())


def _held_row(part: Part, entity: str, row: Any, ids: list[int]) -> HeldRow:
    roles = [str(role) for name, role in part.pointing(entity).items() if getattr(row, name) in ids]
    own = {name: to_log(getattr(row, name)) for name in part.told}
    days = [getattr(row, name) for name in DAYS if name in part.told]
    return HeldRow(roles, part.row_title(row), part.address(row), own, next(filter(None, days), None))


def own_row(entity: str, row: Any) -> dict[str, Any]:
    """What the person's own row holds."""
    return {name: to_log(getattr(row, name)) for name in parts[entity].told}


def past_of_person(entity: str, row: Any, older: int | None = None) -> Past | None:
    """What was done to a partner's person and its roles; None for ours, whose names come from Moodle."""
    if entity == OURS:
        return None
    people = rows_of_person(entity, row)
    of_people = select(ContactRole).where(ContactRole.contact_id.in_([one.id for one in people]))
    return past_of([*people, *db.session.scalars(of_people)], older)


def _pointing(entity: str, ids: list[int]) -> dict[str, list[int]]:
    """The ids of the rows that are erased together with the person, by table."""
    model, person_id = (SavedView, SavedView.person_id) if entity == OURS else (ContactRole, ContactRole.contact_id)
    own = db.session.scalars(select(model.id).where(person_id.in_(ids)))
    return {entity: ids, model.__tablename__: list(own)}


def wanted_texts(entity: str, row: Any) -> SearchTerms:
    """By what the person is found in texts: the names it has and had, the e-mail address, the phone number."""
    people = rows_of_person(entity, row)
    ids = [one.id for one in people]
    names = known_names(db.session.connection(), entity, ids)
    emails = [one.email for one in people]
    if entity == OURS:
        return wanted_of(names, emails)
    phones = [phone for one in people for phone in (one.phone, shown_phone(one.phone))]
    partners = db.session.scalars(select(ContactRole.partner_id).where(ContactRole.contact_id.in_(ids)))
    return wanted_of(names, [*emails, *phones], partners)


def named_in_texts(entity: str, row: Any) -> Named:
    """Where people have written of the person."""
    wanted = wanted_texts(entity, row)
    pointing = _pointing(entity, _ids_of_one(entity, row))
    mentions, has_more = mentions_of(wanted, row.organisation_id, pointing)
    old_values, has_more_old = old_values_of(wanted, row.organisation_id, pointing)
    return Named(mentions, old_values, has_more or has_more_old)


def copy_of(entity: str, row: Any, *, is_own: bool) -> dict[str, Any]:
    """All that is held on a person, ready for JSON. Texts of others that name the person are left out of a copy for oneself."""
    held = held_parts(entity, row, at_most=None)
    copy: dict[str, Any] = {
        "format": FORMAT,
        "made_at": db.now().isoformat(timespec="seconds"),
        "about": {"table": entity, "id": row.id, **own_row(entity, row)},
        "rows": {part.table: [{"as": one.roles, "of": one.title, **one.told} for one in part.rows] for part in held},
        "history": _history_of(entity, row),
    }
    if not is_own:
        named = named_in_texts(entity, row)
        copy["named_in_texts"] = [{"in": one.heading, "of": one.title, "text": one.excerpt} for one in named.mentions]
        copy["named_in_history"] = [{"field": one.field, "text": one.excerpt} for one in named.old_values]
        copy["named_elsewhere_too"] = named.has_more
    return copy


def _history_of(entity: str, row: Any) -> list[dict[str, Any]]:
    pointing = _pointing(entity, _ids_of_one(entity, row))
    of_tables = (and_(Change.entity == table, Change.entity_id.in_(ids)) for table, ids in pointing.items())
    query = select(Change, ChangeSet).join(ChangeSet, ChangeSet.id == Change.change_set_id).where(or_(*of_tables))
    return [
        {
            "at": to_log(act.created_at),
            "by": act.shown_actor,
            "act": act.act,
            "field": line.field,
            "before": line.before,
            "after": line.after,
        }
        for line, act in db.session.execute(query.order_by(Change.id)).unique()
    ]
