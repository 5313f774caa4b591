"""Own words: write, look at a preview, see the history."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, render_template
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..errors import RuleBroken
from ..history.past import past_of
from ..layout_check import with_what_stays
from ..packaged import changes_since
from ..pages import Page, address_of, render_markdown
from ..people import access
from .forms import OwnWordsForm
from .models import ALL_TIERS, WITH_OWN_WORDS, OwnWords
from .operations import checked_text, note_packaged_change, write_own_words
from .queries import own_words, text_of

blueprint = Blueprint("tiers", __name__, url_prefix="/l/<launch>")


@blueprint.get("/tiers/<tier>/own-words")
@access.staff
def edit_own_words(tier: str) -> Response:
    words = own_words(access.organisation_id(), _with_own_words_or_404(tier))
    return _show_form(tier, OwnWordsForm(formdata=None, obj=words), 200)


@blueprint.post("/tiers/<tier>/own-words")
@access.staff
def save_own_words(tier: str) -> Response:
    form = OwnWordsForm()
    tier = _with_own_words_or_404(tier)
    try:
        if form.preview.data:
            shown = render_markdown(checked_text(form.text.data))
            return _show_form(tier, form, 200, preview=shown, told=with_what_stays("", form.text.data))
        act = write_own_words(tier, form.text.data, form.made_from(), access.person())
    except RuleBroken as broken:
        return _show_broken(tier, form, broken)
    if act and act.has_changed:
        notices.say(with_what_stays(_("Our own words were saved."), form.text.data), act)
    return redirect(own_words_address(tier), 303)


@blueprint.post("/tiers/<tier>/own-words/read")
@access.staff
def read_packaged_change(tier: str) -> Response:
    """What has changed in the common text has been read."""
    words = own_words(access.organisation_id(), _with_own_words_or_404(tier))
    act = note_packaged_change(words, access.person()) if words else None
    if act and act.has_changed:
        notices.say(_("Noted. You will be told when the common text changes again."), act)
    return redirect(own_words_address(tier), 303)


def tier_or_404(tier: str) -> str:
    return tier if tier in ALL_TIERS else abort(404)


def shown_text(name: str) -> Page:
    """The text of a tier or page as this college calls it."""
    return text_of(name, access.organisation().tier_titles)


def short_names() -> dict[str, str]:
    """What each tier is called where there is little room."""
    return {tier: shown_text(tier).short for tier in ALL_TIERS}


def own_words_address(name: str) -> str:
    """Where own words are shown: under a tier's description, or under the introduction."""
    if name in ALL_TIERS:
        return address_of("tier_text", name, "own-words")
    return address_of("page", name, "own-words")


def own_words_context(name: str) -> dict[str, object]:
    """What templates/tiers/_own_words.html shows."""
    words = own_words(access.organisation_id(), name)
    text = words.text if words else ""
    return {
        "words_on": name,
        "words_html": render_markdown(text) if text else "",
        "packaged_changes": changes_since(words.packaged_digest) if words and text else None,
    }


def _with_own_words_or_404(name: str) -> str:
    return name if name in WITH_OWN_WORDS else abort(404)


def _show_broken(tier: str, form: OwnWordsForm, broken: RuleBroken) -> Response:
    words = own_words(access.organisation_id(), tier)
    status = form.show_error(broken, {"text": words.text if words else ""}, words.version if words else 0)
    return _show_form(tier, form, status)


def _show_form(tier: str, form: OwnWordsForm, status: int, **context: object) -> Response:
    words: OwnWords | None = own_words(access.organisation_id(), tier)
    page = render_template(
        "tiers/own_words.html",
        tier=tier,
        form=form,
        title=shown_text(tier).title,
        shown_at=own_words_address(tier),
        past=past_of([words] if words else [], notices.older()),
        **context,
    )
    return make_response(page, status)
