"""The tables of the history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import db


class ChangeSet(db.Base):
    """One act of one actor, e.g. adding a partner: the unit of undo. `act` is `<entity>.<verb>`.

    Undoings form a chain: an act, its undoing, the undoing of that one. Each names the one before it (`undoes_id`) and
    the act at the beginning (`root_id`); the act stands while the chain behind it is even.
    """

    __tablename__ = "change_set"
    __table_args__ = (Index("ix_change_set_recent", "organisation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: a partner from a link, or the tool
    actor_name: Mapped[str]  # of who is none of our people; theirs is read by the id, so that erasing one reaches it
    act: Mapped[str]
    subject: Mapped[str]  # names no person: one of ours stands in `subject_id`, a partner's person in the lines
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=db.now)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("change_set.id"), unique=True)
    root_id: Mapped[int | None] = mapped_column(ForeignKey("change_set.id"), index=True)
    is_admins: Mapped[bool] = mapped_column(default=False)  # it changed what only admins may
    is_open: Mapped[bool] = mapped_column(default=False)  # a job is still at it: no undo yet
    rows: Mapped[int] = mapped_column(default=0)  # how many it changed
    request_key: Mapped[str | None] = mapped_column(unique=True)  # of the request that did it: sent again, it is known
    # Not imported: people stand above.
    actor: Mapped[Any] = relationship("Person", viewonly=True, lazy="joined", foreign_keys=actor_id)
    subject_person: Mapped[Any] = relationship("Person", viewonly=True, foreign_keys=subject_id)

    @property
    def shown_actor(self) -> str:
        """The name of the actor: of one of our people today's name, of others the name that was given."""
        return self.actor.shown_name if self.actor else self.actor_name

    @property
    def shown_subject(self) -> str:
        """What the act is about; of one of our people today's name."""
        return self.subject_person.shown_name if self.subject_person else self.subject


class Change(db.Base):
    """One field of one row: its value before and after, and the version that the row had at the act's end."""

    __tablename__ = "change"
    __table_args__ = (
        Index("ix_change_row", "entity", "entity_id", "change_set_id"),
        Index("ix_change_act", "change_set_id", "entity", "entity_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_set.id"))
    entity: Mapped[str]
    entity_id: Mapped[int]
    field: Mapped[str]
    before: Mapped[Any] = mapped_column(JSON, nullable=True)
    after: Mapped[Any] = mapped_column(JSON, nullable=True)
    version: Mapped[int]
    is_creation: Mapped[bool] = mapped_column(default=False)
