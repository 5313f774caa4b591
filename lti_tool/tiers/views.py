"""Own words: write, look at a preview, see the history."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..errors import RuleBroken
from ..pages import render_markdown
from ..people import access
from ..undo import past_of
from .models import OwnWords
from .operations import write_own_words
from .queries import own_words, text_of, tier_or_404

blueprint = Blueprint("tiers", __name__, url_prefix="/l/<launch>")


@blueprint.get("/tiers/<tier>/own-words")
@access.staff
def edit_own_words(tier: str) -> Response:
    words = own_words(access.organisation_id(), tier_or_404(tier))
    return _show_form(tier, words.text if words else "", words.version if words else 0)


@blueprint.post("/tiers/<tier>/own-words")
@access.staff
def save_own_words(tier: str) -> Response:
    text, version = request.form.get("text", ""), request.form.get("version", 0, type=int)
    if "preview" in request.form:
        return _show_form(tier_or_404(tier), text, version, preview=render_markdown(text))
    try:
        change_set = write_own_words(tier_or_404(tier), text, version, access.person())
    except RuleBroken as broken:
        theirs = broken.details.get("theirs")
        status = 409 if broken.field == "version" else 422
        return _show_form(tier, text, theirs.version if theirs else version, status=status, error=broken, theirs=theirs)
    if change_set:
        notices.say(_("Our own words were saved."), change_set)
    return redirect(url_for("care_model.show_tier", tier=tier, _anchor="own-words"), 303)


def _show_form(tier: str, text: str, version: int, status: int = 200, **context: object) -> Response:
    words: OwnWords | None = own_words(access.organisation_id(), tier)
    page = render_template(
        "tiers/own_words.html", tier=tier, title=text_of(tier).title, text=text, version=version,
        **past_of([words] if words else []), **context,
    )  # fmt: skip
    return make_response(page, status)
