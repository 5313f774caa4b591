"""The filter of a list as its address holds it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from .. import db
from ..people import access
from ..people.colleagues import read_colleague, staff_of
from ..teams.queries import team_named, teams_of
from ..tiers.models import ALL_TIERS
from .choices import CURRENT
from .filters import LACKING, MARKS, MET, Filter, further_filters
from .orders import further_name, is_order


def read_filter(tier: str = "", asked: MultiDict[str, str] | None = None) -> Filter:
    """The filter of this address, or of other parameters; unknown parameters and values are ignored."""
    asked = request.args if asked is None else asked
    wanted = Filter(
        access.organisation_id(),
        tier=tier,
        text=asked.get("q", "")[:200].strip(),
        contact=asked.get("contact", "")[:200].strip(),
        mine=access.person().id if "mine" in asked else None,
        order=_order_in(asked),
        state=_one_of((CURRENT, *MARKS), asked.get("state", "")),
        team=db.id_in(asked.get("team", "")) or None,
        ours=tuple(team.id for team in teams_of(access.person().id)) if "ours" in asked else None,
        field=db.id_in(asked.get("field", "")) or None,
    )
    return _about_a_person(wanted) if _asks_about_a_person(wanted) else _narrowed(wanted, asked)


def _about_a_person(wanted: Filter) -> Filter:
    """The rows of one colleague are in no order that tells figures of the colleague's partners."""
    is_by_figures = wanted.order.startswith("met") or further_name(wanted.order) != ""
    return replace(wanted, order="name" if is_by_figures else wanted.order, is_of_a_person=True)


def _narrowed(wanted: Filter, asked: MultiDict[str, str]) -> Filter:
    """The same filter with what asks for attention, and what features above narrow down to."""
    further = []
    for name, further_filter in further_filters.items():
        value = further_filter.value_in(asked[name], wanted.organisation_id) if name in asked else ""
        if value:
            further.append((name, value))
    return replace(
        wanted,
        lacks=_one_of(LACKING, asked.get("lacks", "")),
        met=_one_of(MET, asked.get("met", "")),
        further=tuple(further),
    )


def is_partly_left_out(wanted: Filter) -> bool:
    """Whether the address asks for more than a colleague's list tells, so that the page can say so."""
    is_asked = any(request.args.get(name) for name in ("lacks", "met", *further_filters))
    return wanted.is_of_a_person and (is_asked or _order_in(request.args) != wanted.order)


def _asks_about_a_person(wanted: Filter) -> bool:
    """Whether a colleague is looked for, as contact or with words: that finds and hands over, but does not combine with what asks
    for attention, nor does it count (DESIGN §1). Of oneself and of a team it does."""
    asked_for = [text for text in (wanted.contact, wanted.text) if text]
    if not asked_for:
        return False
    staff = staff_of(wanted.organisation_id)
    meant = {colleague.id for text in asked_for for colleague in read_colleague(text, staff).colleagues}
    is_unknown_contact = wanted.contact and not meant and team_named(wanted.organisation_id, wanted.contact) is None
    return bool(meant - {access.person().id} or is_unknown_contact)


def _one_of(known: Any, value: str) -> str:
    return value if value in known else ""


def _order_in(asked: MultiDict[str, str]) -> str:
    order = asked.get("order", "")
    return order if is_order(order) else "name"


def tier_in(asked: MultiDict[str, str]) -> str:
    return _one_of(ALL_TIERS, asked.get("tier", ""))


def kept_in_address(wanted: Filter, **changes: Any) -> dict[str, Any]:
    """The parameters of a filter's address, but for `changes`; what is left open is None."""
    kept = {
        "tier": wanted.tier or None,
        "q": wanted.text or None,
        "contact": wanted.contact or None,
        "mine": 1 if wanted.mine else None,
        **_kept_narrowing(wanted),
    }
    return {**(request.view_args or {}), **kept, **changes}


def _kept_narrowing(wanted: Filter) -> dict[str, Any]:
    """The parameters that hold neither a name nor a word."""
    return {
        "lacks": wanted.lacks or None,
        "state": wanted.state or None,
        "team": wanted.team,
        "ours": 1 if wanted.ours is not None else None,
        "field": wanted.field,
        "met": wanted.met or None,
        "order": wanted.order if wanted.order != "name" else None,
        **dict.fromkeys(further_filters),
        **dict(wanted.further),
    }


def kept_in_link(wanted: Filter) -> dict[str, Any] | None:
    """What a link to this list holds of its filter, without a name and without a word; None where that leads to another list."""
    if wanted.text or wanted.mine or wanted.ours is not None:
        return None
    kept = _kept_narrowing(wanted)
    if not wanted.contact:
        return kept
    colleagues = read_colleague(wanted.contact, staff_of(wanted.organisation_id)).colleagues
    return {**kept, "who": colleagues[0].id} if len(colleagues) == 1 else None
