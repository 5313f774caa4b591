"""Organisations, people, courses, and who may do what."""

from flask import Flask

from ..history.words import kinds
from .queries import names_of
from .views import blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    kinds["person"] = names_of
