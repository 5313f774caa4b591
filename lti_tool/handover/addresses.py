"""Whose lines a page is about, as its address says it."""

from __future__ import annotations

from flask import abort, request, url_for

from ..fields import one_line
from ..people import access
from ..people.models import Person
from ..teams.models import Team
from .carried import Giver
from .queries import givers_meant


def givers_asked() -> list[Giver]:
    """Whom the address means: `person` by id, `team` by id, `name` as a list names them; oneself without any of them."""
    if "person" in request.args:
        return [Giver.of_person(_giver_or_404(request.args.get("person", 0, type=int)))]
    if "team" in request.args:
        return [Giver.of_team(access.owned_or_404(Team, request.args.get("team", 0, type=int)))]
    name = one_line(request.args.get("name"))[:200]
    if name:
        return givers_meant(access.organisation_id(), name)
    return [Giver.of_person(access.person())]


def _giver_or_404(person_id: int) -> Person:
    """Also who was erased: what stood in the name has to go to somebody."""
    person = access.owned_or_404(Person, person_id)
    return person if person.is_erased else colleague_or_404(person_id)


def colleague_or_404(person_id: int) -> Person:
    """One of own staff; who was never let in, e.g. a student, is shown nowhere."""
    person = access.owned_or_404(Person, person_id)
    return person if person.is_staff else abort(404)


def giver_asked() -> Giver:
    """Of a form, which stands on a page of one giver."""
    givers = givers_asked()
    return givers[0] if len(givers) == 1 else abort(404)


def page_of(giver: Giver, endpoint: str = "handover.show") -> str:
    if giver.person:
        return url_for(endpoint, person=giver.person.id)
    if giver.team:
        return url_for(endpoint, team=giver.team.id)
    return url_for(endpoint, name=giver.name)
