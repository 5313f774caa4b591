"""Every call to another server: https to a public address, bounded in time, size and number, no redirects.

A name is looked up once; that address is checked and then connected to, so that a name cannot mean a public address when
it is checked and an inner one when it is called (DNS rebinding). Hosts that the operator has listed
(HOITOMALLI_PRIVATE_HOSTS) may be private ones and may speak http. Who is trusted over https: `certificates`.
"""

from __future__ import annotations

import json
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from flask import current_app
from urllib3.exceptions import ReadTimeoutError

from ..certificates import trusted_certificates
from .call_limits import CallLimits, TooManyCalls
from .public_address import NotPublic, PublicAddressAdapter

TIMEOUT_SECONDS = (3, 5)  # to connect, between two reads
SIZE_LIMIT = 1_000_000
USER_AGENT = "hoitomalli (LTI 1.3 tool)"


class CallFailed(Exception):
    """A call that was not made or got no usable answer. `reason` is a key of CALL_REASONS in `refusals`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Answer:
    """What a server said: status, JSON (None when it sent none) and the time on its clock."""

    status: int
    json: Any
    date: datetime | None


def call(method: str, url: str, *, size_limit: int = SIZE_LIMIT, **request: Any) -> Answer:
    """GET or POST; `request` is passed on to requests (headers, data, json). Raises CallFailed."""
    host = _checked_host(url)
    limits: CallLimits = current_app.extensions["hoitomalli_call_limits"]
    try:
        with limits.call_to(host):
            return _call(method, url, host, size_limit, request)
    except TooManyCalls as error:
        raise CallFailed("busy", url) from error


def _call(method: str, url: str, host: str, size_limit: int, request: dict[str, Any]) -> Answer:
    request["headers"] = {"User-Agent": USER_AGENT, "Accept": "application/json", **request.get("headers", {})}
    tls = trusted_certificates(current_app.config["CA_BUNDLE"], is_added=current_app.config["IS_CA_ADDED"])
    adapter = PublicAddressAdapter(is_private_allowed=host in current_app.config["PRIVATE_HOSTS"], tls=tls)
    with requests.Session() as session:
        session.trust_env = False  # no proxy and no .netrc: both would lead elsewhere than what was checked
        for scheme in ("https://", "http://"):  # not for `url` alone: requests rewrites some, and would use its own adapter
            session.mount(scheme, adapter)
        try:
            with session.request(method, url, timeout=TIMEOUT_SECONDS, stream=True, allow_redirects=False, **request) as response:
                body = _read_bounded(response, size_limit)
        except (OSError, UnicodeError) as error:  # all of requests' are OSErrors; UnicodeError: a host that no name can be
            reason = "too_slow" if adapter.is_cut_off else _reason_of(error)
            raise CallFailed(reason, f"{url}: {_said_by(error)}") from error
    if adapter.is_cut_off:
        raise CallFailed("too_slow", f"{url} was cut off")
    if 300 <= response.status_code < 400:
        raise CallFailed("redirected", f"{url} answered {response.status_code}")
    return Answer(response.status_code, _parsed(body), _date(response.headers.get("Date", "")))


def call_json(method: str, url: str, **request: Any) -> dict[str, Any]:
    """The JSON object of a 2xx answer; anything else raises CallFailed."""
    return object_in(call(method, url, **request), url)


def object_in(answer: Answer, url: str) -> dict[str, Any]:
    """The JSON object of an answer that this address gave; raises CallFailed where there is none."""
    if not 200 <= answer.status < 300:
        raise CallFailed("status", f"{url} answered {answer.status}")
    if not isinstance(answer.json, dict):
        raise CallFailed("not_json", url)
    return answer.json


def _checked_host(url: str) -> str:
    """The host of an address that may be called at all; https unless the operator has listed the host."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _port = parts.port
    except ValueError as error:
        raise CallFailed("bad_address", url) from error
    if not host or parts.username is not None or parts.fragment:
        raise CallFailed("bad_address", url)
    if parts.scheme != "https" and not (parts.scheme == "http" and host in current_app.config["PRIVATE_HOSTS"]):
        raise CallFailed("not_https", url)
    return host


def _reason_of(error: Exception) -> str:
    causes = _causes_of(error)
    if any(isinstance(cause, NotPublic) for cause in causes):
        return "private_address"
    if any(isinstance(cause, requests.Timeout | ReadTimeoutError) for cause in causes):
        return "too_slow"
    if isinstance(error, requests.exceptions.InvalidURL | UnicodeError):
        return "bad_address"
    return "bad_certificate" if isinstance(error, requests.exceptions.SSLError) else "unreachable"


def _said_by(error: Exception) -> str:
    """What is wrong with a certificate in OpenSSL's words (another name, no issuer known, too old); else the kind of error."""
    for cause in _causes_of(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message
    return type(error).__name__


def _causes_of(error: BaseException) -> list[BaseException]:
    causes = [error]
    while (inner := causes[-1].__cause__ or causes[-1].__context__) and inner not in causes:
        causes.append(inner)
    return causes


def _read_bounded(response: requests.Response, size_limit: int) -> bytes:
    body = b""
    for chunk in response.iter_content(16_384):
        body += chunk
        if len(body) > size_limit:
            raise CallFailed("too_big", f"{response.url} sends more than {size_limit} bytes")
    return body


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _date(text: str) -> datetime | None:
    with suppress(ValueError, TypeError, OverflowError):
        date = parsedate_to_datetime(text)
        return date if date.tzinfo else date.replace(tzinfo=UTC)  # it always means UTC (RFC 9110, 5.6.7)
    return None
