"""LTI 1.3: platforms, registration, login and launch, keys, services."""

from flask import Flask

from ..pages import resolvers
from . import cookie_check, registration_views, tidying, views
from .call_limits import CallLimits
from .course_address import address_of_course

PROTECTED_BY_THE_PROTOCOL = (
    views.blueprint,
    registration_views.blueprint,
)  # by state and signature, by the invite: no CSRF token


def init_app(app: Flask) -> None:
    tidying.register()
    resolvers["course"] = address_of_course
    for module in (views, cookie_check, registration_views):
        app.register_blueprint(module.blueprint)
    app.extensions["hoitomalli_call_limits"] = CallLimits(app.config["THREADS"])
