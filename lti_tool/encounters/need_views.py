"""The needs of partners: of a term, by tier; one with all that have it."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from ..language import today
from ..people import access
from ..tiers.models import ALL_TIERS
from .models import Need
from .needs import need_with_holders, needs_of_term
from .terms import SPRING, Term, term_named, term_of

blueprint = Blueprint("needs", __name__, url_prefix="/l/<launch>/needs")


@blueprint.get("/")
@access.staff
def list_needs() -> str:
    """What partners have said they need in a term: this one, or the one asked for."""
    term = term_named(request.args.get("term", "")) or term_of(today())
    tier = request.args.get("tier", "")
    tier = tier if tier in ALL_TIERS else ""
    return render_template(
        "encounters/needs.html",
        needs=needs_of_term(access.organisation_id(), term, tier),
        term=term,
        term_name=term_name,
        tier=tier,
        tiers=ALL_TIERS,
        college=access.organisation().name,
    )


@blueprint.get("/<int:need_id>")
@access.staff
def show_need(need_id: int) -> str:
    need = access.owned_or_404(Need, need_id)
    return render_template("encounters/need.html", need=need, holders=need_with_holders(need))


def term_name(term: Term) -> str:
    if term.season == SPRING:
        return _("spring term %(year)s", year=term.year)
    return _("autumn term %(year)s", year=term.year)
