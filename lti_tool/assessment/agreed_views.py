"""What was agreed on in a test: a new line below its result, and each line corrected, done, taken away."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import history, notices
from ..days import full_day, today
from ..errors import RuleBroken
from ..partners.contact import contact_suggestions
from ..people import access
from .agreed_models import AgreedLine
from .agreeing import agree, archive_line, edit_line, finish_line
from .forms import AgreedForm
from .models import Assessment
from .result_page import show_result

blueprint = Blueprint("agreed", __name__, url_prefix="/l/<launch>/assessments")


@blueprint.post("/<int:assessment_id>/agreed")
@access.staff
def add(assessment_id: int) -> Response:
    assessment = access.owned_or_404(Assessment, assessment_id)
    form = AgreedForm()
    typed = {"text": form.text.data, "contact": form.contact.data, "due_on": form.due_on.data}
    if form.validate():
        try:
            act = agree(assessment, {**typed, "statement": form.statement.data or ""}, today(), access.person())
            return _done(_("Written down."), act, assessment_id)
        except RuleBroken as broken:
            form.show_error(broken)
            assessment = access.owned_or_404(Assessment, assessment_id)
    return make_response(show_result(assessment, agreed_form=form), 422)


@blueprint.route("/agreed/<int:line_id>/edit", methods=["GET", "POST"])
@access.staff
def edit(line_id: int) -> Response:
    line = access.owned_or_404(AgreedLine, line_id)
    form = AgreedForm(data=_as_typed(line))
    if request.method != "POST":
        return _show_edit(line, form, 200)
    if not form.validate():
        return _show_edit(line, form, 422)
    try:
        act = edit_line(line, form.typed(), form.made_from(), access.person())
    except RuleBroken as broken:
        line = access.owned_or_404(AgreedLine, line_id)
        theirs = {**_as_typed(line), "due_on": full_day(line.due_on) if line.due_on else ""}
        return _show_edit(line, form, form.show_error(broken, theirs, line.version))
    return _done(_("Saved."), act, line.assessment_id)


@blueprint.post("/agreed/<int:line_id>/done")
@access.staff
def finish(line_id: int) -> Response:
    """From the test's page or from one's own week."""
    line = access.owned_or_404(AgreedLine, line_id)
    act = finish_line(line, access.person())
    if act.has_changed:
        notices.say(_("Done: %(step)s.", step=line.text), act)
    return notices.back()


@blueprint.post("/agreed/<int:line_id>/archive")
@access.staff
def archive(line_id: int) -> Response:
    line = access.owned_or_404(AgreedLine, line_id)
    return _done(_("It was taken away."), archive_line(line, access.person()), line.assessment_id)


def _as_typed(line: AgreedLine) -> dict[str, Any]:
    return {"text": line.text, "contact": line.contact, "due_on": line.due_on, "version": line.version}


def _show_edit(line: AgreedLine, form: AgreedForm, status: int) -> Response:
    contacts = contact_suggestions(access.organisation_id())
    page = render_template("assessment/agreed.html", line=line, form=form, contacts=contacts)
    return make_response(page, status)


def _done(sentence: str, act: history.Act, assessment_id: int) -> Response:
    if act.has_changed:
        notices.say(sentence, act)
    return redirect(url_for("assessment.show_assessment", assessment_id=assessment_id, _anchor="agreed"), 303)
