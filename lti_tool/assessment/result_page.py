"""The page of a test: what to talk about first, what was agreed on, and folded all the rest."""

from __future__ import annotations

from flask import render_template, request

from .. import notices
from ..days import today
from ..history.past import past_of
from ..language import current_language
from ..partners.contact import contact_suggestions
from ..people import access
from . import queries
from .agreeing import MOST_OPEN
from .answering import my_sheet
from .earlier import compare_with
from .forms import AgreedForm, LinkForm, PhasesForm
from .models import Assessment
from .operations import LINK_LIFE
from .picture import picture_of
from .results import FEWEST, answered, results_of, talk_first
from .statements import questionnaire


def show_result(
    assessment: Assessment,
    *,
    new_link: str = "",
    agreed_form: AgreedForm | None = None,
    phases_form: PhasesForm | None = None,
) -> str:
    """The page, with the forms that were refused; `?about=` is the statement from which something was agreed on."""
    language = current_language()
    results = results_of(assessment, assessment.asked(language))
    texts = {one.key: one.text for phase in results for one in phase.statements}
    agreed = queries.agreed_in(assessment)
    about = request.values.get("statement") or request.values.get("about", "")
    return render_template(
        "assessment/result.html",
        assessment=assessment,
        questions=questionnaire(language),
        asked=assessment.asked(language),
        results=results,
        first=talk_first(results),
        found=answered(assessment),
        fewest=FEWEST,
        counts=queries.count_sheets([assessment])[assessment.id],
        earlier=[compare_with(one, assessment, results, language) for one in queries.earlier_of(assessment)],
        picture_of=picture_of,
        mine=my_sheet(assessment, access.person(), together=False),
        together=my_sheet(assessment, access.person(), together=True),
        texts=texts,
        agreed=agreed,
        agreed_before=queries.agreed_before(assessment),
        may_agree=sum(not one.is_done for one in agreed) < MOST_OPEN and not assessment.is_archived,
        agreed_form=agreed_form or AgreedForm(formdata=None),
        about=about if about in texts else "",
        today=today(),
        contacts=contact_suggestions(access.organisation_id()),
        phases_form=phases_form or _phases_form(assessment),
        links=queries.links_of(assessment),
        new_link=new_link,
        days=LINK_LIFE.days,
        link_form=LinkForm(formdata=None, language=language),
        past=past_of([assessment], notices.older()),
    )


def _phases_form(assessment: Assessment) -> PhasesForm:
    asked = [phase.key for phase in assessment.asked(current_language()).phases]
    form = PhasesForm(formdata=None, phases=asked, version=assessment.version)
    form.offer(assessment, current_language())
    return form
