"""Registering a platform by hand: what an admin reads from the LMS's page is written into the database."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from .. import db
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

    def problems(self) -> list[str]:
        """What is wrong with the addresses, empty when nothing is."""
        addresses = {"issuer": self.issuer, "auth-login-url": self.auth_login_url,
                     "auth-token-url": self.auth_token_url, "key-set-url": self.key_set_url}  # fmt: skip
        wrong = []
        for name, address in addresses.items():
            url = urlsplit(address)
            local = url.hostname in ("localhost", "127.0.0.1")
            if not url.hostname or url.scheme not in (("http", "https") if local else ("https",)):
                wrong.append(f"--{name} must be an https address, it is {address!r}")
        return wrong


def register_platform(organisation_id: int, details: PlatformDetails) -> Deployment:
    """Make or update platform, registration and deployment; raises ValueError for a deployment of another organisation."""
    platform = db.get_or_create(Platform, issuer=details.issuer)
    registration = db.get_or_create(
        Registration, platform_id=platform.id, client_id=details.client_id,
        _new={"auth_login_url": "", "auth_token_url": "", "key_set_url": "", "product": ""},
    )  # fmt: skip
    registration.auth_login_url, registration.auth_token_url = details.auth_login_url, details.auth_token_url
    registration.key_set_url, registration.registered_at = details.key_set_url, db.now()
    registration.product = details.product or registration.product
    deployment = db.get_or_create(
        Deployment, registration_id=registration.id, deployment_id=details.deployment_id,
        _new={"organisation_id": organisation_id},
    )  # fmt: skip
    if deployment.organisation_id != organisation_id:
        raise ValueError(f"deployment {details.deployment_id} of {details.issuer} belongs to another organisation")
    deployment.is_active, deployment.is_removed = True, False
    return deployment
