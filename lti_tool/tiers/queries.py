"""Reading tiers: packaged texts and own words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort
from sqlalchemy import select

from .. import db
from ..language import current_language
from ..pages import CONTENT, Page, load_nearest
from ..people.access import organisation
from ..people.models import Organisation
from .models import ALL_TIERS, PAGES, WITH_OWN_WORDS, OwnWords

GUIDES = ("introduction", "adoption", "key-accounts", "encounters", "processes", "glossary", "guides")
ARTICLES = (*GUIDES, "accessibility", "privacy")  # pages of their own; the other texts stand under a heading


def tier_or_404(tier: str) -> str:
    if tier not in ALL_TIERS:
        abort(404)
    return tier


def text_of(name: str) -> Page:
    """The packaged text of a tier or page (a key of PAGES) in the language of the request; 404 for any other.

    A tier may have a title of the college's own, the same in all languages.
    """
    page = packaged_text(name)
    own_title = organisation().tier_titles.get(name)
    return replace(page, matter={**page.matter, "title": own_title}) if own_title else page


def text_of_row(name: Any) -> Page:
    """The same for what a row of the database names: a name that is none of ours stands for itself, and takes no list away."""
    return text_of(name) if isinstance(name, str) and name in PAGES else Page.empty(str(name), title=str(name))


def titles_of(names: set[Any], organisation_id: int) -> dict[Any, str]:
    """The titles of tiers and pages as this organisation calls them, for the history; a name of none stands for itself."""
    college = db.session.get(Organisation, organisation_id)
    own = college.tier_titles if college else {}
    return {name: own.get(name) or (packaged_title(name) if name in PAGES else str(name)) for name in names}


def packaged_text(name: str) -> Page:
    """The same without what the college has made of it."""
    level = 2 if name in ARTICLES else 3
    page = load_nearest(CONTENT, current_language(), PAGES[name], level) if name in PAGES else None
    if page is None:
        abort(404)
    return page


def packaged_title(tier: str) -> str:
    """The common title of a tier, whatever the college calls it."""
    return packaged_text(tier).title


def with_own_words_or_404(name: str) -> str:
    if name not in WITH_OWN_WORDS:
        abort(404)
    return name


def own_words(organisation_id: int, tier: str) -> OwnWords | None:
    query = select(OwnWords).where(OwnWords.organisation_id == organisation_id, OwnWords.tier == tier)
    return db.session.scalar(query)
