"""Which rows match a filter, as conditions that an index answers."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select

from .. import db
from ..days import today
from ..people.models import Person
from ..teams.models import Team
from ..text import person_key, search_words
from .choices import CURRENT
from .filters import DEEPEN, LACKING, NEVER, NOT_KNOWN_LATELY, NOT_LATELY, Filter, further_filters
from .last_contact import HALF_A_YEAR
from .models import Partner
from .row_models import COULD_DEEPEN, IS_LONG, Partnership

Conditions = list[ColumnElement[bool]]
ANY_ROW: list[Conditions] = [[]]  # one way to match, without a condition


def ways_to_match(wanted: Filter) -> list[Conditions]:
    """Alternative lists of conditions, of which a row has to fulfil one whole list.

    No row fulfils two of them, so that each can be queried alone, by its own index, and the results put together.
    """
    conditions = [Partnership.organisation_id == wanted.organisation_id, Partnership.is_archived.is_(False)]
    if wanted.tier:
        conditions.append(Partnership.tier == wanted.tier)
    conditions += _narrowing(wanted)
    ways = [conditions]
    if wanted.mine is not None:
        ways = _combine(ways, _contact_is(wanted.mine))
    if wanted.contact:
        ways = _combine(ways, _contact_is_named(wanted.organisation_id, search_words(wanted.contact)))
    if wanted.text:
        ways = _combine(ways, _has_words(wanted.organisation_id, search_words(wanted.text)))
    return ways


def _narrowing(wanted: Filter) -> Conditions:
    """The conditions that narrow a list down. A plain list shows partnerships in force; a search also finds wanted ones."""
    conditions: Conditions = []
    is_looked_through = wanted.text or wanted.contact or wanted.mine is not None or wanted.ours is not None
    state = wanted.state or ("" if is_looked_through else CURRENT)
    if state == DEEPEN:
        conditions.append(COULD_DEEPEN)
    elif state:
        conditions.append(Partnership.state == state)
    if wanted.lacks:
        conditions.append(LACKING[wanted.lacks])
    if wanted.team:
        conditions.append(Partnership.team_id == wanted.team)
    if wanted.ours is not None:
        conditions.append(Partnership.team_id.in_(wanted.ours))
    if wanted.field:
        of_field = select(Team.id).where(Team.organisation_id == wanted.organisation_id, Team.field_id == wanted.field)
        conditions.append(Partnership.team_id.in_(of_field))
    if wanted.met:
        conditions.append(is_met(wanted.organisation_id, wanted.met))
    for name, value in wanted.further:
        conditions.append(further_filters[name].condition(wanted.organisation_id, value))
    return conditions


def is_met(organisation_id: int, value: str) -> ColumnElement[bool]:
    """One of MET: no contact is known, the last one was over half a year ago, or either."""
    partners = select(Partner.id).where(Partner.organisation_id == organisation_id, Partner.is_archived.is_(False))
    is_not_known = Partner.last_contact_on.is_(None)
    is_not_lately = Partner.last_contact_on < today() - HALF_A_YEAR
    conditions = {NEVER: is_not_known, NOT_LATELY: is_not_lately, NOT_KNOWN_LATELY: or_(is_not_known, is_not_lately)}
    return Partnership.partner_id.in_(partners.where(conditions[value]))


def _combine(ways: list[Conditions], others: list[Conditions]) -> list[Conditions]:
    """The ways to match both: every pair of one of the first list and one of the second."""
    return [way + other for way in ways for other in others]


def _contact_is(person_id: int) -> list[Conditions]:
    """The contact person is this one: by id, or by the name as it was written before the person had opened the tool."""
    key = db.session.scalar(select(Person.name_key).where(Person.id == person_id))
    by_id: Conditions = [Partnership.contact_person_id == person_id]
    as_text: Conditions = [Partnership.contact_person_id.is_(None), Partnership.contact_key == key]
    return [by_id, as_text] if key else [by_id]


def _contact_is_named(organisation_id: int, words: list[str]) -> list[Conditions]:
    """The contact person's name holds all these words: a colleague's name, or a name written as text."""
    if not words:
        return ANY_ROW
    people = _people_with(organisation_id, words)
    of_all = set.intersection(*people.values())
    by_id: Conditions = [Partnership.contact_person_id.in_(of_all)]
    as_text: Conditions = [Partnership.contact_person_id.is_(None)]
    for word in words:
        key = person_key(word)
        as_text.append(Partnership.contact_key.contains(key, autoescape=True) if key else false())
    return [by_id, as_text] if of_all else [as_text]


def _has_words(organisation_id: int, words: list[str]) -> list[Conditions]:
    """The row's text or its contact person's name holds each of these words: in the part of the text that an index holds, or,
    where that does not decide, in the whole of a long text."""
    if not words:
        return ANY_ROW
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
    people = db.session.execute(query).all()
    return {word: {person.id for person in people if word in person.search_text} for word in words}
