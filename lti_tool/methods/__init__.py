"""The bank of methods: packaged ones and the college's own."""

from flask import Flask

from . import own_views as own_views  # addresses of the same blueprint
from . import sheet_views as sheet_views
from . import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
