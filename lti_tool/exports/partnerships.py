"""The first table: the partnerships, a line for each row of the lists, with all that an import reads and what else is known."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import aliased

from .. import db
from ..partners.choices import APPROACHES, EFFECTS, STATE_NAMES
from ..partners.models import OtherName, Partner
from ..partners.row_models import Partnership, contact_text
from ..people.models import Person, shown_name
from ..teams.models import Team
from ..tiers.models import ALL_TIERS
from ..tiers.queries import titles_of
from .tables import DAY, NUMBER, Column, Scope, Table, blocks_of, by_partner

_CONTACT = aliased(Person)
_DEPUTY = aliased(Person)
_MANAGER = aliased(Person)
_QUERY = (
    select(
        Partnership.id,
        Partnership.partner_id,
        Partner.name,
        Partner.url,
        Partner.business_id,
        Partner.municipality,
        Partner.approach,
        Partner.crm_url,
        Partner.notes,
        Partner.last_contact_on,
        Partnership.tier,
        Partnership.unit,
        Partnership.description,
        Partnership.contact_person_id,
        Partnership.contact_name,
        Partnership.deputy_person_id,
        Partnership.deputy_name,
        Partnership.manager_person_id,
        Partnership.manager_name,
        Partnership.state,
        Partnership.starts_on,
        Partnership.ends_on,
        Partnership.cycle_months,
        Partnership.our_role,
        Partnership.aims,
        Partnership.effect,
        Partnership.could_deepen,
        Team.name.label("team"),
        _CONTACT.name.label("contact_person"),
        _DEPUTY.name.label("deputy_person"),
        _MANAGER.name.label("manager_person"),
    )
    .select_from(Partnership)
    .join(Partner, Partner.id == Partnership.partner_id)
    .outerjoin(Team, Team.id == Partnership.team_id)
    .outerjoin(_CONTACT, _CONTACT.id == Partnership.contact_person_id)
    .outerjoin(_DEPUTY, _DEPUTY.id == Partnership.deputy_person_id)
    .outerjoin(_MANAGER, _MANAGER.id == Partnership.manager_person_id)
)


def _rows(scope: Scope) -> Iterator[list[Any]]:
    titles = titles_of(set(ALL_TIERS), scope.organisation_id)
    for ids in blocks_of(scope.row_ids):
        query = _QUERY.where(Partnership.id.in_(ids), Partnership.organisation_id == scope.organisation_id)
        found = {row.id: row for row in db.session.execute(query)}
        names = _other_names({row.partner_id for row in found.values()})
        for row_id in ids:
            if row_id in found:
                row = found[row_id]
                yield _values(row, titles.get(row.tier, row.tier), names.get(row.partner_id, ""))


def _other_names(partner_ids: Collection[int]) -> dict[int, str]:
    """The other names of each partner, one a line: a name may hold any other sign."""
    query = select(OtherName.partner_id, OtherName.name)
    query = query.where(OtherName.partner_id.in_(partner_ids), OtherName.is_archived.is_(False)).order_by(OtherName.id)
    found = by_partner(db.session.execute(query))
    return {partner_id: "\n".join(row.name for row in rows) for partner_id, rows in found.items()}


def _values(row: Any, tier: str, other_names: str) -> list[Any]:
    return [
        row.name,
        tier,
        row.team,
        row.description,
        _one_of_ours(row.contact_person_id, row.contact_person, row.contact_name),
        _one_of_ours(row.deputy_person_id, row.deputy_person, row.deputy_name),
        row.url,
        other_names,
        row.business_id,
        row.municipality,
        row.starts_on,
        row.ends_on,
        row.unit,
        _named(STATE_NAMES, row.state),
        row.last_contact_on,
        row.cycle_months,
        _one_of_ours(row.manager_person_id, row.manager_person, row.manager_name),
        row.our_role,
        row.aims,
        _named(EFFECTS, row.effect),
        _("yes") if row.could_deepen else "",
        _named(APPROACHES, row.approach),
        row.notes,
        row.crm_url,
    ]


def _one_of_ours(person_id: int | None, person: str | None, text: str) -> str:
    return contact_text(shown_name(person or "", person_id) if person_id else "", text)


def _named(names: dict[str, Any], value: str) -> str:
    return str(names.get(value, value))


PARTNERSHIPS = Table(
    _l("List of partnerships"),
    [
        Column(_l("Partner"), "partner", 32),
        Column(_l("Tier"), "tier", 24),
        Column(_l("Team"), "team", 24),
        Column(_l("Description"), "description", 60),
        Column(_l("Our contact person"), "contact", 26),
        Column(_l("Deputy"), "deputy", 22),
        Column(_l("Link"), "link", 30),
        Column(_l("Other names"), "other_names", 26),
        Column(_l("Business id"), "business_id", 12),
        Column(_l("Municipality"), "municipality", 16),
        Column(_l("Since"), "since", 11, DAY),
        Column(_l("Until"), "until", 11, DAY),
        Column(_l("Their unit"), "unit"),
        Column(_l("State"), width=12),
        Column(_l("Met or contacted last"), width=14, kind=DAY),
        Column(_l("In contact every (months)"), width=18, kind=NUMBER),
        Column(_l("Of our management"), width=22),
        Column(_l("Our role"), width=24),
        Column(_l("Aims of the partnership and what was agreed"), width=40),
        Column(_l("For our goals"), width=18),
        Column(_l("Could be deepened"), width=12),
        Column(_l("How to approach"), width=26),
        Column(_l("Notes on the partner"), width=40),
        Column(_l("Link to the CRM"), width=26),
    ],
    _rows,
)
