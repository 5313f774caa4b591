"""The page a registration link opens inside the platform: what will be trusted, one press, what comes next."""

from __future__ import annotations

from flask import g, make_response, render_template, request
from werkzeug import Response

from ..people.access import public
from .frames import invite_frames
from .invites import claim_invite, find_invite, release_invite, use_up_invite
from .models import Invite
from .platform_configuration import PlatformConfiguration, read_configuration
from .registration import keep_registration, register_at
from .registration_refusals import RegistrationRefused, show_registration_refusal
from .views import blueprint

blueprint.register_error_handler(RegistrationRefused, show_registration_refusal)


@blueprint.get("/register/<token>")
@public
def show_registration(token: str) -> Response:
    """What the link leads to and, when a platform has opened it, which platform will be trusted."""
    invite = find_invite(token)
    address = request.args.get("openid_configuration", "")
    if not address:
        g.framed_anywhere = True
        return make_response(render_template("lti/invite.html", invite=invite))
    configuration = _configuration(address)
    return make_response(
        render_template(
            "lti/register.html",
            invite=invite,
            configuration=configuration,
            address=address,
            registration_token=request.args.get("registration_token", ""),
        )
    )


@blueprint.post("/register/<token>")
@public
def register(token: str) -> Response:
    """Register at the platform and keep what it answers. The link is used up only when all went well."""
    invite = find_invite(token)
    claim_invite(invite)
    try:
        return _register(invite)
    except Exception:
        release_invite(invite)
        raise


def _register(invite: Invite) -> Response:
    configuration = _configuration(request.form.get("openid_configuration", ""))
    details = register_at(configuration, request.form.get("registration_token", ""), invite.organisation)
    keep_registration(details, invite.organisation_id)
    use_up_invite(invite)
    return make_response(render_template("lti/registered.html", invite=invite, configuration=configuration))


def _configuration(address: str) -> PlatformConfiguration:
    """The platform's description; its site may frame this page from now on."""
    configuration = read_configuration(address)
    g.frame_origins = invite_frames(address)
    return configuration
