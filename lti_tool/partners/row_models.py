"""A row of the lists: a partnership of a partner in a tier (Malin 2022, appendix 4: description, our contact person)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple, Self

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, ForeignKey, Index, literal_column, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import db
from ..column_types import SortText
from ..history import Actor, Field, Tracking
from ..history.computed import write_computed
from ..people.models import Person
from ..teams.models import Team
from ..text import LONGEST_INDEXED, cut, domain, name_key, person_key, searchable, sort_key
from .choices import CURRENT, ROLES
from .models import OfPartner, Partner

_LISTED = ("organisation_id", "is_archived", "sort_key", "id")  # how an index begins that answers a list in its order
# What is asked with them, so that the index alone answers; two keys fit in beside each other, or one and a name (`LONGEST_KEY`).
_OF_PERSON = ("is_archived", "sort_key", "id", "tier", "state", "contact_name")
_OF_NAME = ("contact_key", "is_archived", "sort_key", "id", "tier", "state")
_OF_TEAM = ("is_archived", "sort_key", "id", "tier", "state", "partner_id")
_OF_DEPUTY = ("tier", "state", "team_id", "partner_id")
_OF_CONTACT = ("organisation_id", "contact_key", "is_archived", "contact_person_id")
# As their indexes are made: word for word, so that the database knows them again. With the type Boolean SQLite would be
# asked whether they are 1, and look through all rows.
IS_NAMED: ColumnElement[bool] = literal_column("contact_person_id IS NULL AND contact_name <> ''")  # a team, or a name as text
IS_NOBODYS: ColumnElement[bool] = literal_column("contact_person_id IS NULL AND contact_name = ''")
IS_WITHOUT_DEPUTY: ColumnElement[bool] = literal_column("deputy_person_id IS NULL AND deputy_name = ''")
COULD_DEEPEN: ColumnElement[bool] = literal_column("could_deepen")
IS_BARE: ColumnElement[bool] = literal_column("description = ''")
IS_LONG: ColumnElement[bool] = literal_column("search_rest <> ''")


class RowPlace(NamedTuple):
    """A place for one row: only one row in use may have it (`ix_partnership_once`)."""

    partner_id: int
    tier: str
    team_id: int | None
    unit_key: str


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
        Index("ix_partnership_tier_list", "organisation_id", "tier", "is_archived", "sort_key", "id", "state"),
        Index("ix_partnership_list", *_LISTED, "tier", "state", "contact_person_id", "team_id", "partner_id", "search_text"),
        db.index_of_some("ix_partnership_bare", *_LISTED, "tier", "state", where=IS_BARE),
        db.index_of_some("ix_partnership_nobodys", *_LISTED, "tier", "state", where=IS_NOBODYS),
        db.index_of_some("ix_partnership_without_deputy", *_LISTED, *_OF_DEPUTY, where=IS_WITHOUT_DEPUTY),
        db.index_of_some("ix_partnership_could_deepen", *_LISTED, "tier", where=COULD_DEEPEN),
        db.index_of_some("ix_partnership_long", *_LISTED, where=IS_LONG),
        Index("ix_partnership_recent", "organisation_id", "changed_at"),
        Index("ix_partnership_person", "organisation_id", "contact_person_id", *_OF_PERSON),
        Index("ix_partnership_team", "organisation_id", "team_id", *_OF_TEAM),
        Index("ix_partnership_contact", *_OF_CONTACT, "id", "tier", "sort_key", "state"),
        Index("ix_partnership_partner_id", "partner_id", postgresql_using="hash"),
        db.index_by_hash("ix_partnership_by_id", "id"),
        db.index_of_some("ix_partnership_named", "organisation_id", "changed_at", *_OF_NAME, where=IS_NAMED),
        db.once_in_use("ix_partnership_once", "partner_id", "tier", text("coalesce(team_id, 0)"), "unit_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
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
    sort_key: Mapped[str] = mapped_column(SortText)
    search_text: Mapped[str]  # as much of it as an index may hold
    search_rest: Mapped[str] = mapped_column(default="")  # all of it, where that is more
    contact_key: Mapped[str] = mapped_column(SortText, default="")
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
            "starts_on": Field(_l("Since"), "day"),
            "ends_on": Field(_l("Until"), "day"),
            "cycle_months": Field(_l("In contact every (months)")),
            "our_role": Field(_l("Our role")),
            "aims": Field(_l("Aims of the partnership and what was agreed")),
            "effect": Field(_l("For our goals"), "partnership_effect"),
            "could_deepen": Field(_l("Could be deepened"), "yes_no", False),
        },
        computed=frozenset({"unit_key", "sort_key", "search_text", "search_rest", "contact_key", "changed_at", "changed_by_id"}),
        whole="partner_id",
        together=tuple((f"{role}_person_id", f"{role}_name") for role in ROLES),
        unique={"ix_partnership_once": ("name", _l("This partner stands on this list already for this team."))},
        title=lambda row: row.partner.name,
        anchor=lambda row: "partners" if row.is_archived else f"row-{row.id}",
    )

    @property
    def place(self) -> RowPlace:
        return RowPlace(self.partner_id, self.tier, self.team_id, self.unit_key)

    @property
    def contact(self) -> str:
        """The contact person as it is shown and typed."""
        return self.one_of_ours("contact")

    def one_of_ours(self, role: str) -> str:
        """The colleague or name in one of ROLES, as it is shown and typed."""
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
        searched = searchable(words)
        in_index = cut(searched, LONGEST_INDEXED)
        return {
            "sort_key": sort_key(self.partner.name),
            "search_text": in_index,
            "search_rest": searched if searched != in_index else "",
            "contact_key": "" if self.contact_person_id else person_key(self.contact_name),
        }

    def refresh(self, actor: Actor) -> None:
        """Recompute what is stored for finding; note who has changed the row and when.

        Nobody is one's own deputy, also after an undo: the row then lacks one, and says so.
        """
        if self.contact_person_id is not None and self.contact_person_id == self.deputy_person_id:
            self.deputy_person_id = None
            self.deputy_name = ""
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
        settle_archived(moved.values())


def settle_archived(partners: Collection[Partner]) -> None:
    """Archive those of these partners that stand in no tier, and those alone."""
    ids = [partner.id for partner in partners]
    if not ids:
        return
    active = select(Partnership.partner_id).where(Partnership.partner_id.in_(ids), Partnership.is_archived.is_(False))
    in_a_tier = set(db.session.scalars(active.distinct()))
    stale: dict[Partner, dict[str, bool]] = {}
    for partner in partners:
        is_archived = partner.id not in in_a_tier
        if partner.is_archived != is_archived:
            stale[partner] = {"is_archived": is_archived}
    write_computed(stale)  # it follows, so its version stays


def contact_text(person: str, text: str) -> str:
    """The contact person as it is shown and typed: a colleague's name with what was written behind it, or the text alone."""
    return f"{person}, {text}" if person and text else person or text
