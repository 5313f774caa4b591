"""What a row of the list would do to the partnership in its place, and what a second row of the same place says beside it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from ..fields import LONGEST_TEXT
from ..text import person_key
from .partner_state import ROLES, CannotBe, PartnerState, Plan, RowState
from .row_values import RowValues

BOTH = "both"  # the answer that a row is brought in together with an earlier one of the same place
_ALONE = ("description", "starts_on", "ends_on")


class SamePlace(Exception):
    """An earlier row of the list says another thing of the same partner, tier and team."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def plan_row(values: RowValues, state: PartnerState, number: int, answer: str) -> Plan:
    place = values.place
    row = state.rows.get(place)
    said = _row_said(values, row or RowState(None, {}))
    plan: Plan = {"is_new_row": row is None}
    if row is None:
        nobodys = (values.tier, None, place[2])
        row = state.archived.pop(place, None) or state.archived.pop(nobodys, None) or RowState(None, {})
        plan["back"] = row.id
        state.rows[place] = row
    elif row.number:
        said = _beside_earlier(said, row, values.written, answer)
    plan["row"] = {name: [row.columns.get(name), value] for name, value in said.items() if value != row.columns.get(name)}
    row.columns |= said
    _check_days(row, "until" if values.ends_on else "since")
    row.shown |= {role: person_key(values.written[role]) for role in ROLES if f"{role}_name" in said and values.written[role]}
    row.number = number
    return plan


def _row_said(values: RowValues, row: RowState) -> dict[str, Any]:
    """What the list says of a row. What it does not say stays as it is, and who is written as the row shows them: a name as
    text does not become a colleague's by itself.

    Raises CannotBe for a colleague who has left, unless the row shows them already.
    """
    said: dict[str, Any] = {}
    for role in ROLES:
        written = values.written.get(role, "")
        if person_key(written) == row.shown.get(role) or (values.has_beside and _stands_beside(written, row)):
            continue
        if role in values.gone:
            raise CannotBe(role, values.gone[role])
        said |= getattr(values, role)
    if values.description:
        said["description"] = values.description
    if values.starts_on:
        said["starts_on"] = values.starts_on.isoformat()
    if values.ends_on:
        said["ends_on"] = values.ends_on.isoformat()
    return {name: value for name, value in said.items() if not (values.has_beside and _holds(row, name, value))}


def _stands_beside(written: str, row: RowState) -> bool:
    """Whether somebody of several rows of one place stands there since these were brought in together."""
    return person_key(written) == row.shown.get("deputy") or _has_lines(row, written)


def _holds(row: RowState, name: str, value: Any) -> bool:
    """The same of a text or a day."""
    standing = row.columns.get(name)
    if not standing or name not in _ALONE:
        return False
    if name == "description":
        return _has_lines(row, value)
    return bool(standing <= value if name == "starts_on" else standing >= value)


def _has_lines(row: RowState, text: str) -> bool:
    standing = (row.columns.get("description") or "").split("\n")
    return bool(text) and all(line in standing for line in text.split("\n"))


def _beside_earlier(said: dict[str, Any], row: RowState, written: dict[str, str], answer: str) -> dict[str, Any]:
    """What a second row of the same place says, if it says the same; or, if the answer was BOTH, put together with the first:
    the earlier start, the later end, the second contact as deputy, all other people and texts as lines of the description.

    `written` are our people as they are written in it, by role. Raises SamePlace where the user has to be asked, or the texts
    are too long together.
    """
    differs = {name for name in _ALONE if name in said and row.columns.get(name) not in (None, "", said[name])}
    others = [role for role in ROLES if _is_another(said, row.columns, role)]
    if not differs and not others:
        return said
    if answer != BOTH:
        raise SamePlace(row.number)
    of_others = {name for role in others for name in _ours(said, role)}
    together = {name: value for name, value in said.items() if name not in differs | of_others}
    together |= _widened_days(said, row, differs)
    if "contact" in others and not _has({**row.columns, **together}, "deputy"):
        others.remove("contact")
        together |= {"deputy_person_id": said["contact_person_id"], "deputy_name": said["contact_name"]}
        row.shown["deputy"] = person_key(written["contact"])
    texts = [said["description"]] if "description" in differs else []
    texts += [written[role] for role in others]
    _add_lines(together, texts, row)
    return together


def _widened_days(said: dict[str, Any], row: RowState, differs: set[str]) -> dict[str, str]:
    """The earlier start and the later end, of those that differ; days as JSON keeps them, 2027-01-31."""
    days = {}
    if "starts_on" in differs:
        days["starts_on"] = min(row.columns["starts_on"], said["starts_on"])
    if "ends_on" in differs:
        days["ends_on"] = max(row.columns["ends_on"], said["ends_on"])
    return days


def _add_lines(together: dict[str, Any], texts: list[str], row: RowState) -> None:
    """Add these to the description as lines; raises SamePlace where that becomes too long."""
    if texts:
        standing = together.get("description") or row.columns.get("description")
        together["description"] = "\n".join([standing, *texts] if standing else texts)
    if len(together.get("description", "")) > LONGEST_TEXT:
        raise SamePlace(row.number)


def _is_another(said: dict[str, Any], standing: dict[str, Any], role: str) -> bool:
    ours = _ours(said, role)
    return any(ours.values()) and _has(standing, role) and ours != _ours(standing, role)


def _has(columns: dict[str, Any], role: str) -> bool:
    return any(_ours(columns, role).values())


def _ours(columns: dict[str, Any], role: str) -> dict[str, Any]:
    names = (f"{role}_person_id", f"{role}_name")
    return {name: columns[name] for name in names if name in columns}


def _check_days(row: RowState, meaning: str) -> None:
    """Raises CannotBe: what the list does not say of the two may stand there already."""
    starts_on = row.columns.get("starts_on")
    ends_on = row.columns.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        raise CannotBe(meaning, _("The end comes after the beginning."))
