"""Last year's plan pasted: one field, then each line to be corrected or left out, then one act."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from .. import notices
from ..days import today
from ..errors import RuleBroken, never_typed
from ..fields import one_line, stripped
from ..partners.contact import contact_suggestions
from ..people import access
from ..tiers.models import ALL_TIERS
from .asked import Asked, asked
from .entry import EntryReader
from .pasted_plan import MOST_LINES, MOST_ROWS, lines_in, rows_of
from .pasted_row import KINDS, NOTHING, Row
from .pasting import Errors, add_pasted, read_rows

blueprint = Blueprint("pasting", __name__, url_prefix="/l/<launch>/plan/paste")
never_typed.update(f"{name}-{number}" for name in ("kind", "tier") for number in range(MOST_ROWS))  # chosen
_FIELDS = ("text", "when", "contact", "second", "partners", "tier", "outcome")


@blueprint.get("/")
@access.staff
def show() -> str:
    return render_template("plan/paste.html", asked=asked(), pasted="", error="", most=MOST_LINES)


@blueprint.post("/")
@access.staff
def preview() -> Response:
    """What each line would become; nothing is saved yet."""
    wanted = asked()
    pasted = stripped(request.form.get("pasted"))
    lines = lines_in(pasted)
    error = ""
    if not lines:
        error = _("Paste a plan first: a line for each action.")
    elif len(lines) > MOST_LINES:
        error = _(
            "These are %(lines)s lines; at most %(most)s fit at once. Leave the rest for a second time.",
            lines=len(lines),
            most=MOST_LINES,
        )
    if error:
        return make_response(render_template("plan/paste.html", asked=wanted, pasted=pasted, error=error, most=MOST_LINES), 422)
    rows = rows_of(lines, EntryReader(access.organisation_id(), wanted.year, lines))
    return _show_rows(wanted, rows, read_rows(rows, wanted.year, access.organisation_id()).errors)


@blueprint.post("/save")
@access.staff
def save() -> Response:
    wanted = asked()
    rows = _rows_sent()
    plan = read_rows(rows, wanted.year, access.organisation_id())
    message = ""
    if not plan.errors:
        try:
            act = add_pasted(plan.rows, wanted.team_id, today(), access.person())
            said = ngettext("%(num)s line is in the plan.", "%(num)s lines are in the plan.", len(plan.rows))
            notices.say(said, act)
            return redirect(url_for("plan.show_plan", **wanted.kept), 303)
        except RuleBroken as broken:
            message = broken.message
    return _show_rows(wanted, rows, plan.errors, message or _("Some lines have to be corrected, or left out."), 422)


def _rows_sent() -> list[Row]:
    """The rows of the form, in their order; a form holds no more than a preview has shown."""
    rows = []
    for number in range(MOST_ROWS):
        kind = request.form.get(f"kind-{number}")
        if kind is None:
            break
        values = {name: one_line(request.form.get(f"{name}-{number}")) for name in _FIELDS}
        values["tier"] = values["tier"] if values["tier"] in ALL_TIERS else ""
        rows.append(Row(kind if kind in KINDS else NOTHING, **values))
    return rows


def _show_rows(wanted: Asked, rows: list[Row], errors: Errors, message: str = "", status: int = 200) -> Response:
    page = render_template(
        "plan/pasted.html",
        asked=wanted,
        rows=rows,
        errors=errors,
        message=message,
        tiers=ALL_TIERS,
        has_outcome=any(row.outcome for row in rows),
        contacts=contact_suggestions(access.organisation_id()),
    )
    return make_response(page, status)
