"""Who may frame the tool's pages: the sites a platform shows its courses on, as CSP's `frame-ancestors` takes them.

Often that is another host than the login's: Canvas, Blackboard, Schoology, new Open edX. Every ancestor must be named, and
the more specific the better: a site that frames a page can trick people into pressing its buttons.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext as _

from ..errors import RuleBroken
from ..origins import WEB, origin
from .message import CLAIM
from .models import Deployment, Registration
from .platform_configuration import PlatformConfiguration

MOST_HOSTS = 8  # that an admin lists for an installation


def launch_frames(registration: Registration, deployment: Deployment, claims: dict[str, Any]) -> str:
    """Who frames the pages of a launch: what the platform's verified token names, and what an admin has listed."""
    presentation = claims.get(CLAIM + "launch_presentation")
    platform = claims.get(CLAIM + "tool_platform")
    return_url = presentation.get("return_url") if isinstance(presentation, dict) else None
    platform_url = platform.get("url") if isinstance(platform, dict) else None
    urls = [*_of_registration(registration), return_url, platform_url, *_listed(deployment)]
    return _joined(urls, registration.auth_login_url)


def named_hosts(registration: Registration) -> list[str]:
    """The hosts that may show every launch without being listed, as an admin reads them."""
    hosts = [urlsplit(origin(url, WEB)).netloc for url in _of_registration(registration)]
    return list(dict.fromkeys(filter(None, hosts)))


def login_frames(registration: Registration) -> str:
    """Who frames a page that comes before the token is verified and has nothing to press but to go on: any https site.

    Else a platform that frames from another host would show a browser's error where a second of patience was asked.
    """
    return f"https: {_joined(_of_registration(registration), registration.auth_login_url)}"


def invite_frames(configuration: PlatformConfiguration) -> str:
    """Who frames the page of a registration link that is good: the platform whose description of itself was fetched."""
    return _joined(list(configuration.sites), configuration.address)


def typed_host(text: str) -> str:
    """A host (with its port, if it has one) as an admin writes it, perhaps as an address; raises RuleBroken on `hosts`."""
    scheme, _separator, rest = text.rpartition("://")
    rest = rest.removesuffix("/")
    if scheme.lower() not in ("", "https"):
        raise RuleBroken("hosts", _("%(host)s: only sites on https may show the tool.", host=text))
    if "*" in rest:
        raise RuleBroken("hosts", _("%(host)s: name each host by itself, without an asterisk.", host=text))
    if any(sign in rest for sign in "/?#\\"):
        raise RuleBroken("hosts", _("%(host)s: write the host alone, without what follows it in the address.", host=text))
    host = origin(f"https://{rest}").removeprefix("https://")
    if "." not in host:
        raise RuleBroken("hosts", _("%(host)s is not the name of a host. One looks like apps.college.example", host=text))
    return host


def _of_registration(registration: Registration) -> list[str]:
    return [registration.platform.issuer, registration.auth_login_url]


def _listed(deployment: Deployment) -> list[str]:
    return [f"https://{host}" for host in deployment.frame_hosts.split()[:MOST_HOSTS]]


def _joined(urls: list[Any], known: str) -> str:
    """Each origin once; over http only where the platform is connected so (a listed host), or the tool is on trial so."""
    is_http = any(url.startswith("http://") for url in (known, current_app.config["PUBLIC_URL"]))
    origins = [origin(url, WEB if is_http else ("https",)) for url in urls]
    return " ".join(dict.fromkeys(filter(None, origins))) or "'none'"
