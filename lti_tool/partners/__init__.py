"""Partners and partnerships: the list that all staff keep together."""

from flask import Flask

from . import name_views as name_views  # their addresses belong to the same blueprint
from . import row_views as row_views
from . import views

page_parts: dict[str, str] = {}  # feature -> the template of its part of a partner's page; features above add theirs


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.jinja_env.globals["partner_parts"] = page_parts
    app.jinja_env.globals["partner_form"] = views.empty_form
