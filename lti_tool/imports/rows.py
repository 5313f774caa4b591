"""The rows of a draft in the database: read as plain objects and written as a whole, since their judge changes many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select

from .. import db
from .identity import Earlier
from .models import SAME, UNDECIDED, VERDICTS, ImportRow

PAGE = 50
AT_ONCE = 100  # rows of a list that the user waits for, in looking through and in bringing in
_IS_LEFT_OUT = (ImportRow.is_applied.is_(False), ImportRow.verdict != SAME)
_COLUMNS = [column.key for column in ImportRow.__table__.columns]


def new_row(draft_id: int, number: int, values: dict[str, str], figures: list[Any], answer: str) -> ImportRow:
    """A row that was not judged yet and is in no table."""
    texts = dict.fromkeys(("name", "name_key", "business_id", "tier", "team", "verdict", "outcome"), "")
    rest: dict[str, Any] = {"group": UNDECIDED, "plan": {}, "problems": {}, "alike": {}, "is_applied": False}
    return ImportRow(draft_id=draft_id, number=number, values=values, figures=figures, answer=answer, **texts, **rest)


def write_rows(rows: Sequence[ImportRow]) -> None:
    """Write these rows of one draft, in place of what the table held of them."""
    if not rows:
        return
    numbers = [row.number for row in rows]
    former = delete(ImportRow).where(ImportRow.draft_id == rows[0].draft_id, ImportRow.number.in_(numbers))
    db.session.execute(former.execution_options(synchronize_session=False))
    db.session.execute(insert(ImportRow), [{name: getattr(row, name) for name in _COLUMNS} for row in rows])


def rows_where(draft_id: int, *conditions: ColumnElement[bool], limit: int | None = None) -> Sequence[ImportRow]:
    """Rows of a draft in the order of the file, apart from the session."""
    query = select(ImportRow).where(ImportRow.draft_id == draft_id, *conditions).order_by(ImportRow.number).limit(limit)
    rows = db.session.scalars(query.execution_options(populate_existing=True)).all()
    for row in rows:
        db.session.expunge(row)
    return rows


def rows_of_groups(draft_id: int, groups: Iterable[int]) -> Sequence[ImportRow]:
    """All rows that belong to these groups."""
    known = set(groups)
    return rows_where(draft_id, ImportRow.group.in_(known)) if known else []


def partners_of_applied(draft_id: int) -> set[int]:
    """The ids of the partners into which rows of this draft were brought in already."""
    query = select(ImportRow.group).where(ImportRow.draft_id == draft_id, ImportRow.is_applied, ImportRow.group > UNDECIDED)
    return set(db.session.scalars(query.distinct()))


def rows_known(draft_id: int) -> list[Earlier]:
    """The rows that belong to some partner, as the others are compared with them."""
    columns = (ImportRow.number, ImportRow.group, ImportRow.name, ImportRow.business_id)
    query = select(*columns).where(ImportRow.draft_id == draft_id, ImportRow.group != UNDECIDED).order_by(ImportRow.number)
    return [Earlier(*row) for row in db.session.execute(query)]


def counts_of(draft_id: int) -> dict[str, int]:
    """How many rows there are of each verdict."""
    query = select(ImportRow.verdict, func.count()).where(ImportRow.draft_id == draft_id)
    found = {row[0]: row[1] for row in db.session.execute(query.group_by(ImportRow.verdict))}
    return {verdict: found.get(verdict, 0) for verdict in VERDICTS}


def count_applied(draft_id: int) -> int:
    """How many rows were brought in."""
    return _count(draft_id, ImportRow.is_applied.is_(True))


def left_out(draft_id: int, limit: int | None = None) -> Sequence[ImportRow]:
    """Of an applied draft the rows that were not brought in, those that stood there already aside."""
    return rows_where(draft_id, *_IS_LEFT_OUT, limit=limit)


def count_left_out(draft_id: int) -> int:
    """How many rows `left_out` has."""
    return _count(draft_id, *_IS_LEFT_OUT)


def _count(draft_id: int, *conditions: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).where(ImportRow.draft_id == draft_id, *conditions)) or 0
