"""Own words: write, look at a preview, see the history."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..errors import Conflict, RuleBroken
from ..history.past import past_of
from ..layout_check import with_what_stays
from ..packaged import changes_since
from ..pages import render_markdown
from ..people import access
from .models import ALL_TIERS, OwnWords
from .operations import checked_text, note_packaged_change, write_own_words
from .queries import own_words, text_of, with_own_words_or_404

blueprint = Blueprint("tiers", __name__, url_prefix="/l/<launch>")


@blueprint.get("/tiers/<tier>/own-words")
@access.staff
def edit_own_words(tier: str) -> Response:
    words = own_words(access.organisation_id(), with_own_words_or_404(tier))
    return _show_form(tier, words.text if words else "", words.version if words else 0)


@blueprint.post("/tiers/<tier>/own-words")
@access.staff
def save_own_words(tier: str) -> Response:
    text = request.form.get("text", "")
    version = request.form.get("version", 0, type=int)
    try:
        if "preview" in request.form:
            shown = render_markdown(checked_text(text))
            return _show_form(with_own_words_or_404(tier), text, version, preview=shown, told=with_what_stays("", text))
        act = write_own_words(with_own_words_or_404(tier), text, version, access.person())
    except Conflict as conflict:
        theirs = own_words(access.organisation_id(), tier)
        return _show_form(tier, text, theirs.version if theirs else 0, status=409, error=conflict, theirs=theirs)
    except RuleBroken as broken:
        return _show_form(tier, text, version, status=422, error=broken)
    if act:
        notices.say(with_what_stays(_("Our own words were saved."), text), act)
    return redirect(own_words_address(tier), 303)


@blueprint.post("/tiers/<tier>/own-words/read")
@access.staff
def read_packaged_change(tier: str) -> Response:
    """What has changed in the common text has been read."""
    words = own_words(access.organisation_id(), with_own_words_or_404(tier))
    act = note_packaged_change(words, access.person()) if words else None
    if act:
        notices.say(_("Noted. You will be told when the common text changes again."), act)
    return redirect(own_words_address(tier), 303)


def own_words_address(name: str) -> str:
    """Where own words are shown: under a tier's description, or under the introduction."""
    if name in ALL_TIERS:
        return url_for("care_model.show_tier", tier=name, _anchor="own-words")
    return url_for("care_model.show_page", name=name, _anchor="own-words")


def own_words_context(name: str) -> dict[str, object]:
    """What templates/tiers/_own_words.html shows."""
    words = own_words(access.organisation_id(), name)
    text = words.text if words else ""
    return {
        "words_on": name,
        "words_html": render_markdown(text) if text else "",
        "packaged_changes": changes_since(words.beside) if words and text else None,
    }


def _show_form(tier: str, text: str, version: int, status: int = 200, **context: object) -> Response:
    words: OwnWords | None = own_words(access.organisation_id(), tier)
    page = render_template(
        "tiers/own_words.html",
        tier=tier,
        title=text_of(tier).title,
        text=text,
        version=version,
        shown_at=own_words_address(tier),
        past=past_of([words] if words else [], notices.older()),
        **context,
    )
    return make_response(page, status)
