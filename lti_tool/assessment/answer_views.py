"""Answering for staff, one phase a step: alone, or `?together=1` all at one screen."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..errors import RuleBroken
from ..language import current_language
from ..people import access
from .answering import answer_as_colleague, my_sheet
from .forms import StatementsForm, in_words
from .models import Assessment
from .results import FEWEST
from .steps import Step, step_asked_for

blueprint = Blueprint("our_answers", __name__, url_prefix="/l/<launch>/assessments")


@blueprint.route("/<int:assessment_id>/answer", methods=["GET", "POST"])
@access.staff
def answer(assessment_id: int) -> Response:
    assessment = access.owned_or_404(Assessment, assessment_id)
    sheet = my_sheet(assessment, access.person(), together=_is_together())
    step = step_asked_for(assessment.asked(current_language()), sheet)
    form = step.form(sheet)
    if request.method != "POST":
        return _show(assessment, step, form, 200)
    if not form.validate():
        return _show(assessment, step, form, 422)
    try:
        act = answer_as_colleague(assessment, form.given(), access.person(), together=_is_together())
    except RuleBroken as broken:
        return _show_broken(assessment, step, form, broken)
    if not form.is_sent:
        return redirect(_address(assessment_id, step.next_phase(form)), 303)
    if act.has_changed:
        notices.say(_("Your answers are there."), act)
    return redirect(url_for("assessment.show_assessment", assessment_id=assessment_id), 303)


def _is_together() -> bool:
    return "together" in request.args


def _address(assessment_id: int, phase: str | None = None) -> str:
    together = "1" if _is_together() else None
    return url_for("our_answers.answer", assessment_id=assessment_id, together=together, phase=phase)


def _show_broken(assessment: Assessment, step: Step, form: StatementsForm, broken: RuleBroken) -> Response:
    """In a conflict another window has answered the same statement otherwise."""
    sheet = my_sheet(assessment, access.person(), together=_is_together())
    answers = sheet.readable_answers if sheet else {}
    theirs = {key: in_words(answers.get(key)) for key in form.keys}
    status = form.show_error(broken, theirs, sheet.version if sheet else 0)
    return _show(assessment, step, form, status)


def _show(assessment: Assessment, step: Step, form: StatementsForm, status: int) -> Response:
    page = render_template(
        "assessment/answer.html",
        assessment=assessment,
        step=step,
        form=form,
        is_together=_is_together(),
        fewest=FEWEST,
        action=_address(assessment.id, form.phase.data or None),  # what is half typed is kept under it
    )
    return make_response(page, status)
