"""The secret addresses by which calendars read what one of ours, or a team, has before them."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import db
from ..history import Tracked, Tracking
from ..people.models import Organisation, Person
from ..teams.models import Team


class CalendarAddress(Tracked, db.Base):
    """An address that one of ours has made: of their own calendar, or of a team's of which they are a member.

    It is always one person's, also a team's: so it ends with that person, and nobody else's ends with it. Of its token only the
    hash is kept. `course_id` is the course by which the calendar's links lead in, `good_until` the last day on which it answers,
    put off by each launch of the person. Nobody else takes back what was done to it.
    """

    __tablename__ = "calendar_address"
    __table_args__ = (Index("ix_calendar_address_of_person", "person_id", "team_id", "is_archived"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    language: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=db.now)
    good_until: Mapped[date]
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    team: Mapped[Team | None] = relationship(lazy="joined")
    organisation: Mapped[Organisation] = relationship()
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={
            "calendar_address.make": _l("Calendar address made"),
            "calendar_address.renew": _l("Calendar address renewed"),
            "calendar_address.revoke": _l("Calendar address revoked"),
        },
        fields={},
        computed=frozenset({"token_hash", "created_at", "good_until", "course_id", "language"}),
        is_own=True,
    )
