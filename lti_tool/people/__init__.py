"""Organisations, people, courses, and who may do what."""

from flask import Flask
from flask_babel import gettext as _

from ..history.words import value_words
from ..language import days_in_words
from . import missing, views, window_views
from .queries import names_of


def init_app(app: Flask) -> None:
    for blueprint in (views.blueprint, window_views.blueprint, window_views.first_request):
        app.register_blueprint(blueprint)
    missing.init_app(app)
    value_words["person"] = names_of
    value_words["day"] = days_in_words
    value_words["yes_no"] = lambda values, _organisation_id: {value: _("yes") if value else _("no") for value in values}
