"""Reading the bank: packaged methods as pages, own ones as rows."""

from __future__ import annotations

from sqlalchemy import select

from .. import db
from ..language import current_language
from ..pages import METHODS, Page, load_nearest, page_names
from .models import OwnMethod

MOST_OWN = 500


def packaged_methods(tier: str = "", text: str = "") -> list[Page]:
    """The packaged methods of a tier (all without one) whose title or summary holds the text."""
    wanted = db.search_key(text)
    return [
        page
        for page in (packaged_method(name) for name in page_names(METHODS))
        if page and (not tier or tier in page.tiers) and wanted in db.search_key(f"{page.title} {page.summary}")
    ]


def packaged_method(slug: str) -> Page | None:
    """One packaged method in the language of the request, or in Finnish; None for an unknown slug."""
    return load_nearest(METHODS, current_language(), slug, first_level=2) if slug in page_names(METHODS) else None


def own_methods(organisation_id: int, tier: str = "", text: str = "") -> list[OwnMethod]:
    """The college's own methods that are not archived, by title."""
    query = select(OwnMethod).where(OwnMethod.organisation_id == organisation_id, OwnMethod.is_archived.is_(False))
    if tier:
        query = query.where(OwnMethod.tier == tier)
    found = list(db.session.scalars(query.limit(MOST_OWN)))
    wanted = db.search_key(text)
    return sorted((m for m in found if wanted in db.search_key(f"{m.title} {m.text}")), key=lambda m: db.sort_key(m.title))
