"""A partner, and its partnerships in the tiers (Malin 2022, appendix 4: partner with link, description, our contact person)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, literal_column, select, text
from sqlalchemy.orm import Mapped, lazyload, mapped_column, relationship, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.interfaces import ORMOption

from .. import db
from ..history import Actor, Field, Tracked, Tracking
from ..history.computed import write_computed
from ..people.models import Person
from ..teams.models import Team
from ..text import LONGEST_INDEXED, cut, domain, name_key, names_text, person_key, searchable, sort_key

ROLES = ("contact", "deputy", "manager")  # who of ours stands in a row, each as a person we know or as a name
WANTED, CURRENT, ENDED = STATES = ("wanted", "current", "ended")
STATE_NAMES = {WANTED: _l("wanted"), CURRENT: _l("in force"), ENDED: _l("ended")}
EFFECTS = {"furthers": _l("furthers our goals"), "hinders": _l("hinders our goals")}  # Malin 2022, ch. 5.3
APPROACHES = {
    "ask": _l("Ask our contact person first"),
    "tell": _l("Tell our contact person afterwards"),
    "free": _l("Feel free to contact"),
}
_ON_THE_LIST = "NOT is_archived"
_FOUND_BY = {"name", "url", "business_id", "municipality"}  # of a partner, also in its rows
HAS_BUSINESS_ID: ColumnElement[bool] = literal_column("business_id <> ''")
_LISTED = ("organisation_id", "is_archived", "sort_key", "id")  # how an index begins that answers a list in its order
# As their indexes are made: word for word, so that the database knows them again. With the type Boolean SQLite would be
# asked whether they are 1, and look through all rows.
IS_NAMED: ColumnElement[bool] = literal_column("contact_person_id IS NULL AND contact_name <> ''")  # a team, or a name as text
IS_NOBODYS: ColumnElement[bool] = literal_column("contact_person_id IS NULL AND contact_name = ''")
IS_WITHOUT_DEPUTY: ColumnElement[bool] = literal_column("deputy_person_id IS NULL AND deputy_name = ''")
IS_BARE: ColumnElement[bool] = literal_column("description = ''")
IS_LONG: ColumnElement[bool] = literal_column("search_rest <> ''")


class Partner(Tracked, db.Base):
    """A company or other party, once in an organisation; `name_key` is what makes two names the same.

    `apart` is empty, or the number of a partner of which people have said that it is another one of the same name.
    `approach` is one of APPROACHES, or empty for the tier's own way; `business_id` is a Finnish *Y-tunnus*, as 1234567-1.
    `names_text` holds the keys of all its names for hints. It is archived while it stands in no tier: then no name is
    taken for its.
    """

    __tablename__ = "partner"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name_key", "apart"),
        Index("ix_partner_names", "organisation_id", "is_archived", "names_text", "id"),
        Index(
            "ix_partner_business_id",
            "organisation_id",
            "business_id",
            sqlite_where=HAS_BUSINESS_ID,
            postgresql_where=HAS_BUSINESS_ID,
        ),
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
    name_key: Mapped[str] = mapped_column(db.SortText)
    apart: Mapped[str] = mapped_column(default="")
    names_text: Mapped[str] = mapped_column(db.SortText, default="")
    is_archived: Mapped[bool] = mapped_column(default=False)
    last_contact_on: Mapped[date | None]  # written by `encounters`
    version: Mapped[int] = mapped_column()
    other_names: Mapped[list[OtherName]] = relationship(back_populates="partner", order_by="OtherName.id")
    partnerships: Mapped[list[Partnership]] = relationship(back_populates="partner", order_by="Partnership.id")
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={"partner.edit": _l("Partner corrected")},
        fields={
            "name": Field(_l("Name")),
            "url": Field(_l("Link")),
            "business_id": Field(_l("Business id")),
            "municipality": Field(_l("Municipality")),
            "approach": Field(_l("How to approach"), "approach"),
            "crm_url": Field(_l("Link to the CRM")),
            "notes": Field(_l("Notes")),
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
        return [one for one in self.other_names if not one.is_archived]

    @property
    def all_names(self) -> list[str]:
        return [self.name, *(one.name for one in self.known_names)]

    @property
    def known_by(self) -> list[str]:
        """What it is found by: its names, and its business id or a part of it."""
        return [*self.all_names, self.business_id] if self.business_id else self.all_names

    @classmethod
    def lock(cls, ids: Collection[int], *options: ORMOption) -> list[Self]:
        """The partners with their other names, which are written under their lock too."""
        partners = super().lock(ids, *options)
        others: dict[int, list[OtherName]] = {partner.id: [] for partner in partners}
        query = select(OtherName).where(OtherName.partner_id.in_(others)).order_by(OtherName.id)
        for other in db.session.scalars(query.execution_options(populate_existing=True)):
            others[other.partner_id].append(other)
        for partner in partners:
            set_committed_value(partner, "other_names", others[partner.id])
        return partners

    def refresh(self, _actor: Actor) -> None:
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
        Index(
            "ix_other_name_once",
            "partner_id",
            "name_key",
            unique=True,
            sqlite_where=text(_ON_THE_LIST),
            postgresql_where=text(_ON_THE_LIST),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(db.SortText)
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
    """A row that hangs on a partner: it is written under the partner's lock, in this order everywhere."""

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
            if row.partner_id in partners:
                set_committed_value(row, "partner", partners[row.partner_id])
        return rows


class Partnership(OfPartner, db.Base):
    """A partner in one tier: what is done together and who of ours keeps contact.

    The contact person is a person we know, with what was written behind the name, or any name as text (a team, a colleague
    who never opened the tool); so are the deputy and the one of our management. A partner may stand in a tier several times,
    once for each team and each unit of its own. `state` is *wanted* (a prospect), *current* or *ended*; what has ended is off
    the lists. `cycle_months` is how often one is in contact where that differs from the tier's own cycle.
    `sort_key`, `search_text`, `search_rest`, `contact_key` and who changed it last are stored for finding, see `refresh`.
    """

    __tablename__ = "partnership"
    __table_args__ = (
        Index("ix_partnership_tier_list", "organisation_id", "tier", "is_archived", "sort_key", "id"),
        Index("ix_partnership_list", *_LISTED, "tier", "state", "contact_person_id", "team_id", "search_text"),
        Index("ix_partnership_bare", *_LISTED, "tier", sqlite_where=IS_BARE, postgresql_where=IS_BARE),
        Index("ix_partnership_nobodys", *_LISTED, "tier", sqlite_where=IS_NOBODYS, postgresql_where=IS_NOBODYS),
        Index("ix_partnership_long", *_LISTED, sqlite_where=IS_LONG, postgresql_where=IS_LONG),
        Index("ix_partnership_recent", "organisation_id", "changed_at"),
        Index("ix_partnership_person", "organisation_id", "contact_person_id", "is_archived", "sort_key", "id", "tier"),
        Index("ix_partnership_team", "organisation_id", "team_id", "is_archived", "sort_key", "id", "tier"),
        Index("ix_partnership_contact", "organisation_id", "contact_key", "is_archived", "contact_person_id", "id", "tier"),
        Index("ix_partnership_named", "organisation_id", "changed_at", sqlite_where=IS_NAMED, postgresql_where=IS_NAMED),
        Index(
            "ix_partnership_once",
            "partner_id",
            "tier",
            text("coalesce(team_id, 0)"),
            "unit_key",
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
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    unit: Mapped[str] = mapped_column(default="")
    unit_key: Mapped[str] = mapped_column(default="")
    deputy_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    deputy_name: Mapped[str] = mapped_column(default="")
    manager_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    manager_name: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=CURRENT)
    end_reason: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    cycle_months: Mapped[int | None]
    our_role: Mapped[str] = mapped_column(default="")
    aims: Mapped[str] = mapped_column(default="")
    effect: Mapped[str] = mapped_column(default="")
    could_deepen: Mapped[bool] = mapped_column(default=False)
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    sort_key: Mapped[str] = mapped_column(db.SortText)
    search_text: Mapped[str]  # as much of it as an index may hold
    search_rest: Mapped[str] = mapped_column(default="")  # all of it, where that is more
    contact_key: Mapped[str] = mapped_column(db.SortText, default="")
    changed_at: Mapped[datetime] = mapped_column(default=db.now)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    partner: Mapped[Partner] = relationship(back_populates="partnerships", lazy="joined", innerjoin=True)
    contact_person: Mapped[Person | None] = relationship(foreign_keys=contact_person_id, lazy="joined")
    deputy_person: Mapped[Person | None] = relationship(foreign_keys=deputy_person_id, lazy="joined")
    manager_person: Mapped[Person | None] = relationship(foreign_keys=manager_person_id, lazy="joined")
    team: Mapped[Team | None] = relationship(lazy="joined")
    changed_by: Mapped[Person] = relationship(foreign_keys=changed_by_id)
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={
            "partnership.add": _l("Added"),
            "partnership.edit": _l("Corrected"),
            "partnership.archive": _l("Archived"),
            "partnership.move": _l("Moved to another tier"),
            "partnership.end": _l("Ended"),
        },
        fields={
            "tier": Field(_l("Tier"), "tier"),
            "description": Field(_l("What we do together")),
            "contact_person_id": Field(_l("Our contact person"), "person"),
            "contact_name": Field(_l("Our contact person")),
            "team_id": Field(_l("Team"), "team"),
            "unit": Field(_l("Their unit")),
            "deputy_person_id": Field(_l("Deputy"), "person"),
            "deputy_name": Field(_l("Deputy")),
            "manager_person_id": Field(_l("Of our management"), "person"),
            "manager_name": Field(_l("Of our management")),
            "state": Field(_l("State"), "partnership_state", CURRENT),
            "end_reason": Field(_l("Why it ended")),
            "starts_on": Field(_l("From"), "day"),
            "ends_on": Field(_l("Until"), "day"),
            "cycle_months": Field(_l("In contact every (months)")),
            "our_role": Field(_l("Our role")),
            "aims": Field(_l("Aims and what was agreed")),
            "effect": Field(_l("For our goals"), "partnership_effect"),
            "could_deepen": Field(_l("Could be deepened"), "yes_no", False),
        },
        computed=frozenset({"unit_key", "sort_key", "search_text", "search_rest", "contact_key", "changed_at", "changed_by_id"}),
        together=tuple((f"{role}_person_id", f"{role}_name") for role in ROLES),
        unique={"ix_partnership_once": ("name", _l("This partner stands on this list already for this team."))},
        title=lambda row: row.partner.name,
        anchor=lambda row: "partners" if row.is_archived else f"row-{row.id}",
    )

    @property
    def contact(self) -> str:
        """The contact person as it is shown and typed."""
        return self.one_of_ours("contact")

    def one_of_ours(self, role: str) -> str:
        """Who of ours stands in one of ROLES, as it is shown and typed."""
        person = getattr(self, f"{role}_person")
        return contact_text(person.shown_name if person else "", getattr(self, f"{role}_name"))

    @property
    def row_version(self) -> str:
        """What a form was made from: a row shows a partner and a partnership, either may have changed."""
        return f"{self.partner.version}.{self.version}"

    def keys_for_finding(self) -> dict[str, str]:
        """What is stored of a row so that it is found and sorted."""
        own = (self.description, self.contact_name, self.deputy_name, self.manager_name, self.unit, self.our_role, self.aims)
        words = " ".join(filter(None, [*self.partner.known_by, domain(self.partner.url), self.partner.municipality, *own]))
        found = searchable(words)
        in_index = cut(found, LONGEST_INDEXED)
        return {
            "sort_key": sort_key(self.partner.name),
            "search_text": in_index,
            "search_rest": found if found != in_index else "",
            "contact_key": "" if self.contact_person_id else person_key(self.contact_name),
        }

    def refresh(self, actor: Actor) -> None:
        """Recompute what is stored for finding, and note who has changed it and when."""
        for name, key in self.keys_for_finding().items():
            setattr(self, name, key)
        self.unit_key = name_key(self.unit)
        self.changed_at = db.now()
        if actor.id is not None:
            self.changed_by_id = actor.id

    @classmethod
    def settle(cls, changed: Mapping[Self, set[str]], _actor: Actor) -> None:
        """A partner that stands in no tier any more is archived, one that stands in one again is not."""
        moved = {row.partner_id: row.partner for row, fields in changed.items() if fields & {"is_archived", "partner_id"}}
        if not moved:
            return
        active = select(cls.partner_id).where(cls.partner_id.in_(moved), cls.is_archived.is_(False)).distinct()
        in_a_tier = set(db.session.scalars(active))
        stale: dict[Partner, dict[str, bool]] = {}
        for partner in moved.values():
            is_archived = partner.id not in in_a_tier
            if partner.is_archived != is_archived:
                stale[partner] = {"is_archived": is_archived}
        write_computed(stale)  # it follows, so its version stays


def contact_text(person: str, text: str) -> str:
    """The contact person as it is shown and typed: a colleague's name with what was written behind it, or the text alone."""
    return ", ".join(part for part in (person, text) if part)


def refresh_search_keys(partner_ids: Iterable[int]) -> None:
    """Partners with new names are found and sorted by them, in all their rows; neither is changed by that."""
    ids = set(partner_ids)
    if not ids:
        return
    query = select(Partner).where(Partner.id.in_(ids)).options(selectinload(Partner.other_names))
    write_computed({one: {"names_text": names_text(one.known_by)} for one in db.session.scalars(query)})
    rows = db.session.scalars(select(Partnership).where(Partnership.partner_id.in_(ids)))
    write_computed({row: row.keys_for_finding() for row in rows})
