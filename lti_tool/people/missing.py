"""What is not there: a launch that is over or another browser's, a page of a launch that does not exist. With a way back."""

from __future__ import annotations

from flask import Flask, g, session
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy import select
from werkzeug import Response
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from .. import db
from ..errors import error_page, show_http_error
from ..pages import address_of
from .access import ConnectionOff, SessionMissing, look_for_launch
from .models import Launch


def _show_session_missing(_error: Exception) -> Response:
    way_back = _address_of_course()  # first: it knows the language
    advice = _("Open the activity in Moodle again and go on from there.")
    return error_page(403, _("The page has been open too long, or in another browser"), advice, way_back=way_back)


def _show_connection_off(_error: Exception) -> Response:
    advice = _("Ask the admin of your Moodle: under Admin, Platforms it can be switched on again or brought back.")
    return error_page(403, _("The connection from this Moodle has been switched off"), advice)


def _show_missing_page(error: HTTPException) -> Response:
    """Also of an address that no route knows: its launch still tells the language, and has an overview to go back to."""
    look_for_launch()
    return show_http_error(error)


def _address_of_course() -> str:
    """Where a launch that is over had come from, for the browser that had it; in its language."""
    key = session.get("launch")
    found = db.session.execute(select(Launch.language, Launch.course_id).where(Launch.key == key)).first() if key else None
    if found is None:
        return ""
    g.language = found.language
    return address_of("course", str(found.course_id))


def init_app(app: Flask) -> None:
    app.register_error_handler(SessionMissing, _show_session_missing)
    app.register_error_handler(ConnectionOff, _show_connection_off)
    app.register_error_handler(CSRFError, _show_session_missing)
    app.register_error_handler(NotFound, _show_missing_page)
    app.register_error_handler(MethodNotAllowed, _show_missing_page)
