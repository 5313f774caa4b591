"""What the history says of what many wrote: was anything lost, overwritten unseen or brought back?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tests.writers.writer import Typed

Place = tuple[str, int, str]  # entity, id, field


@dataclass(frozen=True)
class Line:
    """One change of one field, as the history has it; a place's lines are in the order in which they were made."""

    place: Place
    before: str
    after: str


@dataclass(frozen=True)
class Verdict:
    lost: int  # said to be saved, and not in the history exactly once, or not what the row holds at the end
    unseen: int  # written over a value that the writer had not been shown, or that the history does not know
    brought_back: int  # a value that comes a second time, or that nobody had been told was saved


def judge(accepted: Iterable[Typed], lines: Iterable[Line], held: dict[Place, str]) -> Verdict:
    """`held`: what the rows hold at the end."""
    by_value = {typed.value: typed for typed in accepted}
    places: dict[Place, list[Line]] = defaultdict(list)
    for line in lines:
        places[line.place].append(line)
    written = Counter(line.after for chain in places.values() for line in chain)
    lost = sum(written[value] != 1 for value in by_value)
    lost += sum(chain[-1].after != held[place] for place, chain in places.items())
    unseen = 0
    for chain in places.values():
        for number, line in enumerate(chain):
            is_unbroken = number == 0 or chain[number - 1].after == line.before
            typed = by_value.get(line.after)
            unseen += not is_unbroken or (typed is not None and not any(line.before in page for page in typed.pages))
    brought_back = sum(count > 1 or value not in by_value for value, count in written.items())
    return Verdict(lost, unseen, brought_back)
