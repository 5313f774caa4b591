""" "In a new window": the press in the frame, and the window's first request."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug import Response

from ..errors import error_page
from ..notices import is_fragment, page_address
from ..origins import WEB, origin
from . import access
from .windows import give_ticket, open_window

blueprint = Blueprint("windows", __name__, url_prefix="/l/<launch>")
first_request = Blueprint("window", __name__)


@blueprint.post("/window")
@access.staff_or_admin
def ask_for_window() -> str:
    """The form that opens the window: a script sends it at once, without one it takes a second press."""
    launch = access.launch()
    ticket = give_ticket(launch, page_address().removeprefix(f"/l/{launch.key}/"))
    template = "people/_window_form.html" if is_fragment() else "people/window.html"
    return render_template(template, ticket=ticket)


@first_request.post("/window")
@access.public
def enter_window() -> Response:
    """The new window has neither cookie nor session: a ticket lets it in, posted from a page of ours."""
    is_ours = request.headers.get("Origin") == origin(current_app.config["PUBLIC_URL"], WEB)
    opened = open_window(request.form.get("ticket", "")) if is_ours else None
    if opened is None:
        return error_page(
            403,
            _("This window could not be opened"),
            _('The way into it is good once and for a minute. Close it, and press "In a new window" in the course again.'),
        )
    launch, path = opened
    response = redirect(f"/l/{launch.key}/{path}", 303)
    sessions = current_app.session_interface
    sessions.start(current_app, request, response, launch.key, is_window=True)  # type: ignore[attr-defined]
    return response
