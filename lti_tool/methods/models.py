"""A method of the college's own: a link, instructions, or its own version of a packaged one; and what colleagues have tried."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import db, history
from ..people.models import Person

_ONE_VERSION = "packaged <> '' AND NOT is_archived"


class OwnMethod(db.Base):
    """A link or a text, with whom to ask (seed 002, appendix 4: lisätietoja).

    One with `packaged` is the college's version of that packaged method: it stands in its place, in the same tiers.
    `beside` is the digest of the packaged wording it was made from, see packaged.py.
    """

    __tablename__ = "own_method"
    __table_args__ = (
        Index("ix_own_method_tier", "organisation_id", "tier"),
        Index(
            "ix_own_method_version",
            "organisation_id",
            "packaged",
            unique=True,
            sqlite_where=text(_ONE_VERSION),
            postgresql_where=text(_ONE_VERSION),
        ),
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
    beside: Mapped[str | None] = mapped_column(ForeignKey("packaged_text.digest"))
    search_text: Mapped[str] = mapped_column(default="")
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @property
    def key(self) -> str:
        """What experiences are kept under: a version shares those of its packaged method."""
        return self.packaged or f"own/{self.id}"


class Experience(db.Base):
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


def refresh_own_method(method: OwnMethod, _actor: history.Actor) -> None:
    """Recompute what is stored for finding."""
    method.search_text = db.search_key(f"{method.title} {method.text} {method.ask}")


history.track(OwnMethod, refresh_own_method)
history.track(Experience)
