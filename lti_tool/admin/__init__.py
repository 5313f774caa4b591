"""What a college's admin sees and decides: platforms, courses, the organisation, refused launches, the check."""

from flask import Flask

from . import check_views as check_views  # its addresses belong to the same blueprint
from . import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
