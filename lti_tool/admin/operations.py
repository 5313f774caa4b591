"""Switching installations on and off, and who may frame them. Nothing is deleted: launches are refused, the data stays.

Each act is empty where it is so already; RuleBroken is raised for the last one that is on.
"""

from __future__ import annotations

from flask_babel import gettext as _

from .. import history
from ..errors import RuleBroken
from ..history.merging import set_merged
from ..lti.frames import MOST_HOSTS, typed_host
from ..lti.models import Deployment
from ..people.models import Person


def switch_on(deployment: Deployment, actor: Person) -> history.Act:
    """Let launches from this installation in."""
    return _edit("deployment.activate", deployment, actor, is_active=True, is_removed=deployment.is_removed)


def switch_off(deployment: Deployment, actor: Person) -> history.Act:
    """Refuse launches from this installation and end its sessions."""
    return _edit("deployment.deactivate", deployment, actor, is_active=False, is_removed=deployment.is_removed)


def remove_deployment(deployment: Deployment, actor: Person) -> history.Act:
    """Take an installation off the list and end its sessions; registering again brings it back too."""
    return _edit("deployment.remove", deployment, actor, is_active=False, is_removed=True)


def bring_back_deployment(deployment: Deployment, actor: Person) -> history.Act:
    """Put a removed one on the list again, switched on."""
    return _edit("deployment.bring_back", deployment, actor, is_active=True, is_removed=False)


def _edit(name: str, deployment: Deployment, actor: Person, *, is_active: bool, is_removed: bool) -> history.Act:
    with history.act(name, deployment.registration.platform.issuer, actor) as act:
        deployment.is_active = is_active
        deployment.is_removed = is_removed
    return act


def list_frame_hosts(deployment: Deployment, hosts: list[str], version: int, actor: Person) -> history.Act:
    """Let these hosts frame the launches that come from now on, and no others but those the platform names itself.

    Raises RuleBroken on `hosts` for too many and for one that is none, Conflict when another admin was quicker.
    """
    listed = list(dict.fromkeys(typed_host(host) for host in hosts))
    if len(listed) > MOST_HOSTS:
        raise RuleBroken("hosts", _("At most %(number)s hosts, these are %(given)s.", number=MOST_HOSTS, given=len(listed)))
    with history.act("deployment.frames", deployment.registration.platform.issuer, actor) as act:
        Deployment.lock([deployment.id])
        set_merged(deployment, {"frame_hosts": " ".join(listed)}, version)
    return act
