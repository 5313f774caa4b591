"""Switching a connection on and off, removing it and bringing it back. What shuts people out asks first."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import history, notices
from ..lti.models import Deployment
from ..people import access
from . import operations, queries

blueprint = Blueprint("connections", __name__, url_prefix="/l/<launch>/admin/deployments/<int:deployment_id>")


@blueprint.post("/switch-on")
@access.admin
def switch_on(deployment_id: int) -> Response:
    deployment = access.owned_or_404(Deployment, deployment_id)
    if deployment.is_removed:
        notices.say(_("It has been removed by now: bring it back instead."))
        return redirect(url_for("admin.list_platforms"), 303)
    act = operations.switch_on(deployment, access.person())
    return _tell(deployment, _("The connection is on."), _("The connection was on already."), act)


@blueprint.route("/switch-off", methods=["GET", "POST"])
@access.admin
def switch_off(deployment_id: int) -> Response:
    deployment = access.owned_or_404(Deployment, deployment_id)
    if request.method != "POST":
        return _ask("admin/switch_off.html", deployment, is_so=not deployment.is_active)
    act = operations.switch_off(deployment, access.person())
    return _tell(deployment, _("The connection is off."), _("The connection was off already."), act)


@blueprint.route("/remove", methods=["GET", "POST"])
@access.admin
def remove(deployment_id: int) -> Response:
    deployment = access.owned_or_404(Deployment, deployment_id)
    if request.method != "POST":
        return _ask("admin/remove.html", deployment, is_so=deployment.is_removed)
    act = operations.remove_deployment(deployment, access.person())
    return _tell(deployment, _("The connection was removed."), _("The connection was removed already."), act)


@blueprint.post("/bring-back")
@access.admin
def bring_back(deployment_id: int) -> Response:
    deployment = access.owned_or_404(Deployment, deployment_id)
    act = operations.bring_back_deployment(deployment, access.person()) if deployment.is_removed else None
    return _tell(deployment, _("The connection is back, and on."), _("The connection was there already."), act)


def _ask(template: str, deployment: Deployment, *, is_so: bool) -> Response:
    """The question: whom it shuts out, and how one comes back."""
    page = render_template(
        template,
        deployment=deployment,
        is_so=is_so,
        is_own=deployment.id == access.launch().deployment_id,
        ways_back=queries.ways_back(deployment),
    )
    return make_response(page)


def _tell(deployment: Deployment, done: str, was_so: str, act: history.Act | None) -> Response:
    """Say it on the list; to an admin who has just ended the own launch on a page that needs none."""
    if not deployment.is_active and deployment.id == access.launch().deployment_id:
        page = render_template("admin/ended.html", title=done, deployment=deployment, ways_back=queries.ways_back(deployment))
        return make_response(page)
    notices.say(f"{done if act and act.has_changed else was_so} {queries.connection_name(deployment)}", act)
    return redirect(url_for("admin.list_platforms"), 303)
