"""Plans of a year: aims of a team or the college, and the actions that serve them (Malin 2022, ch. 6.2 and appendix 4)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Self

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, lazyload, mapped_column, relationship
from sqlalchemy.orm.interfaces import ORMOption

from .. import db
from ..history import Actor, Field, Tracked, Tracking
from ..partners.models import OfPartner, Partner
from ..partners.row_models import contact_text
from ..people.models import Person
from ..teams.models import Team
from ..text import person_key
from .spans import checked

PLANNED = "planned"
DOING = "doing"
DONE = "done"
DROPPED = "dropped"
STATES = (PLANNED, DOING, DONE, DROPPED)
STATE_NAMES = {PLANNED: _l("planned"), DOING: _l("under way"), DONE: _l("carried out"), DROPPED: _l("dropped")}
OPEN_STATES = (PLANNED, DOING)
ACTION = "action"
MEETING = "meeting"
COURSE = "course"
KINDS = (ACTION, MEETING, COURSE)
KIND_NAMES = {ACTION: _l("action"), MEETING: _l("key meeting"), COURSE: _l("short course")}
ROLES = ("contact", "second")  # who of ours does it, and with whom
_OF_SOMEBODY = text("state IN ('planned', 'doing') AND NOT is_archived")


class Aim(Tracked, db.Base):
    """What a team's actions serve, or the college's where there is no team; it goes on over the years until it is taken away."""

    __tablename__ = "aim"
    __table_args__ = (Index("ix_aim_of_team", "organisation_id", "is_archived", "team_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    text: Mapped[str]
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    team: Mapped[Team | None] = relationship(lazy="joined")
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={"aim.add": _l("Aim added"), "aim.edit": _l("Aim corrected"), "aim.archive": _l("Aim taken away")},
        fields={"text": Field(_l("Aim")), "team_id": Field(_l("Team"), "team")},
        title=lambda aim: aim.text,
        anchor=lambda aim: "aims" if aim.is_archived else f"aim-{aim.id}",
        subject_kind="title",
        is_named_by_title=True,
    )


class ActionPartner(OfPartner, db.Base):
    """A partner with whom an action is done. It stands before Action, since undoing locks in the order of the classes."""

    __tablename__ = "action_partner"
    __table_args__ = (db.once_in_use("ix_action_partner_once", "action_id", "partner_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    partner: Mapped[Partner] = relationship(lazy="joined", innerjoin=True)
    action: Mapped[Action] = relationship(back_populates="with_partners")
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={},
        fields={"partner_id": Field(_l("Partner"), "partner")},
        unique={"ix_action_partner_once": ("partners", _l("A colleague has just added this partner. Save once more."))},
        title=lambda row: row.partner.name,
    )

    @classmethod
    def lock(cls, ids: Collection[int], *options: ORMOption) -> list[Self]:
        """The rows, after their partners and actions, so that all who write them wait in one order."""
        places = db.session.execute(select(cls.partner_id, cls.action_id).where(cls.id.in_(ids))).all()
        Partner.lock({place.partner_id for place in places})
        Action.lock({place.action_id for place in places})
        return super().lock(ids, lazyload(cls.action), *options)


class Action(Tracked, db.Base):
    """What a team, or the college where there is no team, does and when: a day, some days, or whole months (`spans.Span`).

    One of ours does it (`contact`), perhaps with another (`second`), never the same: a person we know, a team, or a name as
    text, as a partnership has them. `method` is a method's key, a slug or own/<id>; `tier` may be empty. A short course has a
    `place` and a `price`. `outcome` is what came of it in a line, `done_on`: when it was marked as done. `agreement_id` is the
    agreement whose review it is.
    """

    __tablename__ = "action"
    __table_args__ = (
        Index("ix_action_year", "organisation_id", "is_archived", "ends_on", "starts_on", "id"),
        db.index_of_some("ix_action_of_person", "organisation_id", "contact_person_id", "ends_on", where=_OF_SOMEBODY),
        db.index_of_some("ix_action_of_second", "organisation_id", "second_person_id", "ends_on", where=_OF_SOMEBODY),
        db.once_in_use("ix_action_copied_once", "copied_from_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    aim_id: Mapped[int | None] = mapped_column(ForeignKey("aim.id"), index=True)
    text: Mapped[str]
    tier: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    is_by_month: Mapped[bool] = mapped_column(default=False)
    contact_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    contact_name: Mapped[str] = mapped_column(default="")
    second_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    second_name: Mapped[str] = mapped_column(default="")
    method: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default=ACTION)
    place: Mapped[str] = mapped_column(default="")
    price: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=PLANNED)
    outcome: Mapped[str] = mapped_column(default="")
    done_on: Mapped[date | None]
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    team: Mapped[Team | None] = relationship(lazy="joined")
    aim: Mapped[Aim | None] = relationship(lazy="joined")
    contact_person: Mapped[Person | None] = relationship(foreign_keys=contact_person_id, lazy="joined")
    second_person: Mapped[Person | None] = relationship(foreign_keys=second_person_id, lazy="joined")
    with_partners: Mapped[list[ActionPartner]] = relationship(back_populates="action", order_by="ActionPartner.id")
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={
            "action.add": _l("Action planned"),
            "action.edit": _l("Action corrected"),
            "action.state": _l("Action followed up"),
            "action.archive": _l("Action taken away"),
        },
        fields={
            "text": Field(_l("What")),
            "team_id": Field(_l("Team"), "team"),
            "aim_id": Field(_l("Aim"), "aim"),
            "tier": Field(_l("Tier"), "tier"),
            "starts_on": Field(_l("Begins on"), "day"),
            "ends_on": Field(_l("Ends on"), "day"),
            "contact_person_id": Field(_l("Who"), "person"),
            "contact_name": Field(_l("Who")),
            "second_person_id": Field(_l("With whom of ours"), "person"),
            "second_name": Field(_l("With whom of ours")),
            "method": Field(_l("Method"), "method"),
            "kind": Field(_l("Kind"), "action_kind", usual=ACTION),
            "place": Field(_l("Place")),
            "price": Field(_l("Price")),
            "state": Field(_l("State"), "action_state", usual=PLANNED),
            "outcome": Field(_l("What came of it")),
        },
        computed=frozenset({"agreement_id"}),
        together=(
            *((f"{role}_person_id", f"{role}_name") for role in ROLES),
            ("starts_on", "ends_on", "is_by_month"),
            ("state", "done_on"),
        ),
        unique={
            "ix_action_copied_once": ("copy", _l("A colleague has just copied this year. Look at the year it was copied to."))
        },
        title=lambda action: action.text,
        anchor=lambda action: "plan" if action.is_archived else f"action-{action.id}",
        subject_kind="title",
        is_named_by_title=True,
    )

    @property
    def contact(self) -> str:
        """Who of ours does it, as it is shown and typed."""
        return contact_text(self.contact_person.shown_name if self.contact_person else "", self.contact_name)

    @property
    def second(self) -> str:
        """With whom of ours, as it is shown and typed."""
        return contact_text(self.second_person.shown_name if self.second_person else "", self.second_name)

    @property
    def partners(self) -> list[Partner]:
        """The partners with whom it is done, those that were taken out left away."""
        return [row.partner for row in self.with_partners if not row.is_archived]

    def refresh(self, _actor: Actor) -> None:
        """Nobody is one's own second, e.g. after a change of hands; who else was written behind the second stays.

        Raises RuleBroken for days that cannot be, also where an undo would make them.
        """
        checked(self.starts_on, self.ends_on, self.is_by_month)
        is_known = self.contact_person_id is not None
        if is_known and self.contact_person_id == self.second_person_id:
            self.second_person_id = None
            if not any(letter.isalpha() for letter in self.second_name):
                self.second_name = ""  # a number of the same person
        elif self.second_person_id is None and not is_known and person_key(self.contact_name) == person_key(self.second_name):
            self.second_name = ""
