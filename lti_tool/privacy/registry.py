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
# By table: the column of a row that is one person with another one, an older account or a double that was merged.
ONE_WITH: dict[str, Any] = {OURS: Person.joined_to_id, THEIRS: PartnerContact.merged_into_id}


def rows_of_one(entity: str, row: Any) -> list[Any]:
    """The row of a person, and those that are one with it: what is held is held on all of them, and they are erased together."""
    model = ENTITIES[entity]
    query = select(model).where(model.organisation_id == row.organisation_id, ONE_WITH[entity] == row.id).order_by(model.id)
    return [row, *db.session.scalars(query)]


def standing_for(entity: str, row: Any) -> int | None:
    """The id of the row that a row is one with; None for one that stands for itself."""
    return getattr(row, ONE_WITH[entity].key)


def no_title(_row: Any) -> str:
    """A row that needs no name beside its heading."""
    return ""


@dataclass(frozen=True)
class Part:
    """One table.

    `ours` and `theirs` are columns that point to one of our people, or of a partner's, with what the person is there.
    `texts` are columns in which somebody may have written a name, `queries` those of them that hold the query of an address.
    `told` are columns that a copy of one's data holds beside `row_title`, `address` leads to where the row is seen and corrected.
    `erase` goes through with an erasing what pointing alone does not: for each entity that it concerns what is called with the
    connection and the id of the person.
    """

    model: type[db.Base]
    title: Any
    ours: Mapping[str, Any] = field(default_factory=dict)
    theirs: Mapping[str, Any] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    row_title: Callable[[Any], str] = no_title
    address: Callable[[Any], str] = no_title
    options: tuple[Any, ...] = ()
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
