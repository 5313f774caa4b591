"""A platform's description of itself (OpenID configuration; Dynamic Registration 3.4), fetched and checked.

Trust begins with the invite. The description is believed only about its own site: issuer and all endpoints must have
the origin of the address it was fetched from, else one platform could speak for another. `known_platforms` are beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from ..origins import WEB, origin
from .known_platforms import family_at
from .outgoing import Answer, CallFailed, call, object_in
from .registration_refusals import RegistrationRefused

PLATFORM_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-platform-configuration"
LINK = "LtiResourceLinkRequest"
CANVAS = "https://canvas.instructure.com/lti/"  # Canvas's own names begin so, on all its installations
LONGEST_TEXT = 300


@dataclass(frozen=True)
class PlatformConfiguration:
    """What a platform says of itself, checked. `sites` are addresses on the hosts that may show our page."""

    address: str  # without its token, which is another one each time
    issuer: str
    auth_login_url: str
    auth_token_url: str
    key_set_url: str
    registration_endpoint: str
    scopes: tuple[str, ...]
    product: str
    placements: tuple[str, ...]
    sites: tuple[str, ...]

    @property
    def is_canvas(self) -> bool:
        return self.product.startswith("canvas")


def bearer(token: str) -> dict[str, str]:
    """The header that carries the platform's registration token, where it has given one."""
    return {"Authorization": f"Bearer {token}"} if token and token.isascii() and token.isprintable() else {}


def read_configuration(url: str, token: str = "") -> PlatformConfiguration:
    """Fetch and check a platform's OpenID configuration; raises RegistrationRefused."""
    try:
        given = object_in(_fetched(url, token), url)
    except CallFailed as failed:
        raise RegistrationRefused(failed.reason, failed.detail) from failed
    issuer = text_in(given, "issuer")
    endpoints = {
        "auth_login_url": text_in(given, "authorization_endpoint"),
        "auth_token_url": text_in(given, "token_endpoint"),
        "key_set_url": text_in(given, "jwks_uri"),
        "registration_endpoint": text_in(given, "registration_endpoint"),
    }
    if not _is_of_one_platform(url, issuer, endpoints):
        raise RegistrationRefused("foreign_origin", f"{url} names {[issuer, *endpoints.values()]}")
    _check_support(given)
    platform = given.get(PLATFORM_CONFIGURATION)
    platform = platform if isinstance(platform, dict) else {}
    return PlatformConfiguration(
        address=_without_token(url),
        issuer=issuer,
        scopes=_texts_in(given, "scopes_supported"),
        product=product_of(platform),
        placements=_placements(platform),
        sites=(url, issuer, *endpoints.values(), *_account_site(platform)),
        **endpoints,
    )


def _fetched(url: str, token: str) -> Answer:
    """The answer to a plain question, as the specification has it. Canvas wants the registration's token with it."""
    answer = call("GET", url)
    return call("GET", url, headers=bearer(token)) if answer.status == 401 and bearer(token) else answer


def _without_token(url: str) -> str:
    """The address as it is the same each time: Canvas puts the registration's token into it."""
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "registration_token"]
    return parts._replace(query=urlencode(kept)).geturl()


def _is_of_one_platform(url: str, issuer: str, endpoints: dict[str, str]) -> bool:
    """Whether issuer and addresses are those of the site that says so, or of one known family."""
    family = family_at(url)
    if family:
        return family.is_one(issuer, endpoints)
    sites = {origin(address, WEB) for address in (url, issuer, *endpoints.values())}
    return len(sites) == 1 and "" not in sites and _lies_under(issuer, url)


def _lies_under(issuer: str, url: str) -> bool:
    """Whether an address is one of this issuer's, as several may share an origin; `..` would lead out of it again."""
    return url.startswith(issuer.rstrip("/") + "/") and "/.." not in unquote(urlsplit(url).path)


def _check_support(given: dict[str, Any]) -> None:
    """Signing by RS256 and our way of proving who we are, where the platform lists what it can."""
    algorithms = _texts_in(given, "id_token_signing_alg_values_supported")
    methods = _texts_in(given, "token_endpoint_auth_methods_supported")
    if (algorithms and "RS256" not in algorithms) or (methods and "private_key_jwt" not in methods):
        raise RegistrationRefused("not_supported", f"{algorithms} {methods}")


def _account_site(platform: dict[str, Any]) -> list[str]:
    """The customer's own site, on which hosted Canvas shows its pages."""
    domain = platform.get(CANVAS + "account_domain")
    return [f"https://{domain}"] if isinstance(domain, str) else []


def _placements(platform: dict[str, Any]) -> tuple[str, ...]:
    """Where the platform can put a link to a tool (Dynamic Registration 3.4); most tell none."""
    messages = platform.get("messages_supported")
    messages = [each for each in messages if isinstance(each, dict)] if isinstance(messages, list) else []
    return tuple(place for each in messages if each.get("type") == LINK for place in _texts_in(each, "placements"))


def product_of(platform: dict[str, Any]) -> str:
    """Which LMS it is and in which version, as it says itself (LTI core 5.4.5); empty where it does not."""
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
