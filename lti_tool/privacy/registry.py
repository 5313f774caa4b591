"""What each table knows of people. A feature registers a part for each of its tables; `parts` holds those of the rooms below.

`tests/privacy/test_parts.py` goes through the models and fails for a column that points to a person, and for a text that
people write, which no part covers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select

from .. import db
from ..contacts.models import PartnerContact
from ..people.models import Person

OURS = Person.__tablename__
THEIRS = PartnerContact.__tablename__
ENTITIES: dict[str, Any] = {OURS: Person, THEIRS: PartnerContact}  # whose rows can be erased, by table
# By table: the column with the id of the row that has replaced an older account, or a double that was merged.
SUCCESSOR_COLUMN: dict[str, Any] = {OURS: Person.joined_to_id, THEIRS: PartnerContact.merged_into_id}


def rows_of_person(entity: str, row: Any) -> list[Any]:
    """A person's row, and the older accounts or merged doubles that it has replaced: they are shown and erased together."""
    model = ENTITIES[entity]
    is_replaced = SUCCESSOR_COLUMN[entity] == row.id
    query = select(model).where(model.organisation_id == row.organisation_id, is_replaced).order_by(model.id)
    return [row, *db.session.scalars(query)]


def successor_of(entity: str, row: Any) -> int | None:
    """The id of the row that has replaced this one; None while it stands itself."""
    return getattr(row, SUCCESSOR_COLUMN[entity].key)


def no_title(_row: Any) -> str:
    """A row that needs no name beside its heading."""
    return ""


@dataclass(frozen=True)
class Part:
    """What one table knows of people."""

    model: type[db.Base]
    title: Any  # a lazy text

    # Columns that point to one of our people, or to a partner's person, each with what the person is there.
    ours: Mapping[str, Any] = field(default_factory=dict)
    theirs: Mapping[str, Any] = field(default_factory=dict)

    texts: tuple[str, ...] = ()  # columns in which somebody may have written a name
    queries: tuple[str, ...] = ()  # those of them that hold the query of an address

    told: tuple[str, ...] = ()  # columns that a copy of one's data holds beside `row_title`
    row_title: Callable[[Any], str] = no_title
    address: Callable[[Any], str] = no_title  # where the row is seen and corrected
    options: tuple[Any, ...] = ()  # of the query that reads its rows

    # By entity (OURS, THEIRS) what an erasing calls with the connection and the person's id.
    erase: Mapping[str, Callable[[Connection, int], None]] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        return self.model.__table__  # type: ignore[return-value]

    def pointing(self, entity: str) -> Mapping[str, Any]:
        """The columns that point to a row of this entity."""
        return self.ours if entity == OURS else self.theirs


parts: dict[str, Part] = {}  # by table


def register(part: Part) -> None:
    parts[part.model.__tablename__] = part
