"""The blocks of docs/guide/running.md that an operator copies: tests use them as they stand there."""

import re
from pathlib import Path

GUIDE = Path(__file__).parent.parent / "docs" / "guide" / "running.md"


def blocks(kind):
    """All fenced blocks of this kind (ini, nginx, caddy, sh), in order."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def replaced(text, changes):
    """The text with each of these replaced; one that does not occur is an error of the test."""
    for old, new in changes.items():
        assert old in text, f"the guide no longer has {old!r}"
        text = text.replace(old, str(new))
    return text
