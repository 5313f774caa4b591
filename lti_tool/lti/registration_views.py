"""The page a registration link opens inside the platform: what will be trusted, one press, what comes next."""

from __future__ import annotations

from flask import Blueprint, g, make_response, render_template, request
from werkzeug import Response

from .. import db
from ..people.access import public
from .frames import invite_frames
from .invites import claim_invite, find_invite, keep_answer, kept_answer, release_invite, use_up_invite
from .models import Invite
from .platform_configuration import PlatformConfiguration, read_configuration
from .registration import keep_registration, registration_request
from .registration_answer import ask_platform, details_of
from .registration_refusals import RegistrationRefused, show_registration_refusal

blueprint = Blueprint("registration", __name__, url_prefix="/lti/register")  # an invite protects it, so it needs no CSRF token
blueprint.register_error_handler(RegistrationRefused, show_registration_refusal)


@blueprint.get("/<token>")
@public
def show_registration(token: str) -> Response:
    """What the link leads to and, when a platform has opened it, which platform will be trusted."""
    invite = find_invite(token)
    address = request.args.get("openid_configuration", "")
    if not address:
        g.framed_anywhere = True
        return make_response(render_template("lti/invite.html", invite=invite))
    token = request.args.get("registration_token", "")
    configuration = _configuration(address, token)
    return make_response(
        render_template(
            "lti/register.html",
            invite=invite,
            configuration=configuration,
            address=address,
            registration_token=token,
            kept=kept_answer(invite, configuration),
        )
    )


@blueprint.post("/<token>")
@public
def register(token: str) -> Response:
    """Register at the platform and keep what it answers. The link is used up only when all went well."""
    invite = find_invite(token)
    claim_invite(invite)
    try:
        return _register(find_invite(token))  # once more: what an earlier press has left is certain only under the claim
    except Exception as error:
        taken = isinstance(error, RegistrationRefused) and error.reason == "other_organisation"
        release_invite(invite, forget=taken)
        raise


def _register(invite: Invite) -> Response:
    token = request.form.get("registration_token", "")
    configuration = _configuration(request.form.get("openid_configuration", ""), token)
    answer = kept_answer(invite, configuration)
    if answer is None or request.form.get("anew"):
        wanted = registration_request(configuration, invite.organisation.language)
        answer = ask_platform(configuration, token, wanted)
        keep_answer(invite, configuration, answer)
    keep_registration(details_of(configuration, answer, invite.organisation.name), invite.organisation_id)
    use_up_invite(invite)
    db.keep()  # here, so that a commit that fails lets go of the link
    return make_response(render_template("lti/registered.html", invite=invite, configuration=configuration))


def _configuration(address: str, token: str) -> PlatformConfiguration:
    """The platform's description; its sites may frame this page from now on."""
    configuration = read_configuration(address, token)
    g.frame_origins = invite_frames(configuration)
    return configuration
