"""Partners and partnerships: the list that all staff keep together."""

from flask import Flask

from . import name_views, row_views, views

page_parts: dict[str, str] = {}  # feature -> the template of its part of a partner's page; features above add theirs


def init_app(app: Flask) -> None:
    for module in (views, row_views, name_views):
        app.register_blueprint(module.blueprint)
    app.jinja_env.globals["partner_parts"] = page_parts
    app.jinja_env.globals["partner_form"] = views.empty_form
