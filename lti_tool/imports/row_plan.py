"""What a row of the list would do to the partnership in its place, and what a second row of the same place says beside it."""

from __future__ import annotations

from typing import Any

from ..fields import LONGEST_TEXT
from ..text import person_key
from .partner_state import ROLES, PartnerState, Plan, RowState
from .row_values import RowValues

BOTH = "both"  # the answer that a row is brought in together with an earlier one of the same place


class SamePlace(Exception):
    """An earlier row of the list says another thing of the same partner, tier and team."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def plan_row(values: RowValues, state: PartnerState, number: int, answer: str) -> Plan:
    place = values.place
    row = state.rows.get(place)
    said = _row_said(values, row.shown if row else {})
    plan: Plan = {"is_new_row": row is None}
    if row is None:
        nobodys = (values.tier, None, place[2])
        row = state.archived.pop(place, None) or state.archived.pop(nobodys, None) or RowState(None, {})
        plan["back"] = row.id
        state.rows[place] = row
    elif row.number:
        said = _beside_earlier(said, row, values.written.get("contact", ""), answer)
    plan["row"] = {name: [row.columns.get(name), value] for name, value in said.items() if value != row.columns.get(name)}
    row.columns |= said
    row.shown |= {role: person_key(written) for role, written in values.written.items() if written}
    row.number = number
    return plan


def _row_said(values: RowValues, shown: dict[str, str]) -> dict[str, Any]:
    """What the list says of a row. What it does not say stays as it is, and who is written as the row shows them: a name as
    text does not become a colleague's by itself."""
    said: dict[str, Any] = {}
    for role in ROLES:
        if person_key(values.written.get(role, "")) != shown.get(role):
            said |= getattr(values, role)
    if values.description:
        said["description"] = values.description
    if values.starts_on:
        said["starts_on"] = values.starts_on.isoformat()
    if values.ends_on:
        said["ends_on"] = values.ends_on.isoformat()
    return said


def _beside_earlier(said: dict[str, Any], row: RowState, contact: str, answer: str) -> dict[str, Any]:
    """What a second row of the same place says: nothing new, or, if that was the answer, beside what the first has said.

    `contact` is who of ours is written in it. Raises SamePlace where one has to ask, or both texts are too long together.
    """
    differs = {name for name, value in said.items() if row.columns.get(name) and row.columns[name] != value}
    columns = _ours(said, "contact")
    is_other_contact = any(columns.values()) and _has(row.columns, "contact") and columns != _ours(row.columns, "contact")
    if not differs and not is_other_contact:
        return said
    if answer != BOTH:
        raise SamePlace(row.number)
    together = {name: value for name, value in said.items() if name not in differs}
    texts = [row.columns.get("description") or "", said["description"] if "description" in differs else ""]
    if "starts_on" in differs:
        together["starts_on"] = min(row.columns["starts_on"], said["starts_on"])
    if "ends_on" in differs:
        together["ends_on"] = max(row.columns["ends_on"], said["ends_on"])
    if is_other_contact:
        together = {name: value for name, value in together.items() if name not in columns}
        if _has({**row.columns, **together}, "deputy"):
            texts.append(contact)
        else:
            together |= {name.replace("contact", "deputy"): value for name, value in columns.items()}
    if any(texts[1:]):
        together["description"] = "\n".join(filter(None, texts))
    if len(together.get("description", "")) > LONGEST_TEXT:
        raise SamePlace(row.number)
    return together


def _has(columns: dict[str, Any], role: str) -> bool:
    return any(_ours(columns, role).values())


def _ours(columns: dict[str, Any], role: str) -> dict[str, Any]:
    names = (f"{role}_person_id", f"{role}_name")
    return {name: columns[name] for name in names if name in columns}
