"""What one of ours, or a team, has before them, in the calendar they use: a secret address for Outlook, Google or Moodle.

What it tells are the `sources` of `entries`; a feature below that has more gets a line in `init_app`.
"""

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l

from ..lti.launch import when_let_in
from ..pages import resolvers
from ..privacy.registry import OURS, Part, register
from ..teams import page_parts
from . import feed_views, views
from .actions import action_entries
from .agreed import agreed_entries
from .entries import sources
from .erasing import forget_addresses
from .meetings import meeting_entries
from .models import CalendarAddress
from .operations import put_off_end
from .reviews import review_entries
from .steps import step_entries


def init_app(app: Flask) -> None:
    for module in (feed_views, views):
        app.register_blueprint(module.blueprint)
    sources.update(actions=action_entries, steps=step_entries, agreed=agreed_entries)
    sources.update(meetings=meeting_entries, reviews=review_entries)
    when_let_in["calendar_feed"] = put_off_end
    page_parts["calendar_feed"] = "calendar_feed/_of_team.html"
    resolvers["calendar"] = _address
    register(ADDRESSES)


def _address(team: str) -> str:
    """The page of a team's calendar by the team's id, else of one's own."""
    return url_for("calendar_feed.show_of_team", team_id=team) if team else url_for("calendar_feed.show_own")


ADDRESSES = Part(
    CalendarAddress,
    _l("Calendar addresses"),
    ours={"person_id": _l("made by")},
    told=("created_at", "good_until", "language", "is_archived"),
    row_title=lambda address: address.team.name if address.team else "",
    erase={OURS: forget_addresses},
)
