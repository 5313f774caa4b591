"""The check of one installation: its platform's keys, clock, token endpoint, and what it grants."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import func, select

from .. import db
from ..lti.keys import KeyUnreadable
from ..lti.models import Deployment, Registration
from ..lti.outgoing import Answer, CallFailed, call
from ..lti.registration import GRADES, ROSTER
from ..lti.registration_refusals import CALL_REASONS
from ..lti.services import NothingGranted, ask_for_token
from ..people.models import Person
from .check import BAD, GOOD, OPTIONAL, Line

CLOCKS_APART_SECONDS = 30  # half of what a launch forgives


def platform_lines(deployment: Deployment) -> Iterator[Line]:
    """One installation, asked over the network: some seconds at most."""
    registration = deployment.registration
    name = _("The platform's keys")
    try:
        answer = call("GET", registration.key_set_url)
        yield _check_keys(name, registration, answer)
        yield _check_clock(answer)
    except CallFailed as failed:
        yield _failed(name, failed)
    yield from _check_token(registration)
    yield from _check_names(deployment)


def _check_keys(name: str, registration: Registration, answer: Answer) -> Line:
    keys = answer.json.get("keys") if isinstance(answer.json, dict) else None
    if answer.status == 200 and isinstance(keys, list) and keys:
        return Line(name, GOOD, _("read from %(address)s", address=registration.key_set_url))
    return _failed(name, CallFailed("status" if answer.status != 200 else "not_json", f"{answer.status}"))


def _check_clock(answer: Answer) -> Line:
    name = _("Clock")
    if answer.date is None:
        cure = _("Nothing to do, unless launches are refused as too old.")
        return Line(name, OPTIONAL, _("the platform does not tell its time"), cure)
    apart = abs((answer.date - db.now()).total_seconds())
    text = _("%(seconds)s seconds from the platform's", seconds=round(apart))
    if apart <= CLOCKS_APART_SECONDS:
        return Line(name, GOOD, text)
    return Line(name, BAD, text, _("Let both servers set their clocks from the network (NTP)."))


def _check_token(registration: Registration) -> Iterator[Line]:
    """Whether the platform's token endpoint knows us, and what it grants."""
    name = _("Access to the platform's services")
    wanted_scopes = [ROSTER, *GRADES]
    try:
        answer = ask_for_token(registration, wanted_scopes)
    except KeyUnreadable:
        return  # told already
    except NothingGranted:
        answer = {"scope": ""}  # Moodle tells it so, once it has checked who asks
    except CallFailed as failed:
        yield _failed(name, failed)
        return
    yield Line(name, GOOD, _("the platform knows our key"))
    granted = str(answer.get("scope", " ".join(wanted_scopes))).split()  # left out, it means all (RFC 6749, 5.1)
    in_moodle = _("If you want it: in Moodle, Manage tools, edit the tool, Services.")
    for text, wanted in ((_("Roster of a course"), [ROSTER]), (_("Grades and completion"), GRADES)):
        is_granted = set(wanted) <= set(granted)
        yield Line(text, GOOD, _("granted")) if is_granted else Line(text, OPTIONAL, _("not granted"), in_moodle)


def _check_names(deployment: Deployment) -> Iterator[Line]:
    """Whether launches bring names and e-mail addresses; they are kept of staff and admins only."""
    people = select(func.max(Person.name), func.max(Person.email), func.count(Person.id)).where(
        Person.organisation_id == deployment.organisation_id, Person.issuer == deployment.registration.platform.issuer
    )
    some_name, some_email, _all = db.session.execute(people).one()
    staff = db.session.execute(people.where(Person.is_staff.is_(True))).one()[2]
    cure = _("In Moodle: Manage tools, edit the tool, Privacy: share the launcher's name and e-mail with the tool: Always.")
    for name, found, state in ((_("Names"), some_name, BAD), (_("E-mail addresses"), some_email, OPTIONAL)):
        if found:
            yield Line(name, GOOD, _("come with each launch"))
        elif staff:
            yield Line(name, state, _("do not come"), cure)
        else:
            yield Line(name, OPTIONAL, _("nobody of the staff has opened the activity yet"), _("Open it once, then check again."))


def _failed(name: str, failed: CallFailed) -> Line:
    title, advice = CALL_REASONS[failed.reason]
    said = f" ({failed.detail[:200]})" if failed.detail else ""
    state = OPTIONAL if failed.reason == "busy" else BAD  # then it says nothing of the platform
    return Line(name, state, f"{title}{said}", str(advice))
