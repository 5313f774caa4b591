"""Templates to hand out: a page to print, a Word file."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from werkzeug import Response

from ..downloads import DOCX, download
from ..people import access
from .models import OwnMethod
from .sheets import Sheet, sheet_of, template_of
from .views import readable_or_404

blueprint = Blueprint("sheets", __name__, url_prefix="/l/<launch>/methods")


@blueprint.get("/<slug>/sheet")
@access.staff
def show_sheet(slug: str) -> str:
    sheet = template_of(readable_or_404(slug))
    page = url_for("methods.show_method", slug=slug, common=1)
    return render_template("methods/sheet.html", sheet=sheet, page=page, file=url_for("sheets.download_template", slug=slug))


@blueprint.get("/own/<int:method_id>/sheet")
@access.staff
def show_own_sheet(method_id: int) -> str:
    sheet = sheet_of(access.owned_or_404(OwnMethod, method_id))
    page = url_for("methods.show_own_method", method_id=method_id)
    return render_template("methods/sheet.html", sheet=sheet, page=page, file=url_for("sheets.download_own", method_id=method_id))


@blueprint.get("/<slug>/template.docx")
@access.staff
def download_template(slug: str) -> Response:
    return _as_file(template_of(readable_or_404(slug)))


@blueprint.get("/own/<int:method_id>/template.docx")
@access.staff
def download_own(method_id: int) -> Response:
    return _as_file(sheet_of(access.owned_or_404(OwnMethod, method_id)))


def _as_file(sheet: Sheet) -> Response:
    return download(sheet.as_word(), sheet.title, DOCX)
