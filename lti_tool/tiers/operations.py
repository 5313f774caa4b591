"""Writing the college's own words."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from .. import db, history
from ..errors import Conflict, RuleBroken
from ..history.merging import set_merged
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


def write_own_words(tier: str, text: str, version: int, actor: Person) -> history.Act | None:
    """Set the college's words on a tier or the introduction. `version` is the one the writer started from, 0 for none.

    Raises RuleBroken on `text` when it is too long or cannot be laid out, Conflict when another has written meanwhile.
    """
    text = checked_text(text)
    words = own_words(actor.organisation_id, tier)
    if words is None and not text:
        return None
    with history.act("own_words.edit", tier, actor) as act:
        words = words or _place_for_words(tier, actor)
        OwnWords.lock([words.id])
        set_merged(words, {"text": text}, max(version, 1))
    return act


def _place_for_words(tier: str, actor: Person) -> OwnWords:
    """The row for the first words: empty at first, so that undoing them leads back to that. Its making is no act."""
    values = {"organisation_id": actor.organisation_id, "tier": tier, "text": "", "version": 1}
    digest = remember(CONTENT, packaged_text(tier))
    try:
        with db.session.begin_nested():
            db.session.execute(insert(OwnWords.__table__).values(packaged_digest=digest, **values))  # type: ignore[arg-type]
    except IntegrityError:  # a colleague has begun at the same moment
        pass
    words = own_words(actor.organisation_id, tier)
    if words is None:
        raise Conflict({}, message=_("A colleague has just changed this text."))
    return words


def note_packaged_change(words: OwnWords, actor: Person) -> history.Act:
    """The changed packaged text has been read: from now on the own words stand beside its present wording."""
    with history.act("own_words.read", words.tier, actor) as act:
        words.packaged_digest = remember_anew(words.packaged_digest) or words.packaged_digest
    return act
