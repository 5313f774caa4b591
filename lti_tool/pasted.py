"""What people type and paste -> Markdown: Word's bullets become lists, and what is no mark for them is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BREAKS = re.compile("\r\n?|[\u2028\u2029\x0b]")  # Word's Shift+Enter is a vertical tab
_BULLET = re.compile("([ \t\u00a0]*)([•·▪◦‣⁃●○■□➢➔✓\uf0a7\uf0b7\uf0d8–—−]|[-*+o§](?=\t)|o(?= ))[ \t\u00a0]+(?=[^ \t\u00a0])")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_GLUED_HEADING = re.compile(r"(#{2,6})(?=[^\s#])")
_PHONE = re.compile(r"(?<=\]\(tel:)[+\d ()-]{1,40}\)")


def as_markdown(text: str) -> str:
    """The text with Word's and e-mails' bullets as list marks, nested as their signs change; a plain line ends a list."""
    return "\n".join(_lines(_BREAKS.sub("\n", text).split("\n")))


def _lines(lines: list[str]) -> Iterator[str]:
    signs: list[tuple[int, str]] = []  # of the list that goes on, the outermost first
    is_list = False
    is_code = False
    for line in lines:
        if _FENCE.match(line):
            is_code = not is_code
        if is_code:
            yield line
            continue
        bullet = _BULLET.match(line)
        if bullet and not (bullet[0].strip(" \u00a0") == "o" and not signs):  # a word of its own, unless bullets stand before it
            if not signs and not is_list:
                yield ""
            yield f"{'  ' * _level(bullet, signs)}- {_shown(line[bullet.end() :])}"
            is_list = True
            continue
        is_plain = bool(line.strip()) and not line[0].isspace() and not _ITEM.match(line)
        if is_plain and is_list:
            yield ""
        if line.strip():
            is_list = not is_plain and (is_list or bool(_ITEM.match(line)))
            signs.clear()
        yield _shown(line)


def _level(bullet: re.Match[str], signs: list[tuple[int, str]]) -> int:
    """How deep a bullet stands: another sign than before is one deeper, a known one ends those below it."""
    sign = (len(bullet[1].expandtabs()), bullet[2])
    if sign in signs:
        del signs[signs.index(sign) + 1 :]
    else:
        signs.append(sign)
    return len(signs) - 1


def _shown(line: str) -> str:
    """Backslashes of Windows' folders stay, `##Heading` is one, a telephone number may have spaces."""
    line = _GLUED_HEADING.sub(r"\1 ", line, count=1) if line.startswith("##") else line
    line = _PHONE.sub(lambda match: re.sub(r"[^+\d]", "", match[0]) + ")", line)
    return line.replace("\\\\", "\\\\\\\\")
