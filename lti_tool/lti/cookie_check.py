"""Whether this browser keeps a cookie of ours where it is: the check shows it in a frame of its own page."""

from __future__ import annotations

import secrets

from flask import Blueprint, current_app, g, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from ..language import known_language
from ..people.access import public
from ..people.sessions import set_cookie

blueprint = Blueprint("cookies", __name__, url_prefix="/lti/cookies")


@blueprint.get("")
@public
def check_cookies() -> Response:
    """Set a cookie like a launch's and come back to see whether it is there."""
    mark = secrets.token_hex(8)
    response = redirect(url_for("cookies.show_cookies", mark=mark, lang=request.args.get("lang")), 303)
    set_cookie(response, _name(), mark, max_age=60)
    return response


@blueprint.get("/<mark>")
@public
def show_cookies(mark: str) -> Response:
    """The line for the check; a page without any control."""
    g.framed_anywhere = True
    g.language = known_language(request.args.get("lang"))
    return make_response(render_template("lti/cookies.html", is_kept=request.cookies.get(_name()) == mark))


def _name() -> str:
    return f"{current_app.config['COOKIE_PREFIX']}check"
