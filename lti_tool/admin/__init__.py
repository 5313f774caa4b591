"""What a college's admin sees and decides: platforms, courses, the organisation, refused launches, the check."""

from flask import Flask

from . import check_views as check_views  # the addresses of these three belong to the same blueprint
from . import connection_views as connection_views
from . import frame_views as frame_views
from . import queries, views
from . import settings_views as settings_views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.jinja_env.filters["connection_name"] = queries.connection_name
