"""What has been done to rows, in words: the acts on them, newest first, each with the lines of just these rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select

from .. import db
from .chains import Chain, chains_of
from .models import Change, ChangeSet
from .tracked import Tracked, tracked_models
from .words import Line, Words, act_name, words_of

ACTS_SHOWN = 30
LINES_SHOWN = 200
UNDONE_BESIDE_IT = timedelta(hours=8)  # as long as a launch lasts


@dataclass(frozen=True)
class PastAct:
    """An act on the rows asked for. `others` is how many other rows it changed, `undo_id` what its button takes back."""

    change_set: ChangeSet
    words: str
    lines: list[Line]
    others: int
    is_undone: bool
    undo_id: int | None


@dataclass(frozen=True)
class Past:
    """A page of acts; `older` leads to the next, None on the last."""

    acts: list[PastAct]
    older: int | None


def past_of(rows: Sequence[Tracked], older: int | None = None) -> Past:
    """What templates/_history.html shows of these rows: the newest acts, or those before the act `older`."""
    of_rows = _of_rows(rows)
    if of_rows is None:
        return Past([], None)
    query = select(Change.change_set_id).where(of_rows)
    if older is not None:
        query = query.where(Change.change_set_id < older)
    ids = list(db.session.scalars(query.distinct().order_by(Change.change_set_id.desc()).limit(ACTS_SHOWN + 1)))
    shown = ids[:ACTS_SHOWN]
    return Past(_acts(shown, of_rows, rows), shown[-1] if len(ids) > ACTS_SHOWN else None)


def act_that_took_off(past: Past, *, additions: Collection[str], removals: Collection[str]) -> PastAct | None:
    """The newest act that has archived rows and whose *Undo* puts them back: a removal, or an addition that was undone.

    `additions` and `removals` are names of acts.
    """
    for act in past.acts:
        name = act.change_set.act
        is_removal = name in removals and not act.is_undone
        is_undone_addition = name in additions and act.is_undone
        if act.undo_id and (is_removal or is_undone_addition):
            return act
    return None


def _of_rows(rows: Sequence[Tracked]) -> Any:
    """The condition for the log's lines of these rows; None for no rows."""
    ids: dict[str, list[int]] = {}
    for row in rows:
        ids.setdefault(row.__tablename__, []).append(row.id)
    conditions = [and_(Change.entity == entity, Change.entity_id.in_(found)) for entity, found in ids.items()]
    return or_(*conditions) if conditions else None


def _acts(ids: list[int], of_rows: Any, rows: Sequence[Tracked]) -> list[PastAct]:
    change_sets = {one.id: one for one in db.session.scalars(select(ChangeSet).where(ChangeSet.id.in_(ids)))}
    changes = list(db.session.scalars(select(Change).where(Change.change_set_id.in_(ids), of_rows).order_by(Change.id)))
    chains = chains_of(change_sets.values())
    words = words_of(changes, rows[0].organisation_id)
    titles = {(row.__tablename__, row.id): row.tracking.title(row) for row in rows}
    by_act: dict[int, list[Change]] = {one: [] for one in ids}
    for change in changes:
        by_act[change.change_set_id].append(change)
    return [_act(change_sets[one], by_act[one], chains, words, titles) for one in ids]


def _act(
    change_set: ChangeSet,
    changes: list[Change],
    chains: dict[int, Chain],
    words: Words,
    titles: Mapping[tuple[str, int], str],
) -> PastAct:
    chain = chains[change_set.root_id or change_set.id]
    lines = [line for change in changes if (line := _line(change, words, titles))]
    named = changes  # without lines, e.g. what was taken away
    if lines:
        named = [change for change in changes if _is_named_by_title(change)]
    titles_named = {titles.get((change.entity, change.entity_id), "") for change in named} - {"", change_set.shown_subject}
    name = _name_of(change_set, chain)
    return PastAct(
        change_set=change_set,
        words=f"{name}: {', '.join(sorted(titles_named))}" if titles_named else name,
        lines=lines,
        others=change_set.rows - len({(change.entity, change.entity_id) for change in changes}),
        is_undone=change_set.root_id is None and chain.is_undone,
        undo_id=_undo_id(change_set, changes, chain),
    )


def _undo_id(change_set: ChangeSet, changes: list[Change], chain: Chain) -> int | None:
    """What the act's button takes back; None where it has none: of an undoing, and while the act is still going on."""
    if change_set.root_id is not None or change_set.is_open:
        return None
    if _is_late_addition(change_set, changes) and not chain.is_undone:
        return None
    return chain.last_id


def _line(change: Change, words: Words, titles: Mapping[tuple[str, int], str]) -> Line | None:
    line = words.line(change)
    if line is None or not tracked_models[change.entity].tracking.is_one_value:
        return line
    return replace(line, name=titles.get((change.entity, change.entity_id), line.name))


def _is_named_by_title(change: Change) -> bool:
    """Whether the act names the row. A row of one value is named by its own line, unless the value was taken away."""
    model = tracked_models.get(change.entity)
    if model is None or not model.tracking.is_named_by_title:
        return False
    return not model.tracking.is_one_value or (change.field == model.tracking.archived_by and not change.is_creation)


def _is_late_addition(change_set: ChangeSet, changes: list[Change]) -> bool:
    """*Undo* beside a colleague's addition of weeks ago would take it away by one press: that is what *Archive* is for."""
    rows = {(change.entity, change.entity_id) for change in changes}
    created = {(change.entity, change.entity_id) for change in changes if change.is_creation}
    return bool(rows) and rows == created and change_set.created_at < db.now() - UNDONE_BESIDE_IT


def past_act(change_set: ChangeSet) -> PastAct:
    """One act alone, without lines: for its own page."""
    return _act(change_set, [], chains_of([change_set]), Words({}), {})


def names_of(change_sets: Sequence[ChangeSet]) -> dict[int, str]:
    """What each act is called, by its id."""
    undoings = [one for one in change_sets if one.root_id is not None]
    chains = chains_of(undoings) if undoings else {}
    return {one.id: _name_of(one, chains.get(one.root_id or one.id)) for one in change_sets}


def _name_of(change_set: ChangeSet, chain: Chain | None) -> str:
    """`chain` is needed for an undoing only."""
    if chain is None or change_set.root_id is None:
        return act_name(change_set.act)
    return _("Taken back") if chain.takes_back(change_set.id) else _("Brought back")


@dataclass(frozen=True)
class ChangedRow:
    """A row that an act has changed, for the act's own page."""

    title: str
    lines: list[Line]


@dataclass(frozen=True)
class ChangedRows:
    """A page of rows that an act has changed; `after` leads to the next, None on the last."""

    rows: list[ChangedRow]
    after: int | None


def rows_of(change_set: ChangeSet, after: int = 0) -> ChangedRows:
    """What an act has changed, in the order it was written: the first page, or the one after a place."""
    query = select(Change).where(Change.change_set_id == change_set.id, Change.id > after)
    changes = list(db.session.scalars(query.order_by(Change.id).limit(LINES_SHOWN + 1)))
    shown = changes[:LINES_SHOWN]
    words = words_of(shown, change_set.organisation_id)
    titles = _titles_of(shown)
    by_row: dict[tuple[str, int], list[Line]] = {}
    for change in shown:
        lines = by_row.setdefault((change.entity, change.entity_id), [])
        line = words.line(change)
        if line is not None:
            lines.append(line)
    rows = [ChangedRow(titles.get(place, ""), lines) for place, lines in by_row.items()]
    return ChangedRows(rows, shown[-1].id if len(changes) > LINES_SHOWN else None)


def _titles_of(changes: Iterable[Change]) -> dict[tuple[str, int], str]:
    ids: dict[str, set[int]] = {}
    for change in changes:
        ids.setdefault(change.entity, set()).add(change.entity_id)
    found: dict[tuple[str, int], str] = {}
    for entity, of_entity in ids.items():
        model = tracked_models.get(entity)
        rows = db.session.scalars(select(model).where(model.id.in_(of_entity))).unique() if model else ()
        found.update({(entity, row.id): row.tracking.title(row) for row in rows})
    return found


def title_of_first(change_set: ChangeSet) -> str:
    """Today's title of the row that an act has changed first; empty for a row without a title."""
    query = select(Change).where(Change.change_set_id == change_set.id).order_by(Change.id).limit(1)
    return next(iter(_titles_of(db.session.scalars(query)).values()), "")
