"""The page of the check. Each platform is asked on its own, so that a slow one keeps nobody waiting for the rest."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from .. import notices
from ..lti.models import Deployment
from ..people import access
from . import queries
from .check import own_lines
from .platform_check import platform_lines

blueprint = Blueprint("check", __name__, url_prefix="/l/<launch>/admin/check")


@blueprint.get("")
@access.admin
def show_check() -> str:
    deployments = queries.deployments(access.organisation_id())
    own_id = access.launch().deployment_id
    return render_template("admin/check.html", lines=list(own_lines(request)), deployments=deployments, own_id=own_id)


@blueprint.get("/<int:deployment_id>")
@access.admin
def show_platform_check(deployment_id: int) -> str:
    deployment = access.owned_or_404(Deployment, deployment_id)
    template = "admin/_platform_lines.html" if notices.is_fragment() else "admin/check_platform.html"
    lines = list(platform_lines(deployment))
    return render_template(template, deployment=deployment, lines=lines, own_id=access.launch().deployment_id)
