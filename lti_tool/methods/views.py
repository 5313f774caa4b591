"""The bank: list, filter, a page each; adding and correcting own methods."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import history, notices
from ..errors import RuleBroken
from ..pages import render_markdown
from ..people import access
from ..tiers.models import ALL_TIERS
from ..tiers.queries import text_of
from ..undo import past_of
from .forms import OwnMethodForm
from .models import OwnMethod
from .operations import add_own_method, archive_own_method, edit_own_method
from .queries import own_methods, packaged_method, packaged_methods

blueprint = Blueprint("methods", __name__, url_prefix="/l/<launch>/methods")


@blueprint.get("/")
@access.staff
def list_methods() -> str:
    tier = request.args.get("tier", "")
    tier = tier if tier in ALL_TIERS else ""
    own = own_methods(access.organisation_id(), tier)
    return render_template("methods/list.html", tier=tier, tiers=ALL_TIERS, packaged=packaged_methods(tier), own=own)


@blueprint.get("/<slug>")
@access.staff
def show_method(slug: str) -> str:
    return render_template("methods/method.html", method=packaged_method(slug) or abort(404))


@blueprint.get("/own/<int:method_id>")
@access.staff
def show_own_method(method_id: int) -> str:
    method = access.owned_or_404(OwnMethod, method_id)
    return render_template(
        "methods/own_method.html", method=method, text=render_markdown(method.text),
        **past_of([method]),
    )  # fmt: skip


@blueprint.route("/own/new", methods=["GET", "POST"])
@access.staff
def add_method() -> Response:
    tier = request.args.get("tier", "")
    form = _form(tier=tier if tier in ALL_TIERS else ALL_TIERS[0])
    if request.method == "GET":
        return _show_form(form)
    if form.validate():
        try:
            return _saved(_("%(name)s was added.", name=form.title.data), add_own_method(_values(form), access.person()), form)
        except RuleBroken as broken:
            form[broken.field].errors = [broken.message]
    return _show_form(form, status=422)


@blueprint.route("/own/<int:method_id>/edit", methods=["GET", "POST"])
@access.staff
def edit_method(method_id: int) -> Response:
    method = access.owned_or_404(OwnMethod, method_id)
    form = _form(obj=method)
    if request.method == "GET":
        return _show_form(form, method=method)
    if form.validate():
        try:
            change_set = edit_own_method(method, _values(form), form.version.data, access.person())
            return _saved(_("%(name)s was saved.", name=form.title.data), change_set, form)
        except RuleBroken as broken:
            form[broken.field].errors = [broken.message]
            form.version.data = str(method.version)
            return _show_form(form, method=method, status=409 if broken.field == "version" else 422)
    return _show_form(form, method=method, status=422)


@blueprint.post("/own/<int:method_id>/archive")
@access.staff
def archive_method(method_id: int) -> Response:
    method = access.owned_or_404(OwnMethod, method_id)
    notices.say(_("%(name)s was archived.", name=method.title), archive_own_method(method, access.person()))
    return redirect(url_for("methods.list_methods", tier=method.tier), 303)


def _form(**defaults: object) -> OwnMethodForm:
    form = OwnMethodForm(**defaults)
    form.tier.choices = [(tier, text_of(tier).title) for tier in ALL_TIERS]
    return form


def _values(form: OwnMethodForm) -> dict[str, str]:
    return {name: form[name].data for name in ("tier", "title", "url", "text", "ask")}


def _show_form(form: OwnMethodForm, method: OwnMethod | None = None, status: int = 200) -> Response:
    return make_response(render_template("methods/form.html", form=form, method=method), status)


def _saved(sentence: str, change_set: history.ChangeSet | None, form: OwnMethodForm) -> Response:
    if change_set:
        notices.say(sentence, change_set)
    return redirect(url_for("care_model.show_tier", tier=form.tier.data, _anchor="methods"), 303)
