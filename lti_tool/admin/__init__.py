"""What a college's admin sees and decides: platforms, courses, the organisation, refused launches, the check."""

from flask import Flask, url_for

from ..errors import RuleBroken
from ..pages import resolvers
from . import check_views, connection_views, course_views, frame_views, queries, register_views, settings_views, views

_VIEWS = (views, connection_views, course_views, frame_views, settings_views, register_views, check_views)
BLUEPRINTS = [module.blueprint for module in _VIEWS]
for blueprint in BLUEPRINTS:
    blueprint.register_error_handler(RuleBroken, views.tell_on_list)


def init_app(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.jinja_env.filters["connection_name"] = queries.connection_name
    resolvers["check"] = lambda _name: url_for("check.show_check")
