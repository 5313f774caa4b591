"""LTI Dynamic Registration 1.0: the tool sends its metadata, the platform answers with a client id and a deployment."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from ..language import LANGUAGES
from ..people.models import Organisation
from .models import Deployment
from .operations import PlatformDetails, RegistrationTaken, register_platform
from .outgoing import CallFailed, call
from .platform_configuration import PlatformConfiguration, text_in
from .registration_refusals import RegistrationRefused

TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
GRADES = ("https://purl.imsglobal.org/spec/lti-ags/scope/lineitem", "https://purl.imsglobal.org/spec/lti-ags/scope/score")
CLAIMS = ["iss", "sub", "name", "given_name", "family_name", "email"]  # Moodle sends names only where they are asked for


def register_at(configuration: PlatformConfiguration, token: str, organisation: Organisation) -> PlatformDetails:
    """Send our registration; what the platform made of it. Raises RegistrationRefused."""
    if not (token.isascii() and token.isprintable()):
        raise RegistrationRefused("token_refused", "not a token at all")
    try:
        answer = call(
            "POST", configuration.registration_endpoint, json=registration_request(configuration, organisation.language),
            headers={"Authorization": f"Bearer {token}"} if token else {},
        )  # fmt: skip
    except CallFailed as failed:
        raise RegistrationRefused(failed.reason, failed.detail) from failed
    if answer.status in (401, 403):
        raise RegistrationRefused("token_refused", f"{answer.status} {answer.json}")
    if answer.status not in (200, 201):
        raise RegistrationRefused("platform_refused", f"{answer.status} {answer.json}")
    if not isinstance(answer.json, dict):
        raise RegistrationRefused("not_json", configuration.registration_endpoint)
    tool = answer.json.get(TOOL_CONFIGURATION)
    return PlatformDetails(
        configuration.issuer, text_in(answer.json, "client_id"), text_in(tool if isinstance(tool, dict) else {}, "deployment_id"),
        configuration.auth_login_url, configuration.auth_token_url, configuration.key_set_url, configuration.product,
    )  # fmt: skip


def keep_registration(details: PlatformDetails, organisation_id: int) -> Deployment:
    """Write what was registered; an installation known already keeps its data. Raises RegistrationRefused."""
    try:
        deployment = register_platform(organisation_id, details)
    except RegistrationTaken as error:
        raise RegistrationRefused("other_organisation", str(error)) from error
    if not deployment.is_open:  # the operator's decision stands: no invite undoes it
        raise RegistrationRefused("switched_off", details.issuer)
    return deployment


def registration_request(configuration: PlatformConfiguration, language: str) -> dict[str, Any]:
    """Our client metadata (Dynamic Registration 3.5.2), the name in three languages."""
    base = current_app.config["PUBLIC_URL"]
    names, descriptions = {}, {}
    for each in LANGUAGES:
        with force_locale(each):
            names[each] = _("Partnership care model")
            descriptions[each] = _("The college's partnerships: a model, its methods, and a list that all staff keep.")
    wanted = [scope for scope in (ROSTER, *GRADES) if scope in configuration.scopes]
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": base + "/lti/login",
        "redirect_uris": [base + "/lti/launch"],
        "client_name": names[language],
        **{f"client_name#{each}": name for each, name in names.items()},
        "jwks_uri": base + "/lti/jwks",
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": " ".join(wanted),
        TOOL_CONFIGURATION: {
            "domain": urlsplit(base).netloc,  # with its port: Moodle compares both
            "description": descriptions[language],
            "target_link_uri": base + "/lti/launch",
            "custom_parameters": {"group_ids": "$Moodle.Person.userGroupIds"},
            "claims": CLAIMS,
            "messages": [{"type": "LtiResourceLinkRequest"}],
        },
    }
