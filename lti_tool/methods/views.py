"""The bank: list and filter, a page for each method, and what colleagues have tried."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..errors import RuleBroken
from ..history import Act
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


@blueprint.get("/<slug>")
@access.staff
def show_method(slug: str) -> ResponseReturnValue:
    """A packaged method; whoever follows a link to it reads the college's own version, unless the common one is asked for."""
    method = packaged_method(slug) or abort(404)
    own = own_version(access.organisation_id(), slug)
    if own and "common" not in request.args:
        return redirect(url_for("methods.show_own_method", method_id=own.id))
    return _packaged_page(method, ExperienceForm())


@blueprint.post("/<slug>")
@access.staff
def tell_of_method(slug: str) -> Response:
    """Add a line on how a packaged method went."""
    method = packaged_method(slug) or abort(404)
    form = ExperienceForm()
    try:
        return _told(add_experience(slug, method.title, form.text.data, access.person()))
    except RuleBroken as broken:
        status = form.show_error(broken)
        return make_response(_packaged_page(method, form), status)


@blueprint.get("/own/<int:method_id>")
@access.staff
def show_own_method(method_id: int) -> str:
    """A method of the college's own."""
    return _own_page(access.owned_or_404(OwnMethod, method_id), ExperienceForm())


@blueprint.post("/own/<int:method_id>")
@access.staff
def tell_of_own_method(method_id: int) -> Response:
    """Add a line on how a method of the college's own went."""
    method = access.owned_or_404(OwnMethod, method_id)
    form = ExperienceForm()
    try:
        return _told(add_experience(method.key, method.title, form.text.data, access.person()))
    except RuleBroken as broken:
        status = form.show_error(broken)
        return make_response(_own_page(method, form), status)


@blueprint.post("/experiences/<int:experience_id>/archive")
@access.staff
def end_experience(experience_id: int) -> Response:
    experience = access.owned_or_404(Experience, experience_id)
    act = archive_experience(experience, access.person())
    notices.say(_("The line was taken away."), act)
    return notices.back("experiences")


def readable_or_404(slug: str) -> Page:
    """A packaged method whose file can be read."""
    method = packaged_method(slug)
    return method if method and not method.error else abort(404)


def _packaged_page(method: Page, form: ExperienceForm) -> str:
    organisation_id = access.organisation_id()
    return render_template(
        "methods/method.html",
        method=method,
        own_version=own_version(organisation_id, method.name),
        related=[page for name in method.related if (page := packaged_method(name))],
        experiences=experiences(organisation_id, method.name),
        experience_form=form,
    )


def _own_page(method: OwnMethod, form: ExperienceForm) -> str:
    origin = remembered(method.packaged_digest)
    return render_template(
        "methods/own_method.html",
        method=method,
        text=render_markdown(method.text, first_level=2),
        packaged=packaged_method(method.packaged),
        language=origin.language if origin else "",
        packaged_changes=changes_since(method.packaged_digest),
        past=past_of([method], notices.older()),
        experiences=experiences(access.organisation_id(), method.key),
        experience_form=form,
    )


def _told(act: Act) -> Response:
    notices.say(_("Thank you. Your line is there."), act)
    return redirect(f"{request.full_path}#experiences", 303)
