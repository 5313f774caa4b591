"""Files -> sheets, read in a process of its own (child.py), and a clear word on what cannot be read."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from threading import BoundedSemaphore

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..errors import RuleBroken
from .sheets import LARGEST_FILE, MOST_COLUMNS, MOST_ROWS, CannotRead, Sheet

log = logging.getLogger("hoitomalli")

AT_ONCE = 2  # each may take as much memory as its limit
WAIT_SECONDS = 10
SLOWEST_SECONDS = 60  # by the clock, on a machine that hardly gets to it
_places = BoundedSemaphore(AT_ONCE)

SAVE_ANEW = _l("Open it in the program that made it, save it as .xlsx and bring that.")
REASONS = {
    "empty_file": (_l("The file is empty."), ""),
    "no_rows": (_l("There is no text in the file."), ""),
    "too_large": (_l("The file is larger than 10 MB."), _l("Remove pictures from it, or split the list into several files.")),
    "too_many_rows": (
        _l("There are more than %(most)s rows."),
        _l("Split the list into several files, and bring in one after the other."),
    ),
    "too_many_columns": (
        _l("There are more than %(most)s columns."),
        _l("Copy the columns of the list into a new workbook, or paste them."),
    ),
    "too_much_text": (_l("There is too much text in the file."), _l("Split the list into several files.")),
    "unpacks_too_large": (
        _l("The file becomes far too large when it is unpacked."),
        _l("Copy the rows of the list into a new workbook, or paste them."),
    ),
    "too_much_memory": (
        _l("Reading the file takes too much memory: often something stands far below or beside the list."),
        _l("Copy the rows of the list into a new workbook, or paste them."),
    ),
    "too_slow": (_l("Reading the file takes too long."), _l("Copy the rows of the list into a new workbook, or paste them.")),
    "crashed": (_l("The file could not be read."), _l("Copy the rows of the list into a new workbook, or paste them.")),
    "busy": (_l("The server is reading other files."), _l("Try once more in a moment.")),
    "broken": (_l("The file is damaged, or only a part of it has arrived."), SAVE_ANEW),
    "password": (_l("The file is protected with a password."), _l("Remove the password and bring it then.")),
    "old_xls": (_l("This is an old Excel file (.xls)."), SAVE_ANEW),
    "binary_workbook": (_l("This is a binary Excel file (.xlsb)."), SAVE_ANEW),
    "numbers_file": (_l("This is a file of Numbers."), _l("Export it as Excel and bring that.")),
    "html_file": (_l("This is a web page, whatever its name."), SAVE_ANEW),
    "other_xml": (_l("This is an XML file, whatever its name."), SAVE_ANEW),
    "word_file": (_l("This is a text document."), _l("Copy the list in it and paste it here.")),
    "pdf": (_l("This is a PDF file."), _l("Copy the list in it and paste it here.")),
    "picture": (_l("This is a picture."), _l("Bring the list as .xlsx, .ods or .csv, or paste it.")),
    "packed": (_l("This is a packed folder."), _l("Unpack it, and bring the file with the list.")),
    "not_a_table": (_l("This file holds no table."), _l("Bring the list as .xlsx, .ods or .csv, or paste it.")),
    "unclosed_quote": (
        _l("A quotation mark in row %(row)s is not closed, so that all rows below it would be one."),
        _l("Remove it, or save the list as .xlsx."),
    ),
}
_NUMBERS = {"too_many_rows": MOST_ROWS, "too_many_columns": MOST_COLUMNS}
_SIGNALS: dict[int, str] = {signal.SIGXCPU: "too_slow", signal.SIGKILL: "too_slow", signal.SIGABRT: "too_much_memory"}


def read_file(content: bytes, name: str) -> list[Sheet]:
    """The sheets of a file; raises RuleBroken on `file`, with the `reason` among its details.

    It waits for another process, so a caller gives up its reading connection before (`db.stop_reading`).
    """
    try:
        return _read_in_child(content)
    except CannotRead as error:
        raise RuleBroken("file", message_of(error, name), reason=error.reason) from error


def message_of(error: CannotRead, name: str) -> str:
    """What is wrong with the file of this name, where in it, and what to do, in the reader's language."""
    what, advice = REASONS.get(error.reason, REASONS["crashed"])
    most = error.details.get("most") or _NUMBERS.get(error.reason, 0)
    numbers = {"row": error.details.get("row", ""), "most": format_decimal(most)}
    place = error.details.get("sheet")
    where = _("%(file)s, sheet %(sheet)s:", file=name, sheet=place) if place else f"{name}:" if name else ""
    return " ".join(filter(None, [where, str(what) % numbers, str(advice)]))


def _read_in_child(content: bytes) -> list[Sheet]:
    if len(content) > LARGEST_FILE:
        raise CannotRead("too_large")
    try:
        answer = json.loads(_answer_of_child(content))
    except ValueError as error:
        raise CannotRead("crashed") from error
    if "refused" in answer:
        raise CannotRead(answer["refused"], **answer["details"])
    return [Sheet(**{**one, "cut_cells": [(row, column) for row, column in one["cut_cells"]]}) for one in answer["sheets"]]


def _answer_of_child(content: bytes) -> bytes:
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise CannotRead("busy")
    try:
        ended = _run_child(content)
    except subprocess.TimeoutExpired as error:
        raise CannotRead("too_slow") from error
    except OSError as error:
        raise CannotRead("busy") from error
    finally:
        _places.release()
    if ended.returncode == 0:
        return ended.stdout
    log.warning("reading a file of %s bytes ended with %s", len(content), ended.returncode)
    raise CannotRead(_SIGNALS.get(-ended.returncode, "crashed"))


def _run_child(content: bytes) -> subprocess.CompletedProcess[bytes]:
    """What the file holds may speak through the child: it gets none of our settings, and its complaints are not kept."""
    command = [sys.executable, "-P", "-m", "lti_tool.transfer.child"]
    environment = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return subprocess.run(  # noqa: S603
        command, input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SLOWEST_SECONDS, env=environment
    )
