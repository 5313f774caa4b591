"""What the rows of a draft would do: whose row each is, and what it changes there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass

from .. import db
from ..people.models import Organisation
from ..text import name_key
from .identity import Earlier, Identities, Identity
from .models import DOUBLE, ERROR, LEFT_OUT, NEW, SAME, UNDECIDED, UPDATE, ImportDraft, ImportRow, is_on_list
from .partner_state import CannotBe, PartnerState, Plan
from .plan import plan_of
from .row_reader import RowReader
from .row_values import RowValues
from .rows import rows_of_groups
from .same_place import SamePlace
from .states import partners_by_id, states_of

DROP = "drop"  # the answer that a row is left out


@dataclass
class Read:
    """A row with what it says."""

    row: ImportRow
    values: RowValues


class Judge:
    """Judges rows of a draft. They are changed in memory only: the caller writes them."""

    def __init__(self, draft: ImportDraft) -> None:
        self.draft = draft
        self.settings = draft.settings

    def judge(self, rows: Sequence[ImportRow], known: Iterable[Earlier]) -> list[ImportRow]:
        """Say of these rows what they do; `known` are rows of the draft that belong to some partner. Gives all rows that may
        differ now: these, and the others of the partners that they belong to."""
        reads = self.read_rows(sorted(rows, key=lambda row: row.number))
        numbers = {row.number for row in rows}
        others = [one for one in known if one.number not in numbers]
        identities = Identities(self.draft.organisation_id, [read.values for read in reads], others)
        for read in reads:
            self._identify(read, identities)
        groups = {read.row.group for read in reads} - {UNDECIDED}
        reads += self.read_rows([row for row in rows_of_groups(self.draft.id, groups) if row.number not in numbers])
        self.plan(reads)
        return [read.row for read in reads]

    def plan(self, reads: Iterable[Read]) -> None:
        """Say what each row of these groups does, one after the other as they stand in the file."""
        groups = by_group(reads)
        mark_beside(groups)
        partners = partners_by_id(self.draft.organisation_id, [group for group in groups if is_on_list(group)])
        states = states_of(partners, self.settings.meanings)
        for group, of_group in groups.items():
            state = states.get(group) if is_on_list(group) else PartnerState()
            for read in of_group:
                state = self._plan_row(read, state)

    def plan_now(self, read: Read, state: PartnerState) -> tuple[Plan, PartnerState]:
        """What a row does to a partner in this state, and the state after it; raises SamePlace and CannotBe."""
        problems = read.values.problems
        if problems:
            raise CannotBe(*next(iter(problems.items())))
        after = deepcopy(state)
        plan = plan_of(read.values, after, read.row.number, read.row.answer, is_replacing=self.settings.is_replacing)
        return plan, after

    def read_rows(self, rows: Sequence[ImportRow]) -> list[Read]:
        """Rows with their values as they are read now, e.g. with the colleagues whom their texts mean now."""
        college = db.session.get_one(Organisation, self.draft.organisation_id)
        reader = RowReader(self.settings, college.tier_titles, self.draft.maker, [row.values for row in rows])
        return [Read(row, reader.read(row.values, row.figures)) for row in rows]

    def _identify(self, read: Read, identities: Identities) -> None:
        row = read.row
        row.name = read.values.name
        row.name_key = name_key(read.values.name)
        row.business_id = read.values.own["business_id"]
        row.tier = read.values.tier
        row.team = read.values.team
        row.problems = read.values.problems
        row.plan = {}
        row.alike = {}
        row.group = UNDECIDED
        if row.answer == DROP:
            row.verdict = LEFT_OUT
        elif row.problems:
            row.verdict = ERROR
        else:
            identity = identities.of(row.number, read.values, row.answer)
            row.group = identity.group
            row.alike = _alike(identity)
            row.verdict = DOUBLE  # until `plan` says otherwise

    def _plan_row(self, read: Read, state: PartnerState | None) -> PartnerState | None:
        """Gives the state of the partner after the row; a row that waits for an answer or has a problem changes nothing."""
        row = read.row
        row.plan = {}
        row.alike = {}
        row.problems = {}
        row.verdict = DOUBLE
        if state is None:  # merged into another, or erased
            row.group = UNDECIDED
            row.answer = ""
            return None
        try:
            row.plan, after = self.plan_now(read, state)
        except SamePlace as same:
            row.alike = {"place": same.number}
            return state
        except CannotBe as cannot:
            row.problems = {cannot.meaning: cannot.message}
            row.verdict = ERROR
            return state
        row.verdict = _verdict_of(row.plan)
        return after


def _verdict_of(plan: Plan) -> str:
    if plan.get("is_new_row"):
        return NEW
    return UPDATE if plan else SAME


def by_group(reads: Iterable[Read]) -> dict[int, list[Read]]:
    """The rows of each partner in the order of the file."""
    groups: dict[int, list[Read]] = {}
    for read in sorted(reads, key=lambda read: read.row.number):
        if read.row.group != UNDECIDED:
            groups.setdefault(read.row.group, []).append(read)
    return groups


def mark_beside(groups: Mapping[int, Sequence[Read]]) -> None:
    """Set `has_beside` of the rows that share a place with another row of their group: what they do depends on it."""
    for of_group in groups.values():
        places = Counter(read.values.place for read in of_group)
        for read in of_group:
            read.values.has_beside = places[read.values.place] > 1


def _alike(identity: Identity) -> dict[str, list[int]]:
    found = {"partners": list(identity.partners), "rows": list(identity.rows)}
    return {name: ids for name, ids in found.items() if ids}
