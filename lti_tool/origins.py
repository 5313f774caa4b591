"""The site of an address, as browsers tell it in `Origin` and take it in CSP; compared whole, so that no look-alike passes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import urlsplit

import idna

WEB = ("https", "http")
_HOST = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")  # all that CSP takes as a host: no `;`, no space, no wildcard
_DEFAULT_PORTS = {"https": 443, "http": 80}


def origin(url: object, schemes: Iterable[str] = ("https",)) -> str:
    """Scheme, host and port of an address with the host name in ASCII; "" for what is no such address."""
    with suppress(ValueError, TypeError):  # idna's errors are UnicodeErrors, so ValueErrors
        parts = urlsplit(url if isinstance(url, str) else "")
        scheme = parts.scheme
        port = parts.port
        host = ascii_host(parts.hostname or "")
        if scheme in schemes and host and "@" not in parts.netloc:
            return f"{scheme}://{host}" + ("" if port in (None, _DEFAULT_PORTS[scheme]) else f":{port}")
    return ""


def ascii_host(host: str) -> str:
    """A host name as it stands in the DNS (IDNA); "" for what is none. Raises UnicodeError for letters no name has."""
    ascii_form = host.lower() if host.isascii() else idna.encode(host, uts46=True).decode()
    return ascii_form if _HOST.fullmatch(ascii_form) and len(ascii_form) <= 253 else ""
