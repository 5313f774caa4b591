"""What people take out: lists as files, everything for admins, a list to hand out."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from ..partners import list_parts
from ..people.admin_log import act_names
from ..teams import page_parts as team_parts
from . import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    list_parts["exports"] = "exports/_of_list.html"
    team_parts["exports"] = "exports/_of_team.html"
    act_names["export.everything"] = _l("Everything exported")
