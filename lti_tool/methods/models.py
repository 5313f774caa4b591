"""A method the college has added itself: a link or a short text, with whom to ask (seed 002, appendix 4: lisätietoja)."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from .. import db, history


class OwnMethod(db.Base):
    """A link or a short text in one tier."""

    __tablename__ = "own_method"
    __table_args__ = (Index("ix_own_method_tier", "organisation_id", "tier"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    tier: Mapped[str]
    title: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    ask: Mapped[str] = mapped_column(default="")
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


history.track(OwnMethod)
