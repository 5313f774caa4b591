"""The platform's public keys, cached in the database so that a warm launch asks nobody.

An unknown `kid` fetches once more, since platforms rotate their keys; a flood of made-up kids may not hammer the
platform, so a key set is asked for at most once in RETRY whatever happens. Nobody waits for another request's call: the
browser comes again (`KeysAwaited`), so that a slow platform holds one thread and not all. No transaction is open meanwhile.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from .. import db
from .models import Platform, PlatformKeySet, Registration
from .outgoing import CallFailed, call_json
from .refusals import LaunchRefused

LIFETIME = timedelta(hours=1)  # a key that the platform has withdrawn is honoured no longer
LIFETIME_IN_OUTAGE = timedelta(hours=12)
RETRY = timedelta(seconds=10)
RETRY_IN_OUTAGE = timedelta(minutes=5)  # launches go on with the keys that are known
SIZE_LIMIT = 200_000

KeySet = dict[str, list[dict[str, Any]]]


class KeysAwaited(Exception):
    """The key may be known in a moment: the platform is being asked, or was asked so lately that it must be let alone."""


def key_set_with(url: str, kid: str, cached: PlatformKeySet | None) -> KeySet:
    """The platform's JWKS that holds this `kid`; raises KeysAwaited or LaunchRefused (key_unknown, keys_unreachable)."""
    if cached and _is_younger(cached, LIFETIME) and _has(cached.keys, kid):
        return {"keys": cached.keys}
    if cached and _is_younger(cached, LIFETIME_IN_OUTAGE) and _has(cached.keys, kid):
        return _renewed_or_known(url, kid, cached)
    if not _claim_fetch(url, RETRY):
        raise KeysAwaited
    return _fetch_with(url, kid)


def forget_platform_keys(issuer: str) -> int:
    """The next launch asks the platform anew, e.g. when it has withdrawn a key after a leak; how many key sets were known."""
    urls = select(Registration.key_set_url).join(Platform).where(Platform.issuer == issuer)
    return db.session.execute(delete(PlatformKeySet).where(PlatformKeySet.url.in_(urls))).rowcount  # type: ignore[attr-defined]


def _renewed_or_known(url: str, kid: str, cached: PlatformKeySet) -> KeySet:
    """What the platform says now; while it says nothing its old keys still prove who signed."""
    if not _claim_fetch(url, RETRY_IN_OUTAGE):
        return {"keys": cached.keys}
    try:
        return _fetch_with(url, kid)
    except (KeysAwaited, LaunchRefused) as error:
        if isinstance(error, LaunchRefused) and error.reason == "key_unknown":
            raise
        return {"keys": cached.keys}


def _fetch_with(url: str, kid: str) -> KeySet:
    """Ask the platform, keep what it says, and find the kid in it."""
    keys = _fetch(url)
    with db.own_transaction(writing=True) as short:
        short.execute(update(PlatformKeySet).where(PlatformKeySet.url == url).values(keys=keys, fetched_at=db.now()))
    if not _has(keys, kid):
        raise LaunchRefused("key_unknown", f"kid {kid!r} is not among those of {url}")
    return {"keys": keys}


def _is_younger(cached: PlatformKeySet, age: timedelta) -> bool:
    return cached.fetched_at is not None and cached.fetched_at > db.now() - age


def _has(keys: list[dict[str, Any]], kid: str) -> bool:
    return any(key.get("kid") == kid for key in keys)


def _claim_fetch(url: str, interval: timedelta) -> bool:
    """Whether this request may ask the platform now: of many at once, in all processes, only one may."""
    try:
        with db.own_transaction(writing=True) as short:
            if short.scalar(select(PlatformKeySet.url).where(PlatformKeySet.url == url)) is None:
                short.add(PlatformKeySet(url=url, keys=[], fetched_at=None, tried_at=db.now()))
                return True
            mine = update(PlatformKeySet).where(PlatformKeySet.url == url, PlatformKeySet.tried_at < db.now() - interval)
            return short.execute(mine.values(tried_at=db.now())).rowcount == 1  # type: ignore[attr-defined]
    except IntegrityError:
        return False


def _give_claim_back(url: str) -> None:
    """The platform was not asked: the next request may try at once."""
    with db.own_transaction(writing=True) as short:
        short.execute(update(PlatformKeySet).where(PlatformKeySet.url == url).values(tried_at=db.now() - RETRY_IN_OUTAGE))


def _fetch(url: str) -> list[dict[str, Any]]:
    """The keys of the platform's JWKS (RFC 7517)."""
    try:
        keys = call_json("GET", url, size_limit=SIZE_LIMIT).get("keys")
    except CallFailed as failed:
        if failed.reason == "busy":
            _give_claim_back(url)
            raise KeysAwaited from failed
        raise LaunchRefused("keys_unreachable", str(failed)) from failed
    if not isinstance(keys, list):
        raise LaunchRefused("keys_unreachable", f"{url} sent no JWKS")
    return [_texts_of(key) for key in keys if isinstance(key, dict)]


def _texts_of(key: dict[str, Any]) -> dict[str, Any]:
    """The members that make an RSA key are texts; of others some (NaN) could not be stored in PostgreSQL."""
    return {name: value for name, value in key.items() if isinstance(value, str)}
