"""The page a partner's link opens: the questions and nothing else. Looking at it, as mail scanners do, changes nothing."""

from __future__ import annotations

from flask import Blueprint, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import refresh
from werkzeug import Response

from .. import db
from ..errors import RuleBroken, error_page
from ..language import current_language
from ..people.access import public
from .forms import AnswersForm, StatementsForm
from .models import AssessmentLink
from .operations import answer_as_partner
from .queries import find_link
from .statements import questionnaire

blueprint = Blueprint("answer", __name__)  # its secret address protects it, so it needs no CSRF token


@blueprint.route("/answer/<token>", methods=["GET", "POST"])
@public
def answer(token: str) -> Response:
    link = find_link(token)
    if link is None:
        return error_page(
            404, _("This link leads nowhere"), _("Perhaps it broke over two lines. Copy it whole from the message.")
        )
    g.language = link.language
    refresh()
    if link.state != "open" or link.assessment.is_archived:
        return _show_why_closed(link)
    form = AnswersForm(meta={"csrf": False})
    if request.method != "POST":
        return _show_form(link, form, 200)
    if not form.validate():
        return _show_form(link, form, 422)
    try:
        answer_as_partner(link, form.answers())
    except RuleBroken as broken:
        if broken.field != "link":
            return _show_form(link, form, form.tell(broken))
        db.session.refresh(link)  # another press has used it, or a colleague has revoked it
        return _show_why_closed(link)
    return make_response(render_template("assessment/thanks.html", college=link.organisation.name))


@blueprint.after_request
def keep_out_of_caches(response: Response) -> Response:
    """The address is the key: neither caches nor search engines may keep it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _show_form(link: AssessmentLink, form: StatementsForm, status: int) -> Response:
    page = render_template(
        "assessment/partner.html",
        college=link.organisation.name,
        questions=questionnaire(current_language()),
        form=form,
    )
    return make_response(page, status)


def _show_why_closed(link: AssessmentLink) -> Response:
    if link.state == "used":
        return error_page(
            410, _("These answers have been sent"), _("Thank you. The link is good once; there is nothing left to do.")
        )
    return error_page(410, _("This link is no longer good"), _("Ask the person who sent it for a new one."))
