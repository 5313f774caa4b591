"""Which rows match a filter, as conditions that an index answers."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select

from .. import db
from ..language import today
from ..people.models import Person
from ..teams.models import Team
from ..text import person_key, search_words
from .choices import CURRENT
from .filters import DEEPEN, LACKING, NEVER, Filter, further_filters
from .last_contact import HALF_A_YEAR
from .models import Partner
from .row_models import IS_LONG, Partnership

Conditions = list[ColumnElement[bool]]


def ways_to_match(wanted: Filter) -> list[Conditions]:
    """The ways in which a row can match, none of them matched by a row of another: each is a question of its own."""
    conditions = [Partnership.organisation_id == wanted.organisation_id, Partnership.is_archived.is_(False)]
    if wanted.tier:
        conditions.append(Partnership.tier == wanted.tier)
    conditions += _narrowing(wanted)
    ways = [conditions]
    if wanted.mine is not None:
        ways = _both(ways, _ways_to_be_of(wanted.mine))
    if wanted.contact:
        ways = _both(ways, _ways_to_be_of_a_name(wanted.organisation_id, search_words(wanted.contact)))
    if wanted.text:
        ways = _both(ways, _ways_to_have_words(wanted.organisation_id, search_words(wanted.text)))
    return ways


def _narrowing(wanted: Filter) -> Conditions:
    """What narrows a list down: a plain list has what is in force, one that is looked through also what is wanted."""
    found: Conditions = []
    is_looked_through = wanted.text or wanted.contact or wanted.mine is not None or wanted.ours is not None
    state = wanted.state or ("" if is_looked_through else CURRENT)
    if state == DEEPEN:
        found.append(Partnership.could_deepen.is_(True))
    elif state:
        found.append(Partnership.state == state)
    if wanted.lacks:
        found.append(LACKING[wanted.lacks])
    if wanted.team:
        found.append(Partnership.team_id == wanted.team)
    if wanted.ours is not None:
        found.append(Partnership.team_id.in_(wanted.ours))
    if wanted.field:
        of_field = select(Team.id).where(Team.organisation_id == wanted.organisation_id, Team.field_id == wanted.field)
        found.append(Partnership.team_id.in_(of_field))
    if wanted.met:
        found.append(is_met(wanted.organisation_id, wanted.met))
    for name, value in wanted.further:
        found.append(further_filters[name].condition(wanted.organisation_id, value))
    return found


def is_met(organisation_id: int, value: str) -> ColumnElement[bool]:
    """Of MET: with whose partner no contact is known, or the last one is over half a year ago; nothing known is not neglect."""
    partners = select(Partner.id).where(Partner.organisation_id == organisation_id, Partner.is_archived.is_(False))
    if value == NEVER:
        return Partnership.partner_id.in_(partners.where(Partner.last_contact_on.is_(None)))
    return Partnership.partner_id.in_(partners.where(Partner.last_contact_on < today() - HALF_A_YEAR))


def _both(ways: list[Conditions], others: list[Conditions]) -> list[Conditions]:
    """One of the first and one of the second."""
    return [way + other for way in ways for other in others]


def _ways_to_be_of(person_id: int) -> list[Conditions]:
    """Whose contact person this is, also where the name was written before the person had opened the tool."""
    key = db.session.scalar(select(Person.name_key).where(Person.id == person_id))
    by_id: Conditions = [Partnership.contact_person_id == person_id]
    as_text: Conditions = [Partnership.contact_person_id.is_(None), Partnership.contact_key == key]
    return [by_id, as_text] if key else [by_id]


def _ways_to_be_of_a_name(organisation_id: int, words: list[str]) -> list[Conditions]:
    """Whose contact person has all these words in the name: one of ours, or written as text."""
    if not words:
        return [[]]
    people = _people_with(organisation_id, words)
    of_all = set.intersection(*people.values())
    by_id: Conditions = [Partnership.contact_person_id.in_(of_all)]
    as_text: Conditions = [Partnership.contact_person_id.is_(None)]
    for word in words:
        key = person_key(word)
        as_text.append(Partnership.contact_key.contains(key, autoescape=True) if key else false())
    return [by_id, as_text] if of_all else [as_text]


def _ways_to_have_words(organisation_id: int, words: list[str]) -> list[Conditions]:
    """Who has each of these words, or a contact person with it: as far as the index holds the text, or else further on."""
    if not words:
        return [[]]
    people = _people_with(organisation_id, words)
    in_index: Conditions = []
    in_all: Conditions = []
    for word in words:
        # Without `coalesce` NULL would make the `not` below neither true nor false.
        is_of_person = func.coalesce(Partnership.contact_person_id, 0).in_(people[word]) if people[word] else false()
        in_index.append(or_(Partnership.search_text.contains(word, autoescape=True), is_of_person))
        in_all.append(or_(Partnership.search_rest.contains(word, autoescape=True), is_of_person))
    return [in_index, [IS_LONG, *in_all, not_(and_(*in_index))]]


def _people_with(organisation_id: int, words: list[str]) -> dict[str, set[int]]:
    """For each word the colleagues who have it in their name: few, so they are looked up before the rows."""
    has_one = or_(false(), *(Person.search_text.contains(word, autoescape=True) for word in words))
    query = select(Person.id, Person.search_text).where(Person.organisation_id == organisation_id, has_one)
    found = db.session.execute(query).all()
    return {word: {person.id for person in found if word in person.search_text} for word in words}
