"""Plans of a year: a team's and the college's aims and actions."""

from functools import partial

from flask import Flask
from flask_babel import lazy_gettext as _l

from ..history.words import choices_in_words, further_acts, value_words
from ..partners.timeline import about
from ..teams.operations import followers
from . import queries
from .following import follow_team
from .models import KIND_NAMES, STATE_NAMES
from .operations import COPIED, PASTED
from .timeline import about_partner


def init_app(app: Flask) -> None:
    about["plan"] = about_partner
    followers["plan"] = follow_team
    value_words["aim"] = queries.aims_in_words
    value_words["method"] = queries.methods_in_words
    value_words["action_kind"] = partial(choices_in_words, KIND_NAMES)
    value_words["action_state"] = partial(choices_in_words, STATE_NAMES)
    further_acts.update({PASTED: _l("Actions brought into the plan"), COPIED: _l("Plan copied to the next year")})
