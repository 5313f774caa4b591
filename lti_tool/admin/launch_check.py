"""The check of one installation: what its last launches have told. No platform is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask_babel import gettext as _

from .. import db
from ..days import short_day
from ..lti.models import Deployment
from .check import BAD, GOOD, OPTIONAL, UNKNOWN, Line

LATELY = timedelta(days=7)  # what differed longer ago has been set right since


def launch_lines(deployment: Deployment) -> Iterator[Line]:
    """When the last launch was, and whether launches from here bring names and e-mail addresses."""
    yield _check_launches(deployment)
    if deployment.is_open and deployment.last_launch_at:
        yield _told(_("Names"), BAD, deployment.name_given_at, deployment.name_missing_at)
        yield _told(_("E-mail addresses"), OPTIONAL, deployment.email_given_at, deployment.email_missing_at)


def _check_launches(deployment: Deployment) -> Line:
    name = _("Launches")
    last = deployment.last_launch_at
    if not deployment.is_active:
        cure = _("Switch it on under Platforms, if it should be on.")
        return Line(name, OPTIONAL, _("refused: this connection is switched off"), cure)
    if not deployment.is_open:
        cure = _("Ask the operator, if it should be on.")
        return Line(name, BAD, _("refused: the operator of this tool has switched the platform off"), cure)
    if last is None:
        return Line(name, UNKNOWN, _("nobody has come from here yet"), _("Open the activity once, then check again."))
    return Line(name, GOOD, _("the last one: %(day)s", day=short_day(last)))


def _told(name: str, state: str, given: datetime | None, missing: datetime | None) -> Line:
    """What launches bring, or the state it is in when they do not. Some may: Moodle lets each activity decide."""
    if given is None and missing is None:
        return Line(name, UNKNOWN, _("no launch has been looked at yet"), _("Open the activity once, then check again."))
    if missing is None or (given and given > missing and missing < db.now() - LATELY):
        return Line(name, GOOD, _("come with launches, the last time %(day)s", day=_day(given)))
    if given is None:
        cure = _(
            "In Moodle: Manage tools, edit the tool, Privacy: share the launcher's name and e-mail with the tool: Always. "
            "Elsewhere: the tool's privacy settings (in Canvas: Public). Then open the activity once."
        )
        return Line(name, state, _("do not come with launches, the last time %(day)s", day=_day(missing)), cure)
    text = _(
        "some launches bring them, the last time %(given)s, some do not, the last time %(missing)s",
        given=_day(given),
        missing=_day(missing),
    )
    cure = _(
        "Has the setting been changed in between? Then open the activity once more. Else activities differ: in Moodle, "
        "Delegate to teacher leaves it to each of them. Choose Always: Manage tools, edit the tool, Privacy."
    )
    return Line(name, OPTIONAL if given > missing else state, text, cure)


def _day(moment: datetime | None) -> str:
    return short_day(moment) if moment else ""
