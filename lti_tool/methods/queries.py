"""Reading methods: packaged ones as pages, the college's own and what was tried as rows."""

from __future__ import annotations

from sqlalchemy import select

from .. import db
from ..language import current_language
from ..pages import METHODS, Page, load_nearest, page_names
from .models import Experience, OwnMethod

MOST_OWN = 500
MOST_EXPERIENCES = 50


def packaged_method(slug: str) -> Page | None:
    """One packaged method in the language of the request, or in Finnish; None for an unknown slug."""
    return load_nearest(METHODS, current_language(), slug, first_level=2) if slug in page_names(METHODS) else None


def own_methods(organisation_id: int) -> list[OwnMethod]:
    """The college's own methods that are not archived."""
    query = select(OwnMethod).where(OwnMethod.organisation_id == organisation_id, OwnMethod.is_archived.is_(False))
    return list(db.session.scalars(query.limit(MOST_OWN)))


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
