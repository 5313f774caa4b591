"""Who is meant by a name that was typed: partners we may have already, colleagues, teams."""

from __future__ import annotations

from collections.abc import Collection

from rapidfuzz import fuzz
from sqlalchemy import select, union

from .. import db
from ..people.models import Person
from .models import Partner, Partnership
from .names import name_key

SIMILAR_ENOUGH = 88  # of 100, rapidfuzz ratio: one typing error in a short name


def partner_named(organisation_id: int, name: str) -> Partner | None:
    """The partner of this name, however its company form and capitals are written."""
    query = select(Partner).where(Partner.organisation_id == organisation_id, Partner.name_key == name_key(name))
    return db.session.scalar(query)


def partners_named(organisation_id: int, keys: Collection[str]) -> dict[str, Partner]:
    """The partners of these names, by `name_key`."""
    query = select(Partner).where(Partner.organisation_id == organisation_id, Partner.name_key.in_(keys))
    return {partner.name_key: partner for partner in db.session.scalars(query)} if keys else {}


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


def is_typing_error(name: str, partner: Partner) -> bool:
    """Whether the name is so close to a partner's that one should ask before making a second one."""
    return fuzz.ratio(name_key(name), partner.name_key) >= SIMILAR_ENOUGH


def colleagues_named(organisation_id: int, texts: Collection[str]) -> dict[str, list[int]]:
    """The ids of staff of exactly these names, by `search_key`."""
    keys = {db.search_key(text) for text in texts}
    query = select(Person.search_text, Person.id).where(
        Person.organisation_id == organisation_id, Person.is_staff.is_(True), Person.search_text.in_(keys)
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
    return sorted(set(names) - {""}, key=db.sort_key)
