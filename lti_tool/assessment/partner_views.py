"""The page a partner's link opens: the questions and nothing else. Looking at it, as mail scanners do, changes nothing.

Each step is kept, so that a closed page loses nothing: whoever has the link goes on where it was left. It is good until sent.
"""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import db
from ..errors import RuleBroken, error_page
from ..language import current_language, speak
from ..people.access import public
from .answering import answer_as_partner, sheet_of
from .forms import StatementsForm, in_words
from .models import AssessmentLink
from .queries import find_link
from .steps import Step, step_asked_for

blueprint = Blueprint("answer", __name__)  # its secret address protects it, so it needs no CSRF token


@blueprint.route("/answer/<token>", methods=["GET", "POST"])
@public
def answer(token: str) -> Response:
    link = find_link(token)
    if link is None:
        return error_page(
            404, _("This link leads nowhere"), _("Perhaps it broke over two lines. Copy it whole from the message.")
        )
    speak(link.language)
    if link.state != "open" or link.assessment.is_archived:
        return _show_why_closed(link)
    sheet = sheet_of(link)
    step = step_asked_for(link.assessment.asked(current_language()), sheet)
    form = step.form(sheet, csrf=False)
    if request.method != "POST":
        return _show_form(link, step, form, 200)
    if not form.validate():
        return _show_form(link, step, form, 422)
    try:
        answer_as_partner(link, form.given())
    except RuleBroken as broken:
        return _show_broken(link, step, form, broken)
    if not form.is_sent:
        return redirect(url_for("answer.answer", token=token, phase=step.next_phase(form)), 303)
    return make_response(render_template("assessment/thanks.html", college=link.organisation.name))


@blueprint.after_request
def keep_out_of_caches(response: Response) -> Response:
    """The address is the key: neither caches nor search engines may keep it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _show_broken(link: AssessmentLink, step: Step, form: StatementsForm, broken: RuleBroken) -> Response:
    """Another press has used the link, a colleague has revoked it, or another window has answered the same otherwise."""
    if broken.field == "link":
        db.session.refresh(link)
        return _show_why_closed(link)
    sheet = sheet_of(link)
    answers = sheet.readable_answers if sheet else {}
    theirs = {key: in_words(answers.get(key)) for key in form.keys}
    return _show_form(link, step, form, form.show_error(broken, theirs, sheet.version if sheet else 0))


def _show_form(link: AssessmentLink, step: Step, form: StatementsForm, status: int) -> Response:
    page = render_template("assessment/partner.html", college=link.organisation.name, step=step, form=form)
    return make_response(page, status)


def _show_why_closed(link: AssessmentLink) -> Response:
    if link.state == "used":
        return error_page(
            410, _("These answers have been sent"), _("Thank you. The link is good once; there is nothing left to do.")
        )
    return error_page(410, _("This link is no longer good"), _("Ask the person who sent it for a new one."))
