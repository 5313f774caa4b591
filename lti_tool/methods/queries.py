"""Reading methods: packaged ones as pages, the college's own and what was tried as rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from .. import db
from ..language import current_language
from ..pages import METHODS, Page, load_nearest, page_names
from .models import Experience, OwnMethod

MOST_OWN = 1000
MOST_EXPERIENCES = 50
LISTED = (OwnMethod.id, OwnMethod.tier, OwnMethod.title, OwnMethod.url, OwnMethod.ask, OwnMethod.kind, OwnMethod.phase,
          OwnMethod.minutes, OwnMethod.packaged)  # fmt: skip


def packaged_method(slug: str) -> Page | None:
    """One packaged method in the language of the request, or in Finnish; None for an unknown slug."""
    return load_nearest(METHODS, current_language(), slug, first_level=2) if slug in page_names(METHODS) else None


def own_lines(organisation_id: int, tier: str = "", versions_of: Sequence[str] = (), words: Sequence[str] = ()) -> Sequence[Any]:
    """What a list shows of the college's own methods that are not archived: no texts, no objects to keep.

    With a tier those that stand in it, its own and the versions of these packaged methods; with words (as search_key
    writes them) those that hold them all. Beyond MOST_OWN the oldest are left out.
    """
    query = select(*LISTED).where(OwnMethod.organisation_id == organisation_id, OwnMethod.is_archived.is_(False))
    if tier:
        query = query.where(or_((OwnMethod.packaged == "") & (OwnMethod.tier == tier), OwnMethod.packaged.in_(versions_of)))
    for word in words:
        query = query.where(OwnMethod.search_text.contains(word, autoescape=True))
    return db.session.execute(query.order_by(OwnMethod.id.desc()).limit(MOST_OWN)).all()


def versions_there_are(organisation_id: int) -> set[str]:
    """The packaged methods of which the college has its own version."""
    query = select(OwnMethod.packaged).where(
        OwnMethod.organisation_id == organisation_id, OwnMethod.packaged != "", OwnMethod.is_archived.is_(False)
    )
    return set(db.session.scalars(query))


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
