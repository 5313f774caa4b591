"""Reading methods: packaged ones as pages, the college's own and what was tried as rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, and_, or_, select, true

from .. import db
from ..language import current_language
from ..languages import LANGUAGES
from ..pages import METHODS, Page, load_nearest, page_names
from ..tiers.models import ALL_TIERS
from .models import Experience, OwnMethod

MOST_OWN = 1000
MOST_EXPERIENCES = 50
OWN_COLUMNS = (
    OwnMethod.id,
    OwnMethod.tier,
    OwnMethod.title,
    OwnMethod.url,
    OwnMethod.ask,
    OwnMethod.kind,
    OwnMethod.phase,
    OwnMethod.minutes,
    OwnMethod.packaged,
)


def packaged_method(slug: str) -> Page | None:
    """One packaged method in the language of the request, or in Finnish; None for an unknown slug."""
    return load_nearest(METHODS, current_language(), slug, first_level=2) if slug in page_names(METHODS) else None


@lru_cache(maxsize=len(LANGUAGES) * (len(ALL_TIERS) + 1))
def packaged_methods(language: str, tier: str = "") -> list[Page]:
    """All of them, or those of a tier, in this language or in Finnish."""
    pages = [page for slug in page_names(METHODS) if (page := load_nearest(METHODS, language, slug, first_level=2))]
    return [page for page in pages if not tier or tier in page.tiers]


def own_lines(organisation_id: int, tier: str, words: Sequence[str]) -> Sequence[Any]:
    """What a list shows of the college's own methods that are not archived: no texts, no objects to keep.

    With a tier those that stand in it; `has_words` tells whether a method holds all the words (as `text.search_words`
    gives them), without words every method does. Versions of packaged methods are always among them, since they stand in their
    place, wherever that is. Beyond MOST_OWN the oldest are left out.
    """
    query = _own_lines_query(organisation_id, tier, words) if words else _all_own_lines_query(organisation_id, tier)
    return db.read(query)


def _own_lines_query(organisation_id: int, tier: str, words: Sequence[str]) -> Executable:
    has_words = and_(true(), *(OwnMethod.search_text.contains(word, autoescape=True) for word in words))
    wanted = and_(has_words, OwnMethod.tier == tier) if tier else has_words
    query = select(*OWN_COLUMNS, has_words.label("has_words")).where(
        OwnMethod.organisation_id == organisation_id, OwnMethod.is_archived.is_(False), or_(OwnMethod.packaged != "", wanted)
    )
    return query.order_by(OwnMethod.packaged == "", OwnMethod.id.desc()).limit(MOST_OWN)


@lru_cache(maxsize=500)
def _all_own_lines_query(organisation_id: int, tier: str) -> Executable:
    """Built once for a tier, since each of its pages counts its methods. What people type is not kept."""
    return _own_lines_query(organisation_id, tier, ())


def own_version(organisation_id: int, slug: str) -> OwnMethod | None:
    """The college's version of a packaged method, if it has one."""
    query = select(OwnMethod).where(
        OwnMethod.organisation_id == organisation_id, OwnMethod.packaged == slug, OwnMethod.is_archived.is_(False)
    )
    return db.session.scalars(query.order_by(OwnMethod.id)).first()


def experiences(organisation_id: int, key: str) -> list[Experience]:
    """What colleagues have written of a method, newest first."""
    query = select(Experience).where(
        Experience.organisation_id == organisation_id, Experience.method == key, Experience.is_archived.is_(False)
    )
    return list(db.session.scalars(query.order_by(Experience.id.desc()).limit(MOST_EXPERIENCES)))
