"""One word for one thing, in the packaged texts and the interface: the wrong words of `words.yaml` with their right ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from babel.messages.mofile import read_mo
from yaml import safe_load

from ..assessment import statements
from ..languages import LANGUAGES, WITH_CATALOGUE
from ..pages import CONTENT, METHODS, packaged_source, page_names

CHECKED = {CONTENT: "content", METHODS: "methods"}  # packages of texts, each as its folder is called
_LINK_TARGET = re.compile(r"(?<=\])\([^)\s]*\)|^related: .*$", re.MULTILINE)  # a file's name is no word
_NOT_READ = re.compile(r"(?<=\])\([^)]*\)|\{#[\w-]+\}")
_WORD = re.compile(r"[^\W_]+(?:[-'’.:/][^\W_]+)*")


class Word(NamedTuple):
    """A wrong word, where it is right nevertheless, and what to write instead."""

    wrong: re.Pattern[str]
    but: re.Pattern[str] | None
    right: str


@lru_cache(maxsize=8)
def words_of(language: str) -> tuple[Word, ...]:
    text = files("lti_tool.care_model").joinpath("words.yaml").read_text(encoding="utf-8")
    return tuple(
        Word(
            re.compile(line["wrong"], re.IGNORECASE),
            re.compile(line["but"], re.IGNORECASE) if "but" in line else None,
            line["right"],
        )
        for line in safe_load(text).get(language, ())
    )


def wrong_words(language: str, text: str) -> Iterator[tuple[int, str, str]]:
    """The line (from 1), the word as it was written, and the right one."""
    for number, line in enumerate(_LINK_TARGET.sub("", text).splitlines(), start=1):
        for word in words_of(language):
            left = word.but.sub("", line) if word.but else line
            if found := word.wrong.search(left):
                yield number, found[0], word.right


def wording_complaints() -> Iterator[str]:
    """Wrong words of all texts and catalogues, in English, one line each with its file and line."""
    for package, folder in CHECKED.items():
        for code in LANGUAGES:
            for name in _file_names(package, code):
                for number, wrong, right in wrong_words(code, packaged_source(package, code, name) or ""):
                    yield f"{folder}/{code}/{name}:{number}: {wrong!r}, write: {right}"
    for code in WITH_CATALOGUE:
        yield from complaints_on_translations(code, _translations(code))


def _file_names(package: str, language: str) -> list[str]:
    names = [f"{name}.md" for name in page_names(package, language)]
    return [*names, statements.FILE] if package == CONTENT else names


def complaints_on_translations(language: str, translations: Iterable[str]) -> Iterator[str]:
    for message in translations:
        for _number, wrong, right in wrong_words(language, message):
            yield f"lti_tool/translations/{language}/LC_MESSAGES/messages.po: {wrong!r} in {message[:60]!r}, write: {right}"


def _translations(language: str) -> Iterable[str]:
    """What a compiled catalogue says, each plural form for itself."""
    file = files("lti_tool").joinpath("translations", language, "LC_MESSAGES", "messages.mo")
    if not file.is_file():
        return
    with file.open("rb") as compiled:
        for message in read_mo(compiled):
            if message.id:
                yield from [message.string] if isinstance(message.string, str) else message.string or ()


def word_count(markdown: str) -> int:
    """Words as they are read: no link targets, no heading ids."""
    return len(_WORD.findall(_NOT_READ.sub("", markdown)))
