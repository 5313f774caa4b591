"""A partner, and its partnerships in the tiers (seed 002, appendix 4: partner with link, description, our contact person)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Self, cast

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, Table, UniqueConstraint, bindparam, select, text, update
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from .. import db
from ..history import Actor, Field, Tracked, Tracking
from ..people.models import Person
from ..text import domain, name_key, person_key, searchable, sort_key

_ON_THE_LIST = "NOT is_archived"


class Partner(Tracked, db.Base):
    """A company or other party, once in an organisation; `name_key` is what makes two names the same.

    `apart` is empty, or the number of a partner of which people have said that it is another one of the same name.
    It is archived while it stands in no tier: then no name is taken for its.
    """

    __tablename__ = "partner"
    __table_args__ = (UniqueConstraint("organisation_id", "name_key", "apart"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    name_key: Mapped[str] = mapped_column(db.SortText)
    apart: Mapped[str] = mapped_column(default="")
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    partnerships: Mapped[list[Partnership]] = relationship(back_populates="partner", order_by="Partnership.id")
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={},
        fields={"name": Field(_l("Name")), "url": Field(_l("Link"))},
        computed=frozenset({"name_key", "is_archived"}),
        archived_by="",
        together=("name", "apart"),
        unique={
            "uq_partner_organisation_id_name_key_apart": (
                "name",
                _l("There is a partner of this name already. If a colleague has just added it, save once more."),
            )
        },
        title=lambda partner: partner.name,
    )

    def refresh(self, _actor: Actor) -> None:
        self.name_key = name_key(self.name)

    @classmethod
    def settle(cls, changed: Mapping[Self, set[str]], _actor: Actor) -> None:
        """A new name or link is found, and the name sorted, in all the partner's rows, which are not changed by that."""
        renamed = [partner.id for partner, fields in changed.items() if fields & {"name", "url"}]
        if not renamed:
            return
        rows = db.session.scalars(select(Partnership).where(Partnership.partner_id.in_(renamed))).all()
        if not rows:
            return
        found = {row: row.keys_for_finding() for row in rows}
        table = cast(Table, Partnership.__table__)
        by_id = update(table).where(table.c.id == bindparam("row_id")).values({name: bindparam(name) for name in found[rows[0]]})
        db.session.execute(by_id, [{"row_id": row.id, **keys} for row, keys in found.items()])
        for row, keys in found.items():
            for name, key in keys.items():
                set_committed_value(row, name, key)


class Partnership(Tracked, db.Base):
    """A partner in one tier: what is done together and who of ours keeps contact.

    The contact person is a person we know or any name as text (a team, a colleague who never opened the tool).
    `sort_key`, `search_text`, `contact_key` and who changed it last are stored for finding, see `refresh`.
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
    tracking = Tracking(
        acts={
            "partnership.add": _l("Added"),
            "partnership.edit": _l("Corrected"),
            "partnership.archive": _l("Archived"),
        },
        fields={
            "tier": Field(_l("Tier"), "tier"),
            "description": Field(_l("What we do together")),
            "contact_person_id": Field(_l("Our contact person"), "person"),
            "contact_name": Field(_l("Our contact person")),
        },
        computed=frozenset({"sort_key", "search_text", "contact_key", "changed_at", "changed_by_id"}),
        together=("contact_person_id", "contact_name"),
        unique={"ix_partnership_once": ("name", _l("This partner stands on this list already."))},
        title=lambda row: row.partner.name,
        anchor=lambda row: "partners" if row.is_archived else f"row-{row.id}",
    )

    @property
    def contact(self) -> str:
        """The contact person as it is shown and typed."""
        return self.contact_person.shown_name if self.contact_person else self.contact_name

    @property
    def row_version(self) -> str:
        """What a form was made from: a row shows a partner and a partnership, either may have changed."""
        return f"{self.partner.version}.{self.version}"

    def keys_for_finding(self) -> dict[str, str]:
        """What is stored of a row so that it is found and sorted."""
        words = f"{self.partner.name} {domain(self.partner.url)} {self.description} {self.contact_name}"
        return {
            "sort_key": sort_key(self.partner.name),
            "search_text": searchable(words),
            "contact_key": person_key(self.contact_name),
        }

    def refresh(self, actor: Actor) -> None:
        """Recompute what is stored for finding, and note who has changed it and when."""
        for name, key in self.keys_for_finding().items():
            setattr(self, name, key)
        self.changed_at = db.now()
        if actor.id is not None:
            self.changed_by_id = actor.id

    @classmethod
    def lock(cls, ids: Collection[int]) -> list[Self]:
        """The rows, after their partners: what hangs on a partner is written under the partner's lock, in this order."""
        partner_ids = db.session.scalars(select(cls.partner_id).where(cls.id.in_(ids)).distinct()).all()
        Partner.lock(partner_ids)
        return super().lock(ids)

    @classmethod
    def settle(cls, changed: Mapping[Self, set[str]], _actor: Actor) -> None:
        """A partner that stands in no tier any more is archived, one that stands in one again is not."""
        moved = {row.partner_id: row.partner for row, fields in changed.items() if fields & {"is_archived", "partner_id"}}
        if not moved:
            return
        active = select(cls.partner_id).where(cls.partner_id.in_(moved), cls.is_archived.is_(False)).distinct()
        in_a_tier = set(db.session.scalars(active))
        archived = {one for one in moved if one not in in_a_tier}
        for partners, is_archived in ((archived, True), (in_a_tier, False)):
            differing = [moved[one] for one in partners if moved[one].is_archived != is_archived]
            _archive(differing, is_archived)


def _archive(partners: list[Partner], is_archived: bool) -> None:
    """It follows from the partnerships, so it is no change of the partner: its version stays."""
    if not partners:
        return
    table = cast(Table, Partner.__table__)
    db.session.execute(update(table).where(table.c.id.in_([one.id for one in partners])).values(is_archived=is_archived))
    for partner in partners:
        set_committed_value(partner, "is_archived", is_archived)
