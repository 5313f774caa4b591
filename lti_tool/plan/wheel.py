"""Geometry of a year as a wheel: the twelve months outside, the actions as arcs in lanes within, clockwise from the top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from .listed import ListedAction
from .spans import Span
from .years import PlanYear

SIZE = 600  # units of the viewBox, both ways
MIDDLE = SIZE / 2
MOST_ARCS = 40  # more cannot be told apart on one sheet
_MONTHS_OUT, _MONTHS_IN = 296.0, 270.0
_LANES_OUT, _LANES_IN = 266.0, 84.0
_THICKEST = 25.0
_GAP = 3.0
_LEAST = 7.0  # degrees of a short action: room for its number
_BETWEEN = 0.4  # degrees at each end, so that neighbours are told apart
_LETTER = 6.3  # units of a letter along an arc


@dataclass(frozen=True)
class Arc:
    """A ring's part as a path, and the line on which its words stand, with as many letters as fit."""

    shape: str
    line: str
    text: str


@dataclass(frozen=True)
class ActionArc(Arc):
    action: ListedAction
    number: int


def months_of(year: PlanYear, names: Sequence[str]) -> list[Arc]:
    """The ring of the months."""
    angles = [_angle_of(Span(first, first), year)[0] for first in year.months] + [360.0]
    return [
        _arc(begin + _BETWEEN, end - _BETWEEN, _MONTHS_OUT, _MONTHS_IN, name)
        for begin, end, name in zip(angles[:-1], angles[1:], names, strict=True)
    ]


def arcs_of(actions: Sequence[ListedAction], year: PlanYear) -> list[ActionArc]:
    """The actions by their days, numbered from 1; lanes as thick as there is room for."""
    angles = [_angle_of(action.span, year) for action in actions]
    lanes = pack(angles)
    step = min(_THICKEST + _GAP, (_LANES_OUT - _LANES_IN) / max(1, max(lanes, default=0) + 1))
    arcs = []
    for number, (action, (begin, end), lane) in enumerate(zip(actions, angles, lanes, strict=True), 1):
        out = _LANES_OUT - lane * step
        mark = "✓ " if action.state == "done" else ""
        arc = _arc(begin + _BETWEEN, end - _BETWEEN, out, out - step + _GAP, f"{number} {mark}{action.text}")
        arcs.append(ActionArc(arc.shape, arc.line, arc.text, action, number))
    return arcs


def pack(intervals: Sequence[tuple[float, float]]) -> list[int]:
    """For each interval the first lane in which nothing stands in its way; 0 is the outermost."""
    lanes: list[list[tuple[float, float]]] = []
    places = []
    for interval in intervals:
        place = next((number for number, lane in enumerate(lanes) if _has_room(lane, interval)), len(lanes))
        if place == len(lanes):
            lanes.append([])
        lanes[place].append(interval)
        places.append(place)
    return places


def _has_room(lane: Sequence[tuple[float, float]], interval: tuple[float, float]) -> bool:
    begin, end = interval
    return all(end <= first or last <= begin for first, last in lane)


def _angle_of(span: Span, year: PlanYear) -> tuple[float, float]:
    """From which angle to which, 0 at the top; what goes beyond the year is cut, what is short gets room for its number."""
    days = (year.last_day - year.first_day).days + 1
    first = max(0, (span.starts_on - year.first_day).days)
    last = min(days, (span.ends_on - year.first_day).days + 1)
    begin, end = first * 360 / days, last * 360 / days
    if end - begin >= _LEAST:
        return begin, end
    return min(begin, 360 - _LEAST), min(begin, 360 - _LEAST) + _LEAST


def _arc(begin: float, end: float, out: float, within: float, text: str) -> Arc:
    end = min(end, begin + 359.9)  # a whole ring has two ends too
    shape = f"M{_at(begin, out)} {_way(begin, end, out)} L{_at(end, within)} {_way(end, begin, within)} Z"
    middle = (out + within) / 2
    is_upright = not 95 < (begin + end) / 2 % 360 < 265  # below, words go the other way round
    radius = middle - 4 if is_upright else middle + 4
    start, stop = (begin, end) if is_upright else (end, begin)
    room = int((end - begin) / 360 * 2 * pi * middle / _LETTER) - 1
    return Arc(shape, f"M{_at(start, radius)} {_way(start, stop, radius)}", _fitting(text, room))


def _fitting(text: str, room: int) -> str:
    """As much of a text as has room, in letters; where that is next to nothing, its first word: the number of an action."""
    if len(text) <= room:
        return text
    return f"{text[: room - 1].rstrip()}…" if room > 4 else text.partition(" ")[0]


def _way(begin: float, end: float, radius: float) -> str:
    is_large = int(abs(end - begin) > 180)
    return f"A{radius:.1f} {radius:.1f} 0 {is_large} {int(end > begin)} {_at(end, radius)}"


def _at(angle: float, radius: float) -> str:
    turned = angle * pi / 180
    return f"{MIDDLE + radius * sin(turned):.1f} {MIDDLE - radius * cos(turned):.1f}"
