"""What goes wrong, said so that a reader can act on it: broken rules beside their field, error pages with a code."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug import Response
from werkzeug.exceptions import HTTPException

log = logging.getLogger("hoitomalli")


class RuleBroken(Exception):
    """A rule of the model refuses a value; `message` is in the user's language and belongs beside `field`."""

    def __init__(self, field: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.field, self.message, self.details = field, message, details


class SessionMissing(Exception):
    """The launch in the address is unknown to this browser, or its eight hours are over."""


EXPLANATIONS = {
    400: (_l("We could not read that request"), _l("Go back and try once more.")),
    403: (_l("This page is not for you"), _l("If you think it should be, ask the person who looks after the Moodle course.")),
    404: (_l("There is nothing at this address"), _l("The page may have moved. Start again from the activity in Moodle.")),
    405: (_l("That cannot be done here"), _l("Go back and use the buttons of the page.")),
    413: (_l("That is too much at once"), _l("Shorten the text and save again.")),
    500: (
        _l("Something went wrong on our side"),
        _l("Nothing was saved. Try again; if it happens again, tell your admin the code below."),
    ),
}
NOT_KEPT = {"csrf_token", "version"}


def new_reference() -> str:
    """A code short enough to read out on the phone, found again in the log."""
    return secrets.token_hex(4).upper()


def error_page(
    status: int, title: Any, advice: Any, *, reference: str | None = None, typed: dict[str, str] | None = None
) -> Response:
    """A page without any control that may be framed anywhere: else the user would see the browser's own error."""
    g.framed_anywhere = True
    page = render_template("errors/error.html", title=title, advice=advice, reference=reference, typed=typed)
    return make_response(page, status)


def _typed_values() -> dict[str, str]:
    """What the user had written: shown again, so that no text is lost with the session."""
    return {name: value for name, value in request.form.items() if value.strip() and name not in NOT_KEPT}


def _show_session_missing(_error: Exception) -> Response:
    typed = _typed_values()
    if typed:
        advice = _("Open the activity in Moodle again and go on. What you had written is below, ready to be copied.")
    else:
        advice = _("Open the activity in Moodle again and go on from there.")
    return error_page(403, _("The page has been open too long, or in another browser"), advice, typed=typed)


def _show_http_error(error: HTTPException) -> Response:
    title, advice = EXPLANATIONS.get(error.code or 500, EXPLANATIONS[400])
    response = error_page(error.code or 500, title, advice)
    if error.code == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
    return response


def _show_unexpected(error: Exception) -> Response:
    reference = new_reference()
    where = request.url_rule or request.path  # the rule alone: an address may hold a registration link
    log.exception("%s %s %s", reference, request.method, where, exc_info=error)
    return error_page(500, *EXPLANATIONS[500], reference=reference, typed=_typed_values())


def init_app(app: Flask) -> None:
    app.register_error_handler(SessionMissing, _show_session_missing)
    app.register_error_handler(CSRFError, _show_session_missing)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(Exception, _show_unexpected)
