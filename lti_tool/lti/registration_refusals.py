"""Why a registration is refused or a platform cannot be reached: in words, with the next step."""

from __future__ import annotations

import logging
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from ..errors import error_page, new_reference
from .refusals import without_secrets

log = logging.getLogger("hoitomalli.registration")

NEW_INVITE = _l("Ask the person who gave you the link for a new one.")
PLATFORM = _l("Tell the person who looks after the platform.")
LOOK_THERE = _l(
    "The tool may stand in the platform nevertheless. Look there, delete it if it does, and begin again. The link is still good."
)

CALL_REASONS: dict[str, tuple[Any, Any]] = {
    "bad_address": (_l("The platform's address cannot be used"), PLATFORM),
    "not_https": (
        _l("The platform's address does not begin with https://"),
        _l("The platform needs https before it can be connected."),
    ),
    "private_address": (
        _l("The platform's address leads into a private network"),
        _l("If the platform is inside your network, the operator of this tool lists its host in HOITOMALLI_PRIVATE_HOSTS."),
    ),
    "unreachable": (
        _l("The platform cannot be reached from here"),
        _l("Check its address, and that its firewall lets this tool in."),
    ),
    "bad_certificate": (
        _l("The platform's certificate is not valid"),
        _l(
            "If your college has a CA of its own, the operator of this tool names its certificate in HOITOMALLI_CA_BUNDLE. "
            "Else the platform's certificate needs mending: it is too old, for another name, or its chain is not complete."
        ),
    ),
    "busy": (_l("The tool is asking too many platforms at this moment"), _l("Try again in a moment.")),
    "too_slow": (_l("The platform answered too slowly"), _l("Try again in a moment.")),
    "too_big": (_l("The platform's answer was too long"), PLATFORM),
    "redirected": (_l("The platform's address leads on to another one"), PLATFORM),
    "not_json": (
        _l("The platform answered with a page instead of data"),
        _l("Often this is a login page or an error page of the platform. Tell the person who looks after it."),
    ),
    "status": (_l("The platform answered with an error"), PLATFORM),
}

REASONS: dict[str, tuple[int, Any, Any]] = {
    "invite_unknown": (404, _l("This registration link is not known"), _l("Check that you have copied all of it.")),
    "invite_used": (
        410,
        _l("This registration link has been used already"),
        _l("If you have just connected the platform, go on and activate the tool there. Else ask for a new link."),
    ),
    "invite_expired": (410, _l("This registration link is too old"), NEW_INVITE),
    "invite_revoked": (410, _l("This registration link has been revoked"), NEW_INVITE),
    "invite_busy": (
        409,
        _l("This link is being used at this very moment"),
        _l("Wait a minute and look at Manage tools: the tool may be there already."),
    ),
    "configuration_incomplete": (502, _l("The platform's description of itself lacks something"), PLATFORM),
    "foreign_origin": (
        400,
        _l("The platform's description names addresses of another site"),
        _l("It was not connected. A platform with addresses on several sites is connected by hand: see the guide."),
    ),
    "not_supported": (502, _l("The platform does not support what LTI 1.3 needs"), PLATFORM),
    "token_refused": (
        502,
        _l("The platform did not accept its registration token: it is used or too old"),
        _l("Go back to Manage tools and begin again: the platform makes a new token each time. The link is still good."),
    ),
    "platform_refused": (502, _l("The platform did not accept the registration"), PLATFORM),
    "platform_failed": (502, _l("The platform had a fault of its own while it registered the tool"), LOOK_THERE),
    "answer_too_slow": (502, _l("The platform did not answer the registration in time"), LOOK_THERE),
    "answer_too_big": (502, _l("The platform's answer to the registration was too long"), LOOK_THERE),
    "answer_not_json": (502, _l("The platform answered the registration with a page instead of data"), LOOK_THERE),
    "answer_no_client": (502, _l("The platform's answer to the registration names no client id"), LOOK_THERE),
    "answer_no_deployment": (
        502,
        _l("The platform has registered the tool, but does not tell its deployment id"),
        _l("Do not begin again. Look the deployment id up there: with it the operator of this tool runs the command below."),
    ),
    "switched_off": (
        409,
        _l("The operator of this tool has switched this platform off"),
        _l("Ask the operator to switch it on, then begin again. The link is still good."),
    ),
    "other_organisation": (
        409,
        _l("This installation belongs to the data of another organisation"),
        _l("Add the tool to the platform as a new one, instead of updating the old one."),
    ),
    **{reason: (503 if reason == "busy" else 502, title, advice) for reason, (title, advice) in CALL_REASONS.items()},
}


class RegistrationRefused(Exception):
    """A registration that is not made. `reason` is a key of REASONS, `detail` is what the platform said, and for the log.

    `command` is what the operator may run instead; it is shown, not logged.
    """

    def __init__(self, reason: str, detail: str = "", *, command: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
        self.command = command


def show_registration_refusal(refused: RegistrationRefused) -> Response:
    """The page for the admin; the detail goes to the log under the same code."""
    status, title, advice = REASONS[refused.reason]
    reference = new_reference()
    log.warning("registration refused %s reason=%s detail=%r", reference, refused.reason, _without_tokens(refused.detail)[:500])
    return error_page(status, title, advice, reference=reference, command=refused.command)


def _without_tokens(detail: str) -> str:
    """The detail without the platform's registration token: some put it into their addresses, some quote it in their answer."""
    token = request.values.get("registration_token", "")
    return without_secrets(detail.replace(token, "…") if token else detail)
