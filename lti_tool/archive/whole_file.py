"""Files that get their name only when they are whole: neither a full disk nor an interruption leaves half of one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

LEFT_BESIDE = ("-wal", "-shm", "-journal")  # by a SQLite file, https://www.sqlite.org/tempfiles.html


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """An empty file beside `path` that only its owner may read; it is gone at the end, unless it has been renamed."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        for suffix in ("", *LEFT_BESIDE):
            Path(f"{name}{suffix}").unlink(missing_ok=True)


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of an older one when it is whole and on the disk."""
    path = path.resolve()
    with new_file(path) as new:
        with new.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
        flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """A new name in a folder is on the disk only after this."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
