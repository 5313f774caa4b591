"""What a row of the list would do to the partnership in its place."""

from __future__ import annotations

from flask_babel import gettext as _

from .partner_state import CannotBe, NewValues, PartnerState, Plan, RowState
from .row_values import RowValues
from .same_place import beside_earlier, has_lines


def plan_row(values: RowValues, state: PartnerState, number: int, answer: str) -> Plan:
    """A row's part of `plan_of`; the state is then as the row leaves it. Raises SamePlace and CannotBe as `plan_of` does."""
    is_new_row = values.place not in state.rows
    if is_new_row:
        new = _new_values(values, RowState(None, {}))  # an archived row comes back with all that the list says
        row = _take_archived(values, state) or RowState(None, {})
        state.rows[values.place] = row
    else:
        row = state.rows[values.place]
        new = _new_values(values, row)
    if row.is_of_list:
        new = beside_earlier(new, row, answer)
    _settle_deputy(new, row, values)
    changed = {name: [row.columns.get(name), value] for name, value in new.columns.items() if value != row.columns.get(name)}
    row.add(new, number)
    _check_days(row, "until" if values.ends_on else "since")
    return {"is_new_row": is_new_row, "back": row.id if is_new_row else None, "row": changed}


def _take_archived(values: RowValues, state: PartnerState) -> RowState | None:
    """The archived row that comes back in this place, of the team or else of no team; it is not among the archived then."""
    of_no_team = values.place._replace(team_id=None)
    return state.archived.pop(values.place, None) or state.archived.pop(of_no_team, None)


def _new_values(values: RowValues, row: RowState) -> NewValues:
    """What the list gives to a row. What it does not say stays as it is, and who is written as the row shows them: a name as
    text does not become a colleague's by itself.

    Raises CannotBe for a colleague who has left, unless the row shows them already.
    """
    new = NewValues()
    for role, text in values.role_texts.items():
        if not text or row.shows(role, text) or (values.has_beside and _stands_beside(text, row)):
            continue
        if role in values.gone:
            raise CannotBe(role, values.gone[role])
        new.people[role] = text
        new.columns.update(getattr(values, role))
    for name, value in _text_and_days(values).items():
        if not (values.has_beside and _holds(row, name, value)):
            new.columns[name] = value
    return new


def _settle_deputy(new: NewValues, row: RowState, values: RowValues) -> None:
    """Who becomes the contact person is deputy no longer, as in `Partnership.refresh`. Raises CannotBe where the list names them
    as deputy."""
    columns = row.columns | new.columns
    contact_id = columns.get("contact_person_id")
    if contact_id is None or contact_id != columns.get("deputy_person_id"):
        return
    if contact_id == values.deputy.get("deputy_person_id"):
        raise CannotBe("deputy", _("This is the contact person already: nobody is one's own deputy."))
    new.columns |= {"deputy_person_id": None, "deputy_name": ""}
    new.people["deputy"] = ""


def _text_and_days(values: RowValues) -> dict[str, str]:
    """What was written into these columns; days as JSON keeps them, 2027-01-31."""
    found = {"description": values.description}
    if values.starts_on:
        found["starts_on"] = values.starts_on.isoformat()
    if values.ends_on:
        found["ends_on"] = values.ends_on.isoformat()
    return {name: text for name, text in found.items() if text}


def _stands_beside(text: str, row: RowState) -> bool:
    """Whether somebody of several rows of one place stands there since these were brought in together."""
    return row.shows("deputy", text) or has_lines(row, text)


def _holds(row: RowState, name: str, value: str) -> bool:
    """The same of a text or a day: lines of the description, an earlier start, a later end."""
    standing = row.columns.get(name)
    if not standing:
        return False
    if name == "description":
        return has_lines(row, value)
    return bool(standing <= value if name == "starts_on" else standing >= value)


def _check_days(row: RowState, meaning: str) -> None:
    """Raises CannotBe: what the list does not say of the two may stand there already."""
    starts_on = row.columns.get("starts_on")
    ends_on = row.columns.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        raise CannotBe(meaning, _("The end comes after the beginning."))
