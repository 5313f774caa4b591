"""The test for staff: the list, the result, its phases, links for the partner, sheets to print."""

from __future__ import annotations

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..errors import RuleBroken
from ..language import current_language
from ..people import access
from . import queries
from .forms import LinkForm, PhasesForm, SubjectForm
from .models import Assessment, AssessmentLink
from .operations import archive_assessment, begin_assessment, choose_phases, make_link, revoke_link
from .result_page import show_result
from .statements import EDITION, PERIODS, questionnaire

blueprint = Blueprint("assessment", __name__, url_prefix="/l/<launch>/assessments")


@blueprint.route("/", methods=["GET", "POST"])
@access.staff
def list_assessments() -> Response:
    """All tests; a POST begins one. `?subject=` and `?set=` fill its form."""
    questions = questionnaire(current_language())
    form = SubjectForm(subject=request.args.get("subject", ""), statement_set=request.args.get("set", PERIODS))
    form.offer(questions)
    status = 200
    if request.method == "POST" and not form.validate():
        status = 422
    elif request.method == "POST":
        try:
            begun = begin_assessment(form.subject.data, access.person(), form.statement_set.data)
            return redirect(url_for("assessment.show_assessment", assessment_id=begun.id), 303)
        except RuleBroken as broken:
            status = form.show_error(broken)
    assessments = queries.recent_assessments(access.organisation_id())
    page = render_template(
        "assessment/list.html",
        assessments=assessments,
        counts_of=queries.count_sheets(assessments),
        questions=questions,
        form=form,
    )
    return make_response(page, status)


@blueprint.get("/paper")
@access.staff
def show_paper() -> str:
    """The statements on paper, for a room without computers: `?set=` which, `?edition=`, `?without=` phases left out."""
    questions = questionnaire(current_language())
    edition = request.args.get("edition", EDITION, type=int)
    asked = questions.asked(request.args.get("set", ""), edition, request.args.getlist("without"))
    return render_template("assessment/paper.html", questions=questions, asked=asked)


@blueprint.get("/<int:assessment_id>")
@access.staff
def show_assessment(assessment_id: int) -> str:
    return show_result(access.owned_or_404(Assessment, assessment_id))


@blueprint.post("/<int:assessment_id>/phases")
@access.staff
def choose(assessment_id: int) -> Response:
    """Which phases are asked."""
    assessment = access.owned_or_404(Assessment, assessment_id)
    form = PhasesForm()
    form.offer(assessment, current_language())
    if not form.validate():
        return make_response(show_result(assessment, phases_form=form), 422)
    try:
        act = choose_phases(assessment, form.phases.data, form.made_from(), access.person())
    except RuleBroken as broken:
        assessment = access.owned_or_404(Assessment, assessment_id)
        titles = ", ".join(phase.title for phase in assessment.asked(current_language()).phases)
        status = form.show_error(broken, {"phases": titles}, assessment.version)
        return make_response(show_result(assessment, phases_form=form), status)
    if act.has_changed:
        notices.say(_("The phases were saved."), act)
    return redirect(url_for("assessment.show_assessment", assessment_id=assessment_id), 303)


@blueprint.post("/<int:assessment_id>/links")
@access.staff
def add_link(assessment_id: int) -> str:
    """A link for the partner, shown once on the page that answers."""
    assessment = access.owned_or_404(Assessment, assessment_id)
    form = LinkForm()
    language = form.language.data if form.validate() else current_language()
    token = make_link(assessment, language, access.person())
    new_link = f"{current_app.config['PUBLIC_URL']}{url_for('answer.answer', token=token)}"
    return show_result(access.owned_or_404(Assessment, assessment_id), new_link=new_link)


@blueprint.post("/links/<int:link_id>/revoke")
@access.staff
def end_link(link_id: int) -> Response:
    link = access.owned_or_404(AssessmentLink, link_id)
    act = revoke_link(link, access.person())
    if act.has_changed:
        notices.say(_("The link was revoked."), act)
    return redirect(url_for("assessment.show_assessment", assessment_id=link.assessment_id, _anchor="partner"), 303)


@blueprint.post("/<int:assessment_id>/archive")
@access.staff
def end_assessment(assessment_id: int) -> Response:
    assessment = access.owned_or_404(Assessment, assessment_id)
    notices.say(_("%(name)s was archived.", name=assessment.title), archive_assessment(assessment, access.person()))
    return redirect(url_for("assessment.list_assessments"), 303)
