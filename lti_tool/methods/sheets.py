"""What is handed out of a method: its template alone, on paper or as a Word file. No tier is named on it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..language import current_language
from ..languages import LANGUAGES
from ..packaged import remembered
from ..pages import Page, render_markdown
from ..word import word_file
from .models import OwnMethod

TEMPLATE = 3  # which of a language's sections is the template
_SECTION = re.compile(r"^## ", re.MULTILINE)


@dataclass(frozen=True)
class Sheet:
    """A title and the HTML of what is handed out. Its headings begin at 2."""

    title: str
    html: str
    language: str

    def as_word(self) -> bytes:
        return word_file(self.title, self.html, self.language)


def template_of(method: Page) -> Sheet:
    """The template of a packaged method, its `###` as second headings; the whole text where it has none."""
    section = find_section(method.markdown, LANGUAGES[method.language].sections[TEMPLATE])
    text = section if section is not None else method.markdown
    return Sheet(method.title, render_markdown(text, first_level=2), method.language)


def sheet_of(method: OwnMethod) -> Sheet:
    """The text of a method of the college's own; of its version of a packaged one only the template, if it kept it."""
    origin = remembered(method.packaged_digest)
    language = origin.language if origin and origin.language in LANGUAGES else current_language()
    section = find_section(method.text, LANGUAGES[language].sections[TEMPLATE]) if origin else None
    text = section if section is not None else method.text
    return Sheet(method.title, render_markdown(text, first_level=2), language)


def templates_in(text: str) -> list[str]:
    """The sections of a text that may be handed out as its template."""
    found = [find_section(text, language.sections[TEMPLATE]) for language in LANGUAGES.values()]
    return [section for section in found if section]


def find_section(markdown: str, title: str) -> str | None:
    """What stands under a `##` heading with this title."""
    for part in _SECTION.split(markdown)[1:]:
        heading, _newline, body = part.partition("\n")
        if heading.strip() == title:
            return body.strip()
    return None
