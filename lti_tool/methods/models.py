"""A method of the college's own: a link, instructions, or its own version of a packaged one; and what colleagues have tried."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import db
from ..history import Actor, Field, Tracked, Tracking
from ..people.models import Person
from ..text import searchable

OWN_KEY = "own/"  # how the key of a college's own method begins
_ONE_VERSION = "packaged <> '' AND NOT is_archived"


class OwnMethod(Tracked, db.Base):
    """A link or a text, with whom to ask (Malin 2022, appendix 4: lisätietoja).

    One with `packaged` is the college's version of that packaged method: it stands in its place, in the same tiers.
    `packaged_digest` names the packaged wording it was made from, see packaged.py.
    """

    __tablename__ = "own_method"
    __table_args__ = (
        Index("ix_own_method_tier", "organisation_id", "tier"),
        db.index_of_some("ix_own_method_version", "organisation_id", "packaged", where=text(_ONE_VERSION), unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    tier: Mapped[str]
    title: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    ask: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="")
    phase: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int | None]
    packaged: Mapped[str] = mapped_column(default="")
    packaged_digest: Mapped[str | None] = mapped_column(ForeignKey("packaged_text.digest"))
    search_text: Mapped[str] = mapped_column(default="")
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={
            "own_method.add": _l("Added"),
            "own_method.edit": _l("Corrected"),
            "own_method.archive": _l("Archived"),
            "own_method.copy": _l("Made from the common method"),
            "own_method.read": _l("Change of the common text read"),
        },
        fields={
            "tier": Field(_l("Tier"), "tier"),
            "title": Field(_l("Name")),
            "url": Field(_l("Link")),
            "text": Field(_l("Text")),
            "ask": Field(_l("Whom to ask")),
            "kind": Field(_l("Kind")),
            "phase": Field(_l("Phase")),
            "minutes": Field(_l("Minutes it takes")),
        },
        computed=frozenset({"search_text"}),
        unique={"ix_own_method_version": ("title", _l("The college has a version of its own of this method already."))},
        title=lambda method: method.title,
    )

    def refresh(self, _actor: Actor) -> None:
        """Recompute what is stored for finding."""
        self.search_text = searchable(f"{self.title} {self.text} {self.ask}")

    @property
    def key(self) -> str:
        """What experiences are kept under: a version shares those of its packaged method."""
        return self.packaged or f"{OWN_KEY}{self.id}"


class Experience(Tracked, db.Base):
    """ "We tried this": a line of a colleague on a method, `method` being a slug or an OwnMethod's key."""

    __tablename__ = "experience"
    __table_args__ = (Index("ix_experience_method", "organisation_id", "method", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    method: Mapped[str]
    text: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=db.now)
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={"experience.add": _l("Tried"), "experience.archive": _l("Taken away")},
        fields={"text": Field(_l("Text"))},
        computed=frozenset({"created_at"}),
        title=lambda experience: experience.text[:80],
        anchor=lambda _experience: "experiences",
    )
