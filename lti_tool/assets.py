"""Bootstrap and htmx served out of their installed packages: no CDN, nothing vendored, no node."""

from __future__ import annotations

from importlib.resources import files

from flask import Blueprint, abort, send_file
from werkzeug import Response

from .people.access import public

ASSETS = {
    "bootstrap.min.css": ("flask_bootstrap", "static/bootstrap5/css/bootstrap.min.css"),
    "htmx.min.js": ("js_lib_htmx", "static/htmx/htmx.min.js"),
}
blueprint = Blueprint("assets", __name__, url_prefix="/assets")


@blueprint.get("/<name>")
@public
def show_asset(name: str) -> Response:
    if name not in ASSETS:
        abort(404)
    package, path = ASSETS[name]
    return send_file(str(files(package).joinpath(path)), max_age=86400, conditional=True)
