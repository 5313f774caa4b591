"""The year as a wheel, on one sheet in landscape."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import format_date

from ..people import access
from . import queries
from .asked import asked
from .groups import groups_of_plan
from .wheel import MOST_ARCS, SIZE, arcs_of, months_of

blueprint = Blueprint("wheel", __name__, url_prefix="/l/<launch>/plan/wheel")


@blueprint.get("/")
@access.staff
def show_wheel() -> str:
    """The same plan as the strip shows; of more than a sheet can hold the numbers."""
    wanted = asked()
    actions = queries.list_actions(wanted.as_filter(access.organisation_id()), MOST_ARCS + 1)
    is_in_numbers = len(actions) > MOST_ARCS
    names = [format_date(first, "LLLL") for first in wanted.year.months]
    return render_template(
        "plan/wheel.html",
        asked=wanted,
        size=SIZE,
        months=months_of(wanted.year, names),
        arcs=[] if is_in_numbers else arcs_of(actions, wanted.year),
        groups=groups_of_plan(wanted) if is_in_numbers else [],
        college=access.organisation().name,
    )
