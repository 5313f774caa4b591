"""What a college's admin sees and decides: platforms, courses, the organisation, refused launches, the check."""

from flask import Flask

from . import check_views as check_views  # the addresses of these two belong to the same blueprint
from . import settings_views as settings_views
from . import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
