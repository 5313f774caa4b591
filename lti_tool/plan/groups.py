"""A plan in numbers, where it has more actions than its picture can show: how many there are in each month, group by group."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from ..people import access
from ..tiers.models import ALL_TIERS
from ..tiers.queries import text_of
from . import queries
from .asked import ALL, Asked
from .spans import Span
from .strip import Group, groups_of


def groups_of_plan(wanted: Asked) -> list[Group]:
    """By team where all plans are shown, else by tier."""
    is_of_all = wanted.whose == ALL
    spans_of = queries.spans_by_group(wanted.as_filter(access.organisation_id()), by_team=is_of_all)
    tiers = short_tiers()
    named: dict[tuple[Any, str], list[Span]] = {}
    for (key, team_name), spans in spans_of.items():
        name = (team_name or _("The college's")) if is_of_all else (tiers.get(key) or _("No tier"))
        named[key, name] = spans
    return groups_of(named, wanted.year)


def short_tiers() -> dict[str, str]:
    """The short names of the tiers, as the college calls them."""
    titles = access.organisation().tier_titles
    return {tier: str(text_of(tier, titles).short) for tier in ALL_TIERS}
