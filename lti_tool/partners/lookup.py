"""Who is meant by a name that was typed: partners we may have already, colleagues, teams."""

from __future__ import annotations

from collections.abc import Collection

from rapidfuzz import fuzz
from sqlalchemy import select, union

from .. import db
from ..people.models import Person
from ..text import name_key, person_key, sort_key
from .models import Partner, Partnership

SIMILAR_ENOUGH = 88  # of 100, rapidfuzz ratio: one typing error in a short name


def similar_partners(organisation_id: int, name: str, limit: int = 3) -> list[Partner]:
    """Partners this name may mean: the same, one that begins so, or one a typing error away; the closest first."""
    key = name_key(name)
    if len(key) < 3:
        return []
    query = select(Partner.id, Partner.name_key).where(
        Partner.organisation_id == organisation_id,
        Partner.is_archived.is_(False),
        Partner.name_key >= key[:2],
        Partner.name_key < key[:2] + "\U0010ffff",
    )
    scored = ((fuzz.ratio(key, other), other.startswith(key), row_id) for row_id, other in db.session.execute(query))
    close = sorted((item for item in scored if item[1] or item[0] >= SIMILAR_ENOUGH), reverse=True)[:limit]
    by_id = {
        partner.id: partner for partner in db.session.scalars(select(Partner).where(Partner.id.in_([item[2] for item in close])))
    }
    return [by_id[item[2]] for item in close]


def colleagues_named(organisation_id: int, texts: Collection[str]) -> dict[str, list[int]]:
    """The ids of staff of exactly these names, by `person_key`: whether the first or the family name comes first."""
    keys = {person_key(text) for text in texts} - {""}
    query = select(Person.name_key, Person.id).where(
        Person.organisation_id == organisation_id, Person.is_staff.is_(True), Person.name_key.in_(keys)
    )
    found: dict[str, list[int]] = {}
    for key, person_id in db.session.execute(query) if keys else ():
        found.setdefault(key, []).append(person_id)
    return found


def contact_suggestions(organisation_id: int) -> list[str]:
    """Names for the contact field: staff, and teams and names used lately. Bounded, whatever the size of the list."""
    staff = select(Person.name).where(Person.organisation_id == organisation_id, Person.is_staff.is_(True)).limit(300)
    recent = select(Partnership.contact_name).where(Partnership.organisation_id == organisation_id)
    recent = recent.order_by(Partnership.changed_at.desc()).limit(300)
    names = db.session.scalars(union(*(select(part.subquery()) for part in (staff, recent))))
    return sorted(set(names) - {""}, key=sort_key)
