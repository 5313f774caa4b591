"""*Sovimme*: what was agreed on in a test, who sees to it and by when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Self

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, ForeignKey, Index, literal_column, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.interfaces import ORMOption

from .. import db
from ..history import Field, Tracking
from ..partners.models import OfPartner, Partner
from ..partners.row_models import contact_text
from ..people.models import Person
from .models import Assessment

IS_OPEN: ColumnElement[bool] = literal_column("NOT agreed_line.is_done AND NOT agreed_line.is_archived")


class AgreedLine(OfPartner, db.Base):
    """A line of what was agreed on: one of ours sees to it (`contact`), known or as a name, as a partnership has it.

    `statement` is the key of the statement it came from, empty for none. `partner_id` is the test's: None where a team has
    looked at its own cooperation.
    """

    __tablename__ = "agreed_line"
    __table_args__ = (Index("ix_agreed_line_due", "organisation_id", "is_archived", "is_done", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    statement: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    contact_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    contact_name: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    is_done: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=db.now)
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    assessment: Mapped[Assessment] = relationship(lazy="joined", innerjoin=True)
    partner: Mapped[Partner | None] = relationship(lazy="joined")
    contact_person: Mapped[Person | None] = relationship(lazy="joined")
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={
            "agreed_line.add": _l("Agreed in a test"),
            "agreed_line.edit": _l("What was agreed was corrected"),
            "agreed_line.done": _l("What was agreed is done"),
            "agreed_line.archive": _l("What was agreed was taken away"),
        },
        fields={
            "text": Field(_l("We agreed")),
            "contact_person_id": Field(_l("Who"), "person"),
            "contact_name": Field(_l("Who")),
            "due_on": Field(_l("By when"), "day"),
            "is_done": Field(_l("Done"), "yes_no"),
        },
        computed=frozenset({"created_at", "statement"}),
        together=(("contact_person_id", "contact_name"),),
        title=lambda line: line.assessment.title,
    )

    @property
    def contact(self) -> str:
        """Who sees to it, as it is shown and typed."""
        return contact_text(self.contact_person.shown_name if self.contact_person else "", self.contact_name)

    @classmethod
    def lock(cls, ids: Collection[int], *options: ORMOption) -> list[Self]:
        """As all that hangs on a partner; a line of a team's own test has none to lock before it."""
        is_of_team = cls.id.in_(ids), cls.partner_id.is_(None)
        of_teams = set(db.session.scalars(select(cls.id).where(*is_of_team)))
        rows = super().lock(set(ids) - of_teams, *options)
        return rows + super(OfPartner, cls).lock(of_teams, *options)
