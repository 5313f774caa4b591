"""Files that people download: the one place that names them, in the language of the page."""

from __future__ import annotations

import os
import re
from io import BytesIO
from typing import IO

from flask import Response, send_file

CSV = "csv"
DOCX = "docx"
JSON = "json"
XLSX = "xlsx"
_TYPES = {
    CSV: "text/csv; charset=utf-8",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    JSON: "application/json",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What file systems refuse, and controls that make a name read otherwise than it is; a point begins an ending.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|.\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]')


def download(content: bytes | IO[bytes], title: str, kind: str) -> Response:
    """A file to be saved, called by its title with its kind (CSV, DOCX, JSON, XLSX) as ending.

    Letters of any language stay in the name (RFC 6266); the answer closes a file that is given.
    """
    file = BytesIO(content) if isinstance(content, bytes) else content
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    name = " ".join(_NOT_IN_NAMES.sub(" ", title).split()) or "hoitomalli"
    answer = send_file(file, _TYPES[kind], as_attachment=True, download_name=f"{name}.{kind}")
    answer.content_length = size
    return answer
