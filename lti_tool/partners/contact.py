"""The contact field: what is offered while one types, and whom its text means, a person we know or a name as text."""

from __future__ import annotations

from threading import Lock
from typing import Any

from cachetools import TTLCache
from flask import Flask, current_app
from flask_babel import gettext as _
from sqlalchemy import select, union

from .. import db
from ..errors import RuleBroken
from ..history.merging import values_at
from ..history.tracked import Tracked
from ..people.colleagues import nearly_meant, read_colleague, staff_of
from ..people.models import Person, shown_name
from ..people.operations import lock_colleague
from ..people.queries import IS_HERE
from ..teams.models import Team, joined_key
from ..teams.queries import active_teams
from ..text import person_key, sort_key
from .row_models import IS_NAMED, Partnership, contact_text

AS_TYPED = "typed"  # the answer that nobody of ours is meant
SUGGESTIONS_KEPT = 30  # seconds


class ContactNames:
    """Whom typed texts mean, looked up together: a colleague when the text means just one, else the text itself.

    What is written behind a colleague's name, e.g. a number, stays beside it in `contact_name`.
    """

    def __init__(self, texts: set[str], actor: Person) -> None:
        self.actor = actor
        has_others = bool(texts - {"", actor.shown_name})
        self.staff = staff_of(actor.organisation_id) if has_others else []
        teams = active_teams(actor.organisation_id) if has_others else []
        self.teams = {team.name_key: team.name for team in teams}
        self._locked: set[int] = set()

    def meant_by(self, text: str, answer: str = "", role: str = "contact") -> dict[str, Any]:
        """The two columns of a role, for a typed text; `answer` is what the user has answered when asked: AS_TYPED or an id."""
        if text and text == self.actor.shown_name:
            return _columns(role, self.actor.id, "")
        reading = read_colleague(text, self.staff)
        chosen = [colleague for colleague in self.staff if str(colleague.id) == answer]
        colleagues = chosen or reading.colleagues
        if answer == AS_TYPED or len(colleagues) != 1:
            return _columns(role, None, self.teams.get(joined_key(text), text))
        return _columns(role, colleagues[0].id, reading.rest)

    def choose(self, text: str, answer: str = "", role: str = "contact") -> dict[str, Any]:
        """The same for a text that was just written; raises RuleBroken on the role for a colleague who has left meanwhile."""
        columns = self.meant_by(text, answer, role)
        person_id = columns[f"{role}_person_id"]
        if person_id is not None and person_id not in self._locked:
            lock_colleague(person_id, role)
            self._locked.add(person_id)
        return columns

    def oneself(self) -> dict[str, Any]:
        return _columns("contact", self.actor.id, "")

    def raise_if_unclear(self, text: str, answer: str = "", row_id: int | None = None) -> None:
        """Raises RuleBroken on `contact` (details: colleagues) when the text is a name of several, or nearly one of ours.

        Not when it is clear, answered, or stands as text in another row: then somebody has answered already. Also for the name
        of who has left.
        """
        if not text or self.choose(text, answer)["contact_person_id"] is not None or answer:
            return
        reading = read_colleague(text, self.staff)
        asked = reading.colleagues or nearly_meant(reading.name, self.staff)
        if len({colleague.name for colleague in asked}) < len(asked) or not asked or self._is_in_use(text, row_id):
            return
        raise RuleBroken("contact", _("Did you mean one of these?"), colleagues=asked)

    def _is_in_use(self, text: str, row_id: int | None) -> bool:
        same = select(Partnership.id).where(
            Partnership.organisation_id == self.actor.organisation_id,
            Partnership.contact_key == person_key(text),
            Partnership.contact_person_id.is_(None),
            Partnership.id != (row_id or 0),
        )
        return db.session.scalar(same.limit(1)) is not None


def _columns(role: str, person_id: int | None, name: str) -> dict[str, Any]:
    return {f"{role}_person_id": person_id, f"{role}_name": name}


def contact_suggestions(organisation_id: int) -> list[str]:
    """Names for the contact field: staff, and teams and names used lately, as they were half a minute ago at the earliest."""
    cache, lock = current_app.extensions["contact_suggestions"]
    with lock:
        known = cache.get(organisation_id)
    if known is None:
        known = _read_suggestions(organisation_id)
        with lock:
            cache[organisation_id] = known
    return known


def _read_suggestions(organisation_id: int) -> list[str]:
    """Bounded, whatever the size of the list."""
    staff = select(Person.name).where(Person.organisation_id == organisation_id, IS_HERE).limit(300)
    recent = select(Partnership.contact_name).where(Partnership.organisation_id == organisation_id, IS_NAMED)
    recent = recent.order_by(Partnership.changed_at.desc()).limit(300)
    teams = select(Team.name).where(Team.organisation_id == organisation_id, Team.is_archived.is_(False)).limit(300)
    names = set(db.session.scalars(union(*(select(part.subquery()) for part in (staff, teams, recent))))) - {""}
    left = {colleague.name_key for colleague in staff_of(organisation_id) if colleague.has_left}
    if left:  # a name as text may be that of somebody who has left
        of_staff = set(db.session.scalars(staff))
        names = {name for name in names if name in of_staff or person_key(name) not in left}
    return sorted(names, key=sort_key)


def contact_typed(
    text: str | None, answer: str, row: Tracked, version: int, actor: Person, role: str = "contact"
) -> dict[str, Any]:
    """The two columns of a role, as the form of a row made from `version` gives them; what was not touched stays whom it meant.

    Empty for a form without the field. Of one who was erased since then no name comes back: nobody can tell whether it was
    typed, or stood in the form. Raises RuleBroken on the role for the name of who is no longer with us.
    """
    if text is None:
        return {}
    base = values_at(row, version)
    person_id = base[f"{role}_person_id"]
    name = base[f"{role}_name"]
    if not isinstance(name, str):  # erased from the log
        return ContactNames({text}, actor).choose(text, answer, role)
    person = db.session.get(Person, person_id) if person_id else None
    if text == contact_text(shown_name(person.name, person.id) if person else "", name):
        return _columns(role, person_id, name)
    meant = ContactNames({text}, actor).choose(text, answer, role)
    if person and person.is_erased and version < row.version and text and meant[f"{role}_person_id"] is None:
        return _columns(role, person_id, name)  # the form was made before: it may still hold the erased name
    return meant


def init_app(app: Flask) -> None:
    app.extensions["contact_suggestions"] = TTLCache(maxsize=1000, ttl=SUGGESTIONS_KEPT), Lock()
