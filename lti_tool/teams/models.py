"""A team or working group of own staff, who belongs to it, and the college's list of fields of training."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Self

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.interfaces import ORMOption

from .. import db
from ..column_types import SortText
from ..history import Actor, Field, Tracked, Tracking
from ..history.computed import write_computed
from ..people.models import Person
from ..text import LONGEST_KEY, cut, person_words, searchable, sort_key

_BETWEEN_WORDS = re.compile(r"(?<!\d) | (?!\d)")  # but not between two numbers


def joined_key(name: str) -> str:
    """What makes two names of teams, or of fields, the same; empty for a name without letter and digit.

    No case, accent or sign, and no spaces: *Matkailu tiimi* and *Matkailu-tiimi* mean *Matkailutiimi*. Only numbers stay
    apart: *Ryhmä 1–2* is not *Ryhmä 12*. `text.name_key` would drop the legal forms of firms, so that *Ay-tiimi* and
    *SR-tiimi* were one; `text.person_key` turns the words around and keeps them apart.
    """
    return cut(_BETWEEN_WORDS.sub("", " ".join(person_words(name))), LONGEST_KEY)


class TrainingField(Tracked, db.Base):
    """A field of training (*koulutusala*) of the college's own list: it is on it as long as one of its teams has it.

    So whether it is archived follows from the teams, also after an undo: see `refresh_fields`.
    """

    __tablename__ = "training_field"
    __table_args__ = (
        Index("ix_training_field_key", "organisation_id", "name_key"),
        db.once_in_use("ix_training_field_once", "organisation_id", "name_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(SortText)
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={},
        fields={"name": Field(_l("Field of training"))},
        computed=frozenset({"name_key", "is_archived"}),
        archived_by="",
        unique={"ix_training_field_once": ("field", _l("A colleague has just added this field of training. Save once more."))},
        title=lambda field: field.name,
    )

    def refresh(self, _actor: Actor) -> None:
        self.name_key = joined_key(self.name)


class Team(Tracked, db.Base):
    """A team (*tiimi*) or working group (*työryhmä*); `sort_key` and `search_text` are stored for finding."""

    __tablename__ = "team"
    __table_args__ = (
        Index("ix_team_list", "organisation_id", "is_archived", "sort_key", "id"),
        db.once_in_use("ix_team_once", "organisation_id", "name_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(SortText)
    sort_key: Mapped[str] = mapped_column(SortText)
    search_text: Mapped[str]
    field_id: Mapped[int | None] = mapped_column(ForeignKey("training_field.id"))
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    field: Mapped[TrainingField | None] = relationship(lazy="joined")
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={
            "team.add": _l("Added"),
            "team.edit": _l("Corrected"),
            "team.archive": _l("Archived"),
        },
        fields={"name": Field(_l("Name")), "field_id": Field(_l("Field of training"), "training_field")},
        computed=frozenset({"name_key", "sort_key", "search_text"}),
        unique={"ix_team_once": ("name", _l("There is a team of this name already."))},
        title=lambda team: team.name,
    )

    @classmethod
    def lock(cls, ids: Collection[int], *options: ORMOption) -> list[Self]:
        """The teams as they are now, which nobody else changes until the transaction ends.

        FOR NO KEY UPDATE: a row that is just given one of these teams (its foreign key) does not wait for us. Such a row is
        written under its partner's lock, and we go on to partners: each would wait for the other.
        """
        query = select(cls).where(cls.id.in_(ids)).order_by(cls.id).options(*options)
        query = query.with_for_update(of=cls, key_share=True)
        return list(db.session.scalars(query.execution_options(populate_existing=True)))

    @property
    def field_name(self) -> str:
        """Its field of training as it is shown and typed."""
        return self.field.name if self.field else ""

    def refresh(self, _actor: Actor) -> None:
        self.name_key = joined_key(self.name)
        self.sort_key = sort_key(self.name)
        self.search_text = searchable(self.name)

    @classmethod
    def settle(cls, changed: Mapping[Self, set[str]], _actor: Actor) -> None:
        for organisation_id in {team.organisation_id for team, names in changed.items() if names & {"field_id", "is_archived"}}:
            refresh_fields(organisation_id)


class Membership(Tracked, db.Base):
    """One of own staff in a team, once; who comes back gets the same row, so that each has one history in a team."""

    __tablename__ = "membership"
    __table_args__ = (db.once_in_use("ix_membership_once", "team_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    team: Mapped[Team] = relationship()
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={
            "membership.join": _l("Joined"),
            "membership.leave": _l("Left the team"),
            "membership.include": _l("Member added"),
            "membership.remove": _l("Taken out of the team"),
        },
        fields={"person_id": Field(_l("Member"), "person")},
        unique={"ix_membership_once": ("member", _l("This colleague belongs to the team already."))},
        title=lambda membership: membership.person.shown_name,
        anchor=lambda _membership: "members",
    )


def refresh_fields(organisation_id: int) -> None:
    """Let the list of fields hold those that a team has, and no others: no typing error stays on it.

    All of them are locked, in one order, so that of two acts the second sees what the first has made of them. FOR NO KEY UPDATE:
    a team that is just given a field does not wait for us; its act calls this function too.
    """
    query = select(TrainingField).where(TrainingField.organisation_id == organisation_id).order_by(TrainingField.id)
    fields = db.session.scalars(query.with_for_update(key_share=True).execution_options(populate_existing=True)).all()
    of_teams = select(Team.field_id).where(Team.organisation_id == organisation_id, Team.is_archived.is_(False)).distinct()
    in_use = set(db.session.scalars(of_teams))
    stale: dict[object, dict[str, bool]] = {}
    for field in fields:
        is_archived = field.id not in in_use
        if field.is_archived != is_archived:
            stale[field] = {"is_archived": is_archived}
    write_computed(stale)
