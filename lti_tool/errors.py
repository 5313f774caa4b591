"""What goes wrong, said so that a reader can act on it: broken rules beside their field, error pages with a code."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Iterable
from typing import Any

from flask import Flask, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import exc
from werkzeug import Response
from werkzeug.exceptions import HTTPException, InternalServerError, RequestEntityTooLarge

log = logging.getLogger("hoitomalli")


class RuleBroken(Exception):
    """A rule of the model refuses a value; `message` is in the user's language and belongs beside `field`."""

    def __init__(self, field: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
        self.details = details


class Conflict(RuleBroken):
    """Others have changed the same since the form was made.

    `theirs` holds the fields that differ with what stands now, `untouched` those that the writer had left as they were.
    """

    def __init__(self, theirs: dict[str, Any], untouched: Iterable[str] = (), message: str = "") -> None:
        super().__init__("version", message or _("A colleague has changed this meanwhile."))
        self.theirs = theirs
        self.untouched = set(untouched)


class RepeatedRequest(Exception):
    """The very same form was sent before, and what it asks for is done."""


EXPLANATIONS = {
    400: (_l("We could not read that request"), _l("Go back and try once more.")),
    403: (_l("This page is not for you"), _l("If you think it should be, ask the person who looks after the Moodle course.")),
    404: (_l("There is nothing at this address"), _l("The page may have moved. Start again from the activity in Moodle.")),
    405: (_l("That cannot be done here"), _l("Go back and use the buttons of the page.")),
    409: (
        _l("Others are changing the same at this very moment"),
        _l("Nothing was saved. Look at how it stands now, and try once more."),
    ),
    500: (
        _l("Something went wrong on our side"),
        _l("Nothing was saved. Try again; if it happens again, tell your admin the code below."),
    ),
    503: (
        _l("The database cannot be reached, or is busy"),
        _l("Nothing was saved. Try again in a moment; if it lasts, tell your admin the code below."),
    ),
}
# What is sent with a form without being typed. Forms add their own choices and hidden fields (`fields.TextForm`).
never_typed = {
    "csrf_token",
    "once",
    "back",
    "show_tier",
    "lacks",
    "order",
    "partner_id",
    "chosen_before",
    "active",
    "query",
    "term",
    "ours",
    "met",
    "mine",
    "openid_configuration",
    "registration_token",
    "id_token",
    "attempt",
    "ticket",
}
PLATFORMS_PATH = "/lti/"  # what comes there was sent by a platform: nobody has typed it
MOST_SHOWN = 3_000_000  # of what is too much to be saved
DATABASE_TROUBLE = (exc.OperationalError, exc.InterfaceError, exc.InternalError, exc.TimeoutError)


def new_reference() -> str:
    """A code short enough to read out on the phone, found again in the log."""
    return secrets.token_hex(4).upper()


def error_page(
    status: int, title: Any, advice: Any, *, reference: str | None = None, command: str = "", way_back: str = ""
) -> Response:
    """A page that shows what was typed, without any control but a way back: to the overview where there is a launch, else to
    an address outside of the frame. Without a launch it may be framed anywhere: else the browser would show its own.

    What was sent and failed has a code also where nobody is to blame: somebody will ask what became of the text.
    """
    g.framed_anywhere = "launch" not in g
    if reference is None and request.method == "POST":
        reference = new_reference()
        log.info("%s POST %s answered %d", reference, request.url_rule or "an unknown address", status)
    return make_response(
        render_template("errors/error.html", title=title, advice=advice, reference=reference, command=command, way_back=way_back),
        status,
    )


def typed_texts() -> list[str]:
    """What the user had written in the form that was sent: shown again, so that no failure loses a text.

    Single characters are choices, e.g. the scores of a test: they stand together at the end, each after its name.
    """
    if request.path.startswith(PLATFORMS_PATH):
        return []
    sent = [(name, value.replace("\0", "").strip()) for name, value in _sent_fields() if name not in never_typed]
    texts = [value for _name, value in sent if len(value) > 1]
    choices = [f"{name}: {value}" for name, value in sent if len(value) == 1]
    return [*texts, "\n".join(choices)] if choices else texts


def _sent_fields() -> list[tuple[str, str]]:
    """All fields of the form; also of one that is too much to be saved, as long as it can be shown."""
    try:
        return list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        request.max_content_length = request.max_form_memory_size = MOST_SHOWN
    try:
        return list(request.form.items(multi=True))
    except HTTPException:
        return []


def show_http_error(error: HTTPException) -> Response:
    title, advice = EXPLANATIONS.get(error.code or 500, EXPLANATIONS[400])
    response = error_page(error.code or 500, title, advice)
    if error.code == 409:  # the whole page, also where a fragment was asked for
        response.headers.update({"HX-Retarget": "body", "HX-Reswap": "innerHTML show:window:top"})
    if error.code == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
    return response


def _show_unexpected(error: Exception) -> Response:
    """A page with a code that is found again in the log. A database that is away is no fault of ours: one line is enough."""
    reference = new_reference()
    where = request.url_rule or "an unknown address"  # the rule alone: an address holds a launch key or a registration link
    log.error("%s %s %s%s", reference, request.method, where, told_in_log(error))
    status = 503 if _is_database_trouble(error) else 500
    return error_page(status, *EXPLANATIONS[status], reference=reference)


def _show_failed_answer(error: InternalServerError) -> Response:
    """What Flask makes of an error in telling an error; where not even this page can be made, a line of text."""
    try:
        return _show_unexpected(error.original_exception or error)  # type: ignore[arg-type]
    except Exception as again:
        reference = new_reference()
        log.error("%s no error page\n%s", reference, story_of(again))
        return Response(f"Something went wrong. Reference code: {reference}\n", 500, mimetype="text/plain")


def _is_database_trouble(error: Exception) -> bool:
    """Whether the database is away, locked, full, read-only or broken; a bare DatabaseError is SQLite's for a broken file."""
    return isinstance(error, DATABASE_TROUBLE) or type(error) is exc.DatabaseError


def _first_line(error: Exception) -> str:
    """The driver's first line: the next ones may quote a row."""
    told = error.orig if isinstance(error, exc.DBAPIError) else error
    return f"{type(told).__name__}: {str(told).partition(chr(10))[0]}"


def told_in_log(error: Exception) -> str:
    """What the log says of an error after its code: a database that is away takes one line, a bug its story."""
    return f" database: {_first_line(error)}" if _is_database_trouble(error) else f"\n{story_of(error)}"


def story_of(error: BaseException) -> str:
    """Where an error came from, as a traceback without its messages: they may quote what was typed, a name or a token."""
    causes = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) and cause not in causes:
        causes.append(cause)
    return "\n".join("".join(traceback.format_tb(one.__traceback__)) + type(one).__qualname__ for one in reversed(causes))


def init_app(app: Flask) -> None:
    app.jinja_env.globals["typed_texts"] = typed_texts
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(InternalServerError, _show_failed_answer)
    app.register_error_handler(Exception, _show_unexpected)
