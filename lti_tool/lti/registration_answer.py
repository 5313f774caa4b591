"""What a platform answers to our registration (Dynamic Registration 3.6): the ids it has given the tool.

Once it has answered, the tool stands in the platform. So each failure here says to look there before one begins again.
"""

from __future__ import annotations

import shlex
from dataclasses import asdict, dataclass
from typing import Any

from .operations import PlatformDetails
from .outgoing import CallFailed, call
from .platform_configuration import LONGEST_TEXT, PlatformConfiguration, bearer
from .registration_refusals import RegistrationRefused

TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
AFTER_SENDING = {"too_slow": "answer_too_slow", "too_big": "answer_too_big"}


@dataclass(frozen=True)
class RegistrationAnswer:
    """Client id and deployment id; "" where the platform tells no deployment."""

    client_id: str
    deployment_id: str

    def as_kept(self) -> dict[str, str]:
        return asdict(self)


def read_kept(kept: Any) -> RegistrationAnswer | None:
    """An answer as it was kept; None for what is none."""
    kept = kept if isinstance(kept, dict) else {}
    client_id = _text_in(kept, "client_id")
    return RegistrationAnswer(client_id, _text_in(kept, "deployment_id")) if client_id else None


def ask_platform(configuration: PlatformConfiguration, token: str, registration: dict[str, Any]) -> RegistrationAnswer:
    """Send our registration; raises RegistrationRefused when the platform does not take it, or its answer has no client id."""
    if token and not bearer(token):
        raise RegistrationRefused("token_refused", "not a token at all")
    try:
        answer = call("POST", configuration.registration_endpoint, json=registration, headers=bearer(token))
    except CallFailed as failed:
        raise RegistrationRefused(AFTER_SENDING.get(failed.reason, failed.reason), failed.detail) from failed
    if answer.status in (401, 403):
        raise RegistrationRefused("token_refused", f"{answer.status} {answer.json}")
    if answer.status >= 500:
        raise RegistrationRefused("platform_failed", f"{answer.status} {answer.json}")
    if answer.status not in (200, 201):
        raise RegistrationRefused("platform_refused", f"{answer.status} {answer.json}")
    if not isinstance(answer.json, dict):
        raise RegistrationRefused("answer_not_json", configuration.registration_endpoint)
    return _read(answer.json)


def _read(given: dict[str, Any]) -> RegistrationAnswer:
    """The deployment stands in the tool's configuration, where Moodle and the specification have it, or beside: Canvas."""
    client_id = _text_in(given, "client_id")
    if not client_id:
        raise RegistrationRefused("answer_no_client", f"an answer with {sorted(given)}")
    tool = given.get(TOOL_CONFIGURATION)
    deployment_id = _text_in(tool if isinstance(tool, dict) else {}, "deployment_id") or _text_in(given, "deployment_id")
    return RegistrationAnswer(client_id, deployment_id)


def details_of(configuration: PlatformConfiguration, answer: RegistrationAnswer, college: str) -> PlatformDetails:
    """What is to be written; raises RegistrationRefused with the operator's command where the deployment is not told."""
    details = PlatformDetails(
        issuer=configuration.issuer,
        client_id=answer.client_id,
        deployment_id=answer.deployment_id,
        auth_login_url=configuration.auth_login_url,
        auth_token_url=configuration.auth_token_url,
        key_set_url=configuration.key_set_url,
        product=configuration.product,
    )
    if not answer.deployment_id:
        raise RegistrationRefused("answer_no_deployment", f"client {answer.client_id}", command=_by_hand(details, college))
    return details


def _by_hand(details: PlatformDetails, college: str) -> str:
    """The command that connects it, with a gap for the deployment. Quoted: a platform says what stands in it."""
    values = {
        "organisation": college,
        "issuer": details.issuer,
        "client-id": details.client_id,
        "deployment-id": "…",
        **{name.replace("_", "-"): address for name, address in details.addresses().items()},
    }
    return " \\\n    ".join(["hoitomalli register", *(f"--{name} {shlex.quote(value)}" for name, value in values.items())])


def _text_in(given: dict[str, Any], name: str) -> str:
    """A text that can be kept and shown; "" for anything else."""
    value = given.get(name)
    return value if isinstance(value, str) and value.isprintable() and len(value) <= LONGEST_TEXT else ""
