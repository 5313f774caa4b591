"""What is offered while one types: colleagues, teams."""

from __future__ import annotations

from sqlalchemy import select, union

from .. import db
from ..people.models import Person
from ..text import sort_key
from .models import IS_NAMED, Partnership


def contact_suggestions(organisation_id: int) -> list[str]:
    """Names for the contact field: staff, and teams and names used lately. Bounded, whatever the size of the list."""
    staff = select(Person.name).where(Person.organisation_id == organisation_id, Person.is_staff.is_(True)).limit(300)
    recent = select(Partnership.contact_name).where(Partnership.organisation_id == organisation_id, IS_NAMED)
    recent = recent.order_by(Partnership.changed_at.desc()).limit(300)
    names = db.session.scalars(union(*(select(part.subquery()) for part in (staff, recent))))
    return sorted(set(names) - {""}, key=sort_key)
