"""What is held on a person, erasing, and how long details are kept. What each table knows of people stands in `parts`."""

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l

from ..pages import resolvers
from ..people.admin_log import act_names
from . import admin_views, parts, views
from . import retention as retention  # its nightly job
from .registry import OURS, THEIRS


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.register_blueprint(admin_views.blueprint)
    parts.register_all()
    resolvers["personal_data"] = _address
    act_names[f"{THEIRS}.erase"] = _l("Partner's contact person erased")
    act_names[f"{OURS}.erase"] = _l("One of own staff erased")
    act_names["history.erase"] = _l("Values taken out of the history")


def _address(name: str) -> str:
    """`log`, `own`, the id of a partner's person, or nothing for the room's first page."""
    if name == "log":
        return url_for("privacy_admin.list_admin_acts")
    if name == "own":
        return url_for("privacy.show_own")
    return url_for("privacy.show_contact", contact_id=name) if name else url_for("privacy.show_home")
