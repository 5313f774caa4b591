"""Titles in several languages, as Moodle sends them raw: the reader sees the part in the reader's language.

Two ways of writing, each of a filter: `{mlang fi}…{mlang}{mlang sv,en}…{mlang}{mlang other}…{mlang}` (filter_multilang2) and
`<span lang="fi" class="multilang">…</span>` (filter_multilang, part of Moodle). What stands outside of marks is for everybody.
"""

from __future__ import annotations

import re

from flask import Flask

from .language import current_language

_MLANG = re.compile(r"\{\s*mlang\s+([a-z0-9_-]+(?:\s*,\s*[a-z0-9_-]+)*)\s*\}(.*?)\{\s*mlang\s*\}", re.IGNORECASE | re.DOTALL)
_SPAN = re.compile(
    r"""<span(?=[^>]*\sclass=["']multilang["'])[^>]*\slang=["']([a-z0-9_-]+)["'][^>]*>(.*?)</span>""", re.IGNORECASE | re.DOTALL
)


def in_language(title: str, language: str) -> str:
    """The title for a reader of `fi`, `sv` or `en`: where that is not there, what is for others, else the first there is."""
    for marked in (_MLANG, _SPAN):
        title = _chosen(title, language, marked)
    return title


def readers_title(title: str) -> str:
    """The title in the language of this page."""
    return in_language(title, current_language())


def _chosen(title: str, language: str, marked: re.Pattern[str]) -> str:
    there = [_languages(block) for block in marked.finditer(title)]
    if not there:
        return title
    known = {name for names in there for name in names}
    wanted = next((name for name in (language, "other") if name in known), there[0][0])
    shown = marked.sub(lambda block: block[2] if wanted in _languages(block) else "", title)
    return " ".join(shown.split()) or title


def _languages(block: re.Match[str]) -> list[str]:
    """`fi_old, SV-fi` as fi and sv: a variant is read as its language."""
    return [re.split("[_-]", name.strip().lower())[0] for name in block[1].split(",")]


def init_app(app: Flask) -> None:
    app.jinja_env.filters["readers_title"] = readers_title
