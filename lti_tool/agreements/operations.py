"""Adding, correcting, renewing, reviewing and archiving agreements."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _

from .. import db, history
from ..errors import RuleBroken
from ..history.merging import raise_if_archived_since, set_merged, values_at
from ..partners.models import Partner
from ..people.models import Person
from .models import Agreement, check_days


def add_agreement(partner: Partner, values: dict[str, Any], actor: Person) -> history.Act:
    """`values`: kind, url, our_signer, their_signer, starts_on, ends_on, review_on, aims.

    Raises RuleBroken on `ends_on` or `review_on` for days that cannot be together.
    """
    with history.act("agreement.add", values["kind"], actor) as act:
        Partner.lock([partner.id])
        check_days(values)
        db.session.add(Agreement(organisation_id=partner.organisation_id, partner=partner, is_archived=False, **values))
    return act


def edit_agreement(agreement: Agreement, values: dict[str, Any], version: int, actor: Person) -> history.Act:
    """Correct it; one that was archived is there again.

    Raises Conflict when another has changed the same since `version` or archived it, RuleBroken as `add_agreement`.
    """
    with history.act("agreement.edit", agreement.kind, actor) as act:
        Agreement.lock([agreement.id])
        _set(agreement, values, version)
    return act


def renew_agreement(agreement: Agreement, values: dict[str, Any], version: int, actor: Person, *, today: date) -> history.Act:
    """Let it go on: `ends_on` (None until further notice) and `review_on`, also url and aims where they are given.

    The days take the place of those there were, so the reminder that brought somebody here is gone and there is one new.
    Raises RuleBroken on `ends_on` when that is not later than before and than today, on `review_on` when that is not to come;
    Conflict as `edit_agreement`.
    """
    with history.act("agreement.renew", agreement.kind, actor) as act:
        Agreement.lock([agreement.id])
        _check_to_come(values["review_on"], today)
        former = values_at(agreement, version)["ends_on"]
        _check_goes_on(values["ends_on"], former if isinstance(former, date) else today, today)
        _set(agreement, values, version)
    return act


def mark_reviewed(agreement: Agreement, next_review_on: date | None, version: int, actor: Person, *, today: date) -> history.Act:
    """It was looked at: the next time is then, None for none but its end.

    Raises RuleBroken on `review_on` when that is not to come or after the end; Conflict as `edit_agreement`.
    """
    with history.act("agreement.review", agreement.kind, actor) as act:
        Agreement.lock([agreement.id])
        _check_to_come(next_review_on, today)
        _set(agreement, {"review_on": next_review_on}, version)
    return act


def archive_agreement(agreement: Agreement, actor: Person) -> history.Act:
    """Take it off the list: it has ended and is not renewed, or was entered by mistake."""
    with history.act("agreement.archive", agreement.kind, actor) as act:
        Agreement.lock([agreement.id])
        agreement.is_archived = True
    return act


def _set(agreement: Agreement, values: dict[str, Any], version: int) -> None:
    """Set what was changed of it, as `set_merged`; an archived one is there again."""
    raise_if_archived_since(agreement, values, version, _("A colleague has archived this agreement meanwhile."))
    set_merged(agreement, values, version, check_days)
    agreement.is_archived = False


def _check_goes_on(ends_on: date | None, former: date, today: date) -> None:
    if ends_on and ends_on <= former:
        raise RuleBroken(
            "ends_on", _("Write a later day than before, or leave it empty: then it is in force until further notice.")
        )
    if ends_on and ends_on <= today:
        raise RuleBroken("ends_on", _("This day is past already."))


def _check_to_come(review_on: date | None, today: date) -> None:
    if review_on and review_on <= today:
        raise RuleBroken("review_on", _("The next review is a day to come."))
