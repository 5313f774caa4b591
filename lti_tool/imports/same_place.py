"""Several rows of a list that stand in one place, of the same partner, tier, team and unit: one partnership of all of them."""

from __future__ import annotations

from typing import Any

from ..fields import LONGEST_TEXT
from .partner_state import ROLES, NewValues, RowState

BOTH = "both"  # the answer that a row is brought in together with an earlier one of the same place


class SamePlace(Exception):
    """An earlier row of the list says another thing of the same partner, tier and team."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def beside_earlier(new: NewValues, row: RowState, answer: str) -> NewValues:
    """What a second row of the same place says, if it says the same; or, if the answer was BOTH, put together with the first.

    Raises SamePlace where the user has to be asked, or the texts are too long together.
    """
    differing = {name for name in ("description", "starts_on", "ends_on") if _differs(new, row, name)}
    others = [role for role in ROLES if _is_another(new, row, role)]
    if not differing and not others:
        return new
    if answer != BOTH:
        raise SamePlace(row.number)
    return _together(new, row, differing, others)


def _differs(new: NewValues, row: RowState, name: str) -> bool:
    return name in new.columns and row.columns.get(name) not in (None, "", new.columns[name])


def _is_another(new: NewValues, row: RowState, role: str) -> bool:
    """Whether the two rows name different people of ours in a role."""
    ours = _ours(new.columns, role)
    return any(ours.values()) and _has(row.columns, role) and ours != _ours(row.columns, role)


def _together(new: NewValues, row: RowState, differing: set[str], others: list[str]) -> NewValues:
    """The earlier start, the later end, the second contact as deputy, all other people and texts as lines of the description.

    `differing` are the columns and `others` the roles of which the two rows say different things.
    """
    columns = dict(new.columns)
    people = dict(new.people)
    if "starts_on" in differing:
        columns["starts_on"] = min(row.columns["starts_on"], columns["starts_on"])
    if "ends_on" in differing:
        columns["ends_on"] = max(row.columns["ends_on"], columns["ends_on"])
    lines = [columns.pop("description")] if "description" in differing else []
    for role in others:
        person_id = columns.pop(f"{role}_person_id")
        name = columns.pop(f"{role}_name")
        text = people.pop(role)
        is_same = person_id is not None and person_id == row.columns[f"{role}_person_id"]  # only more is written behind the name
        if role == "contact" and not is_same and not _has({**row.columns, **columns}, "deputy"):
            columns |= {"deputy_person_id": person_id, "deputy_name": name}
            people["deputy"] = text
        else:
            lines.append(text)
    if lines:
        columns["description"] = _with_lines(columns.get("description") or row.columns.get("description"), lines, row)
    return NewValues(columns, people)


def _with_lines(standing: str | None, lines: list[str], row: RowState) -> str:
    """A description with these lines below it; raises SamePlace where that becomes too long."""
    description = "\n".join([standing, *lines] if standing else lines)
    if len(description) > LONGEST_TEXT:
        raise SamePlace(row.number)
    return description


def has_lines(row: RowState, text: str) -> bool:
    """Whether all lines of a text stand in the row's description."""
    standing = (row.columns.get("description") or "").split("\n")
    return bool(text) and all(line in standing for line in text.split("\n"))


def _has(columns: dict[str, Any], role: str) -> bool:
    """Whether somebody has the role."""
    return any(_ours(columns, role).values())


def _ours(columns: dict[str, Any], role: str) -> dict[str, Any]:
    """The two columns of a role, as far as they are known."""
    names = (f"{role}_person_id", f"{role}_name")
    return {name: columns[name] for name in names if name in columns}
