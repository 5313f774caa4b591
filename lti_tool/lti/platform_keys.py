"""The platform's public keys, cached in the database so that a warm launch asks nobody.

An unknown `kid` fetches once more, since platforms rotate their keys; a flood of made-up kids may not hammer the
platform, so a key set is asked for at most once in RETRY_SECONDS whatever happens. No transaction is open meanwhile.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from .. import db
from .models import PlatformKeySet
from .outgoing import CallFailed, call_json
from .refusals import LaunchRefused

LIFETIME = timedelta(hours=12)
RETRY = timedelta(seconds=30)
PATIENCE = timedelta(seconds=2)
SIZE_LIMIT = 200_000

KeySet = dict[str, list[dict[str, Any]]]


def key_set_with(url: str, kid: str, cached: PlatformKeySet | None) -> KeySet:
    """The platform's JWKS that holds this `kid`; raises LaunchRefused (key_unknown, keys_unreachable)."""
    is_fresh = cached is not None and cached.fetched_at is not None and cached.fetched_at > db.now() - LIFETIME
    if cached and is_fresh and _has(cached.keys, kid):
        return {"keys": cached.keys}
    if not _claim_fetch(url, cached):
        return _keys_without_asking(url, kid, cached)
    try:
        keys = _fetch(url)
    except LaunchRefused:
        if cached and _has(cached.keys, kid):
            return {"keys": cached.keys}  # the platform is down, its old keys still prove who signed
        raise
    with db.own_transaction(writing=True) as short:
        short.execute(update(PlatformKeySet).where(PlatformKeySet.url == url).values(keys=keys, fetched_at=db.now()))
    if not _has(keys, kid):
        raise LaunchRefused("key_unknown", f"kid {kid!r} is not among those of {url}")
    return {"keys": keys}


def _keys_without_asking(url: str, kid: str, cached: PlatformKeySet | None) -> KeySet:
    """What is known while another request asks, or has just asked; frames of one page launch at the same moment."""
    if cached and _has(cached.keys, kid):
        return {"keys": cached.keys}  # stale, but just being asked for: better than no launch
    known = _wait_for_the_asking(url)
    if known is None or known.fetched_at is None:
        raise LaunchRefused("keys_unreachable", f"asked {url} a moment ago")
    if not _has(known.keys, kid):
        raise LaunchRefused("key_unknown", f"kid {kid!r}, asked {url} a moment ago")
    return {"keys": known.keys}


def _wait_for_the_asking(url: str) -> PlatformKeySet | None:
    """The key set once a fetch that has just begun is over; after PATIENCE as it is."""
    while True:
        with db.own_transaction(writing=False) as short:
            known = short.get(PlatformKeySet, url)
        if known is None or known.tried_at < db.now() - PATIENCE:
            return known
        if known.fetched_at is not None and known.fetched_at >= known.tried_at:
            return known
        time.sleep(0.05)


def _has(keys: list[dict[str, Any]], kid: str) -> bool:
    return any(key.get("kid") == kid for key in keys)


def _claim_fetch(url: str, cached: PlatformKeySet | None) -> bool:
    """Whether this request may ask the platform now: of many at once, in all processes, only one may."""
    try:
        with db.own_transaction(writing=True) as short:
            if cached is None and short.scalar(select(PlatformKeySet.url).where(PlatformKeySet.url == url)) is None:
                short.add(PlatformKeySet(url=url, keys=[], fetched_at=None, tried_at=db.now()))
                return True
            mine = update(PlatformKeySet).where(PlatformKeySet.url == url, PlatformKeySet.tried_at < db.now() - RETRY)
            return short.execute(mine.values(tried_at=db.now())).rowcount == 1  # type: ignore[attr-defined]
    except IntegrityError:
        return False


def _fetch(url: str) -> list[dict[str, Any]]:
    """The keys of the platform's JWKS (RFC 7517)."""
    try:
        keys = call_json("GET", url, size_limit=SIZE_LIMIT).get("keys")
    except CallFailed as failed:
        raise LaunchRefused("keys_unreachable", str(failed)) from failed
    if not isinstance(keys, list):
        raise LaunchRefused("keys_unreachable", f"{url} sent no JWKS")
    return [_texts_of(key) for key in keys if isinstance(key, dict)]


def _texts_of(key: dict[str, Any]) -> dict[str, Any]:
    """The members that make an RSA key are texts; of others some (NaN) could not be stored in PostgreSQL."""
    return {name: value for name, value in key.items() if isinstance(value, str)}
