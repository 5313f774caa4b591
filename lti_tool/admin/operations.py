"""Switching installations on and off. Nothing is deleted: launches are refused, the data stays."""

from __future__ import annotations

from .. import history
from ..lti.models import Deployment
from ..people.models import Person


def switch_deployment(deployment: Deployment, is_active: bool, actor: Person) -> history.ChangeSet | None:
    """Let launches from this installation in, or refuse them and end its sessions; raises RuleBroken for the last one."""
    act = "deployment.activate" if is_active else "deployment.deactivate"
    change_set = history.begin(act, deployment.registration.platform.issuer, actor)
    return change_set if history.edit(change_set, deployment, {"is_active": is_active}, actor) else None


def remove_deployment(deployment: Deployment, actor: Person) -> history.ChangeSet | None:
    """Take an installation off the list and end its sessions; registering again brings it back. RuleBroken for the last one."""
    change_set = history.begin("deployment.remove", deployment.registration.platform.issuer, actor)
    return change_set if history.edit(change_set, deployment, {"is_active": False, "is_removed": True}, actor) else None
