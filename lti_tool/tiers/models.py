"""The tiers of the model and the college's own words on them (seed 002, ch. 5)."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .. import db, history

TIERS = ("everyday", "development", "strategic", "network")
OTHER = "other"
ALL_TIERS = (*TIERS, OTHER)  # different from each other, in this order, not ranked
PAGES = {"introduction": "0-introduction", "everyday": "1-everyday", "development": "2-development", "strategic": "3-strategic",
         "network": "4-network", "other": "5-other", "guides": "6-guides",
         "accessibility": "7-accessibility", "privacy": "8-privacy", "concepts": "concepts"}  # fmt: skip


class OwnWords(db.Base):
    """What the college adds under the common description of a tier, in Markdown."""

    __tablename__ = "own_words"
    __table_args__ = (UniqueConstraint("organisation_id", "tier"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    tier: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


history.track(OwnWords)
