"""A partner and its names (Malin 2022, appendix 4: partner with link); what stands in the tiers of it is in `row_models.py`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, inspect, literal_column, select
from sqlalchemy.orm import Mapped, lazyload, mapped_column, relationship, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.orm.interfaces import ORMOption

from .. import db
from ..column_types import SortText
from ..errors import RuleBroken
from ..history import Actor, Field, Tracked, Tracking
from ..history.computed import write_computed
from ..text import name_key, names_text

if TYPE_CHECKING:
    from .row_models import Partnership

_FOUND_BY = {"name", "url", "business_id", "municipality"}  # of a partner, also in its rows
MERGE = "partner.merge"  # the act by which two become one
HAS_BUSINESS_ID: ColumnElement[bool] = literal_column("business_id <> ''")


class Partner(Tracked, db.Base):
    """A company or other party, once in an organisation; `name_key` is what makes two names the same.

    `apart` is empty, or the number of a partner of which people have said that it is another one of the same name.
    `approach` is one of APPROACHES, or empty for the tier's own way; `business_id` is a Finnish *Y-tunnus*, as 1234567-1.
    `names_text` holds the keys of all its names for hints. It is archived while it stands in no tier: then no name is
    taken for its. `merged_into_id` is the partner that it is one with since the two were merged; always one that stands itself.
    """

    __tablename__ = "partner"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name_key", "apart"),
        Index("ix_partner_names", "organisation_id", "is_archived", "names_text", "id", "name"),
        # The id stands beside: as a column PostgreSQL would look for each partner through the days before it.
        Index("ix_partner_last_contact", "organisation_id", "is_archived", "last_contact_on", postgresql_include=["id"]),
        db.index_by_hash("ix_partner_by_id", "id"),
        db.index_of_some("ix_partner_business_id", "organisation_id", "business_id", where=HAS_BUSINESS_ID),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    business_id: Mapped[str] = mapped_column(default="")
    municipality: Mapped[str] = mapped_column(default="")
    approach: Mapped[str] = mapped_column(default="")
    crm_url: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    name_key: Mapped[str] = mapped_column(SortText)
    apart: Mapped[str] = mapped_column(default="")
    names_text: Mapped[str] = mapped_column(SortText, default="")
    is_archived: Mapped[bool] = mapped_column(default=False)
    last_contact_on: Mapped[date | None]  # written by `last_contact`
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    version: Mapped[int] = mapped_column()
    other_names: Mapped[list[OtherName]] = relationship(back_populates="partner", order_by="OtherName.id")
    partnerships: Mapped[list[Partnership]] = relationship(back_populates="partner", order_by="Partnership.id")
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={"partner.edit": _l("Partner corrected"), MERGE: _l("Two partners merged")},
        fields={
            "name": Field(_l("Name")),
            "url": Field(_l("Link")),
            "business_id": Field(_l("Business id")),
            "municipality": Field(_l("Municipality")),
            "approach": Field(_l("How to approach"), "approach"),
            "crm_url": Field(_l("Link to the CRM")),
            "notes": Field(_l("Notes")),
            "merged_into_id": Field(_l("Merged into"), "partner"),
        },
        computed=frozenset({"name_key", "names_text", "is_archived", "last_contact_on"}),
        archived_by="",
        together=(("name", "apart"),),
        unique={
            "uq_partner_organisation_id_name_key_apart": (
                "name",
                _l("There is a partner of this name already. If a colleague has just added it, save once more."),
            )
        },
        title=lambda partner: partner.name,
    )

    @property
    def known_names(self) -> list[OtherName]:
        """Its other names, those that were removed left out."""
        return [other for other in self.other_names if not other.is_archived]

    @property
    def all_names(self) -> list[str]:
        return [self.name, *(other.name for other in self.known_names)]

    @property
    def known_by(self) -> list[str]:
        """What it is found by: its names, and its business id."""
        return [*self.all_names, self.business_id] if self.business_id else self.all_names

    @classmethod
    def lock(cls, ids: Collection[int], *options: ORMOption) -> list[Self]:
        """The partners with their other names, which are written under their lock too.

        One that was merged into another meanwhile is locked for nobody: the request begins anew, and finds the other.
        """
        partners = cls.lock_any(ids, *options)
        if any(partner.merged_into_id is not None for partner in partners):
            raise StaleDataError("a partner was merged meanwhile")
        return partners

    @classmethod
    def lock_any(cls, ids: Collection[int], *options: ORMOption) -> list[Self]:
        """The same, also of partners that were merged into others."""
        partners = super().lock(ids, *options)
        others: dict[int, list[OtherName]] = {partner.id: [] for partner in partners}
        query = select(OtherName).where(OtherName.partner_id.in_(others)).order_by(OtherName.id)
        for other in db.session.scalars(query.execution_options(populate_existing=True)):
            others[other.partner_id].append(other)
        for partner in partners:
            set_committed_value(partner, "other_names", others[partner.id])
        return partners

    def refresh(self, _actor: Actor) -> None:
        """Recompute its keys; raises RuleBroken on `undo` for a change of a partner that was merged into another."""
        if self.merged_into_id is not None and not inspect(self).attrs.merged_into_id.history.has_changes():
            raise RuleBroken("undo", _("%(name)s was merged into another partner since.", name=self.name))
        self.name_key = name_key(self.name)
        self.names_text = names_text(self.known_by)

    @classmethod
    def settle(cls, changed: Mapping[Self, set[str]], _actor: Actor) -> None:
        refresh_search_keys(partner.id for partner, fields in changed.items() if fields & _FOUND_BY)


class OtherName(Tracked, db.Base):
    """A parallel, short or former name of a partner; it is found and known by this as well."""

    __tablename__ = "other_name"
    __table_args__ = (
        Index("ix_other_name_key", "organisation_id", "name_key"),
        db.once_in_use("ix_other_name_once", "partner_id", "name_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(SortText)
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    partner: Mapped[Partner] = relationship(back_populates="other_names")
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={"other_name.add": _l("Other name added"), "other_name.remove": _l("Other name removed")},
        fields={"name": Field(_l("Other name"))},
        computed=frozenset({"name_key"}),
        unique={"ix_other_name_once": ("new_name", _l("This is one of the partner's names already."))},
        title=lambda other: other.name,
        anchor=lambda _other: "other-names",
    )

    def refresh(self, _actor: Actor) -> None:
        self.name_key = name_key(self.name)

    @classmethod
    def settle(cls, changed: Mapping[Self, set[str]], _actor: Actor) -> None:
        refresh_search_keys(other.partner_id for other in changed)


class OfPartner(Tracked):
    """A row of a partner: it is written under the partner's lock, partners first, everywhere in this order."""

    if TYPE_CHECKING:
        partner_id: Any
        partner: Any

    @classmethod
    def lock(cls, ids: Collection[int], *options: ORMOption) -> list[Self]:
        """The rows, after their partners. Those are not read again with them: that would drop the names read under their lock."""
        partner_ids = db.session.scalars(select(cls.partner_id).where(cls.id.in_(ids)).distinct()).all()
        partners = {partner.id: partner for partner in Partner.lock(partner_ids)}
        rows = super().lock(ids, lazyload(cls.partner), *options)
        for row in rows:
            if row.partner_id not in partners:  # a merge came between
                raise StaleDataError("a row was moved to another partner meanwhile")
            set_committed_value(row, "partner", partners[row.partner_id])
        return rows


def refresh_search_keys(partner_ids: Iterable[int]) -> None:
    """Partners with new names are found and sorted by them, in all their rows; neither is changed by that."""
    ids = set(partner_ids)
    if not ids:
        return
    # A row read with its partner would read that anew, and forget its other names.
    with_names_and_rows = (selectinload(Partner.other_names), selectinload(Partner.partnerships).lazyload("*"))
    query = select(Partner).where(Partner.id.in_(ids)).options(*with_names_and_rows)
    partners = db.session.scalars(query.execution_options(populate_existing=True)).all()
    write_computed({partner: {"names_text": names_text(partner.known_by)} for partner in partners})
    write_computed({row: row.keys_for_finding() for partner in partners for row in partner.partnerships})
