"""The bank: list and filter, a page for each method, and what colleagues have tried."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..errors import RuleBroken
from ..history.past import past_of
from ..packaged import changes_since, remembered
from ..pages import Page, render_markdown
from ..people import access
from ..tiers.models import ALL_TIERS
from .bank import KINDS, PHASES, TIMES, list_bank
from .forms import ExperienceForm, read_bank_filter
from .models import Experience, OwnMethod
from .operations import add_experience, archive_experience
from .queries import experiences, own_version, packaged_method

blueprint = Blueprint("methods", __name__, url_prefix="/l/<launch>/methods")


@blueprint.get("/")
@access.staff
def list_methods() -> str:
    wanted = read_bank_filter(request.args)
    return render_template(
        "methods/list.html",
        wanted=wanted,
        methods=list_bank(access.organisation_id(), wanted),
        tiers=ALL_TIERS,
        kinds=KINDS,
        phases=PHASES,
        times=TIMES,
    )


@blueprint.route("/<slug>", methods=["GET", "POST"])
@access.staff
def show_method(slug: str) -> Response:
    """A packaged method; a POST adds a line on how it went."""
    method = packaged_method(slug) or abort(404)
    version = own_version(access.organisation_id(), slug)
    related = [page for name in method.related if (page := packaged_method(name))]
    return _with_experiences("methods/method.html", slug, method.title, method=method, own_version=version, related=related)


@blueprint.route("/own/<int:method_id>", methods=["GET", "POST"])
@access.staff
def show_own_method(method_id: int) -> Response:
    """A method of the college's own; a POST adds a line on how it went."""
    method = access.owned_or_404(OwnMethod, method_id)
    origin = remembered(method.packaged_digest)
    return _with_experiences(
        "methods/own_method.html",
        method.key,
        method.title,
        method=method,
        text=render_markdown(method.text, first_level=2),
        packaged=packaged_method(method.packaged),
        language=origin.language if origin else "",
        packaged_changes=changes_since(method.packaged_digest),
        past=past_of([method], notices.older()),
    )


@blueprint.post("/experiences/<int:experience_id>/archive")
@access.staff
def end_experience(experience_id: int) -> Response:
    change_set = archive_experience(access.owned_or_404(Experience, experience_id), access.person())
    notices.say(_("The line was taken away."), change_set)
    return notices.back("experiences")


def readable_or_404(slug: str) -> Page:
    """A packaged method whose file can be read."""
    method = packaged_method(slug)
    return method if method and not method.error else abort(404)


def _with_experiences(template: str, key: str, title: str, **context: object) -> Response:
    """The page of a method with the lines of those who have tried it, and the form for one more."""
    form = ExperienceForm()
    status = 200
    if request.method == "POST":
        try:
            notices.say(_("Thank you. Your line is there."), add_experience(key, title, form.text.data, access.person()))
            return redirect(url_for(str(request.endpoint), **(request.view_args or {}), _anchor="experiences"), 303)
        except RuleBroken as broken:
            status = form.tell(broken, {})
    tried = experiences(access.organisation_id(), key)
    return make_response(render_template(template, experiences=tried, experience_form=form, **context), status)
