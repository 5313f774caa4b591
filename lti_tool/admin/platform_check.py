"""The check of one installation: its platform's keys, clock, token endpoint, and what it grants."""

from __future__ import annotations

from collections.abc import Iterator

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext

from .. import db
from ..lti.keys import KeyUnreadable
from ..lti.models import Deployment, Registration
from ..lti.outgoing import Answer, CallFailed, call
from ..lti.registration import ROSTER
from ..lti.registration_refusals import CALL_REASONS
from ..lti.services import ClientRefused, NothingGranted, ask_for_token
from .check import BAD, GOOD, OPTIONAL, UNKNOWN, Line
from .launch_check import launch_lines

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
    yield from launch_lines(deployment)


def _check_keys(name: str, registration: Registration, answer: Answer) -> Line:
    keys = answer.json.get("keys") if isinstance(answer.json, dict) else None
    if answer.status == 200 and isinstance(keys, list) and keys:
        return Line(name, GOOD, _("read from %(address)s", address=registration.key_set_url))
    return _failed(name, CallFailed("status" if answer.status != 200 else "not_json", f"{answer.status}"))


def _check_clock(answer: Answer) -> Line:
    name = _("Clock")
    if answer.date is None:
        cure = _("Nothing to do, unless launches are refused as too old.")
        return Line(name, UNKNOWN, _("the platform does not tell its time"), cure)
    apart = abs((answer.date - db.now()).total_seconds())
    text = ngettext("%(num)s second from the platform's", "%(num)s seconds from the platform's", round(apart))
    if apart <= CLOCKS_APART_SECONDS:
        return Line(name, GOOD, text)
    return Line(name, BAD, text, _("Let both servers set their clocks from the network (NTP)."))


def _check_token(registration: Registration) -> Iterator[Line]:
    """Whether the platform's token endpoint knows us, and what it grants."""
    name = _("Access to the platform's services")
    try:
        answer = ask_for_token(registration, [ROSTER])
    except KeyUnreadable:
        return  # told already
    except NothingGranted:
        answer = {"scope": ""}  # Moodle tells it so, once it has checked who asks
    except ClientRefused as refused:
        yield _refused(name, registration, refused)
        return
    except CallFailed as failed:
        yield _failed(name, failed)
        return
    yield Line(name, GOOD, _("the platform knows our key"))
    granted = str(answer.get("scope", ROSTER)).split()  # left out, it means all (RFC 6749, 5.1)
    if ROSTER in granted:
        yield Line(_("Roster of a course"), GOOD, _("granted"))
    else:
        cure = _("If you want it: in Moodle, Manage tools, edit the tool, Services.")
        yield Line(_("Roster of a course"), OPTIONAL, _("not granted"), cure)


def _refused(name: str, registration: Registration, refused: ClientRefused) -> Line:
    """Moodle answers so for a tool that was deleted there; other platforms also where they could not read our keys."""
    text = _(
        "the platform does not take us for its tool %(client)s (%(said)s)",
        client=registration.client_id,
        said=refused.detail[:200],
    )
    cure = _(
        "Was the tool deleted there? Then remove this connection here, and let the activities that used it choose another tool "
        "(in Moodle: edit the activity, Preconfigured tool). If the tool is still there, the platform cannot read our keys at "
        "%(address)s.",
        address=current_app.config["PUBLIC_URL"] + "/lti/jwks",
    )
    return Line(name, BAD, text, cure, is_gone=True)


def _failed(name: str, failed: CallFailed) -> Line:
    title, advice = CALL_REASONS[failed.reason]
    said = f" ({failed.detail[:200]})" if failed.detail else ""
    state = UNKNOWN if failed.reason == "busy" else BAD  # then it says nothing of the platform
    return Line(name, state, f"{title}{said}", str(advice))
