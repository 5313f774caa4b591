"""The tiers' packaged texts and the college's own words on them."""

from flask import Flask

from . import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.jinja_env.globals["text_of"] = views.text_of
