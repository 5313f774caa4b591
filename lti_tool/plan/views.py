"""A plan of a year: the strip, its aims with their actions, one line to add one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..days import today
from ..errors import RuleBroken
from ..fields import LONGEST_LINE
from ..history.past import past_of
from ..pages import address_of
from ..people import access
from ..teams.queries import active_teams
from ..tiers.models import ALL_TIERS
from . import queries
from .asked import ALL, Asked, asked
from .entry import Entry, EntryReader
from .forms import LONGEST_ENTRY, AimForm, LineForm
from .groups import groups_of_plan, short_tiers
from .listed import ListedAction
from .models import STATE_NAMES, Aim
from .operations import add_action
from .spans import in_words, words_of_many
from .strip import MOST_BARS, bars_of, column_of

blueprint = Blueprint("plan", __name__, url_prefix="/l/<launch>/plan")


@blueprint.get("/")
@access.staff
def show_plan() -> str:
    """A team's plan, the college's, or all of them."""
    return plan_page(asked(), LineForm(formdata=None), AimForm(formdata=None))


@blueprint.post("/")
@access.staff
def add() -> Response:
    """Plan an action that was written in one line; what does not say when is asked for in the whole form, or in the meeting."""
    wanted = asked()
    form = LineForm()
    if not form.validate():
        return _refused(wanted, form)
    line = form.line.data or ""
    entry = _read_line(line, wanted)
    if entry.span is None and _is_from_meeting():
        return _back_with(line, asks="when")
    if entry.span is None or len(entry.text) > LONGEST_LINE:
        return _to_whole_form(entry, wanted)
    try:
        action, act = add_action({**entry.typed(), "team_id": wanted.team_id}, today(), access.person())
    except RuleBroken as broken:
        broken.field = "line"
        form.show_error(broken)
        return _refused(wanted, form)
    notices.say(_planned_sentence(entry, in_words(entry.span)), act)
    if _is_from_meeting():
        return notices.back()
    return redirect(url_for("plan.show_plan", **wanted.kept, _anchor=f"action-{action.id}"), 303)


def _read_line(line: str, wanted: Asked) -> Entry:
    """What a line says. Without a year in the address a time that is over is the coming one; the tier is the plan's."""
    entry = EntryReader(access.organisation_id(), wanted.year, [line]).read(line)
    if "year" not in request.args:
        entry = entry.ahead_of(today())
    return replace(entry, tier=entry.tier or wanted.tier_of_new)


def _is_from_meeting() -> bool:
    """Whether the line was written on the page of a meeting, which names itself in its form."""
    return "back" in request.form


def _to_whole_form(entry: Entry, wanted: Asked) -> Response:
    """The form of all of an action, filled with what was read."""
    address = {
        **wanted.kept,
        "what": entry.text,
        "contact": entry.contact,
        "second": entry.second,
        "tier": entry.tier,
        "partners": "; ".join(partner.name for partner in entry.partners),
        "when": in_words(entry.span) if entry.span else "",
    }
    return redirect(url_for("actions.plan_new", **address, asks=1), 303)


def _planned_sentence(entry: Entry, when: str) -> str:
    partners = ", ".join(partner.name for partner in entry.partners)
    parts = [entry.text, when, entry.contact, entry.second, partners]
    return _("Planned: %(what)s", what=" · ".join(filter(None, parts)))


def _refused(wanted: Asked, form: LineForm) -> Response:
    """The plan with what was typed and what is wrong with it; for a line of a meeting the meeting's page."""
    if not _is_from_meeting():
        return make_response(plan_page(wanted, form, AimForm(formdata=None)), 422)
    for message in form.line.errors:
        notices.say(str(message))
    return _back_with(form.line.data or "")


def _back_with(line: str, **asks: str) -> Response:
    """To the meeting, with the line in its field; `asks` is what it does not say."""
    return redirect(f"{notices.page_address()}?{urlencode({'line': line[:LONGEST_ENTRY], **asks})}", 303)


def shown_in_rows() -> dict[str, Any]:
    """What each of hundreds of rows needs, made once: addresses without their number, names of tiers and states."""
    return {
        "actions_at": url_for("actions.show_action", action_id=1).removesuffix("1"),
        "partners_at": address_of("partner", "1").removesuffix("1"),
        "short_tiers": short_tiers(),
        "state_words": {state: str(name) for state, name in STATE_NAMES.items()},
    }


@blueprint.get("/changes")
@access.staff
def show_changes() -> str:
    """What was changed in a plan: where one that was taken off is put back."""
    wanted = asked()
    rows = queries.rows_with_history(wanted.team_id, access.organisation_id())
    return render_template("plan/changes.html", asked=wanted, past=past_of(rows, notices.older()))


def strip_of(wanted: Asked) -> dict[str, Any]:
    """What the strip of a plan needs, and its `actions`; without bars where there are more than MOST_BARS."""
    actions = queries.list_actions(wanted.as_filter(access.organisation_id()), MOST_BARS + 1)
    when_of, shortly_of = words_of_many(action.span for action in actions)
    shown = shown_in_rows()
    present = today()
    is_this_year = wanted.year.first_day <= present <= wanted.year.last_day
    return {
        "asked": wanted,
        "actions": actions,
        "bars": [] if len(actions) > MOST_BARS else bars_of(actions, wanted.year, shown["short_tiers"]),
        "when_of": when_of,
        "shortly_of": shortly_of,
        "today_column": column_of(present, wanted.year) if is_this_year else None,
        "this_month": present.replace(day=1),
        **shown,
    }


def plan_page(wanted: Asked, form: LineForm, aim_form: AimForm) -> str:
    organisation_id = access.organisation_id()
    strip = strip_of(wanted)
    actions = strip["actions"]
    is_in_numbers = len(actions) > MOST_BARS
    aims = queries.aims_of(organisation_id, wanted.team_id) if wanted.whose != ALL else []
    teams = active_teams(organisation_id)
    if wanted.team is not None and wanted.team.is_archived:
        teams.append(wanted.team)  # whose plan this is
    return render_template(
        "plan/plan.html",
        form=form,
        aim_form=aim_form,
        groups=groups_of_plan(wanted) if is_in_numbers else [],
        sections=[] if is_in_numbers else _sections(actions, aims, is_of_one_plan=wanted.whose != ALL),
        teams=teams,
        tiers=ALL_TIERS,
        college=access.organisation().name,
        **strip,
    )


class Section(NamedTuple):
    """A part of the list below the strip: an aim, None for no aim, or the name of a team, with its actions."""

    head: Aim | str | None
    actions: list[ListedAction]


def _sections(actions: list[ListedAction], aims: list[Aim], *, is_of_one_plan: bool) -> list[Section]:
    """The actions under their aims, what has none last; of all plans together by team."""
    if is_of_one_plan:
        under = {aim.id: Section(aim, [action for action in actions if action.aim_id == aim.id]) for aim in aims}
        without = [action for action in actions if action.aim_id not in under]
        return [*under.values(), Section(None, without)]
    names = {action.team for action in actions}
    return [Section(name, [action for action in actions if action.team == name]) for name in sorted(names)]
