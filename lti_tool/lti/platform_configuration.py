"""A platform's description of itself (OpenID configuration; Dynamic Registration 3.4), fetched and checked.

Trust begins with the invite. The description is believed only about its own site: issuer and all endpoints must have
the origin of the address it was fetched from, else one platform could speak for another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from .outgoing import CallFailed, call_json
from .registration_refusals import RegistrationRefused

PLATFORM_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-platform-configuration"
LONGEST_TEXT = 300


@dataclass(frozen=True)
class PlatformConfiguration:
    """What a platform says of itself, checked."""

    issuer: str
    auth_login_url: str
    auth_token_url: str
    key_set_url: str
    registration_endpoint: str
    scopes: tuple[str, ...]
    product: str


def origin_of(url: str) -> str:
    """Scheme, host and port of an address, compared as a whole so that no look-alike passes; "" for none."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}:{port}" if parts.hostname and parts.username is None else ""


def read_configuration(url: str) -> PlatformConfiguration:
    """Fetch and check a platform's OpenID configuration; raises RegistrationRefused."""
    try:
        given = call_json("GET", url)
    except CallFailed as failed:
        raise RegistrationRefused(failed.reason, failed.detail) from failed
    issuer = text_in(given, "issuer")
    endpoints = {
        "auth_login_url": text_in(given, "authorization_endpoint"),
        "auth_token_url": text_in(given, "token_endpoint"),
        "key_set_url": text_in(given, "jwks_uri"),
        "registration_endpoint": text_in(given, "registration_endpoint"),
    }
    foreign = [address for address in (issuer, *endpoints.values()) if origin_of(address) != origin_of(url)]
    if foreign or not _lies_under(issuer, url):
        raise RegistrationRefused("foreign_origin", f"{url} names {foreign or issuer}")
    _check_support(given)
    platform = given.get(PLATFORM_CONFIGURATION)
    return PlatformConfiguration(issuer, scopes=_texts_in(given, "scopes_supported"), product=_product(platform), **endpoints)


def _lies_under(issuer: str, url: str) -> bool:
    """Whether an address is one of this issuer's, as several may share an origin; `..` would lead out of it again."""
    return url.startswith(issuer.rstrip("/") + "/") and "/.." not in unquote(urlsplit(url).path)


def _check_support(given: dict[str, Any]) -> None:
    """Signing by RS256 and our way of proving who we are, where the platform lists what it can."""
    algorithms = _texts_in(given, "id_token_signing_alg_values_supported")
    methods = _texts_in(given, "token_endpoint_auth_methods_supported")
    if (algorithms and "RS256" not in algorithms) or (methods and "private_key_jwt" not in methods):
        raise RegistrationRefused("not_supported", f"{algorithms} {methods}")


def _product(platform: Any) -> str:
    if not isinstance(platform, dict):
        return ""
    given = [platform.get(name) for name in ("product_family_code", "version")]
    return " ".join(value[:60] for value in given if isinstance(value, str) and value.isprintable()).strip()


def text_in(given: dict[str, Any], name: str) -> str:
    """A text that must be there; raises RegistrationRefused."""
    value = given.get(name)
    if not isinstance(value, str) or not value or len(value) > LONGEST_TEXT or not value.isprintable():
        raise RegistrationRefused("configuration_incomplete", name)
    return value


def _texts_in(given: dict[str, Any], name: str) -> tuple[str, ...]:
    value = given.get(name)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
