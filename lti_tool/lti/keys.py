"""Our key pairs: published in `/lti/jwks`, private halves encrypted at rest with the installation's secret.

Several overlap: a new one is published at once and signs a day later, when every platform has seen it; an old one stays
published until it is retired.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from datetime import timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from jwcrypto.jwk import JWK
from sqlalchemy import select

from .. import db
from .models import ToolKey

PUBLISHED_BEFORE = timedelta(days=1)


class KeyUnreadable(Exception):
    """A private key that this secret does not open: the installation's secret has changed."""


def _cipher(secret: str) -> MultiFernet:
    """MultiFernet, so that a later secret can be put in front of the old one."""
    digest = hashlib.sha256(b"tool-keys:" + secret.encode()).digest()
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest))])


def ensure_key(secret: str) -> None:
    """Make the first key pair of an installation."""
    if not db.session.scalar(select(ToolKey.kid).limit(1)):
        _add_key(secret, db.now())


def rotate_key(secret: str, *, at_once: bool = False) -> ToolKey:
    """A new key pair, published now; it signs after PUBLISHED_BEFORE, or at once after a leak."""
    return _add_key(secret, db.now() if at_once else db.now() + PUBLISHED_BEFORE)


def retire_key(kid: str) -> None:
    """Publish a key no longer; raises ValueError for one that is unknown or that signs now."""
    key = db.session.get(ToolKey, kid)
    if key is None:
        raise ValueError(f"There is no key {kid}.")
    if key is current_key():
        raise ValueError(f"{kid} signs at present. Rotate first, and retire it when the new key signs.")
    db.session.delete(key)


def all_keys() -> list[ToolKey]:
    """Oldest first."""
    return list(db.session.scalars(select(ToolKey).order_by(ToolKey.signs_from, ToolKey.created_at)))


def current_key() -> ToolKey:
    """The newest key whose time to sign has come."""
    keys = all_keys()
    return next((key for key in reversed(keys) if key.signs_from <= db.now()), keys[0])


def signing_key(secret: str) -> tuple[str, bytes]:
    """The `kid` and the private key (PEM) that sign now; raises KeyUnreadable."""
    key = current_key()
    try:
        return key.kid, _cipher(secret).decrypt(key.private_key)
    except InvalidToken as error:
        raise KeyUnreadable(key.kid) from error


def public_key_set() -> dict[str, list[Any]]:
    """Our JWKS (RFC 7517): public members only, several keys at once while they overlap."""
    return {"keys": [key.public_jwk for key in all_keys()]}


def _add_key(secret: str, signs_from: Any) -> ToolKey:
    kid = secrets.token_hex(8)
    pair = JWK.generate(kty="RSA", size=2048, kid=kid, alg="RS256", use="sig")
    private = _cipher(secret).encrypt(pair.export_to_pem(private_key=True, password=None)).decode()
    key = ToolKey(kid=kid, private_key=private, public_jwk=json.loads(pair.export_public()), signs_from=signs_from)
    db.session.add(key)
    db.session.flush()
    return key
