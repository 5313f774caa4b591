"""Reading people."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from .. import db
from .models import Person, shown_name


def names_of(ids: set[Any], organisation_id: int) -> dict[Any, str]:
    """The names of our people, for the history, which keeps ids so that erasing a person erases the name."""
    known = set(filter(db.is_id, ids))
    query = select(Person.id, Person.name).where(Person.organisation_id == organisation_id, Person.id.in_(known))
    return {row.id: shown_name(row.name, row.id) for row in db.session.execute(query)} if known else {}
