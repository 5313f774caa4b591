"""Our key pairs: published in `/lti/jwks`, private halves encrypted at rest with the installation's secret."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from jwcrypto.jwk import JWK
from sqlalchemy import select

from .. import db
from .models import ToolKey


def _cipher(secret: str) -> MultiFernet:
    """MultiFernet, so that a later secret can be put in front of the old one."""
    digest = hashlib.sha256(b"tool-keys:" + secret.encode()).digest()
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest))])


def ensure_key(secret: str) -> None:
    """Make the first key pair of an installation."""
    if db.session.scalar(select(ToolKey.kid).limit(1)):
        return
    kid = secrets.token_hex(8)
    pair = JWK.generate(kty="RSA", size=2048, kid=kid, alg="RS256", use="sig")
    private = _cipher(secret).encrypt(pair.export_to_pem(private_key=True, password=None)).decode()
    db.session.add(ToolKey(kid=kid, private_key=private, public_jwk=json.loads(pair.export_public())))


def public_key_set() -> dict[str, list[Any]]:
    """Our JWKS (RFC 7517): public members only, several keys at once while they overlap."""
    return {"keys": list(db.session.scalars(select(ToolKey.public_jwk).order_by(ToolKey.created_at)))}
