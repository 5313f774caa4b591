"""Merging two partners, and remembering that two are not the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from .. import db, history
from ..contacts.models import ContactRole, PartnerContact
from ..errors import RuleBroken
from ..history.moving import columns_pointing_to, point_elsewhere
from ..partners.last_contact import refresh_last_contact
from ..partners.models import MERGE, Partner, refresh_search_keys
from ..partners.other_names import keep_former
from ..partners.row_models import settle_archived
from ..partners.sameness import next_apart, partners_named
from ..people.models import Person
from ..text import name_key
from .models import DistinctPair, SuspectedDouble
from .plan import MergePlan, new_name_of, plan_merge
from .queries import are_distinct

NOT_MOVED = (SuspectedDouble.__tablename__,)  # found anew by its job


def merge_partners(stays: Partner, goes: Partner, answers: Mapping[str, str], seen: str, actor: Person) -> history.Act:
    """Let `goes` be one with `stays`: all that hangs on it hangs on `stays` then, and nothing is dropped but what was seen.

    `answers` are those to the plan's questions, `seen` is the `fingerprint` of the plan that was shown. Raises RuleBroken on
    `stays` for a partner with itself, on `answers` where one has to choose, on `shown` when something else would be dropped.
    """
    if stays.id == goes.id:
        raise RuleBroken("stays", _("These are one partner already."))
    with history.act(MERGE, stays.name, actor) as act:
        Partner.lock([stays.id, goes.id])
        _lock_people(stays, goes)
        plan = plan_merge(stays, goes, answers)
        _check(plan, seen)
        _archive_twins(plan)
        for column in columns_pointing_to(Partner.__table__, but=NOT_MOVED):  # type: ignore[arg-type]
            point_elsewhere(column, goes.id, stays.id, act)
        read_rows_anew(stays, goes)
        goes.merged_into_id = stays.id
        db.session.flush()
        _make_people_one(plan, act)
        _set_values(plan)
        _number_name(plan)  # after the values: it asks who else has the new name
        _keep_other_name(plan)
        refresh_partners([stays, goes])
    return act


def _check(plan: MergePlan, seen: str) -> None:
    if plan.unanswered:
        labels = ", ".join(question.label for question in plan.unanswered)
        raise RuleBroken("answers", _("Choose what stays: %(fields)s.", fields=labels))
    if plan.fingerprint != seen:
        raise RuleBroken("shown", _("Look once more at what will be dropped now, and press again."))


def _lock_people(stays: Partner, goes: Partner) -> None:
    """Colleagues write of them at other partners too: what the plan reads of them stays until it is done."""
    at_either = ContactRole.partner_id.in_([stays.id, goes.id])
    PartnerContact.lock(db.session.scalars(select(ContactRole.contact_id).where(at_either).distinct()).all())


def _archive_twins(plan: MergePlan) -> None:
    """Before anything is moved: where one partner stands only once, two cannot be for a moment."""
    for row in plan.archived:
        row.is_archived = True
    db.session.flush()


def _make_people_one(plan: MergePlan, act: history.Act) -> None:
    """Point all rows of the other person to this one, at other partners too: a person is erased whole."""
    for pair in plan.people:
        for column in columns_pointing_to(PartnerContact.__table__):  # type: ignore[arg-type]
            point_elsewhere(column, pair.goes.id, pair.stays.id, act)
        pair.goes.merged_into_id = pair.stays.id
    db.session.flush()


def _set_values(plan: MergePlan) -> None:
    for row, values in plan.new_values:
        db.set_all(row, values)


def _number_name(plan: MergePlan) -> None:
    """A partner with a new name gets the number of one more partner of that name."""
    name = new_name_of(plan)
    if not name:
        return
    key = name_key(name)
    with db.session.no_autoflush:  # its number is not decided yet
        named = partners_named(plan.stays.organisation_id, {key})[key]
    plan.stays.apart = next_apart([one for one in named if one.partner is not plan.stays])


def _keep_other_name(plan: MergePlan) -> None:
    """The name that was not chosen becomes an other name."""
    if plan.kept_name:
        keep_former(plan.stays, plan.kept_name)
    db.session.flush()


def read_rows_anew(*partners: Partner) -> None:
    """The session forgets what it holds of their rows and names: statements have moved them past it."""
    for partner in partners:
        db.session.expire(partner, ["other_names", "partnerships"])


def refresh_partners(partners: Collection[Partner]) -> None:
    """Recompute what follows from the rows of partners: how they are found, whether they are on the list, when they were met."""
    db.session.flush()
    refresh_search_keys(partner.id for partner in partners)
    settle_archived(partners)
    refresh_last_contact([partner.id for partner in partners])


def remember_as_distinct(one: Partner, other: Partner, actor: Person) -> history.Act:
    """Say that two partners are not the same; raises RuleBroken on `other` for a partner and itself."""
    if one.id == other.id:
        raise RuleBroken("other", _("These are one partner already."))
    with history.act("distinct_pair.add", f"{one.name} – {other.name}", actor) as act:
        first, second = Partner.lock([one.id, other.id])
        if not are_distinct(first, second):
            pair = DistinctPair(organisation_id=first.organisation_id, first_id=first.id, second_id=second.id)
            pair.is_archived = False
            db.session.add(pair)
    return act
