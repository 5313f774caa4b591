"""Queries on encounters: those of a partner, the partners met last, needs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import func, select

from .. import db
from ..partners.models import Partner
from ..partners.row_models import Partnership
from ..partners.timeline import About, Moment
from ..people.models import Person
from ..people.queries import accounts_of
from ..text import search_words, without_marks
from .models import Encounter, Need

MOST_OF_PARTNER = 1000
LATEST_SHOWN = 5
NEEDS_OFFERED = 4
FEWEST_LETTERS = 3
MOST_COMPARED = 2000


class TimelineRow(NamedTuple):
    """An encounter on the timeline, and how many other partners have the same need."""

    encounter: Encounter
    others: int


def about_partner(partner: Partner) -> About:
    """Encounters on the partner's timeline, and for its head the last one and the open step that comes first."""
    query = select(Encounter).where(Encounter.partner_id == partner.id)
    rows = db.session.scalars(query.order_by(Encounter.happened_on.desc(), Encounter.id.desc()).limit(MOST_OF_PARTNER)).all()
    in_use = [encounter for encounter in rows if not encounter.is_archived]
    others = others_with({encounter.need_id for encounter in in_use if encounter.need_id}, partner.id)
    moments = [
        Moment(
            at=datetime.combine(encounter.happened_on, time(12), UTC),  # noon, so that the day is the same in Finland
            text=encounter.text,
            template="encounters/_moment.html",
            row=TimelineRow(encounter, others.get(encounter.need_id or 0, 0)),
        )
        for encounter in in_use
    ]
    open_steps = sorted((encounter for encounter in in_use if encounter.has_open_step), key=_urgency)
    context = {"last_encounter": next(iter(in_use), None), "next_encounter": next(iter(open_steps), None)}
    return About(moments, rows, context)


def latest_days(partner_ids: Collection[int]) -> dict[int, date]:
    """The day of each partner's last encounter or done step."""
    of_partners = [Encounter.partner_id.in_(partner_ids), Encounter.is_archived.is_(False)]
    query = select(Encounter.partner_id, func.max(Encounter.happened_on), func.max(Encounter.done_on)).where(*of_partners)
    found = db.session.execute(query.group_by(Encounter.partner_id))
    return {partner_id: max(happened_on, done_on or happened_on) for partner_id, happened_on, done_on in found}


def _urgency(encounter: Encounter) -> tuple[date, int]:
    return encounter.next_on or date.max, encounter.id


def latest_partners(person: Person) -> list[Partner]:
    """Partners that a person may have met just now: those of the person's latest logs, then the person's own by name."""
    logged = select(Encounter.partner_id, func.max(Encounter.id).label("latest"))
    is_own = Encounter.author_id.in_(accounts_of(person))
    logged = logged.where(Encounter.organisation_id == person.organisation_id, is_own)
    logged = logged.group_by(Encounter.partner_id).order_by(func.max(Encounter.id).desc()).limit(LATEST_SHOWN)
    own = select(Partnership.partner_id).where(
        Partnership.organisation_id == person.organisation_id,
        Partnership.contact_person_id == person.id,
        Partnership.is_archived.is_(False),
    )
    own = own.order_by(Partnership.sort_key, Partnership.id).limit(2 * LATEST_SHOWN)
    ids = dict.fromkeys([row.partner_id for row in db.session.execute(logged)] + list(db.session.scalars(own)))
    found = db.session.scalars(select(Partner).where(Partner.id.in_(ids), Partner.is_archived.is_(False)))
    by_id = {partner.id: partner for partner in found}
    return [by_id[one] for one in ids if one in by_id][:LATEST_SHOWN]


def find_needs(organisation_id: int, words: list[str], at_most: int) -> list[Need]:
    """Needs that some partner has and whose text holds all these words (`text.search_words`), the newest first."""
    is_heard = select(Encounter.id).where(Encounter.need_id == Need.id, Encounter.is_archived.is_(False)).exists()
    query = select(Need).where(Need.organisation_id == organisation_id, Need.is_archived.is_(False), is_heard)
    query = query.where(*(Need.text_key.contains(word, autoescape=True) for word in words))
    return list(db.session.scalars(query.order_by(Need.id.desc()).limit(at_most)))


class OfferedNeed(NamedTuple):
    """An earlier need with the names of some partners that have it, and how many do."""

    id: int
    text: str
    partners: int


def needs_like(organisation_id: int, wording: str) -> list[OfferedNeed]:
    """Earlier needs with a word of this wording, those with most words first: the writer joins one or not.

    They are compared here, since no database takes the marks off letters; of very many the newest MOST_COMPARED.
    """
    words = {without_marks(word) for word in search_words(wording) if len(word) >= FEWEST_LETTERS}
    if not words:
        return []
    query = select(Need.id, Need.text, Need.text_key).where(Need.organisation_id == organisation_id, Need.is_archived.is_(False))
    known = db.session.execute(query.order_by(Need.id.desc()).limit(MOST_COMPARED))
    scored = [(_words_shared(words, need.text_key), need) for need in known]
    closest = sorted((each for each in scored if each[0]), key=lambda each: (-each[0], each[1].id))[: 2 * NEEDS_OFFERED]
    held = select(Encounter.need_id, func.count(func.distinct(Encounter.partner_id)))
    held = held.where(Encounter.need_id.in_([need.id for _score, need in closest]), Encounter.is_archived.is_(False))
    partners = {row[0]: row[1] for row in db.session.execute(held.group_by(Encounter.need_id))}
    offered = [OfferedNeed(need.id, need.text, partners[need.id]) for _score, need in closest if need.id in partners]
    return offered[:NEEDS_OFFERED]


def _words_shared(words: set[str], text_key: str) -> int:
    """How many of these words begin a word of the text, as far as Finnish and Swedish bend it at the end only."""
    text_words = without_marks(text_key).split()
    shared = 0
    for word in words:
        stem = word[: max(FEWEST_LETTERS, len(word) - 2)]  # endings change the last two letters
        if any(other.startswith(stem) for other in text_words):
            shared += 1
    return shared


def others_with(need_ids: set[int], partner_id: int) -> dict[int, int]:
    """How many other partners have these needs too."""
    if not need_ids:
        return {}
    query = select(Encounter.need_id, func.count(func.distinct(Encounter.partner_id)).label("partners"))
    query = query.where(Encounter.need_id.in_(need_ids), Encounter.partner_id != partner_id, Encounter.is_archived.is_(False))
    return {row.need_id: row.partners for row in db.session.execute(query.group_by(Encounter.need_id))}


def needs_in_words(ids: set[Any], organisation_id: int) -> dict[Any, str]:
    """The texts of needs, for the history."""
    return db.texts_by_id(Need.text, ids, organisation_id)
