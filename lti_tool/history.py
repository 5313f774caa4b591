"""The history: one ChangeSet for each act of one person, one Change for each field. Append-only.

Features register what they keep a history of (`track`); operations change data only through `create` and `edit`,
so that nothing can be changed without a trace, and everything can be undone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from flask_babel import gettext as _
from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.exc import StaleDataError

from . import db
from .errors import RuleBroken


class ChangeSet(db.Base):
    """One act of one person, e.g. adding a partner: the unit of undo. `act` is `<entity>.<verb>`."""

    __tablename__ = "change_set"
    __table_args__ = (Index("ix_change_set_recent", "organisation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: a partner, from a link
    actor_name: Mapped[str]
    act: Mapped[str]
    subject: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=db.now)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("change_set.id"), unique=True)
    changes: Mapped[list[Change]] = relationship(order_by="Change.id", back_populates="change_set")


class Change(db.Base):
    """One field of one row: its value before and after, and the version the row got."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_entity", "entity", "entity_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_set.id"), index=True)
    entity: Mapped[str]
    entity_id: Mapped[int]
    field: Mapped[str]
    before: Mapped[Any] = mapped_column(JSON, nullable=True)
    after: Mapped[Any] = mapped_column(JSON, nullable=True)
    version: Mapped[int]
    change_set: Mapped[ChangeSet] = relationship(back_populates="changes")


class Actor(Protocol):
    """Who does it: a Person, of whom the history needs only this, or someone from outside, whose `id` is None."""

    @property
    def id(self) -> Any: ...

    @property
    def organisation_id(self) -> int: ...

    @property
    def shown_name(self) -> str: ...


@dataclass(frozen=True)
class Tracked:
    """A kind of row with a history. `refresh` recomputes stored columns after the fields were set.

    `put_away` is the field that takes a row out of use: undoing its creation sets it.
    `together` are fields that hold one value for the people who read it: they are taken back together or not at all.
    `is_own` rows hold what somebody has said: only who said it takes it back.
    """

    model: Any
    refresh: Callable[[Any, Actor], None]
    is_admins: bool
    put_away: str
    is_own: bool
    together: tuple[str, ...]


tracked: dict[str, Tracked] = {}


def track(
    model: Any,
    refresh: Callable[[Any, Actor], None] = lambda row, actor: None,
    *,
    is_admins: bool = False,
    put_away: str = "is_archived",
    is_own: bool = False,
    together: tuple[str, ...] = (),
) -> None:
    """Keep a history of this model, under its table's name. What `is_admins` only an admin may undo."""
    tracked[model.__tablename__] = Tracked(model, refresh, is_admins, put_away, is_own, together)


def is_admins_act(change_set: ChangeSet) -> bool:
    """Whether it changed what only admins may."""
    return any(tracked[change.entity].is_admins for change in change_set.changes)


def begin(act: str, subject: str, actor: Actor, *, undoes: ChangeSet | None = None) -> ChangeSet:
    """A new change set; it is stored with its first change, so that an act that changes nothing leaves no trace."""
    return ChangeSet(
        organisation_id=actor.organisation_id, actor_id=actor.id, actor_name=actor.shown_name, act=act, subject=subject,
        undoes_id=undoes.id if undoes else None,
    )  # fmt: skip


def create(change_set: ChangeSet, row: Any, values: dict[str, Any], actor: Actor) -> None:
    """Add a new row with these values and record each of them."""
    _set(row, values, actor)
    db.session.add(row)
    db.session.flush()
    _record(change_set, row, {field: (None, value) for field, value in values.items()})


def edit(change_set: ChangeSet, row: Any, values: dict[str, Any], actor: Actor) -> bool:
    """Set those values that differ and record them; whether any did. Raises RuleBroken when another was quicker."""
    differing = {field: (getattr(row, field), value) for field, value in values.items() if getattr(row, field) != value}
    if not differing:
        return False
    _set(row, {field: value for field, (_before, value) in differing.items()}, actor)
    flush_or_conflict()
    _record(change_set, row, differing)
    return True


def flush_or_conflict() -> None:
    """Flush; a row that another has changed meanwhile is a conflict, told as a broken rule."""
    try:
        db.session.flush()
    except StaleDataError as error:
        db.session.rollback()
        raise RuleBroken("version", _("A colleague has just changed this. Look at the newest version and try again.")) from error


def _set(row: Any, values: dict[str, Any], actor: Actor) -> None:
    for field, value in values.items():
        setattr(row, field, value)
    tracked[row.__tablename__].refresh(row, actor)


def _record(change_set: ChangeSet, row: Any, values: dict[str, tuple[Any, Any]]) -> None:
    db.session.add(change_set)
    for field, (before, after) in values.items():
        change_set.changes.append(
            Change(entity=row.__tablename__, entity_id=row.id, field=field, before=before, after=after, version=row.version)
        )
    db.session.flush()
