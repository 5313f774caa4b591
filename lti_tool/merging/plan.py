"""What a merge of two partners does, before it is done: what has to be chosen, what is set, and each value that is dropped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from ..contacts.models import PartnerContact
from ..history.tracked import Tracked
from ..partners.models import OtherName, Partner
from ..text import name_key
from .names import are_forms_different
from .pairs import RowPair, all_pairs, partners_beside
from .parts import Part, in_words, label_of

# Answers to a question, as the form sends them.
FIRST = "a"  # the value of the partner with the smaller id
SECOND = "b"  # the value of the other one
BOTH = "c"  # both texts joined
YES = "a"  # two people of one name are one
NO = "b"
ANSWERS = {FIRST, SECOND, BOTH, YES, NO}


@dataclass(frozen=True)
class Question:
    """A part in which both differ, or whether two people of one name are one.

    `values` are its possible answers in words, `answer` the one that was given, else the usual one; empty where the user has
    to choose.
    """

    key: str
    label: str
    values: Mapping[str, str]  # by FIRST and SECOND, or by YES and NO
    is_text: bool
    can_join: bool
    answer: str


@dataclass(frozen=True)
class Dropped:
    """A value that the merge drops; only the history keeps it."""

    label: str
    value: str


@dataclass
class MergePlan:
    """`stays` is the partner that both are afterwards, `goes` the one that is merged into it.

    `new_values` are set in their rows, `archived` are rows whose twin holds all that they say, `people` pairs of rows of one
    person; `kept_name` becomes an other name, `beside` names further partners at which two people become one, too.
    """

    stays: Partner
    goes: Partner
    questions: list[Question] = field(default_factory=list)
    new_values: list[tuple[Tracked, dict[str, Any]]] = field(default_factory=list)
    archived: list[Any] = field(default_factory=list)
    people: list[RowPair] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    kept_name: str = ""
    beside: list[str] = field(default_factory=list)

    @property
    def unanswered(self) -> list[Question]:
        return [question for question in self.questions if not question.answer]

    @property
    def fingerprint(self) -> str:
        """Stays the same as long as the same is dropped and kept; the form holds it, so that nothing is dropped unseen."""
        dropped = [[one.label, one.value] for one in self.dropped]
        answers = [[question.key, question.answer] for question in self.questions]
        shown = [self.stays.id, self.goes.id, self.kept_name, dropped, answers, self.beside]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def plan_merge(stays: Partner, goes: Partner, answers: Mapping[str, str]) -> MergePlan:
    """The plan for these answers, by the keys of its questions; what is not answered is as `stays` has it, texts are joined."""
    plan = MergePlan(stays, goes)
    are_one: dict[str, bool] = {}  # by the question whether two people are one
    for pair in all_pairs(stays, goes):
        if pair.asked and pair.asked not in are_one:
            are_one[pair.asked] = _ask_if_one(plan, pair, answers)
        if pair.asked and not are_one[pair.asked]:
            continue
        for part in pair.parts:
            _plan_part(plan, pair, part, answers)
        if pair.is_archived:
            plan.archived.append(pair.goes)
        if isinstance(pair.stays, PartnerContact):
            plan.people.append(pair)
    _plan_names(plan)
    return plan


def _ask_if_one(plan: MergePlan, pair: RowPair, answers: Mapping[str, str]) -> bool:
    """Whether two people of one name are one: they are one at other partners too then. They are, unless somebody denies it."""
    beside = partners_beside(pair.stays, pair.goes, (plan.stays, plan.goes))
    yes = _("one person, also at %(partners)s", partners=", ".join(beside)) if beside else _("one person")
    question = Question(
        key=pair.asked,
        label=_("%(name)s, at both partners", name=pair.title),
        values={YES: yes, NO: _("two people of one name")},
        is_text=False,
        can_join=False,
        answer=NO if answers.get(pair.asked) == NO else YES,
    )
    plan.questions.append(question)
    if question.answer == NO:
        return False
    plan.beside += beside
    return True


def _plan_part(plan: MergePlan, pair: RowPair, part: Part, answers: Mapping[str, str]) -> None:
    """What becomes of one part of two rows that become one."""
    if part.holds(pair.stays, pair.goes):
        return
    other = part.values_of(pair.goes)
    if part.holds(pair.goes, pair.stays):
        _set(plan, pair, part, other)
        return
    joined = part.joined(pair.stays, pair.goes)
    question = _question(plan, pair, part, joined is not None, answers)
    plan.questions.append(question)
    if question.answer == BOTH:
        _set(plan, pair, part, (joined,))
    elif question.answer == _side_of(plan, plan.stays):
        _drop(plan, pair, part, pair.goes)
    elif question.answer:
        _set(plan, pair, part, other)
        _drop(plan, pair, part, pair.stays)


def _question(plan: MergePlan, pair: RowPair, part: Part, can_join: bool, answers: Mapping[str, str]) -> Question:
    key = f"{pair.key}.{part.name}"
    own_side = _side_of(plan, plan.stays)
    other_side = _side_of(plan, plan.goes)
    values = {own_side: in_words(pair.stays, part), other_side: in_words(pair.goes, part)}
    possible = {FIRST, SECOND, BOTH} if can_join else {FIRST, SECOND}
    answer = answers.get(key, "")
    if answer not in possible:
        answer = _usual_answer(pair, part, can_join, own_side)
    return Question(key=key, label=_label(pair, part), values=values, is_text=part.longest > 0, can_join=can_join, answer=answer)


def _usual_answer(pair: RowPair, part: Part, can_join: bool, own_side: str) -> str:
    """The answer to a question that nobody has answered; empty where the user has to choose."""
    if can_join:
        return BOTH
    if _has_to_be_chosen(pair, part):
        return ""
    return own_side


def _has_to_be_chosen(pair: RowPair, part: Part) -> bool:
    """Two business ids or legal forms are two companies, as a rule; of two texts too long together none goes by itself."""
    if part.name == "name" and isinstance(pair.stays, Partner):
        return are_forms_different(pair.stays.name, pair.goes.name)
    return part.name == "business_id" or part.longest > 0


def _side_of(plan: MergePlan, partner: Partner) -> str:
    return FIRST if partner.id == min(plan.stays.id, plan.goes.id) else SECOND


def _label(pair: RowPair, part: Part) -> str:
    label = label_of(pair.stays, part)
    return f"{pair.title}: {label}" if pair.title else label


def _set(plan: MergePlan, pair: RowPair, part: Part, values: tuple[Any, ...]) -> None:
    plan.new_values.append((pair.stays, dict(zip(part.columns, values, strict=True))))


def _drop(plan: MergePlan, pair: RowPair, part: Part, row: Tracked) -> None:
    if not (part.name == "name" and isinstance(row, Partner)):  # see `_plan_names`
        plan.dropped.append(Dropped(_label(pair, part), in_words(row, part)))


def new_name_of(plan: MergePlan) -> str:
    """The name that the partner that stays gets from the other one; empty where it keeps its own."""
    return next((values["name"] for row, values in plan.new_values if row is plan.stays and "name" in values), "")


def _plan_names(plan: MergePlan) -> None:
    """The main name that is not chosen becomes an other name; of two other names that are the same to us one is enough."""
    chosen = new_name_of(plan) or plan.stays.name
    former = plan.stays.name if chosen != plan.stays.name else plan.goes.name
    known: dict[str, str] = {one.name_key: one.name for one in plan.stays.known_names} | {name_key(chosen): chosen}
    for other in plan.goes.known_names:
        if other.name_key in known:
            plan.archived.append(other)
            _drop_spelling(plan, other.name, known[other.name_key], str(OtherName.tracking.fields["name"].name))
        else:
            known[other.name_key] = other.name
    if name_key(former) not in known:
        plan.kept_name = former
    else:
        _drop_spelling(plan, former, known[name_key(former)], str(Partner.tracking.fields["name"].name))


def _drop_spelling(plan: MergePlan, name: str, kept: str, label: str) -> None:
    if name != kept:
        plan.dropped.append(Dropped(label, name))
