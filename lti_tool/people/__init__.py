"""Organisations, people, courses, and who may do what."""

from flask import Flask

from ..history.act import after_acts
from ..history.words import value_words
from ..jobs.kinds import register_kind
from . import big_undo, missing, views, window_views
from .admin_log import note_change_set
from .queries import names_of


def init_app(app: Flask) -> None:
    for blueprint in (views.blueprint, window_views.blueprint, window_views.first_request):
        app.register_blueprint(blueprint)
    missing.init_app(app)
    register_kind(big_undo.UNDO)
    value_words["person"] = names_of
    after_acts["admin_log"] = note_change_set
