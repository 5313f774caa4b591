"""The admin's pages. Each is of the admin's own organisation; another's id answers 404."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import db, notices
from ..errors import RuleBroken
from ..lti.invites import INVITE_LIFE, make_invite, revoke_invite
from ..lti.launch_log import refused_launches
from ..lti.models import Invite
from ..lti.refusals import ADMIN_STEPS, LOGGED, NOT_OPEN
from ..one_use import new_token
from ..people import access
from . import queries
from .forms import InviteForm

blueprint = Blueprint("admin", __name__, url_prefix="/l/<launch>/admin")


def tell_on_list(broken: RuleBroken) -> Response:
    """Two admins pressed at the same moment, or a rule refused it: the list shows how it is."""
    db.discard()
    notices.say(broken.message)
    return redirect(url_for("admin.list_platforms"), 303)


@blueprint.get("/")
@access.admin
def list_platforms(**context: str) -> str:
    organisation_id = access.organisation_id()
    return render_template(
        "admin/platforms.html",
        deployments=queries.deployments(organisation_id),
        invites=queries.invites(organisation_id),
        removed=queries.removed_deployments(organisation_id),
        own_id=access.launch().deployment_id,
        days=INVITE_LIFE.days,
        press=new_token(),
        organisation=access.organisation(),
        **context,
    )


@blueprint.post("/invites")
@access.admin
def add_invite() -> str:
    """A new link, shown once on the page that answers, or again when that page is loaded again."""
    link = make_invite(access.organisation_id(), access.person(), InviteForm().press.data or "")
    return list_platforms(new_link=link)


@blueprint.post("/invites/<int:invite_id>/revoke")
@access.admin
def end_invite(invite_id: int) -> Response:
    act = revoke_invite(access.owned_or_404(Invite, invite_id), access.person())
    notices.say(_("The link was revoked.") if act.has_changed else _("The link has been revoked or used already."), act)
    return redirect(url_for("admin.list_platforms", _anchor="invites"), 303)


@blueprint.get("/launches")
@access.admin
def list_refused_launches() -> str:
    refused = refused_launches(access.organisation_id())
    return render_template("admin/launches.html", refused=refused, reasons=LOGGED, steps=ADMIN_STEPS, not_open=NOT_OPEN)
