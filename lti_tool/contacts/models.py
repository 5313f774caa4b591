"""The partner's people, of the management and of the work itself (Junttila et al. 2025, Yhteyshenkilöt; seed 000, ch. 3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, inspect, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, lazyload, mapped_column, relationship
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.orm.interfaces import ORMOption

from .. import db
from ..column_types import SortText
from ..errors import RuleBroken
from ..history import Actor, Field, Tracked, Tracking
from ..partners.models import Partner
from ..text import LONGEST_INDEXED, cut, person_key, searchable

OPERATIVE = "operative"
MANAGEMENT = "management"
LEVELS = ("", OPERATIVE, MANAGEMENT)  # empty where it is not known; in the order in which they are shown


def erased_since() -> str:
    """What is said to who writes of a person that was erased meanwhile."""
    return _("This person was erased. If the person is to stand here after all, add the person anew.")


class ContactRole(Tracked, db.Base):
    """A person at one partner. Archived when removed; who has left stays, with the day.

    `told_on` is the day on which somebody of ours (`told_by_id`) noted that the person knows of these data (GDPR, article 14).
    It stands before PartnerContact because undoing locks in the order of the classes: partners, people, their roles.
    """

    __tablename__ = "contact_role"
    __table_args__ = (
        db.once_in_use("ix_contact_role_once", "partner_id", "contact_id"),
        Index("ix_contact_role_left", "organisation_id", "left_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("partner_contact.id"), index=True)
    title: Mapped[str] = mapped_column(default="")
    level: Mapped[str] = mapped_column(default="")
    left_on: Mapped[date | None]
    told_on: Mapped[date | None]
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    partner: Mapped[Partner] = relationship()
    contact: Mapped[PartnerContact] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={
            "contact_role.add": _l("Partner's contact person added"),
            "contact_role.edit": _l("Partner's contact person corrected"),
            "contact_role.leave": _l("Partner's contact person has left"),
            "contact_role.remove": _l("Partner's contact person removed"),
        },
        fields={
            "title": Field(_l("Title at work")),
            "level": Field(_l("Level in the organisation"), "contact_level"),
            "left_on": Field(_l("Has left"), "day"),
            "told_on": Field(_l("Has been told of these details"), "day"),
            "told_by_id": Field(_l("Told by"), "person"),
        },
        together=(("told_on", "told_by_id"),),
        unique={"ix_contact_role_once": ("name", _l("This person is a contact person of the partner already."))},
        title=lambda role: role.contact.name,
        anchor=lambda _role: "partner-contacts",
        subject_kind="title",
        is_named_by_title=True,
    )

    @property
    def row_version(self) -> str:
        """What a form was made from: it shows a person and a role, either may have changed."""
        return f"{self.contact.version}.{self.version}"

    def refresh(self, _actor: Actor) -> None:
        """Nothing follows; raises RuleBroken for a person that was erased, also where an undo would bring it back.

        An undone merge moves the role that is left, which says nothing of anybody.
        """
        if self.contact is not None and self.contact.is_erased and not self.changed() <= {"partner_id", "contact_id"}:
            raise RuleBroken("name", erased_since())

    @classmethod
    def lock(cls, ids: Collection[int], *options: ORMOption) -> list[Self]:
        """The roles, after their partners and people, so that all who write them wait in one order."""
        places = db.session.execute(select(cls.partner_id, cls.contact_id).where(cls.id.in_(ids))).all()
        locked = {partner.id for partner in Partner.lock({place.partner_id for place in places})}
        PartnerContact.lock({place.contact_id for place in places})
        roles = super().lock(ids, lazyload(cls.contact), *options)
        if any(role.partner_id not in locked for role in roles):  # a merge came between
            raise StaleDataError("a person was moved to another partner meanwhile")
        return roles


class PartnerContact(Tracked, db.Base):
    """A person at partners, who may act for several of them; what the person is at each is a ContactRole.

    `email` is in small letters, `phone` as E.164 with `;ext=` behind it (`addresses`). In use as long as one of the roles is,
    so nothing archives it. Who was erased has no name, and nothing is written of that person any more.
    After a merge `merged_into_id` is who stands for it: never again one that was merged itself.
    """

    __tablename__ = "partner_contact"
    __table_args__ = (
        Index("ix_partner_contact_name_key", "organisation_id", "name_key"),
        Index("ix_partner_contact_email", "organisation_id", "email"),
        Index("ix_partner_contact_phone", "organisation_id", "phone"),
        Index("ix_partner_contact_search", "organisation_id", "search_text"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(SortText)  # whichever of the names comes first
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    search_text: Mapped[str] = mapped_column(SortText, default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("partner_contact.id"), index=True)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={},
        fields={"name": Field(_l("Name")), "email": Field(_l("E-mail")), "phone": Field(_l("Phone"), "phone")},
        computed=frozenset({"name_key", "search_text"}),
        archived_by="",
        title=lambda contact: contact.name,
        anchor=lambda _contact: "partner-contacts",
        is_named_by_title=True,
    )

    @hybrid_property
    def is_erased(self) -> bool:
        """Whether all that told who this is was erased: the row is kept for those that point to it."""
        return self.name == ""

    def refresh(self, _actor: Actor) -> None:
        if self.changed() == {"merged_into_id"}:
            return
        if self.is_erased or list(inspect(self).attrs.name.history.deleted) == [""]:
            raise RuleBroken("name", erased_since())
        self.name_key = person_key(self.name)
        self.search_text = cut(searchable(f"{self.name} {self.email}"), LONGEST_INDEXED)
