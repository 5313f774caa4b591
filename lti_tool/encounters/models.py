"""What was done or agreed with a partner on a day, what the partner needs, and what comes next (Malin 2022, ch. 2.2, 5, 6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Self

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, ForeignKey, Index, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import db
from ..column_types import SortText
from ..history import Actor, Field, Tracked, Tracking
from ..partners.last_contact import refresh_last_contact
from ..partners.models import OfPartner, Partner
from ..partners.row_models import contact_text
from ..people.models import Person
from ..text import LONGEST_KEY, cut, search_key

KINDS = ("visit", "meeting", "call", "message", "event")
KIND_NAMES = {
    "visit": _l("visit"),
    "meeting": _l("meeting"),
    "call": _l("call"),
    "message": _l("message"),
    "event": _l("event"),
}
# Each condition as its index has it, word for word, so that the database knows it again. That of open steps stands twice, since
# queries that join other tables have to name the table, and an index must not. `Encounter.has_open_step` is the same in Python.
IS_OPEN: ColumnElement[bool] = literal_column("encounter.next_step <> '' AND NOT encounter.is_done AND NOT encounter.is_archived")
_IS_OPEN_IN_INDEX = "next_step <> '' AND NOT is_done AND NOT is_archived"
HAS_NEED: ColumnElement[bool] = literal_column("need_id IS NOT NULL")
_SAYS_WHEN = {"partner_id", "happened_on", "done_on", "is_archived"}


def need_key(text: str) -> str:
    """What makes two wordings of a need the same: as long as an index may hold."""
    return cut(search_key(text), LONGEST_KEY)


class Need(Tracked, db.Base):
    """What partners have said they need (the need, not who said it): one row however many have it; joined by who writes."""

    __tablename__ = "need"
    __table_args__ = (db.once_in_use("ix_need_once", "organisation_id", "text_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    text: Mapped[str]
    text_key: Mapped[str] = mapped_column(SortText)
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={},
        fields={"text": Field(_l("The partner's need"))},
        computed=frozenset({"text_key"}),
        archived_by="",  # encounters point to it: it is offered while one of them stands
        unique={"ix_need_once": ("need", _l("A colleague has just written the same need. Save once more."))},
        title=lambda need: need.text,
    )

    def refresh(self, _actor: Actor) -> None:
        self.text_key = need_key(self.text)


class Encounter(OfPartner, db.Base):
    """A visit or another contact on a day: one text, and where wanted a need of the partner's and a next step.

    The step has a day by which it is meant, and one of ours who takes it (`contact`), known or as a name, as a partnership has.
    One that `is_done` without a day has become an action of a plan, or was done before days were kept.
    """

    __tablename__ = "encounter"
    __table_args__ = (
        Index("ix_encounter_of_partner", "partner_id", "is_archived", "happened_on", "author_id"),
        Index("ix_encounter_by_author", "organisation_id", "author_id", "id"),
        Index("ix_encounter_by_need", "need_id", "happened_on", "is_archived", "partner_id", "organisation_id"),
        db.index_of_some(
            "ix_encounter_of_term", "organisation_id", "is_archived", "happened_on", "need_id", "partner_id", where=HAS_NEED
        ),
        db.index_of_some(
            "ix_encounter_open_steps", "organisation_id", "contact_person_id", "next_on", where=text(_IS_OPEN_IN_INDEX)
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    kind: Mapped[str]
    happened_on: Mapped[date]
    text: Mapped[str]
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"))
    next_step: Mapped[str] = mapped_column(default="")
    next_on: Mapped[date | None]
    contact_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    contact_name: Mapped[str] = mapped_column(default="")
    is_done: Mapped[bool] = mapped_column(default=False)
    done_on: Mapped[date | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    logged_at: Mapped[datetime] = mapped_column(default=db.now)
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    partner: Mapped[Partner] = relationship(lazy="joined", innerjoin=True)
    need: Mapped[Need | None] = relationship(lazy="joined")
    contact_person: Mapped[Person | None] = relationship(foreign_keys=contact_person_id, lazy="joined")
    author: Mapped[Person] = relationship(foreign_keys=author_id, lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={
            "encounter.add": _l("Logged"),
            "encounter.edit": _l("Log corrected"),
            "encounter.archive": _l("Log taken away"),
            "encounter.done": _l("Next step done"),
            "encounter.planned": _l("Next step put into the plan"),
        },
        fields={
            "kind": Field(_l("Kind"), "encounter_kind"),
            "happened_on": Field(_l("Day"), "day"),
            "text": Field(_l("What was agreed")),
            "need_id": Field(_l("The partner's need"), "need"),
            "next_step": Field(_l("Next step")),
            "next_on": Field(_l("By when"), "day"),
            "contact_person_id": Field(_l("Who"), "person"),
            "contact_name": Field(_l("Who")),
            "done_on": Field(_l("Done"), "day"),
        },
        computed=frozenset({"author_id", "logged_at"}),
        together=(("contact_person_id", "contact_name"), ("is_done", "done_on")),
        title=lambda encounter: encounter.partner.name,
        anchor=lambda encounter: "timeline" if encounter.is_archived else f"encounter-{encounter.id}",
    )

    @property
    def contact(self) -> str:
        """Who of ours takes the next step, as it is shown and typed."""
        return contact_text(self.contact_person.shown_name if self.contact_person else "", self.contact_name)

    @property
    def has_open_step(self) -> bool:
        return bool(self.next_step) and not self.is_done and not self.is_archived

    @classmethod
    def settle(cls, changed: Mapping[Self, set[str]], _actor: Actor) -> None:
        """The partner's last contact follows: the latest day, whenever it was logged; an undo moves it back."""
        refresh_last_contact({one.partner_id for one, fields in changed.items() if fields & _SAYS_WHEN})
