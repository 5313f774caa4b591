"""What a college's own text was written beside: when a packaged text changes, the own one stays and the change is shown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy.orm import Mapped, mapped_column

from . import db
from .pages import CONTENT, METHODS, Page, load_page

Runs = list[tuple[str, str]]  # ("same" | "gone" | "new", text)
_WORDS = re.compile(r"(\s+)")


class PackagedText(db.Base):
    """One wording of a packaged text, kept under its hash from the moment that somebody wrote beside it."""

    __tablename__ = "packaged_text"

    digest: Mapped[str] = mapped_column(primary_key=True)
    package: Mapped[str]
    name: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]


@dataclass(frozen=True)
class PackagedChanges:
    """The paragraphs of a packaged text that have changed, in the language of that text."""

    language: str
    paragraphs: list[Runs]


def remember(package: str, page: Page) -> str:
    """Keep the present wording of a packaged page; gives its digest."""
    digest = _digest(package, page)
    db.get_or_create(
        PackagedText,
        digest=digest,
        _new={"package": package, "name": page.name, "language": page.language, "text": page.markdown},
    )
    return digest


def _digest(package: str, page: Page) -> str:
    return hashlib.sha256("\0".join((package, page.language, page.name, page.markdown)).encode()).hexdigest()


def remembered(digest: str | None) -> PackagedText | None:
    """The wording an own text was written beside."""
    return db.session.get(PackagedText, digest) if digest else None


def remember_anew(digest: str | None) -> str | None:
    """Keep the present wording of the same text in the same language, whoever reads it; None when there is none to be read."""
    known = remembered(digest)
    page = _present(known) if known else None
    return remember(known.package, page) if known and page else None


def changes_since(digest: str | None) -> PackagedChanges | None:
    """What differs from the wording remembered under this digest; None when nothing does."""
    known = remembered(digest)
    page = _present(known) if known else None
    if known is None or page is None or page.markdown == known.text:
        return None
    return PackagedChanges(known.language, list(_changed_paragraphs(known.text, page.markdown)))


def _present(known: PackagedText) -> Page | None:
    """The packaged text as it is now, where its file can be read."""
    page = load_page(known.package, known.language, known.name) if known.package in (CONTENT, METHODS) else None
    return None if page is None or page.error else page


def _changed_paragraphs(before: str, after: str) -> Iterator[Runs]:
    old, new = (re.split(r"\n+", text.strip()) for text in (before, after))
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield _runs("\n".join(old[old_from:old_to]), "\n".join(new[new_from:new_to]))


def _runs(before: str, after: str) -> Runs:
    """Word by word what stayed, went and came."""
    old, new = ([word for word in _WORDS.split(text) if word] for text in (before, after))
    runs: Runs = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(("same", "".join(old[old_from:old_to])))
            continue
        runs += [(kind, "".join(part)) for kind, part in (("gone", old[old_from:old_to]), ("new", new[new_from:new_to])) if part]
    return runs
