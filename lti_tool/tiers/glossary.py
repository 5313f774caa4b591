"""The glossary: short meanings that open where their word stands in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from flask import g
from markupsafe import Markup

from ..language import current_language
from ..pages import CONTENT, load_nearest
from .models import PAGES

_TERM = re.compile(r'<h3 id="([\w-]+)">(.*?)</h3>(.*?)(?=<h3|\Z)', re.DOTALL)


@dataclass(frozen=True)
class Term:
    """One word of the model. `key` is the same in all languages, `meaning` safe HTML."""

    key: str
    title: Markup
    meaning: Markup
    language: str


@lru_cache(maxsize=8)
def glossary(language: str) -> dict[str, Term]:
    """All terms by key: the concepts of the introduction and the glossary's own."""
    terms = {}
    for name in ("concepts", "glossary"):
        page = load_nearest(CONTENT, language, PAGES[name])
        for key, title, meaning in _TERM.findall(page.rest if page else ""):
            terms[key] = Term(key, Markup(title), Markup(meaning), page.language if page else language)  # noqa: S704
    return terms


def find_term(key: str) -> Term | None:
    return glossary(current_language()).get(key)


def term_title(key: str) -> str:
    """How a term is called in the language of the page; empty for a key that is none."""
    term = find_term(key)
    return term.title if term else ""


def terms_of_page() -> list[Term]:
    """The terms that this page's texts have named so far."""
    return [term for key in g.get("terms", {}) if (term := find_term(key))]
