"""The bank of methods: packaged ones and the college's own."""

from flask import Flask, url_for

from ..pages import resolvers
from . import own_views, sheet_views, views


def init_app(app: Flask) -> None:
    for module in (views, own_views, sheet_views):
        app.register_blueprint(module.blueprint)
    resolvers["own_method"] = lambda number: url_for("methods.show_own_method", method_id=number)
    resolvers["method"] = lambda slug: url_for("methods.show_method", slug=slug)
    resolvers["methods"] = lambda _name: url_for("methods.list_methods")
