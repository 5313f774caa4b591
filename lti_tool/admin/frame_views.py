"""The form of the hosts that may show an installation's launches, beside those that the platform names itself."""

from __future__ import annotations

from typing import ClassVar

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from .. import notices
from ..errors import RuleBroken
from ..fields import TextForm, stripped
from ..history.past import past_of
from ..lti.frames import MOST_HOSTS, named_hosts
from ..lti.models import Deployment
from ..people import access
from .operations import list_frame_hosts

blueprint = Blueprint("frames", __name__, url_prefix="/l/<launch>/admin/deployments/<int:deployment_id>/frames")

LONGEST_LIST = 3000  # eight of the longest host names there can be, and room for mistakes


class FrameHostsForm(TextForm):
    """The hosts as one writes a list: a line, a space or a comma between them."""

    hosts = TextAreaField(
        _l("Hosts, one on each line"),
        filters=[stripped],
        validators=[Length(max=LONGEST_LIST, message=_l("This is too long for a list of hosts."))],
    )
    version = HiddenField()
    columns: ClassVar = {"hosts": ("frame_hosts",)}


@blueprint.get("")
@access.admin
def edit_frames(deployment_id: int) -> Response:
    deployment = access.owned_or_404(Deployment, deployment_id)
    form = FrameHostsForm(formdata=None, hosts=deployment.frame_hosts.replace(" ", "\n"), version=deployment.version)
    return _show_frames(deployment, form, 200)


@blueprint.post("")
@access.admin
def save_frames(deployment_id: int) -> Response:
    deployment = access.owned_or_404(Deployment, deployment_id)
    form = FrameHostsForm()
    if not form.validate():
        return _show_frames(deployment, form, 422)
    hosts = form.hosts.data.replace(",", " ").split()
    try:
        act = list_frame_hosts(deployment, hosts, form.made_from(), access.person())
    except RuleBroken as broken:
        deployment = access.owned_or_404(Deployment, deployment_id)
        status = form.show_error(broken, {"hosts": deployment.frame_hosts.replace(" ", "\n")}, deployment.version)
        return _show_frames(deployment, form, status)
    if act.has_changed:
        notices.say(_("The hosts were saved. They count for each launch from now on."), act)
    return redirect(url_for("frames.edit_frames", deployment_id=deployment_id), 303)


def _show_frames(deployment: Deployment, form: FrameHostsForm, status: int) -> Response:
    past = past_of([deployment], notices.older())
    named = named_hosts(deployment.registration)
    page = render_template("admin/frames.html", deployment=deployment, form=form, most=MOST_HOSTS, named=named, past=past)
    return make_response(page, status)
