"""Platforms whose issuer and addresses stand on several hosts that are known to be one platform's.

A description of a platform is believed about its own site only; these are the exceptions. Each is safe because the hosts
and the very path belong to the platform's maker: nobody else can put a description there, whatever account they have.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from ..origins import WEB, origin


@dataclass(frozen=True)
class Family:
    """The sites of one platform, and the path at which each of them describes it."""

    sites: tuple[str, ...]
    path: str
    registration_path: str

    def describes(self, address: str) -> bool:
        """Whether an address is that of the family's own description."""
        return self._is_site(address) and urlsplit(address).path == self.path

    def is_one(self, issuer: str, endpoints: dict[str, str]) -> bool:
        """Whether what it says of itself stays in the family. A customer registers at a host of its own, on https."""
        if issuer not in self.sites:
            return False
        return all(
            self._is_registration(address) if name == "registration_endpoint" else self._is_site(address)
            for name, address in endpoints.items()
        )

    def _is_registration(self, address: str) -> bool:
        is_a_customers = origin(address, WEB).startswith("https://")
        return (is_a_customers or self._is_site(address)) and urlsplit(address).path == self.registration_path

    def _is_site(self, address: str) -> bool:
        return origin(address, WEB) in [origin(site, WEB) for site in self.sites]


def _hosted_canvas(stage: str) -> Family:
    """Canvas as Instructure hosts it, for all customers: the issuer on one host, logins, tokens and keys on the other."""
    return Family(
        sites=(f"https://canvas.{stage}instructure.com", f"https://sso.{stage}canvaslms.com"),
        path="/api/lti/security/openid-configuration",
        registration_path="/api/lti/registrations",
    )


FAMILIES = tuple(_hosted_canvas(stage) for stage in ("", "beta.", "test."))


def family_at(address: str) -> Family | None:
    """The family whose description stands at this address."""
    return next((family for family in FAMILIES if family.describes(address)), None)
