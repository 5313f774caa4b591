"""Bringing in rows of a list: each does what its plan says, or, where somebody has changed the partner since, nothing."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from .. import db
from ..agreements.models import Agreement
from ..contacts.models import ContactRole, PartnerContact
from ..encounters.models import KINDS, Encounter
from ..figures.operations import Row as Figure
from ..figures.operations import set_figures
from ..language import today
from ..partners.choices import CURRENT
from ..partners.models import Partner
from ..partners.other_names import keep_former, keep_parts
from ..partners.row_models import Partnership
from ..partners.sameness import Named, next_apart
from ..people.models import Person
from ..text import name_key, person_key
from .identity import ANOTHER, Identities
from .judging import Judge, Read
from .models import ImportDraft, ImportRow
from .partner_state import PartnerState, Place, Plan
from .row_plan import SamePlace
from .states import partners_by_id, states_of

_DAYS = {"starts_on", "ends_on"}
PARTNERSHIP = "partnership"  # the kind of an agreement that a list tells of


def apply_rows(draft: ImportDraft, rows: Sequence[ImportRow], actor: Person) -> None:
    """As a part of an act: bring in these rows, all those of a group together. Each notes what became of it."""
    block = _Block(draft, rows, actor)
    for read in block.reads:
        block.apply(read)
    if block.figures:
        db.session.flush()  # a new partner has no id before
        set_figures(block.figures, actor)


class _Block:
    """Rows with the partners they belong to, read and locked together."""

    def __init__(self, draft: ImportDraft, rows: Sequence[ImportRow], actor: Person) -> None:
        self.actor = actor
        self.organisation_id = draft.organisation_id
        self.judge = Judge(draft)
        self.reads = self.judge.read_rows(rows)
        self.partners = self._lock_partners({row.group for row in rows if row.group > 0})
        self.states = states_of(self.partners.values(), self.judge.settings.meanings)
        new = [read.values for read in self.reads if read.row.group < 0]
        self.identities = Identities(self.organisation_id, new, looks_for_alike=False)
        self.rows = self._read_rows()
        self.new_rows: dict[tuple[Partner, Place], Partnership] = {}
        self.roles = self._lock_people()
        self.figures: list[Figure] = []

    def _lock_partners(self, ids: set[int]) -> dict[int, Partner]:
        standing = [partner.id for partner in partners_by_id(self.organisation_id, ids)]
        return {partner.id: partner for partner in Partner.lock(standing)} if standing else {}

    def _read_rows(self) -> dict[int, Partnership]:
        query = select(Partnership).where(Partnership.partner_id.in_(self.partners))
        return {row.id: row for row in db.session.scalars(query)} if self.partners else {}

    def _lock_people(self) -> dict[tuple[int, str], ContactRole]:
        """The people at these partners, by partner and name."""
        if not any(read.row.plan.get("person") for read in self.reads):
            return {}
        query = select(ContactRole).where(ContactRole.partner_id.in_(self.partners), ContactRole.is_archived.is_(False))
        ids = db.session.scalars(query.with_only_columns(ContactRole.contact_id)).all()
        PartnerContact.lock(ids)
        roles = db.session.scalars(query.order_by(ContactRole.id).execution_options(populate_existing=True))
        return {(role.partner_id, role.contact.name_key): role for role in roles}

    def apply(self, read: Read) -> None:
        row = read.row
        state = self.states.get(row.group)
        if state is None and (row.group > 0 or not self._is_still_new(read)):
            row.outcome = (
                _("The partner was changed meanwhile.") if row.group > 0 else _("There is a partner of this name by now.")
            )
            return
        after = deepcopy(state) if state else PartnerState()
        try:
            plan = self.judge.plan_now(read, after)
        except SamePlace:
            plan = {}
        if plan != row.plan:
            row.outcome = _("The partner was changed meanwhile.")
            return
        self.states[row.group] = after
        self._do(read, plan)
        row.is_applied = True
        row.outcome = ""

    def _is_still_new(self, read: Read) -> bool:
        return read.row.answer == ANOTHER or self.identities.of(read.row.number, read.values, "").group == -read.row.number

    def _do(self, read: Read, plan: Plan) -> None:
        partner = self._partner(read)
        _set(partner, plan.get("partner", {}))
        for name in plan.get("names", ()):
            keep_former(partner, name)
        self._write_row(read, plan, partner)
        if "person" in plan:
            self._write_person(plan, partner)
        if "agreement" in plan:
            self._write_agreement(plan, partner)
        if "visit" in plan:
            self._write_visit(plan, partner)
        self.figures += [Figure(partner, year, kind, Decimal(after)) for kind, year, _before, after in plan.get("figures", ())]

    def _partner(self, read: Read) -> Partner:
        """The partner of a row's group; the first row of a new one adds it."""
        partner = self.partners.get(read.row.group)
        if partner is None:
            name = read.values.name
            named = self.identities.named[name_key(name)]
            partner = Partner(organisation_id=self.organisation_id, name=name, apart=next_apart(named), other_names=[])
            db.set_all(partner, {"url": "", "business_id": "", "municipality": "", "is_archived": False})
            db.session.add(partner)
            keep_parts(partner)
            named.append(Named(partner, name))
            self.partners[read.row.group] = partner
        return partner

    def _write_row(self, read: Read, plan: Plan, partner: Partner) -> None:
        state = self.states[read.row.group].rows[read.values.place]
        row = self.rows.get(state.id) if state.id else self.new_rows.get((partner, read.values.place))
        if row is None:
            row = Partnership(organisation_id=self.organisation_id, partner=partner, tier=read.values.tier, state=CURRENT)
            db.set_all(row, {"description": "", "contact_name": "", "unit": read.values.unit})
            self.new_rows[partner, read.values.place] = row
            db.session.add(row)
        if plan.get("is_new_row"):
            row.team_id = read.values.team_id
            row.is_archived = False
        _set(row, plan.get("row", {}))

    def _write_person(self, plan: Plan, partner: Partner) -> None:
        said = {name: value for name, (_before, value) in plan["person"].items()}
        key = person_key(said["name"])
        role = self.roles.get((partner.id, key)) if partner.id else None
        if role is None:
            contact = self._contact_of_email(said.get("email", "")) or PartnerContact(
                organisation_id=self.organisation_id, name=said["name"]
            )
            role = ContactRole(organisation_id=self.organisation_id, partner=partner, contact=contact, is_archived=False)
            db.session.add(role)
        db.set_all(role, {name: said[name] for name in ("title",) if name in said})
        db.set_all(role.contact, {name: said[name] for name in ("email", "phone") if name in said})

    def _contact_of_email(self, email: str) -> PartnerContact | None:
        """Somebody who stands at another partner already."""
        if not email:
            return None
        query = select(PartnerContact).where(
            PartnerContact.organisation_id == self.organisation_id,
            PartnerContact.email == email,
            PartnerContact.merged_into_id.is_(None),
        )
        return db.session.scalars(query.order_by(PartnerContact.id).limit(1)).first()

    def _write_agreement(self, plan: Plan, partner: Partner) -> None:
        values = {name: _value(name, value) for name, (_before, value) in plan["agreement"].items()}
        if "agreement_id" in plan:
            db.set_all(db.session.get_one(Agreement, plan["agreement_id"]), values)
            return
        until = values["ends_on"]
        values["starts_on"] = values["starts_on"] or (min(until, today()) if until else today())
        agreement = Agreement(
            organisation_id=self.organisation_id, partner=partner, kind=PARTNERSHIP, is_archived=False, **values
        )
        db.session.add(agreement)

    def _write_visit(self, plan: Plan, partner: Partner) -> None:
        day, text = plan["visit"]
        encounter = Encounter(organisation_id=self.organisation_id, partner=partner, author=self.actor, kind=KINDS[0])
        encounter.happened_on = date.fromisoformat(day)
        encounter.text = text or _("As a list tells that was brought in.")
        encounter.is_done = False
        encounter.is_archived = False
        db.session.add(encounter)


def _set(row: Any, columns: dict[str, list[Any]]) -> None:
    db.set_all(row, {name: _value(name, after) for name, (_before, after) in columns.items()})


def _value(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in _DAYS and value else value
