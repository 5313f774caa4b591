"""What is held on a person, erasing, and how long details are kept. What each table knows of people stands in `parts`."""

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l

from .. import db
from ..jobs.kinds import register_kind
from ..pages import resolvers
from ..people.admin_log import act_names
from . import admin_views, parts, retention, views
from .registry import OURS, THEIRS, register


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.register_blueprint(admin_views.blueprint)
    register_kind(retention.RETENTION)
    for part in parts.ALL:
        register(part)
    resolvers["privacy"] = _address
    act_names[f"{THEIRS}.erase"] = _l("Partner's contact person erased")
    act_names[f"{OURS}.erase"] = _l("One of own staff erased")
    act_names["history.erase"] = _l("Values taken out of the history")


def _address(name: str) -> str:
    """`log`, the id of a partner's person, or the room's first page."""
    if name == "log":
        return url_for("privacy_admin.list_admin_acts")
    contact_id = db.id_in(name)
    return url_for("privacy.show_contact", contact_id=contact_id) if contact_id else url_for("privacy.show_home")
