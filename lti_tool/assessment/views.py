"""The test for staff: the list, answering, the result, links for the partner, a sheet to print."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..errors import RuleBroken
from ..history.past import past_of
from ..language import current_language
from ..languages import LANGUAGES
from ..people import access
from . import queries
from .models import AnswerSheet, Assessment, AssessmentLink
from .operations import (
    LINK_LIFE,
    answer_as_colleague,
    archive_assessment,
    begin_assessment,
    make_link,
    read_answers,
    revoke_link,
)
from .picture import picture_of
from .results import answered, results_of
from .statements import questionnaire

blueprint = Blueprint("assessment", __name__, url_prefix="/l/<launch>/assessments")


@blueprint.route("/", methods=["GET", "POST"])
@access.staff
def list_assessments() -> Response:
    """All tests; a POST begins one."""
    subject = (request.form if request.method == "POST" else request.args).get("subject", "")
    error = None
    if request.method == "POST":
        try:
            return redirect(
                url_for("assessment.show_assessment", assessment_id=begin_assessment(subject, access.person()).id), 303
            )
        except RuleBroken as broken:
            error = broken
    assessments = queries.recent_assessments(access.organisation_id())
    page = render_template(
        "assessment/list.html",
        assessments=assessments,
        counts_of=queries.count_sheets(assessments),
        questions=questionnaire(current_language()),
        subject=subject,
        error=error,
    )
    return make_response(page, 422 if error else 200)


@blueprint.get("/paper")
@access.staff
def show_paper() -> str:
    """The statements on paper, for a room without computers."""
    return render_template("assessment/paper.html", questions=questionnaire(current_language()))


@blueprint.get("/<int:assessment_id>")
@access.staff
def show_assessment(assessment_id: int, new_link: str = "") -> str:
    assessment = access.owned_or_404(Assessment, assessment_id)
    questions = questionnaire(current_language())
    earlier = [(one, results_of(one, questions)) for one in queries.earlier_of(assessment)]
    return render_template(
        "assessment/result.html",
        assessment=assessment,
        questions=questions,
        results=results_of(assessment, questions),
        counts=queries.count_sheets([assessment])[assessment.id],
        earlier=earlier,
        picture_of=picture_of,
        mine=_my_sheet(assessment),
        links=queries.links_of(assessment),
        new_link=new_link,
        days=LINK_LIFE.days,
        languages=LANGUAGES,
        past=past_of([assessment], notices.older()),
    )


@blueprint.route("/<int:assessment_id>/answer", methods=["GET", "POST"])
@access.staff
def answer(assessment_id: int) -> Response:
    assessment = access.owned_or_404(Assessment, assessment_id)
    if request.method == "POST":
        try:
            act = answer_as_colleague(assessment, read_answers(request.form), access.person())
        except RuleBroken as broken:
            return _show_form(assessment, request.form, broken)
        if act:
            notices.say(_("Your answers are there."), act)
        return redirect(url_for("assessment.show_assessment", assessment_id=assessment_id), 303)
    mine = _my_sheet(assessment)
    return _show_form(assessment, _as_typed(mine) if mine else {})


@blueprint.post("/<int:assessment_id>/links")
@access.staff
def add_link(assessment_id: int) -> str:
    """A link for the partner, shown once on the page that answers."""
    assessment = access.owned_or_404(Assessment, assessment_id)
    language = request.form.get("language", "")
    link = make_link(assessment, language if language in LANGUAGES else current_language(), access.person())
    return show_assessment(assessment_id, new_link=link)


@blueprint.post("/links/<int:link_id>/revoke")
@access.staff
def end_link(link_id: int) -> Response:
    link = access.owned_or_404(AssessmentLink, link_id)
    act = revoke_link(link, access.person())
    if act:
        notices.say(_("The link was revoked."), act)
    return redirect(url_for("assessment.show_assessment", assessment_id=link.assessment_id, _anchor="partner"), 303)


@blueprint.post("/<int:assessment_id>/archive")
@access.staff
def end_assessment(assessment_id: int) -> Response:
    assessment = access.owned_or_404(Assessment, assessment_id)
    notices.say(_("%(name)s was archived.", name=assessment.title), archive_assessment(assessment, access.person()))
    return redirect(url_for("assessment.list_assessments"), 303)


def _my_sheet(assessment: Assessment) -> AnswerSheet | None:
    """What the one at the page has answered oneself."""
    return next((sheet for sheet in answered(assessment) if sheet.person_id == access.person().id), None)


def _as_typed(sheet: AnswerSheet) -> dict[str, str]:
    """Stored answers as the fields of the form."""
    answers = sheet.readable_answers
    scores = {key: str(answer.score or "") for key, answer in answers.items()}
    return scores | {f"{key}-comment": answer.comment for key, answer in answers.items()}


def _show_form(assessment: Assessment, typed: Mapping[str, str], error: RuleBroken | None = None) -> Response:
    page = render_template(
        "assessment/answer.html", assessment=assessment, questions=questionnaire(current_language()), typed=typed, error=error
    )
    return make_response(page, 422 if error else 200)
