"""The tiers of the model and the college's own words on them (Malin 2022, ch. 5)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .. import db
from ..history import Field, Tracked, Tracking

EVERYDAY = "everyday"
DEVELOPMENT = "development"
STRATEGIC = "strategic"
NETWORK = "network"
OTHER = "other"
TIERS = (EVERYDAY, DEVELOPMENT, STRATEGIC, NETWORK)
ALL_TIERS = (*TIERS, OTHER)  # different from each other, in this order, not ranked
PAGES = {
    "introduction": "0-introduction",
    "everyday": "1-everyday",
    "development": "2-development",
    "strategic": "3-strategic",
    "network": "4-network",
    "other": "5-other",
    "guides": "6-guides",
    "accessibility": "7-accessibility",
    "privacy": "8-privacy",
    "adoption": "9-adoption",
    "key-accounts": "10-key-accounts",
    "encounters": "11-encounters",
    "processes": "12-processes",
    "sources": "13-sources",
    "management": "14-management",
    "quality": "15-quality",
    "other-colleges": "16-other-colleges",
    "ready-words": "17-ready-words",
    "concepts": "concepts",
    "glossary": "glossary",
}
WITH_OWN_WORDS = (*ALL_TIERS, "introduction")


class OwnWords(Tracked, db.Base):
    """What the college adds under the common text of a tier or of the introduction, in Markdown.

    `packaged_digest` names the packaged wording it was written beside, see packaged.py.
    """

    __tablename__ = "own_words"
    __table_args__ = (UniqueConstraint("organisation_id", "tier"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    tier: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    packaged_digest: Mapped[str | None] = mapped_column(ForeignKey("packaged_text.digest"))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={"own_words.edit": _l("Written"), "own_words.read": _l("Change of the common text read")},
        fields={"text": Field(_l("Text"))},
        computed=frozenset({"tier"}),
        is_recorded_from_start=False,
        anchor=lambda _words: "own-words",
        subject_kind="tier",
    )
