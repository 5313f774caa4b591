"""Where the history names a person: values of its lines, and what its acts were about. There it can be taken out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select

from .. import db
from ..history.models import Change, ChangeSet
from ..history.words import field_of
from .mentions import MOST_READ, MOST_SHOWN, excerpt, texts_in
from .registry import parts
from .searched_column import SearchedColumn
from .wanted import SearchTerms

OF_ACT = "act"  # before the id of an act, whose own texts name the person
SIDES = ("before", "after")  # of a line
TEXTS = ("subject", "actor_name")  # of an act
EXACT = 0  # with the very name, an address or a number
RANKS = (EXACT, 1)  # of 1 with what may be a form of the name


class OldValue(NamedTuple):
    """What in the history names the person: `key` is how a form names it, the id of a line or OF_ACT and that of an act.

    `columns` are those that name the person: nothing else is taken out. `rank` is one of RANKS.
    """

    rank: int
    key: str
    columns: tuple[str, ...]
    act: ChangeSet
    field: str
    excerpt: str


def old_values_of(
    wanted: SearchTerms, organisation_id: int, pointing: Mapping[str, Collection[int]]
) -> tuple[list[OldValue], bool]:
    """The very name first, then the newest, and whether there are more.

    Lines of the rows `pointing` (ids by table) are left out: they are erased together with the person.
    """
    if not (wanted.groups or wanted.strings):
        return [], False
    of_lines = islice(_of_lines(wanted, organisation_id, pointing), MOST_SHOWN + 1)
    of_acts = islice(_of_acts(wanted, organisation_id), MOST_SHOWN + 1)
    found = sorted([*of_lines, *of_acts], key=lambda one: (one.rank, -one.act.id))
    return found[:MOST_SHOWN], len(found) > MOST_SHOWN


def _of_lines(wanted: SearchTerms, organisation_id: int, pointing: Mapping[str, Collection[int]]) -> Iterator[OldValue]:
    query = select(Change, ChangeSet).join(ChangeSet, ChangeSet.id == Change.change_set_id)
    query = query.where(ChangeSet.organisation_id == organisation_id)
    for rank, (line, act) in _candidates(query, Change, SIDES, wanted):
        if line.entity_id in pointing.get(line.entity, ()):
            continue
        texts = {side: _text_of(line, getattr(line, side)) for side in SIDES}
        places = _places_in(texts, wanted)
        if places:
            name = SIDES[-1] if SIDES[-1] in places else SIDES[0]  # of two values the later one is shown
            field = field_of(line)
            shown = excerpt(texts[name], places[name])
            yield OldValue(rank, str(line.id), tuple(places), act, str(field.name) if field else line.field, shown)


def _of_acts(wanted: SearchTerms, organisation_id: int) -> Iterator[OldValue]:
    query = select(ChangeSet).where(ChangeSet.organisation_id == organisation_id)
    for rank, (act,) in _candidates(query, ChangeSet, TEXTS, wanted):
        texts = {name: getattr(act, name) for name in TEXTS}
        places = _places_in(texts, wanted)
        if places:
            name = next(iter(places))
            yield OldValue(rank, f"{OF_ACT}{act.id}", tuple(places), act, _("About"), excerpt(texts[name], places[name]))


def _candidates(query: Any, model: Any, columns: Collection[str], wanted: SearchTerms) -> Iterator[tuple[int, Any]]:
    """Rows that may name the person, each with its rank: by rank, then the newest first. Read page by page, as far as is used."""
    for rank in RANKS:
        of_rank = query.where(_is_of_rank(wanted, model, columns, rank)).order_by(model.id.desc()).limit(MOST_READ)
        page = db.session.execute(of_rank).unique().all()
        while page:
            for row in page:
                yield rank, row
            is_last = len(page) < MOST_READ
            page = [] if is_last else db.session.execute(of_rank.where(model.id < page[-1][0].id)).unique().all()


def _is_of_rank(wanted: SearchTerms, model: Any, columns: Collection[str], rank: int) -> ColumnElement[bool]:
    """Whether one of these columns may name the person: of the first rank with the very name, of the second without it.

    Any of them may hold the query of an address: the history keeps the values of all columns.
    """
    searched = [SearchedColumn(model.__table__.c[name], wanted, is_query=True) for name in columns]
    may_name = or_(*(column.may_name() for column in searched))
    is_exact = func.coalesce(or_(*(column.names_exactly() for column in searched)), false())  # NULL of an empty value is no name
    return and_(may_name, is_exact if rank == EXACT else not_(is_exact))


def _text_of(line: Change, value: Any) -> str:
    part = parts.get(line.entity)
    text = texts_in(value)
    return unquote_plus(text) if part and line.field in part.queries else text


def _places_in(texts: Mapping[str, str], wanted: SearchTerms) -> dict[str, int]:
    """Where these texts name the person, by their names; those that do not are left out."""
    return {name: place for name, text in texts.items() if (place := wanted.place_in(text)) is not None}
