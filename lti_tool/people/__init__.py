"""Organisations, people, courses, and who may do what."""

from flask import Flask

from .views import blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
