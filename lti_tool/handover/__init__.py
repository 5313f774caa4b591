"""Change of hands: what one carries goes to another, two names become one, several rows of a list change at once."""

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l

from ..history.words import further_acts
from ..pages import resolvers
from ..partners import list_parts
from ..teams import page_parts as team_parts
from ..teams.queries import about
from . import notice_views, several_views, views
from .carried import carried_kinds
from .kinds import OF_LOWER_FEATURES
from .queries import about_team


def init_app(app: Flask) -> None:
    for module in (views, notice_views, several_views):
        app.register_blueprint(module.blueprint)
    carried_kinds.update(OF_LOWER_FEATURES)
    resolvers["handover"] = lambda name: url_for("handover.show", name=name or None)
    list_parts["handover"] = "handover/_of_list.html"
    team_parts["handover"] = "handover/_of_team.html"
    about["handover"] = about_team
    further_acts.update(
        {
            "handover.give": _l("Responsibility handed over"),
            "handover.tie": _l("Name tied to a colleague"),
            "handover.join": _l("Accounts joined"),
        }
    )
