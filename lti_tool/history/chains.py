"""An act, the undoing of it, the undoing of that: the act stands when there is an even number of undoings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select

from .. import db
from .models import ChangeSet


@dataclass
class Chain:
    """An act and its undoings, all by id; each undoing takes back the one before it, the first one the act itself."""

    act_id: int
    undoings: list[int] = field(default_factory=list)

    @property
    def is_undone(self) -> bool:
        return len(self.undoings) % 2 == 1

    @property
    def last_id(self) -> int:
        """What the button *Undo* takes back."""
        return self.undoings[-1] if self.undoings else self.act_id

    def takes_back(self, undoing_id: int) -> bool:
        """Whether after this undoing the act was undone; else it was brought back."""
        return self.undoings.index(undoing_id) % 2 == 0


def chains_of(change_sets: Iterable[ChangeSet]) -> dict[int, Chain]:
    """The chains in which these acts and undoings stand, by the id of the act at the beginning."""
    chains = {act_id: Chain(act_id) for act_id in {one.root_id or one.id for one in change_sets}}
    query = select(ChangeSet.root_id, ChangeSet.id).where(ChangeSet.root_id.in_(chains)).order_by(ChangeSet.id)
    for root_id, undoing_id in db.session.execute(query):
        chains[root_id or 0].undoings.append(undoing_id)
    return chains


def is_brought_back_by_undoing(change_set: ChangeSet) -> bool:
    """Whether undoing this act brings another one back: it is itself an undoing."""
    return change_set.root_id is not None and chains_of([change_set])[change_set.root_id].takes_back(change_set.id)
