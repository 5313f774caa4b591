"""The notice of a change of hands for those whom it concerns and who have not made it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import db
from ..history.models import ChangeSet
from ..people.models import Person
from ..teams.models import Team


class HandoverNotice(db.Base):
    """One line for one person, until it is put aside: what the act `change_set` has given to, or taken from, the person.

    `is_giver`: it was the person's own, and `other` has it now, or `team`. Else the person has got it, alone or as one of
    `team`. It counts partners, next steps and actions of the plan; which they are, and whether the act stands, is read from
    the history.
    """

    __tablename__ = "handover_notice"
    __table_args__ = (Index("ix_handover_notice_of", "person_id", "is_seen", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_set.id"))
    is_giver: Mapped[bool]
    other_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    partners: Mapped[int]
    steps: Mapped[int]
    actions: Mapped[int] = mapped_column(server_default="0")
    is_seen: Mapped[bool] = mapped_column(default=False)
    change_set: Mapped[ChangeSet] = relationship(lazy="joined", innerjoin=True)
    other: Mapped[Person | None] = relationship(foreign_keys=other_id, lazy="joined")
    team: Mapped[Team | None] = relationship(lazy="joined")

    @property
    def receiver(self) -> str:
        """Who has it now, of what was the person's own."""
        if self.team:
            return self.team.name
        return self.other.shown_name if self.other else ""
