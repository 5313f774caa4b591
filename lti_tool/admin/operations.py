"""Switching installations on and off. Nothing is deleted: launches are refused, the data stays.

Each gives None where it is so already, and raises RuleBroken for the last one that is on.
"""

from __future__ import annotations

from .. import history
from ..lti.models import Deployment
from ..people.models import Person


def switch_on(deployment: Deployment, actor: Person) -> history.ChangeSet | None:
    """Let launches from this installation in."""
    return _edit("deployment.activate", deployment, {"is_active": True}, actor)


def switch_off(deployment: Deployment, actor: Person) -> history.ChangeSet | None:
    """Refuse launches from this installation and end its sessions."""
    return _edit("deployment.deactivate", deployment, {"is_active": False}, actor)


def remove_deployment(deployment: Deployment, actor: Person) -> history.ChangeSet | None:
    """Take an installation off the list and end its sessions; registering again brings it back too."""
    return _edit("deployment.remove", deployment, {"is_active": False, "is_removed": True}, actor)


def bring_back_deployment(deployment: Deployment, actor: Person) -> history.ChangeSet | None:
    """Put a removed one on the list again, switched on."""
    return _edit("deployment.bring_back", deployment, {"is_active": True, "is_removed": False}, actor)


def _edit(act: str, deployment: Deployment, values: dict[str, bool], actor: Person) -> history.ChangeSet | None:
    change_set = history.begin(act, deployment.registration.platform.issuer, actor)
    return change_set if history.edit(change_set, deployment, values, actor) else None
