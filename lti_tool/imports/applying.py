"""Bringing in rows of a list: each does what its plan says, or, where somebody has changed the partner since, nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from .. import db
from ..agreements.models import Agreement
from ..days import today
from ..encounters.models import KINDS, Encounter
from ..figures.operations import Row as Figure
from ..figures.operations import set_figures
from ..partners.adding import new_partner
from ..partners.choices import CURRENT
from ..partners.models import Partner
from ..partners.other_names import keep_former
from ..partners.row_models import Partnership
from ..partners.sameness import partners_named
from ..people.models import Person
from ..people.operations import lock_colleagues
from ..text import name_key
from .applying_people import People
from .identity import ANOTHER, Identities
from .judging import Judge, Read, by_group, mark_beside
from .models import CHANGING, ImportDraft, ImportRow, is_new_partner, is_on_list, new_partner_group
from .partner_state import CannotBe, ImportPlace, PartnerState, Plan, ids_of_ours
from .rows import partners_of_applied
from .same_place import SamePlace
from .states import partners_by_id, states_of

_DAYS = {"starts_on", "ends_on"}
PARTNERSHIP = "partnership"  # the kind of an agreement that a list tells of


def apply_rows(draft: ImportDraft, rows: Sequence[ImportRow], actor: Person) -> None:
    """As a part of an act: bring in these rows, with all others of their groups. Each notes what became of it."""
    block = _Block(draft, rows, actor)
    groups = by_group(block.reads)
    mark_beside(groups)
    for group, of_group in groups.items():
        block.apply(group, of_group)
    db.session.flush()  # a new partner has no id before
    block.note_partners()
    if block.figures:
        set_figures(block.figures, actor)


class _Block:
    """Rows with the partners they belong to, locked and read together."""

    def __init__(self, draft: ImportDraft, rows: Sequence[ImportRow], actor: Person) -> None:
        self.actor = actor
        self.organisation_id = draft.organisation_id
        self.judge = Judge(draft)
        self.partners = self._lock_partners({row.group for row in rows if is_on_list(row.group)})
        plans = [row.plan for row in rows]
        self.people = People(self.organisation_id, self.partners, plans)
        lock_colleagues(ids_of_ours(plans))
        self.reads = self.judge.read_rows(rows)
        self.states = states_of(self.partners.values(), self.judge.settings.meanings)
        new = [read.values for read in self.reads if is_new_partner(read.row.group)]
        made = partners_of_applied(draft.id) if new else set()
        self.identities = Identities(self.organisation_id, new, looks_for_alike=False, but_not=made)
        self.named = partners_named(self.organisation_id, {name_key(values.name) for values in new})
        self.rows = self._read_rows()
        self.new_rows: dict[tuple[Partner, ImportPlace], Partnership] = {}
        self.figures: list[Figure] = []

    def _lock_partners(self, ids: set[int]) -> dict[int, Partner]:
        standing = [partner.id for partner in partners_by_id(self.organisation_id, ids)]
        return {partner.id: partner for partner in Partner.lock(standing)} if standing else {}

    def _read_rows(self) -> dict[int, Partnership]:
        query = select(Partnership).where(Partnership.partner_id.in_(self.partners))
        return {row.id: row for row in db.session.scalars(query)} if self.partners else {}

    def apply(self, group: int, reads: Sequence[Read]) -> None:
        """The rows of one partner, in the order of the file. If one is left out, the rows after it are applied as if it were not
        in the file."""
        state = self.states.get(group) if is_on_list(group) else PartnerState()
        if state is None:
            _leave_out(reads, _("The partner was removed or merged with another one meanwhile."))
        elif is_new_partner(group) and not self._is_still_new(reads):
            _leave_out(reads, _("There is a partner of this name by now."))
        else:
            for read in reads:
                state = self._apply_row(read, state)

    def _is_still_new(self, reads: Sequence[Read]) -> bool:
        first = next(read for read in reads if read.row.verdict in CHANGING)
        if first.row.answer == ANOTHER:
            return True
        identity = self.identities.of(first.row.number, first.values, "")
        return identity.group == new_partner_group(first.row.number)

    def _apply_row(self, read: Read, state: PartnerState) -> PartnerState:
        """Gives the state of the partner after the row, also where the row changes nothing."""
        try:
            plan, after = self.judge.plan_now(read, state)
        except CannotBe as cannot:
            _leave_out([read], cannot.message)
            return state
        except SamePlace:
            _leave_out([read], _("The partner was changed meanwhile."))
            return state
        if plan != read.row.plan:
            _leave_out([read], _("The partner was changed meanwhile."))
            return state
        if read.row.verdict in CHANGING:
            self._do(read, plan, after)
            read.row.is_applied = True
            read.row.outcome = ""
        return after

    def _do(self, read: Read, plan: Plan, after: PartnerState) -> None:
        partner = self._partner(read)
        _set(partner, plan.get("partner", {}))
        for name in plan.get("names", ()):
            keep_former(partner, name)
        self._write_row(read, plan, partner, after)
        if "person" in plan:
            self.people.write(plan, partner)
        if "agreement" in plan:
            self._write_agreement(plan, partner)
        if "visit" in plan:
            self._write_visit(plan, partner)
        self.figures += [Figure(partner, year, kind, Decimal(amount)) for kind, year, _before, amount in plan.get("figures", ())]

    def _partner(self, read: Read) -> Partner:
        """The partner of a row's group; the first row of a new one adds it."""
        partner = self.partners.get(read.row.group)
        if partner is None:
            name = read.values.name
            partner = new_partner(self.organisation_id, name, self.named[name_key(name)])
            db.set_all(partner, {"business_id": "", "municipality": ""})  # the row's are compared with them
            self.partners[read.row.group] = partner
        return partner

    def note_partners(self) -> None:
        """Let the rows of new partners say which these are."""
        for read in self.reads:
            if read.row.is_applied:
                read.row.group = self.partners[read.row.group].id

    def _write_row(self, read: Read, plan: Plan, partner: Partner, after: PartnerState) -> None:
        state = after.rows[read.values.place]
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


def _leave_out(reads: Sequence[Read], reason: str) -> None:
    """Say why rows that were to change something do not; the others would not have anyway."""
    for read in reads:
        if read.row.verdict in CHANGING:
            read.row.outcome = reason


def _set(row: Any, columns: dict[str, list[Any]]) -> None:
    db.set_all(row, {name: _value(name, after) for name, (_before, after) in columns.items()})


def _value(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in _DAYS and value else value
