"""The process that reads files of strangers: bytes on its standard input, JSON on its standard output, within limits.

`python -m lti_tool.transfer.child` sets its limits itself: whoever starts it has threads, so that nothing may run between
fork and exec. What a library does to it (a crash, a full memory) ends this process and no other.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from typing import Any

from .sheets import LARGEST_FILE, CannotRead, Sheet

MEMORY = 300 * 1024 * 1024  # bytes of address space
PROCESSOR_SECONDS = 20


def set_limits() -> None:
    _limit(resource.RLIMIT_AS, MEMORY, MEMORY)
    _limit(resource.RLIMIT_CPU, PROCESSOR_SECONDS, PROCESSOR_SECONDS + 1)
    for none_of_it in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        _limit(none_of_it, 0, 0)


def _limit(kind: int, soft: int, hard: int) -> None:
    """The service may have a lower limit already, which cannot be raised."""
    _soft, highest = resource.getrlimit(kind)
    if highest != resource.RLIM_INFINITY:
        soft = min(soft, highest)
        hard = min(hard, highest)
    resource.setrlimit(kind, (soft, hard))


def read_content(content: bytes) -> list[Sheet]:
    """The sheets of a file; raises CannotRead."""
    from .delimited import read_delimited
    from .file_kinds import kind_of
    from .workbooks import read_workbook

    if len(content) > LARGEST_FILE:
        raise CannotRead("too_large")
    sheets = read_workbook(content) if kind_of(content) == "workbook" else read_delimited(content)
    if not sheets:
        raise CannotRead("no_rows")
    return sheets


def answer_for(content: bytes) -> dict[str, Any]:
    """`sheets`, or `refused` with `details`."""
    try:
        return {"sheets": [asdict(sheet) for sheet in read_content(content)]}
    except CannotRead as error:
        return {"refused": error.reason, "details": error.details}
    except MemoryError:
        return {"refused": "too_much_memory", "details": {}}


def main() -> None:
    set_limits()
    answer = answer_for(sys.stdin.buffer.read(LARGEST_FILE + 1))
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
