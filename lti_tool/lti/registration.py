"""LTI Dynamic Registration 1.0: the tool sends its metadata, the platform answers with a client id and a deployment."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext as _

from ..language import speaking
from ..languages import LANGUAGES
from .models import Deployment
from .operations import PlatformDetails, RegistrationTaken, register_platform
from .platform_configuration import CANVAS, LINK, PlatformConfiguration
from .registration_answer import TOOL_CONFIGURATION
from .registration_refusals import RegistrationRefused

ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
PLACEMENTS = ("course_navigation", "link_selection")  # Canvas's menu of a course, and its list of a module's items
CLAIMS = ["iss", "sub", "name", "given_name", "family_name", "email"]  # Moodle sends names only where they are asked for


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
    """Our client metadata (Dynamic Registration 3.5.2), the name in all languages."""
    base = current_app.config["PUBLIC_URL"]
    names = {}
    descriptions = {}
    for each in LANGUAGES:
        with speaking(each):
            names[each] = _("Partnership care model")
            descriptions[each] = _("The college's partnerships: a model, its methods, and a list that all staff keep.")
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
        "scope": ROSTER if ROSTER in configuration.scopes else "",
        TOOL_CONFIGURATION: {
            "domain": urlsplit(base).netloc,  # with its port: Moodle compares both
            "description": descriptions[language],
            "target_link_uri": base + "/lti/launch",
            "custom_parameters": {"group_ids": "$Moodle.Person.userGroupIds"},
            "claims": CLAIMS,
            "messages": [_message(configuration)],
        },
    }


def _message(configuration: PlatformConfiguration) -> dict[str, Any]:
    """The message we serve and, where the platform lists such places, where it shall offer a link to us.

    In Canvas a place in the menu would be in the menu of each of its courses, of students too: it waits to be switched on.
    """
    places = [place for place in configuration.placements if place.removeprefix(CANVAS) in PLACEMENTS]
    if not places:
        return {"type": LINK}
    return {"type": LINK, "placements": places, CANVAS + "course_navigation/default_enabled": False}
