"""A copy of what is held on somebody, as a file that machines read (GDPR, articles 15 and 20)."""

from __future__ import annotations

import json
from typing import Any

from flask import Response
from flask_babel import gettext as _

from ..downloads import JSON, download
from .held import copy_of


def copy_file(entity: str, row: Any, *, is_own: bool) -> Response:
    """JSON with its letters as they are; its name tells no name."""
    text = json.dumps(copy_of(entity, row, is_own=is_own), ensure_ascii=False, indent=2)
    return download(f"{text}\n".encode(), f"{_('Personal data')} {row.id}", JSON)
