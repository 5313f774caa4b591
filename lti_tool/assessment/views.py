"""The test for staff: the list, answering, the result, links for the partner, a sheet to print."""

from __future__ import annotations

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..errors import RuleBroken
from ..history.past import past_of
from ..language import current_language
from ..people import access
from . import queries
from .forms import KEYS, AnswersForm, LinkForm, StatementsForm, SubjectForm, as_typed, in_words
from .models import AnswerSheet, Assessment, AssessmentLink
from .operations import (
    LINK_LIFE,
    answer_as_colleague,
    archive_assessment,
    begin_assessment,
    make_link,
    revoke_link,
)
from .picture import picture_of
from .results import results_of
from .statements import questionnaire

blueprint = Blueprint("assessment", __name__, url_prefix="/l/<launch>/assessments")


@blueprint.route("/", methods=["GET", "POST"])
@access.staff
def list_assessments() -> Response:
    """All tests; a POST begins one."""
    form = SubjectForm(subject=request.args.get("subject", ""))
    status = 200
    if request.method == "POST" and not form.validate():
        status = 422
    elif request.method == "POST":
        try:
            begun = begin_assessment(form.subject.data, access.person())
            return redirect(url_for("assessment.show_assessment", assessment_id=begun.id), 303)
        except RuleBroken as broken:
            status = form.tell(broken)
    assessments = queries.recent_assessments(access.organisation_id())
    page = render_template(
        "assessment/list.html",
        assessments=assessments,
        counts_of=queries.count_sheets(assessments),
        questions=questionnaire(current_language()),
        form=form,
    )
    return make_response(page, status)


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
        link_form=LinkForm(formdata=None, language=current_language()),
        past=past_of([assessment], notices.older()),
    )


@blueprint.route("/<int:assessment_id>/answer", methods=["GET", "POST"])
@access.staff
def answer(assessment_id: int) -> Response:
    assessment = access.owned_or_404(Assessment, assessment_id)
    form = AnswersForm(data=as_typed(_my_sheet(assessment)))
    if request.method != "POST":
        return _show_form(assessment, form, 200)
    if not form.validate():
        return _show_form(assessment, form, 422)
    try:
        act = answer_as_colleague(assessment, form.answers(), access.person(), form.made_from())
    except RuleBroken as broken:
        return _show_broken(assessment, form, broken)
    if act.has_changed:
        notices.say(_("Your answers are there."), act)
    return redirect(url_for("assessment.show_assessment", assessment_id=assessment_id), 303)


@blueprint.post("/<int:assessment_id>/links")
@access.staff
def add_link(assessment_id: int) -> str:
    """A link for the partner, shown once on the page that answers."""
    assessment = access.owned_or_404(Assessment, assessment_id)
    form = LinkForm()
    language = form.language.data if form.validate() else current_language()
    token = make_link(assessment, language, access.person())
    return show_assessment(assessment_id, new_link=f"{current_app.config['PUBLIC_URL']}{url_for('answer.answer', token=token)}")


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


def _my_sheet(assessment: Assessment) -> AnswerSheet | None:
    """What the one at the page has answered oneself."""
    sheet = queries.sheet_of(assessment, access.person())
    return None if sheet is None or sheet.is_archived else sheet


def _show_broken(assessment: Assessment, form: StatementsForm, broken: RuleBroken) -> Response:
    """In a conflict one's own other window has answered the same statement otherwise."""
    sheet = _my_sheet(assessment)
    answers = sheet.readable_answers if sheet else {}
    status = form.tell(broken, {key: in_words(answers.get(key)) for key in KEYS}, sheet.version if sheet else 0)
    return _show_form(assessment, form, status)


def _show_form(assessment: Assessment, form: StatementsForm, status: int) -> Response:
    questions = questionnaire(current_language())
    return make_response(render_template("assessment/answer.html", assessment=assessment, questions=questions, form=form), status)
