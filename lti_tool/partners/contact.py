"""Whom the text of the contact field means: a person we know, or a name as text."""

from __future__ import annotations

from typing import Any

from .. import db
from ..history.merging import values_at
from ..people.models import Person, shown_name
from ..text import person_key
from .lookup import colleagues_named
from .models import Partnership


class ContactNames:
    """Whom typed names mean, looked up together: a colleague when just one has this name, else the text."""

    def __init__(self, texts: set[str], actor: Person) -> None:
        self.actor = actor
        self.colleagues = colleagues_named(actor.organisation_id, texts - {"", actor.shown_name})

    def meant_by(self, text: str) -> dict[str, Any]:
        """The two columns that hold the contact person."""
        if text and text == self.actor.shown_name:
            return self.oneself()
        named = self.colleagues.get(person_key(text), [])
        if len(named) == 1:
            return {"contact_person_id": named[0], "contact_name": ""}
        return {"contact_person_id": None, "contact_name": text}

    def oneself(self) -> dict[str, Any]:
        return {"contact_person_id": self.actor.id, "contact_name": ""}


def contact_typed(text: str | None, row: Partnership, version: int, actor: Person) -> dict[str, Any]:
    """The same of a row's form made from `version`; what was not touched stays whom it meant. Empty for a form without it."""
    if text is None:
        return {}
    base = values_at(row, version)
    person = db.session.get(Person, base["contact_person_id"]) if base["contact_person_id"] else None
    if text == (shown_name(person.name, person.id) if person else base["contact_name"]):
        return {name: base[name] for name in ("contact_person_id", "contact_name")}
    return ContactNames({text}, actor).meant_by(text)
