"""A partner, and its partnerships in the tiers (seed 002, appendix 4: partner with link, description, our contact person)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import db, history
from ..people.models import Person
from .names import name_key

_ON_THE_LIST = "NOT is_archived"


class Partner(db.Base):
    """A company or other party, once in an organisation; `name_key` is what makes two names the same."""

    __tablename__ = "partner"
    __table_args__ = (UniqueConstraint("organisation_id", "name_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    name_key: Mapped[str] = mapped_column(db.SortText)
    version: Mapped[int] = mapped_column()
    partnerships: Mapped[list[Partnership]] = relationship(back_populates="partner", order_by="Partnership.id")
    __mapper_args__ = {"version_id_col": version}


class Partnership(db.Base):
    """A partner in one tier: what is done together and who of ours keeps contact.

    The contact person is a person we know or any name as text (a team, a colleague who never opened the tool).
    `sort_key`, `search_text`, `contact_key` and who changed it last are stored for finding, see `refresh_partnership`.
    """

    __tablename__ = "partnership"
    __table_args__ = (
        Index("ix_partnership_tier_list", "organisation_id", "tier", "is_archived", "sort_key", "id"),
        Index("ix_partnership_list", "organisation_id", "is_archived", "sort_key", "id"),
        Index("ix_partnership_recent", "organisation_id", "changed_at"),
        Index("ix_partnership_person", "organisation_id", "contact_person_id", "is_archived", "sort_key", "id"),
        Index("ix_partnership_contact", "organisation_id", "contact_key"),
        Index(
            "ix_partnership_once",
            "partner_id",
            "tier",
            unique=True,
            sqlite_where=text(_ON_THE_LIST),
            postgresql_where=text(_ON_THE_LIST),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    tier: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    contact_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    contact_name: Mapped[str] = mapped_column(default="")
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    sort_key: Mapped[str] = mapped_column(db.SortText)
    search_text: Mapped[str]
    contact_key: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime] = mapped_column(default=db.now)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    partner: Mapped[Partner] = relationship(back_populates="partnerships", lazy="joined", innerjoin=True)
    contact_person: Mapped[Person | None] = relationship(foreign_keys=contact_person_id, lazy="joined")
    changed_by: Mapped[Person] = relationship(foreign_keys=changed_by_id)
    __mapper_args__ = {"version_id_col": version}

    @property
    def contact(self) -> str:
        """The contact person as it is shown and typed."""
        return self.contact_person.shown_name if self.contact_person else self.contact_name

    @property
    def row_version(self) -> str:
        """What a form was made from: a row shows a partner and a partnership, either may have changed."""
        return f"{self.partner.version}.{self.version}"


def refresh_partnership(row: Partnership, actor: history.Actor) -> None:
    """Recompute what is stored for finding, and note who has changed it and when."""
    row.sort_key = db.sort_key(row.partner.name)
    row.search_text = db.search_key(f"{row.partner.name} {row.description} {row.contact_name}")
    row.contact_key = db.search_key(row.contact_name)
    row.changed_at, row.changed_by_id = db.now(), actor.id


def refresh_partner(row: Partner, actor: history.Actor) -> None:
    """A new name is found and sorted in all the partner's rows."""
    row.name_key = name_key(row.name)
    for partnership in row.partnerships:
        refresh_partnership(partnership, actor)


history.track(Partner, refresh_partner)
history.track(Partnership, refresh_partnership, together=("contact_person_id", "contact_name"))
