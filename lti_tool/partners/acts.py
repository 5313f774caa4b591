"""What was done to a partner, in words: of its page, and what was done last to the rows of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import and_, func, select

from .. import db
from ..history.models import Change, ChangeSet
from ..history.past import Past, PastAct, act_that_took_off, names_of, past_of
from ..history.tracked import Tracked
from ..history.words import act_name, field_of
from ..tiers.queries import titles_of
from .listed import ListedRow
from .models import Partner
from .moving import pairs_of_move
from .row_models import Partnership

_EDIT = "partnership.edit"
_MOVE = "partnership.move"


def past_of_partner(partner: Partner, further: Sequence[Tracked], older: int | None) -> Past:
    """A page of what was done to a partner, its rows and names, and to what features above keep of it (`further`)."""
    past = past_of([partner, *partner.partnerships, *partner.other_names, *further], older)
    return replace(past, acts=_with_moves_described(partner, past.acts))


def what_took_off(past: Past) -> PastAct | None:
    """The act whose *Undo* puts an archived partner on the list again."""
    return act_that_took_off(past, additions={"partnership.add"}, removals={"partnership.archive", "partnership.end"})


def last_acts(rows: Sequence[ListedRow]) -> dict[int, str]:
    """What was done to each row last, in words, by the row's id: of a correction which fields.

    An act that has moved some of many rows has corrected the others.
    """
    of_rows = (Change.entity == Partnership.__tablename__, Change.entity_id.in_([row.id for row in rows]))
    last = select(Change.entity_id, func.max(Change.change_set_id).label("act_id")).where(*of_rows)
    last_of_row = last.group_by(Change.entity_id).subquery()
    is_last = and_(Change.entity_id == last_of_row.c.entity_id, Change.change_set_id == last_of_row.c.act_id)
    query = select(Change, ChangeSet).join(last_of_row, is_last).join(ChangeSet, ChangeSet.id == Change.change_set_id)
    changes = db.session.execute(query.where(*of_rows).order_by(Change.id)).all()
    names = names_of([act for _change, act in changes])
    came_or_went = {change.entity_id for change, _act in changes if change.field == "is_archived"}
    told: dict[int, list[str]] = {}
    for change, act in changes:
        is_correction = act.act == _EDIT or (act.act == _MOVE and change.entity_id not in came_or_went)
        corrected = field_of(change) if is_correction and act.root_id is None else None
        word = str(corrected.name) if corrected else names[act.id]
        words = told.setdefault(change.entity_id, [])
        if word not in words:
            words.append(word)
    return {row_id: ", ".join(words) for row_id, words in told.items()}


@dataclass
class _MovedRows:
    """Which of a partner's rows an act has ended, which it has begun, and the texts that it wrote, by the row's id."""

    ended: list[Partnership] = field(default_factory=list)
    begun: list[Partnership] = field(default_factory=list)
    texts: dict[int, Any] = field(default_factory=dict)


def _with_moves_described(partner: Partner, acts: list[PastAct]) -> list[PastAct]:
    """A move to another tier says from where to where, and shows a text only where that was changed with it."""
    moves = {act.change_set.id: _MovedRows() for act in acts if act.change_set.act == _MOVE}
    if not moves:
        return acts
    rows = {row.id: row for row in partner.partnerships}
    fields = ("is_archived", "description")
    query = select(Change).where(Change.change_set_id.in_(moves), Change.entity == "partnership", Change.field.in_(fields))
    for change in db.session.scalars(query.where(Change.entity_id.in_(rows))):
        row = rows[change.entity_id]
        moved = moves[change.change_set_id]
        if change.field == "description":
            moved.texts[row.id] = change.after
        elif change.after:
            moved.ended.append(row)
        else:
            moved.begun.append(row)
    return [_describe_move(act, moves[act.change_set.id]) if act.change_set.id in moves else act for act in acts]


def _describe_move(act: PastAct, moved: _MovedRows) -> PastAct:
    pairs = pairs_of_move(moved.ended, moved.begun)
    if not pairs:  # other rows were moved, of other partners: here something was corrected
        return act if act.change_set.root_id else replace(act, words=act_name(_EDIT))
    titles = titles_of({row.tier for pair in pairs for row in pair}, act.change_set.organisation_id)
    ways = dict.fromkeys(f"{titles[ended.tier]} → {titles[begun.tier]}" for ended, begun in pairs)
    has_other_text = any(moved.texts.get(begun.id, ended.description) != ended.description for ended, begun in pairs)
    return replace(act, words=f"{act.words}: {', '.join(ways)}", lines=act.lines if has_other_text else [])
