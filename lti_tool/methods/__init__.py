"""The bank of methods: packaged ones and the college's own."""

from flask import Flask, url_for

from ..db import id_in
from ..pages import resolvers
from . import own_views, sheet_views, views
from .models import OWN_KEY


def init_app(app: Flask) -> None:
    for module in (views, own_views, sheet_views):
        app.register_blueprint(module.blueprint)
    resolvers["own_method"] = lambda number: url_for("methods.show_own_method", method_id=number)
    resolvers["method"] = _address
    resolvers["methods"] = lambda _name: url_for("methods.list_methods")


def _address(key: str) -> str:
    """A method's page, by its slug or the key of one of the college's own."""
    own_id = id_in(key.removeprefix(OWN_KEY)) if key.startswith(OWN_KEY) else 0
    if own_id:
        return url_for("methods.show_own_method", method_id=own_id)
    return url_for("methods.show_method", slug=key)
