"""A partner's figures of a year: corrected, added, emptied by any of the staff. They stand on the partner's page."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug import Response
from werkzeug.exceptions import NotFound

from .. import notices
from ..days import today
from ..errors import RuleBroken
from ..pages import address_of
from ..partners.models import Partner
from ..people import access
from .forms import NewYearForm, YearForm, shown_of
from .kinds import check_year
from .operations import save_year
from .queries import as_typed, values_in

blueprint = Blueprint("figures", __name__, url_prefix="/l/<launch>/figures")


@blueprint.route("/of/<int:partner_id>/new", methods=["GET", "POST"])
@access.staff
def add(partner_id: int) -> Response:
    partner = access.owned_or_404(Partner, partner_id)
    form = NewYearForm(year=str(today().year - 1))
    if request.method != "POST":
        return _show(partner, form)
    if not form.validate():
        return _show(partner, form, status=422)
    return _save(partner, form, int(form.year.data or 0))


@blueprint.route("/of/<int:partner_id>/<int:year>", methods=["GET", "POST"])
@access.staff
def edit(partner_id: int, year: int) -> Response:
    _check_year(year)
    partner = access.owned_or_404(Partner, partner_id)
    values = values_in(partner, year)
    form = YearForm(version=shown_of(year, values), **values)
    if request.method != "POST":
        return _show(partner, form, year)
    if not form.validate():
        return _show(partner, form, year, 422)
    return _save(partner, form, year, year)


def _check_year(year: int) -> None:
    try:
        check_year(year)
    except RuleBroken as broken:
        raise NotFound from broken


def _save(partner: Partner, form: YearForm, year: int, shown_year: int | None = None) -> Response:
    """Save what the form says of a year; `shown_year` is the year of a form in which that cannot be changed."""
    partner_id = partner.id
    try:
        act = save_year(partner, year, form.values(), form.seen(year), access.person())
    except RuleBroken as broken:
        partner = access.owned_or_404(Partner, partner_id)
        present = values_in(partner, year)
        status = form.show_error(broken, present, shown_of(year, present))
        _write_theirs(form)
        return _show(partner, form, shown_year, status)
    if act.has_changed:
        notices.say(_("The figures of %(year)s were saved.", year=year), act)
    return redirect(address_of("partner", str(partner_id), "figures"), 303)


def _write_theirs(form: YearForm) -> None:
    """What others have written, as a field shows it."""
    for kind in form.values():
        theirs = getattr(form[kind], "theirs", None)
        if theirs is not None:
            form[kind].theirs = as_typed(theirs)


def _show(partner: Partner, form: YearForm, year: int | None = None, status: int = 200) -> Response:
    return make_response(render_template("figures/form.html", partner=partner, form=form, year=year), status)
