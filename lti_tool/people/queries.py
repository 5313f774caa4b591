"""Reading people."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from .. import db
from .models import Person, shown_name

# Whom one of ours can be: let in, and not an account in whose place another one was made; of these some have left.
IS_COLLEAGUE: ColumnElement[bool] = and_(Person.is_staff.is_(True), Person.joined_to_id.is_(None))
IS_GONE: ColumnElement[bool] = or_(Person.has_left.is_(True), Person.is_erased)  # and may stand in rows all the same
IS_HERE: ColumnElement[bool] = and_(IS_COLLEAGUE, Person.has_left.is_(False))
ONE_OF_OURS = func.coalesce(Person.joined_to_id, Person.id)  # of an account the one in which the person is now


def accounts_of(person: Person) -> Select[int]:
    """The ids of all accounts of one of ours: this one, and those in whose place it was made."""
    is_one = or_(Person.id == person.id, Person.joined_to_id == person.id)
    return select(Person.id).where(Person.organisation_id == person.organisation_id, is_one)


def is_account_of(person_id: int, person: Person) -> bool:
    """Whether an id is that of one of the person's accounts."""
    return person_id == person.id or db.session.scalar(accounts_of(person).where(Person.id == person_id)) is not None


def names_of(ids: set[Any], organisation_id: int) -> dict[Any, str]:
    """The names of our people, for the history, which keeps ids so that erasing a person erases the name."""
    names = db.texts_by_id(Person.name, ids, organisation_id)
    return {person_id: shown_name(name, person_id) for person_id, name in names.items()}
