"""Which partnerships ask for attention: those that hang on one person, those without contact (Malin 2022, ch. 5.2).

For partnerships in force in development, strategic and network only. Those of which no contact is known are counted apart:
nobody is said to have neglected them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from ..encounters.models import Encounter
from ..partners.choices import CURRENT
from ..partners.filters import MET, NAMES_NO_TEAM, NEVER, NOT_LATELY
from ..partners.matching import is_met
from ..partners.queries import Filter, count_each
from ..partners.row_models import IS_WITHOUT_DEPUTY, Partnership
from ..people.models import Person
from ..people.queries import IS_GONE, ONE_OF_OURS
from ..teams.models import Team

CARED_FOR = ("development", "strategic", "network")
ONE_PERSON = "one-person"
CONTACT_LEFT = "contact-left"
NO_CONTACT = "half-year"
NOT_KNOWN = "not-known"
NAMES = {
    ONE_PERSON: _l("hanging on one person"),
    CONTACT_LEFT: _l("with a contact person who is no longer with us"),
    NO_CONTACT: MET[NOT_LATELY],
    NOT_KNOWN: MET[NEVER],
}


def rows_that_ask(organisation_id: int, value: str) -> ColumnElement[bool]:
    """The condition for rows that ask for attention in one of NAMES."""
    return and_(Partnership.tier.in_(CARED_FOR), Partnership.state == CURRENT, _CONDITIONS[value](organisation_id))


def counted(organisation_id: int) -> dict[str, int]:
    """How many rows ask for attention, by NAMES: as many as the list behind the number has."""
    filters = [Filter(organisation_id, further=(("care", value),)) for value in NAMES]
    return dict(zip(NAMES, count_each(filters), strict=True))


def _hang_on_one_person(organisation_id: int) -> ColumnElement[bool]:
    """Without a deputy who is here and without team, and only one of ours, by however many accounts, has logged anything."""
    # No deputy, or one who has left.
    has_no_deputy = or_(IS_WITHOUT_DEPUTY, Partnership.deputy_person_id.in_(_who_is_gone(organisation_id)))
    # The row is no team's, and its contact is none: neither by a name that says so nor by one of the college's teams.
    team_names = select(Team.name).where(Team.organisation_id == organisation_id, Team.is_archived.is_(False))
    has_no_team = and_(Partnership.team_id.is_(None), NAMES_NO_TEAM, Partnership.contact_name.not_in(team_names))
    # All logs were written by one person.
    writers = select(func.count(ONE_OF_OURS.distinct())).join_from(Encounter, Person, Person.id == Encounter.author_id)
    writers = writers.where(Encounter.partner_id == Partnership.partner_id, Encounter.is_archived.is_(False))
    return and_(has_no_deputy, has_no_team, writers.scalar_subquery() == 1)


def _contact_has_left(organisation_id: int) -> ColumnElement[bool]:
    return Partnership.contact_person_id.in_(_who_is_gone(organisation_id))


def _who_is_gone(organisation_id: int) -> Select[int]:
    return select(Person.id).where(Person.organisation_id == organisation_id, IS_GONE)


_CONDITIONS: dict[str, Callable[[int], ColumnElement[bool]]] = {
    ONE_PERSON: _hang_on_one_person,
    CONTACT_LEFT: _contact_has_left,
    NO_CONTACT: partial(is_met, value=NOT_LATELY),
    NOT_KNOWN: partial(is_met, value=NEVER),
}
