"""How much a request may send: MAX_CONTENT_LENGTH, unless its route declares that it takes more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_babel import format_decimal
from flask_babel import gettext as _
from werkzeug import Response
from werkzeug.exceptions import RequestEntityTooLarge

from ..errors import error_page
from .access import look_for_launch

View = TypeVar("View", bound=Callable[..., Any])


def takes(size: int) -> Callable[[View], View]:
    """Declare, beside a route's access, that it takes up to this many bytes. Server and proxies take 11 MB."""

    def declare(view: View) -> View:
        view.takes = size  # type: ignore[attr-defined]
        return view

    return declare


def _allow_declared_size() -> None:
    size = getattr(current_app.view_functions.get(request.endpoint or ""), "takes", None)
    if size is not None:
        request.max_content_length = request.max_form_memory_size = size


def _show_too_big(_error: RequestEntityTooLarge) -> Response:
    """In the launch's language, with what was typed unless it is far too much; with script the form stays as it is."""
    look_for_launch()
    size = format_decimal((request.max_content_length or 0) / 1_000_000)
    advice = _("Nothing was saved: at most %(size)s MB can be sent at once. Go back, shorten the text and save again.", size=size)
    response = error_page(413, _("That is too much at once"), advice)
    response.headers.update({"HX-Retarget": "#main", "HX-Reselect": "#main > *", "HX-Reswap": "afterbegin show:top"})
    return response


def init_app(app: Flask) -> None:
    """Must come before what reads the form."""
    app.before_request(_allow_declared_size)
    app.register_error_handler(RequestEntityTooLarge, _show_too_big)
