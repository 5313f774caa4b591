"""Registering a platform by hand: what an admin reads from the LMS's page is written into the database."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask_babel import gettext as _
from sqlalchemy import select

from .. import db, history
from .models import Deployment, Platform, Registration


@dataclass(frozen=True)
class PlatformDetails:
    """The values of a tool's registration as an LMS shows them."""

    issuer: str
    client_id: str
    deployment_id: str
    auth_login_url: str
    auth_token_url: str
    key_set_url: str
    product: str = ""

    def addresses(self) -> dict[str, str]:
        """Where the platform is asked, under the names of `Registration`."""
        return {
            "auth_login_url": self.auth_login_url,
            "auth_token_url": self.auth_token_url,
            "key_set_url": self.key_set_url,
        }

    def problems(self) -> list[str]:
        """What is wrong with the addresses, empty when nothing is."""
        addresses = {
            "issuer": self.issuer,
            "auth-login-url": self.auth_login_url,
            "auth-token-url": self.auth_token_url,
            "key-set-url": self.key_set_url,
        }
        wrong = []
        for name, address in addresses.items():
            url = urlsplit(address)
            local = url.hostname in ("localhost", "127.0.0.1")
            if not url.hostname or url.scheme not in (("http", "https") if local else ("https",)):
                wrong.append(f"--{name} must be an https address, it is {address!r}")
        return wrong


class RegistrationTaken(Exception):
    """Another organisation's launches stand on this registration; the message is for the operator."""


def register_platform(organisation_id: int, details: PlatformDetails, *, by_operator: bool = False) -> Deployment:
    """Make platform, registration and deployment, or update those of the same organisation.

    Whoever speaks for a platform's address may not be the one who has connected it: hosts are shared by path, and all
    hosted Canvases have one issuer. So nothing is written where a deployment of another organisation stands on the
    registration; only the operator may add one beside it, with the same addresses. Raises RegistrationTaken.
    """
    platform = db.get_or_create(Platform, issuer=details.issuer)
    registration = db.get_or_create(
        Registration,
        _new={**details.addresses(), "product": details.product},
        platform_id=platform.id,
        client_id=details.client_id,
    )
    is_shared = _is_shared(registration, organisation_id)
    if is_shared and not (by_operator and registration.addresses() == details.addresses()):
        raise RegistrationTaken(f"{details.issuer}, client {details.client_id}, is connected with another organisation's data")
    deployment = db.get_or_create(
        Deployment,
        _new={"organisation_id": organisation_id},
        registration_id=registration.id,
        deployment_id=details.deployment_id,
    )
    if deployment.organisation_id != organisation_id:
        raise RegistrationTaken(f"Deployment {details.deployment_id} of {details.issuer} belongs to another organisation")
    for name, address in details.addresses().items():
        setattr(registration, name, address)
    registration.product = details.product or registration.product
    registration.registered_at = db.now()
    by = history.Unnamed(organisation_id, _("The operator") if by_operator else _("A registration link"))
    with history.act("deployment.register", details.issuer, by):
        deployment.is_active = True
        deployment.is_removed = False
    return deployment


def _is_shared(registration: Registration, organisation_id: int) -> bool:
    """Whether another organisation has a deployment on it; asked under a lock, since two may register at once."""
    db.session.execute(select(Registration.id).where(Registration.id == registration.id).with_for_update())
    others = select(Deployment.id).where(
        Deployment.registration_id == registration.id, Deployment.organisation_id != organisation_id
    )
    return db.session.scalar(others.limit(1)) is not None
