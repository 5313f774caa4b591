"""The screens that put the model together: overview, tier page, guides, search, jobs."""

from flask import Flask

from . import job_views, views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.register_blueprint(job_views.blueprint)
