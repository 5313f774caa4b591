"""Plans of a year: a team's and the college's aims and actions."""

from functools import partial

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l

from ..history.words import choices_in_words, further_acts, value_words
from ..pages import resolvers
from ..partners import page_parts
from ..partners.team_rows import follow_name
from ..partners.timeline import about
from ..teams import page_parts as team_parts
from ..teams.operations import followers
from . import action_views, aim_views, copy_views, paste_views, views, wheel_views, words
from .asked import ALL, COLLEGE
from .history_words import aims_in_words, methods_in_words
from .models import KIND_NAMES, ROLES, STATE_NAMES, Action
from .operations import COPIED, PASTED
from .queries import NO_TIER
from .timeline import about_partner


def init_app(app: Flask) -> None:
    for module in (views, action_views, aim_views, wheel_views, paste_views, copy_views):
        app.register_blueprint(module.blueprint)
    about["plan"] = about_partner
    page_parts["plan"] = "plan/_of_partner.html"
    team_parts["plan"] = "plan/_of_team.html"
    followers["plan"] = partial(follow_name, Action, roles=ROLES)
    resolvers["plan"] = lambda whose: url_for("plan.show_plan", team=whose if whose not in ("", "0") else None)
    resolvers["action"] = lambda number: url_for("actions.show_action", action_id=number)
    resolvers["plan_new"] = lambda query: f"{url_for('actions.plan_new')}?{query}"  # what is known of it already
    value_words["aim"] = aims_in_words
    value_words["method"] = methods_in_words
    value_words["action_kind"] = partial(choices_in_words, KIND_NAMES)
    value_words["action_state"] = partial(choices_in_words, STATE_NAMES)
    further_acts.update({PASTED: _l("Actions brought into the plan"), COPIED: _l("Plan copied to the next year")})
    app.jinja_env.globals.update(
        action_states=STATE_NAMES, action_kinds=KIND_NAMES, ALL_PLANS=ALL, COLLEGE_PLAN=COLLEGE, NO_TIER=NO_TIER
    )
    words.init_app(app)
