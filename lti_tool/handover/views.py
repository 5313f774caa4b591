"""*Siirrä vastuu*: what one carries goes to another; two names for one of ours become one; who has left is marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from .. import db, notices
from ..errors import Conflict, RuleBroken
from ..history import Act
from ..history.past import past_of
from ..people import access
from ..people.models import Person
from ..people.operations import mark_left
from . import queries
from .addresses import colleague_or_404, giver_asked, givers_asked, page_of
from .carried import MOST_LINES, Giver, in_groups, lines_of
from .forms import HandoverForm
from .joining import join_accounts, tie_name
from .operations import HandoverOutcome, hand_over
from .receiver import receiver_meant, receivers_offered

blueprint = Blueprint("handover", __name__, url_prefix="/l/<launch>/handover")
MOST_NAMED = 10


@blueprint.get("/")
@access.staff
def show() -> Response:
    """What somebody carries, all of it ticked, and one field for who takes over."""
    givers = givers_asked()
    if len(givers) > 1:
        people = [giver.person for giver in givers if giver.person]
        return make_response(render_template("handover/which.html", people=people, account_name=queries.account_name))
    person = givers[0].person
    return _show(givers[0], _new_form(person), 200)


@blueprint.post("/")
@access.staff
def give() -> Response:
    giver = giver_asked()
    form = HandoverForm()
    if not form.validate():
        return _show(giver, form, 422)
    try:
        receiver = receiver_meant(form.receiver.data or "", form.receiver_answer.data or "", giver, access.person())
        chosen = form.lines.data or []
        outcome = hand_over(giver, chosen, receiver, access.person(), has_left=form.has_left.data, version=form.made_from())
    except RuleBroken as broken:
        return _show_broken(form, broken)
    _say_moved(outcome, receiver.name)
    return redirect(page_of(giver), 303)


@blueprint.post("/same")
@access.staff
def join() -> Response:
    """A name as text is a colleague, or two accounts are one colleague's."""
    giver = giver_asked()
    if giver.person and giver.person.is_erased:
        abort(404)  # nobody is said to be who was erased
    form = HandoverForm()
    if not form.validate():
        return _show(giver, form, 422)
    try:
        person = _same_person(giver, form)
        act = _become_one(giver, person)
    except RuleBroken as broken:
        return _show_broken(form, broken)
    if act.has_changed:
        notices.say(_("All of it is %(name)s's now.", name=person.shown_name), act)
    return redirect(url_for("handover.show", person=person.id), 303)


@blueprint.post("/people/<int:person_id>/left")
@access.staff
def mark(person_id: int) -> Response:
    """Somebody is no longer with us, or is again; what they carry stays where it is."""
    person = colleague_or_404(person_id)
    has_left = request.form.get("has_left") == "1"
    version = db.id_in(request.form.get("version", ""))
    act = mark_left(person, version, access.person(), has_left=has_left)
    sentence = _("%(name)s is marked as no longer with us.") if has_left else _("%(name)s is with us again.")
    notices.say(sentence % {"name": person.shown_name}, act)
    return redirect(url_for("handover.show", person=person.id), 303)


def _become_one(giver: Giver, person: Person) -> Act:
    """An account is joined with another one, a name as text is tied to its person."""
    if giver.person is not None and giver.person != person:
        return join_accounts(giver.person, person, access.person())
    return tie_name(giver, person, access.person())


def _same_person(giver: Giver, form: HandoverForm) -> Person:
    """Who was pressed as the same, or is named in the field."""
    if giver.team is not None:
        raise RuleBroken("receiver", _("A team is not one person: hand over to it instead."))
    pressed = db.id_in(form.same.data or "")
    if pressed:
        return colleague_or_404(pressed)
    receiver = receiver_meant(form.receiver.data or "", form.receiver_answer.data or "", giver, access.person())
    if receiver.person_id is None:
        raise RuleBroken("receiver", _("A team is not one person: hand over to it instead."))
    return db.session.get_one(Person, receiver.person_id)


def _new_form(person: Person | None) -> HandoverForm:
    return HandoverForm(
        formdata=None,
        has_left=person.has_left if person else False,
        version=str(person.version) if person else "",
    )


def _show(giver: Giver, form: HandoverForm, status: int, **context: Any) -> Response:
    found = lines_of(giver)
    lines = found[:MOST_LINES]
    is_new = form.lines.data is None
    ticked = {line.value for line in lines} if is_new and "none" not in request.args else set(form.lines.data or ())
    others = queries.accounts_named_alike(giver.person) if giver.person else []
    page = render_template(
        "handover/show.html",
        giver=giver,
        form=form,
        groups=in_groups(lines),
        has_more=len(found) > MOST_LINES,
        ticked=ticked,
        others=others,
        has_text=any(line.is_text for line in lines),
        maybe=queries.maybe_meant(giver) if giver.person is None and giver.team is None else [],
        receivers=receivers_offered(giver.organisation_id),
        here=page_of(giver),
        same=page_of(giver, "handover.join"),
        is_oneself=giver.person == access.person(),
        account_name=queries.account_name,
        past=past_of([giver.person], notices.older()) if giver.person else None,
        **context,
    )
    return make_response(page, status)


def _show_broken(form: HandoverForm, broken: RuleBroken) -> Response:
    """The page as it stands now, with what was typed and ticked, and the reason beside its field."""
    giver = giver_asked()
    person = giver.person
    current = {"has_left": person.has_left} if person else {}
    status = form.show_error(broken, current, person.version if person else 0)
    colleagues = [] if isinstance(broken, Conflict) else broken.details.get("colleagues", [])
    return _show(giver, form, status, colleagues=colleagues)


def _say_moved(outcome: HandoverOutcome, receiver: str) -> None:
    done = ngettext("%(num)s line went to %(name)s.", "%(num)s lines went to %(name)s.", outcome.moved, name=receiver)
    say_with_left(done, outcome)


def say_with_left(done: str, outcome: HandoverOutcome) -> None:
    """A sentence on what was done, and the partners of what was left alone."""
    sentences = [done]
    if outcome.left:
        names = _in_one(outcome.left)
        sentences.append(_("Changed by a colleague meanwhile, and left as they are: %(names)s.", names=names))
    if outcome.taken:
        names = _in_one(outcome.taken)
        sentences.append(_("Left as they are, since another row stands there already: %(names)s.", names=names))
    notices.say(" ".join(sentences), outcome.act)


def _in_one(names: Sequence[str]) -> str:
    """Names of partners, each once; of many the first and how many more."""
    each = list(dict.fromkeys(names))
    more = len(each) - MOST_NAMED
    return ", ".join(each[:MOST_NAMED]) + (f" (+{more})" if more > 0 else "")
