"""Styles and scripts: our own, and Bootstrap and htmx out of their installed packages (no CDN, nothing vendored, no node).

The address holds a digest of the content, so that a browser keeps a file for a year and still never has an old one.
"""

from __future__ import annotations

import hashlib
import mimetypes
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

import brotli
from flask import Blueprint, Flask, abort, request, send_file, url_for
from werkzeug import Response

from .people.access import public

ASSETS = {
    "bootstrap.min.css": ("flask_bootstrap", "static/bootstrap5/css/bootstrap.min.css"),
    "htmx.min.js": ("js_lib_htmx", "static/htmx/htmx.min.js"),
    "app.css": ("lti_tool", "static/app.css"),
    "app.js": ("lti_tool", "static/app.js"),
    "drafts.js": ("lti_tool", "static/drafts.js"),
    "again.js": ("lti_tool", "static/again.js"),
    "close.js": ("lti_tool", "static/close.js"),
}
A_YEAR = 365 * 24 * 3600
blueprint = Blueprint("assets", __name__, url_prefix="/assets")


@blueprint.get("/<digest>/<name>")
@public
def show_asset(digest: str, name: str) -> Response:
    """The file as it is now; a page of an older program, which asks for another, gets it too but does not keep it."""
    if name not in ASSETS:
        abort(404)
    if "br" in request.accept_encodings:
        response = send_file(BytesIO(_packed(name)), mimetypes.guess_type(name)[0], max_age=A_YEAR, etag=f"{digest_of(name)}-br")
        response.headers["Content-Encoding"] = "br"
    else:
        response = send_file(str(_file(name)), max_age=A_YEAR)
    response.vary.add("Accept-Encoding")
    if digest != digest_of(name):
        response.headers["Cache-Control"] = "no-cache"
    return response


@cache
def digest_of(name: str) -> str:
    """What changes with the content of a file."""
    return hashlib.sha256(_file(name).read_bytes()).hexdigest()[:12]


@cache
def _packed(name: str) -> bytes:
    """As small as it goes, once for a process: half a second for all of them."""
    return bytes(brotli.compress(_file(name).read_bytes()))


def asset_url(name: str) -> str:
    """The address of a file."""
    return url_for("assets.show_asset", digest=digest_of(name), name=name)


def _file(name: str) -> Traversable:
    package, path = ASSETS[name]
    return files(package).joinpath(path)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset_url"] = asset_url
