"""Acts that are taken back as a whole or not at all, such as a merge; of all others each field is looked at for itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .. import db
from .models import ChangeSet


@dataclass(frozen=True)
class Whole:
    """What belongs to an act that is taken back, and brought back, as a whole or not at all.

    `check` locks what it needs and raises RuleBroken on `undo` where it cannot be; `follow` sees to what follows from it, and
    may raise too. Both are asked as a part of the undoing, for the act or for the undoing of it that is being taken back.
    """

    check: Callable[[ChangeSet], None]
    follow: Callable[[ChangeSet], None]


wholes: dict[str, Whole] = {}  # by act; features add theirs


def whole_of(change_set: ChangeSet) -> Whole | None:
    """How an act is undone as a whole; None for one of which each field is undone for itself."""
    root = db.session.get(ChangeSet, change_set.root_id) if change_set.root_id else change_set
    return wholes.get(root.act) if root else None
