"""Reading tiers: packaged texts and own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from .. import db
from ..language import current_language
from ..pages import CONTENT, Page, load_nearest
from ..people.models import Organisation
from .models import PAGES, OwnWords

GUIDES = (
    "introduction",
    "adoption",
    "management",
    "quality",
    "key-accounts",
    "encounters",
    "processes",
    "glossary",
    "guides",
    "sources",
)
FURTHER_GUIDES = ("other-colleges", "ready-words")  # found by search and from a guide, not offered beside the guides
ARTICLES = (*GUIDES, *FURTHER_GUIDES, "accessibility", "privacy")  # pages of their own; the other texts stand under a heading


def text_of(name: Any, own_titles: Mapping[str, str]) -> Page:
    """The text of a tier or page (a key of PAGES), under the title that the college has given it, the same in all languages.

    A row of the database may name what is none of ours: it stands for itself, and takes no list away.
    """
    if not isinstance(name, str) or name not in PAGES:
        return Page.empty(str(name), title=str(name))
    page = packaged_text(name)
    own_title = own_titles.get(name)
    return replace(page, matter={**page.matter, "title": own_title, "short": own_title}) if own_title else page


def titles_of(names: set[Any], organisation_id: int) -> dict[Any, str]:
    """The titles of tiers and pages as this organisation calls them, for the history; a name of none stands for itself."""
    college = db.session.get(Organisation, organisation_id)
    own = college.tier_titles if college else {}
    return {name: own.get(name) or (packaged_title(name) if name in PAGES else str(name)) for name in names}


def packaged_text(name: str) -> Page:
    """The common text of a tier or page, without what the college has made of it. Raises LookupError for a name of none."""
    page = load_nearest(CONTENT, current_language(), PAGES[name], 2 if name in ARTICLES else 3)
    if page is None:
        raise LookupError(name)
    return page


def packaged_title(tier: str) -> str:
    """The common title of a tier, whatever the college calls it."""
    return packaged_text(tier).title


def own_words(organisation_id: int, tier: str) -> OwnWords | None:
    query = select(OwnWords).where(OwnWords.organisation_id == organisation_id, OwnWords.tier == tier)
    return db.session.scalar(query)
