"""The screens that put the model together: overview, tier page, guides, search."""

from flask import Flask

from . import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
