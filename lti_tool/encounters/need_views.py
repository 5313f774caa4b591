"""The needs of partners: of a term, by tier and field of training, also to take along; one with all that have it."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug import Response

from .. import db
from ..days import today
from ..downloads import DOCX, XLSX, download
from ..people import access
from ..teams.queries import fields_of_training
from ..tiers.models import ALL_TIERS
from .foresight import foresight_sheet
from .models import Need
from .need_sheet import need_sheet
from .needs import HeardNeed, by_field, need_with_holders, needs_of_term
from .terms import SPRING, Term, term_named, term_of

blueprint = Blueprint("needs", __name__, url_prefix="/l/<launch>/needs")


class Asked(NamedTuple):
    """Which needs an address asks for."""

    term: Term
    tier: str
    field: int | None

    def needs(self) -> list[HeardNeed]:
        return needs_of_term(access.organisation_id(), self.term, self.tier, self.field)


def _asked() -> Asked:
    """This term and all, where the address says nothing else."""
    tier = request.args.get("tier", "")
    field = request.args.get("field", 0, type=int)
    term = term_named(request.args.get("term", "")) or term_of(today())
    return Asked(term, tier if tier in ALL_TIERS else "", field if db.is_id(field) else None)


@blueprint.get("/")
@access.staff
def list_needs() -> str:
    """What partners have said they need in a term."""
    asked = _asked()
    return render_template(
        "encounters/needs.html",
        needs_of_fields=by_field(asked.needs()),
        asked=asked,
        has_later=asked.term.after.first_day <= today(),
        kept={"term": asked.term.key, "tier": asked.tier or None, "field": asked.field},
        term_name=term_name,
        tiers=ALL_TIERS,
        fields=fields_of_training(access.organisation_id()),
        college=access.organisation().name,
    )


@blueprint.get("/needs.xlsx")
@access.staff
def export_needs() -> Response:
    """The same as a spreadsheet."""
    asked = _asked()
    title = _("Partners' needs")
    return download(need_sheet(asked.needs()), f"{title} {term_name(asked.term)}", XLSX)


@blueprint.get("/foresight.docx")
@access.staff
def foresee() -> Response:
    """The foresight sheet with these needs on it."""
    asked = _asked()
    term = term_name(asked.term)
    title = _("Foresight sheet")
    return download(foresight_sheet(asked.needs(), term), f"{title} {term}", DOCX)


@blueprint.get("/<int:need_id>")
@access.staff
def show_need(need_id: int) -> str:
    need = access.owned_or_404(Need, need_id)
    return render_template("encounters/need.html", need=need, holders=need_with_holders(need))


def term_name(term: Term) -> str:
    if term.season == SPRING:
        return _("spring term %(year)s", year=term.year)
    return _("autumn term %(year)s", year=term.year)
