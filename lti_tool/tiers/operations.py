"""Writing the college's own words."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from .. import db, history
from ..errors import RuleBroken
from ..layout_check import check_layout
from ..packaged import remember, remember_anew
from ..pages import CONTENT
from ..people.models import Person
from .models import OwnWords
from .queries import own_words, packaged_text

LONGEST = 20_000


def checked_text(text: str) -> str:
    """The text as it is kept; RuleBroken on `text` when it is too long, or cannot be laid out."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise RuleBroken("text", _("The text is too long: at most %(n)s characters.", n=LONGEST))
    check_layout(text)
    return text


def write_own_words(tier: str, text: str, version: int, actor: Person) -> history.ChangeSet | None:
    """Set the college's words on a tier or the introduction. `version` is the one the writer started from, 0 for none.

    Raises RuleBroken on `text` when too long, on `version` (details: theirs) when another has written meanwhile.
    """
    text = checked_text(text)
    words = own_words(actor.organisation_id, tier)
    if (words.version if words else 0) != version:
        raise RuleBroken("version", _("A colleague has just changed this text."), theirs=words)
    if words is None:
        if not text:
            return None
        return _first_words(tier, text, actor)
    change_set = history.begin("own_words.edit", tier, actor)
    return change_set if history.edit(change_set, words, {"text": text}, actor) else None


def _first_words(tier: str, text: str, actor: Person) -> history.ChangeSet:
    empty = OwnWords(organisation_id=actor.organisation_id, tier=tier, text="", beside=remember(CONTENT, packaged_text(tier)))
    try:
        with db.session.begin_nested():
            db.session.add(empty)  # version 1 is the empty text, so that undoing the first words leads back to it
    except IntegrityError as error:
        raise RuleBroken(
            "version", _("A colleague has just changed this text."), theirs=own_words(actor.organisation_id, tier)
        ) from error
    change_set = history.begin("own_words.edit", tier, actor)
    history.edit(change_set, empty, {"text": text}, actor)
    return change_set


def note_packaged_change(words: OwnWords, actor: Person) -> history.ChangeSet | None:
    """The changed packaged text has been read: from now on the own words stand beside its present wording."""
    change_set, beside = history.begin("own_words.read", words.tier, actor), remember_anew(words.beside)
    return change_set if beside and history.edit(change_set, words, {"beside": beside}, actor) else None
