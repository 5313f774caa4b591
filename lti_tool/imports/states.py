"""Partners as they stand, read for many rows of a list at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import lazyload, selectinload

from .. import db
from ..agreements.models import Agreement
from ..contacts.models import ContactRole
from ..contacts.sameness import roles_at
from ..encounters.models import Encounter
from ..figures.models import YearFigure
from ..history.set_aside import set_aside_by
from ..partners.choices import ENDED
from ..partners.models import MERGE, Partner
from ..partners.row_models import Partnership
from ..text import person_key
from .partner_state import ROLES, AgreementState, ImportPlace, PartnerState, PersonState, RowState
from .row_values import KIND_OF

_ROW_COLUMNS = ("description", "contact_person_id", "contact_name", "deputy_person_id", "deputy_name", "starts_on", "ends_on")
_OWN = ("url", "business_id", "municipality")
_THEIRS = {"their_name", "their_email", "their_phone"}
_AGREEMENT = {"agreement_link", "agreement_until"}


def states_of(partners: Collection[Partner], meanings: set[str]) -> dict[int, PartnerState]:
    """The partners by id, with what a list of these meanings may change of them."""
    states = {partner.id: _state_of(partner) for partner in partners}
    if not states:
        return states
    _read_rows(states)
    if meanings & _THEIRS:
        _read_people(states)
    if meanings & _AGREEMENT:
        _read_agreements(states)
    if "visit_date" in meanings:
        _read_visits(states)
    if meanings & set(KIND_OF):
        _read_figures(states)
    return states


def partners_by_id(organisation_id: int, ids: Collection[int]) -> Sequence[Partner]:
    """The college's partners of these ids, with their other names; not those that were merged into others."""
    query = select(Partner).where(Partner.id.in_(ids), Partner.organisation_id == organisation_id)
    query = query.where(Partner.merged_into_id.is_(None)).options(selectinload(Partner.other_names))
    return db.session.scalars(query).all() if ids else []


def _state_of(partner: Partner) -> PartnerState:
    return PartnerState(
        name=partner.name,
        own={name: getattr(partner, name) for name in _OWN},
        name_keys={partner.name_key, *(one.name_key for one in partner.known_names)},
    )


def _read_rows(states: dict[int, PartnerState]) -> None:
    """Rows in use, and archived ones that can come back: not ended ones, nor those that a merge has joined with others."""
    query = select(Partnership).where(Partnership.partner_id.in_(states))
    query = query.where(Partnership.is_archived.is_(False) | (Partnership.state != ENDED)).order_by(Partnership.id)
    query = query.options(lazyload(Partnership.partner))
    found = db.session.scalars(query).unique().all()
    merged = set_aside_by(MERGE, Partnership, [row.id for row in found if row.is_archived])
    for row in found:
        if row.id in merged:
            continue
        state = RowState(row.id, {name: _plain(getattr(row, name)) for name in _ROW_COLUMNS})
        state.shown = {role: person_key(row.one_of_ours(role)) for role in ROLES}
        of_partner = states[row.partner_id]
        rows = of_partner.archived if row.is_archived else of_partner.rows
        rows[ImportPlace(row.tier, row.team_id, row.unit_key)] = state


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _read_people(states: dict[int, PartnerState]) -> None:
    for role in roles_at(ContactRole.partner_id.in_(states)):
        columns = {"title": role.title, "email": role.contact.email, "phone": role.contact.phone}
        has_left = role.left_on is not None and not role.is_archived
        person = PersonState(columns, has_left=has_left, is_removed=role.is_archived)
        states[role.partner_id].people.setdefault(role.contact.name_key, person)


def _read_agreements(states: dict[int, PartnerState]) -> None:
    query = select(Agreement).where(Agreement.partner_id.in_(states), Agreement.is_archived.is_(False))
    for one in db.session.scalars(query.order_by(Agreement.id).options(lazyload("*"))):
        state = AgreementState(one.id, one.url, one.starts_on, one.ends_on, one.review_on)
        states[one.partner_id].agreements.append(state)


def _read_figures(states: dict[int, PartnerState]) -> None:
    query = select(YearFigure).where(YearFigure.partner_id.in_(states), YearFigure.is_archived.is_(False))
    for figure in db.session.scalars(query.options(lazyload(YearFigure.partner))):
        states[figure.partner_id].figures[figure.kind, figure.year] = figure.value


def _read_visits(states: dict[int, PartnerState]) -> None:
    columns = (Encounter.partner_id, Encounter.happened_on, Encounter.text)
    query = select(*columns).where(Encounter.partner_id.in_(states), Encounter.is_archived.is_(False))
    for partner_id, day, text in db.session.execute(query):
        states[partner_id].visits.add((day, text))
