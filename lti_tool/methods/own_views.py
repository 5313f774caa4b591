"""The college's own methods: adding, making a packaged one its own, correcting, archiving."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import history, notices
from ..errors import RuleBroken
from ..layout_check import with_what_stays
from ..pages import address_of
from ..people import access
from ..tiers.models import ALL_TIERS
from ..tiers.views import shown_text
from .forms import OwnMethodForm
from .models import OwnMethod
from .operations import add_own_method, archive_own_method, copy_packaged_method, edit_own_method, note_packaged_change
from .views import readable_or_404

blueprint = Blueprint("own_methods", __name__, url_prefix="/l/<launch>/methods")

FIELDS = ("tier", "title", "url", "text", "ask", "kind", "phase", "minutes")


@blueprint.route("/own/new", methods=["GET", "POST"])
@access.staff
def add_method() -> Response:
    tier = request.args.get("tier", "")
    form = _form(tier=tier if tier in ALL_TIERS else ALL_TIERS[0])
    if request.method != "POST":
        return _show_form(form)
    if form.validate():
        try:
            values = {name: form[name].data for name in FIELDS}
            return _saved(_("%(name)s was added.", name=form.title.data), add_own_method(values, access.person()), form)
        except RuleBroken as broken:
            form.show_error(broken)
    return _show_form(form, status=422)


@blueprint.post("/<slug>/copy")
@access.staff
def copy_method(slug: str) -> Response:
    """Make a packaged method the college's own, or open the version it has."""
    copy = copy_packaged_method(readable_or_404(slug), access.person())
    return redirect(url_for("own_methods.edit_method", method_id=copy.id), 303)


@blueprint.route("/own/<int:method_id>/edit", methods=["GET", "POST"])
@access.staff
def edit_method(method_id: int) -> Response:
    method = access.owned_or_404(OwnMethod, method_id)
    form = _form(obj=method)
    if request.method != "POST":
        return _show_form(form, method=method)
    if form.validate():
        try:
            act = edit_own_method(method, _values(form), form.made_from(), access.person())
            return _saved(_("%(name)s was saved.", name=form.title.data), act, form, method)
        except RuleBroken as broken:
            method = access.owned_or_404(OwnMethod, method_id)
            status = form.show_error(broken, {name: getattr(method, name) for name in FIELDS}, method.version)
            return _show_form(form, method=method, status=status)
    return _show_form(form, method=method, status=422)


@blueprint.post("/own/<int:method_id>/archive")
@access.staff
def archive_method(method_id: int) -> Response:
    method = access.owned_or_404(OwnMethod, method_id)
    notices.say(_("%(name)s was archived.", name=method.title), archive_own_method(method, access.person()))
    return redirect(url_for("methods.list_methods", tier=None if method.packaged else method.tier), 303)


@blueprint.post("/own/<int:method_id>/read")
@access.staff
def read_packaged_change(method_id: int) -> Response:
    """What has changed in the packaged method has been read."""
    method = access.owned_or_404(OwnMethod, method_id)
    act = note_packaged_change(method, access.person())
    if act.has_changed:
        notices.say(_("Noted. You will be told when the common text changes again."), act)
    return redirect(url_for("methods.show_own_method", method_id=method_id), 303)


def _form(**defaults: object) -> OwnMethodForm:
    return OwnMethodForm(**defaults, tier_titles={tier: shown_text(tier).title for tier in ALL_TIERS})


def _values(form: OwnMethodForm) -> dict[str, object]:
    return form.sent(*FIELDS)


def _show_form(form: OwnMethodForm, method: OwnMethod | None = None, status: int = 200) -> Response:
    return make_response(render_template("methods/form.html", form=form, method=method), status)


def _saved(sentence: str, act: history.Act, form: OwnMethodForm, method: OwnMethod | None = None) -> Response:
    """Back to the tier the method stands in, or to the page of a version, which stands in several."""
    if act.has_changed:
        notices.say(with_what_stays(sentence, form.text.data or ""), act)
    if method and method.packaged:
        return redirect(url_for("methods.show_own_method", method_id=method.id), 303)
    return redirect(address_of("tier", form.tier.data, "methods"), 303)
