"""An action: planning one with all its fields, its page, correcting it, following it up, taking it away."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import history, notices
from ..days import today
from ..errors import RuleBroken
from ..fields import one_line
from ..history.past import past_of
from ..methods.queries import experiences
from ..pages import address_of
from ..partners.contact import contact_suggestions
from ..people import access
from ..teams.queries import active_teams
from . import queries
from .asked import Asked, asked
from .forms import LONGEST_ENTRY, ActionForm, StateForm, values_of
from .history_words import methods_in_words
from .method_choices import methods_to_choose
from .models import Action
from .moved_here import AGREED, STEP, agreement_named, kind_of, plan_instead
from .operations import Typed, add_action, archive_action, edit_action, set_state
from .spans import Span, in_words
from .years import PlanYear, year_of

blueprint = Blueprint("actions", __name__, url_prefix="/l/<launch>/plan/actions")
LONGEST_PREFILL = LONGEST_ENTRY  # a longer text is not cut: its field says that it is too long


@blueprint.route("/new", methods=["GET", "POST"])
@access.staff
def plan_new() -> Response:
    """The whole form, filled with what an address brings: from a line, a method, a test, a visit, an agreement."""
    wanted = asked()
    source = request.args.get("source", "")
    form = ActionForm() if request.method == "POST" else _prefilled(wanted)
    _offer(form, None, wanted.team_id if wanted.is_open else None)
    if request.method != "POST":
        if "asks" in request.args and not form.when.data:
            form.when.errors = [_("When is it? A day, or a month such as March.")]
        return _show_form(form, None, wanted.year, source=source)
    if form.validate():
        try:
            typed = form.read(access.organisation_id(), wanted.year)
            return redirect(_plan_of(_add({"kind": "action", "state": "planned", **typed}, source)), 303)
        except RuleBroken as broken:
            form.show_error_of(broken)
            source = "" if broken.field == "source" else source
    return _show_form(form, None, wanted.year, 422, source)


def _add(typed: Typed, source: str) -> Action:
    """Plan it, in place of the `source` that it comes from."""
    kind = kind_of(source)
    if kind not in (STEP, AGREED):
        typed["agreement_id"] = agreement_named(source, access.organisation_id())
        action, act = add_action(typed, today(), access.person())
        notices.say(_("Planned: %(what)s", what=action.text), act)
        return action
    action, act = plan_instead(source, typed, today(), access.person())
    if kind == STEP:
        notices.say(_("Planned: %(what)s. The next step moved into the plan.", what=action.text), act)
    else:
        notices.say(_("Planned: %(what)s. What was agreed moved into the plan.", what=action.text), act)
    return action


def _prefilled(wanted: Asked) -> ActionForm:
    given = {
        name: one_line(request.args.get(name))[:LONGEST_PREFILL] for name in ("what", "when", "contact", "second", "partners")
    }
    method = request.args.get("method", "")
    title = methods_in_words({method}, access.organisation_id()).get(method, "")
    return ActionForm(
        formdata=None,
        **{name: given[name] for name in ("when", "contact", "second", "partners")},
        text=given["what"] or title,
        method=method if title else "",
        tier=wanted.tier_of_new,
        team=str(wanted.team_id or ""),
        kind="action",
        state="planned",
    )


@blueprint.get("/<int:action_id>")
@access.staff
def show_action(action_id: int) -> Response:
    action = access.owned_or_404(Action, action_id)
    form = StateForm(formdata=None, state=action.state, outcome=action.outcome, version=action.version)
    return _show_action(action, form)


@blueprint.post("/<int:action_id>")
@access.staff
def follow_up(action_id: int) -> Response:
    """How far it is: from its page with an outcome, from the plan by one press."""
    action = access.owned_or_404(Action, action_id)
    form = StateForm()
    if not form.validate():
        return _show_action(action, form, 422)
    outcome = form.outcome.data if form.was_sent("outcome") else None
    try:
        act = set_state(action, form.state.data or "", outcome, form.made_from(), today(), access.person())
    except RuleBroken as broken:
        action = access.owned_or_404(Action, action_id)
        now = {"state": action.state, "outcome": action.outcome}
        return _show_action(action, form, form.show_error(broken, now, action.version))
    return _saved(_("Noted: %(what)s", what=action.text), act, notices.back(f"action-{action_id}"))


@blueprint.route("/<int:action_id>/edit", methods=["GET", "POST"])
@access.staff
def edit(action_id: int) -> Response:
    action = access.owned_or_404(Action, action_id)
    year = year_of(action.starts_on)
    form = ActionForm() if request.method == "POST" else ActionForm(formdata=None, **values_of(action), version=action.version)
    _offer(form, action, action.team_id)
    if request.method != "POST":
        return _show_form(form, action, year)
    status = 422
    if form.validate():
        try:
            typed = form.read(access.organisation_id(), year, action)
            act = edit_action(action, typed, form.made_from(), today(), access.person())
            return _saved(_("The action was saved."), act, redirect(_plan_of(action), 303))
        except RuleBroken as broken:
            action = access.owned_or_404(Action, action_id)
            status = form.show_error_of(broken, action)
    return _show_form(form, action, year, status)


@blueprint.post("/<int:action_id>/archive")
@access.staff
def archive(action_id: int) -> Response:
    action = access.owned_or_404(Action, action_id)
    act = archive_action(action, access.person())
    return _saved(_("Taken off the plan: %(what)s", what=action.text), act, redirect(_plan_of(action), 303))


def _saved(sentence: str, act: history.Act, answer: Response) -> Response:
    if act.has_changed:
        notices.say(sentence, act)
    return answer


def _plan_of(action: Action) -> str:
    """Where it stands in its plan, in the year in which it begins."""
    whose = str(action.team_id or "college")
    anchor = None if action.is_archived else f"action-{action.id}"
    return url_for("plan.show_plan", team=whose, year=year_of(action.starts_on).key, _anchor=anchor)


def _offer(form: ActionForm, action: Action | None, team_id: int | None) -> None:
    organisation_id = access.organisation_id()
    teams = active_teams(organisation_id)
    if action is not None and action.team is not None and action.team not in teams:
        teams.append(action.team)
    aims = queries.aims_of(organisation_id, team_id)
    if action is not None and action.aim is not None and action.aim not in aims:
        aims.append(action.aim)
    form.offer(teams, aims, methods_to_choose(organisation_id, form.method.data or ""), organisation_id)


def _show_form(form: ActionForm, action: Action | None, year: PlanYear, status: int = 200, source: str = "") -> Response:
    """The form of an action, or of a new one, which may come from a `source`."""
    page = render_template(
        "plan/form.html",
        form=form,
        action=action,
        year=year,
        source=source or None,
        back=_plan_of(action) if action else url_for("plan.show_plan", **asked().kept),
        contacts=contact_suggestions(access.organisation_id()),
    )
    return make_response(page, status)


def _show_action(action: Action, form: StateForm, status: int = 200) -> Response:
    key = action.method
    shared = experiences(action.organisation_id, key) if key else []
    page = render_template(
        "plan/action.html",
        action=action,
        form=form,
        when=in_words(Span(action.starts_on, action.ends_on, action.is_by_month)),
        method_title=methods_in_words({key}, action.organisation_id).get(key, ""),
        method_address=address_of("method", key) if key else "",
        is_shared=any(experience.text == action.outcome for experience in shared),
        plan_address=_plan_of(action),
        past=past_of([action, *action.with_partners], notices.older()),
    )
    return make_response(page, status)
