"""Bringing in the lists that teams have: a draft of three steps (columns, preview, done) that becomes one act."""

from flask import Flask, url_for

from ..history.words import further_acts
from ..jobs.kinds import register_kind
from ..pages import resolvers
from ..partners import list_parts
from ..partners.listed import list_notes
from . import applying_job, checking, column_views, preview_views, views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.register_blueprint(column_views.blueprint)
    app.register_blueprint(preview_views.blueprint)
    register_kind(checking.CHECK)
    register_kind(applying_job.APPLY)
    list_parts["imports"] = "imports/_of_list.html"
    list_notes["imports"] = applying_job.notes_of_lists
    resolvers["import"] = lambda tier: url_for("imports.start", tier=tier or None)
    further_acts[applying_job.ACT] = applying_job.TITLE
