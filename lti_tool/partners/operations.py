"""Correcting partners and partnerships, and archiving partnerships. Every change goes through operations and into the history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from .. import db, history
from ..errors import RuleBroken
from ..history.merging import check_merged, merge, number_pair, raise_conflicts, raise_if_archived_since, set_merged, values_at
from ..people.models import Person
from .choices import CURRENT, ENDED
from .contact import ContactNames, contact_typed
from .details import Details, check_details, details_typed, raise_if_row_of_team_stands
from .models import Partner
from .other_names import change_other_names
from .renaming import check_new_name, keep_names
from .row_models import Partnership


@dataclass(frozen=True)
class Values:
    """The fields of a row as they were typed; None for one that the form lacked.

    `removed_names` are ids of other names that were unticked, `new_name` is one more; `contact_answer` is what was said when
    one was asked about the contact person; `details` are what is folded away (`details.py`).
    """

    name: str | None
    url: str | None
    description: str | None
    contact: str | None
    new_name: str = ""
    removed_names: frozenset[int] = frozenset()
    contact_answer: str = ""
    details: Details = field(default_factory=dict)


def edit_partnership(
    row: Partnership, values: Values, version: str, actor: Person, *, other_than: Collection[int] | None = None
) -> history.Act:
    """Correct a row: the partner's name and link, the description, the contact person. An archived one is on the list again.

    `version` is the `row_version` that the form was made from: what its writer has not touched stays as others have left it.
    `other_than` as for `add_partnership`. Raises Conflict when another has changed the same meanwhile or archived the row,
    RuleBroken on `name` (details: similar) when it is another partner's, on `contact` as for `add_partnership`.
    """
    with history.act("partnership.edit", row.partner.name, actor) as act:
        Partnership.lock([row.id])
        former_name = row.partner.name
        former_contact = row.contact
        _set_row_and_partner(row, values, version, actor)
        # From here on with the values that will stand: name and contact may be a colleague's, who has saved meanwhile.
        check_new_name(row.partner, former_name, other_than)
        is_new_text = row.contact_person_id is None and row.contact_name not in ("", former_contact)
        if values.contact and is_new_text:
            ContactNames({values.contact}, actor).raise_if_unclear(values.contact, values.contact_answer, row.id)
        change_other_names(row.partner, values.removed_names, values.new_name)
        keep_names(row.partner, former_name)
    return act


def _set_row_and_partner(row: Partnership, values: Values, version: str, actor: Person) -> None:
    """Set what the form has changed of both; raises Conflict where a colleague has changed the same since `version`."""
    partner_version, own_version = number_pair(version)
    if values_at(row, own_version)["partner_id"] != row.partner_id:
        partner_version = 0  # it stood under another partner when the form was made: nothing of this one was shown
    typed = _columns_typed(row, values, own_version, actor)
    raise_if_archived_since(row, typed, own_version, _("A colleague has archived this row meanwhile."))
    of_row = merge(row, typed, own_version)
    of_partner = merge(row.partner, _partner_typed(values), partner_version)
    raise_conflicts(of_row, of_partner)
    check_merged(of_row, typed, lambda merged: _check(row, merged))
    db.set_all(row, of_row.values)
    db.set_all(row.partner, of_partner.values)


def _columns_typed(row: Partnership, values: Values, version: int, actor: Person) -> dict[str, Any]:
    """The new values of the row's own columns, without those that the form lacked. An ended partnership begins anew."""
    typed: dict[str, Any] = {"is_archived": False}
    if values.description is not None:
        typed["description"] = values.description
    typed |= contact_typed(values.contact, values.contact_answer, row, version, actor)
    typed |= details_typed(values.details, row, version, actor)
    if row.state == ENDED:
        typed |= {"state": typed.get("state") or CURRENT, "end_reason": ""}
        if typed.get("ends_on", row.ends_on) == row.ends_on:
            typed["ends_on"] = None
    return typed


def _partner_typed(values: Values) -> dict[str, str]:
    """The new values of the partner's columns that a row's form shows, without those that the form lacked."""
    typed = {"name": values.name, "url": values.url}
    return {name: value for name, value in typed.items() if value is not None}


def _check(row: Partnership, values: dict[str, Any]) -> None:
    check_details(values | {"organisation_id": row.organisation_id})
    contact_id = values["contact_person_id"]
    deputy_id = values["deputy_person_id"]
    is_new = (contact_id, deputy_id) != (row.contact_person_id, row.deputy_person_id)
    if is_new and contact_id is not None and contact_id == deputy_id:
        raise RuleBroken("deputy", _("This is the contact person already: nobody is one's own deputy."))
    raise_if_row_of_team_stands(row, values)


def edit_partner(
    partner: Partner, typed: dict[str, Any], version: int, actor: Person, *, other_than: Collection[int] | None = None
) -> history.Act:
    """Correct what is known of a partner itself: `name`, `url`, `business_id`, `municipality`, `approach`, `crm_url`, `notes`.

    Raises Conflict when another has changed the same since `version`, RuleBroken on `name` as `edit_partnership`.
    """
    with history.act("partner.edit", partner.name, actor) as act:
        Partner.lock([partner.id])
        former_name = partner.name
        set_merged(partner, typed, version)
        check_new_name(partner, former_name, other_than)
        keep_names(partner, former_name)
    return act


def archive_partnership(row: Partnership, actor: Person) -> history.Act:
    """Take a row off the list; nothing is deleted."""
    return archive_partnerships([row], actor, subject=row.partner.name)


def archive_partnerships(rows: Sequence[Partnership], actor: Person, *, subject: str) -> history.Act:
    """Take many rows off the list, in one act."""
    with history.act("partnership.archive", subject, actor) as act:
        for row in Partnership.lock([row.id for row in rows]):
            row.is_archived = True
    return act
