"""The token that lets a tool register itself once within an hour, as Moodle's startltiadvregistration.php makes it."""

import secrets
import string
import time

import jwt

LIFETIME = 3600
NEW = "reg"
AGAIN = "reg-update"
LETTERS = string.ascii_letters + string.digits


class BadToken(Exception):
    """A registration token that is missing, wrong, expired or used."""


def new_client_id():
    """A client id as Moodle makes them: fifteen letters and digits."""
    return "".join(secrets.choice(LETTERS) for _ in range(15))


def sign_registration_token(lms, tool=None, lifetime=LIFETIME):
    """A token for a new tool, or for one that registers again."""
    now = int(time.time())
    return lms.sign(
        {
            # The client id that the tool gets, or has and keeps.
            "sub": tool.client_id if tool else new_client_id(),
            "scope": AGAIN if tool else NEW,
            "iat": now,
            "exp": now + lifetime,
            "jti": secrets.token_hex(8),
        }
    )


def read_registration_token(lms, authorization):
    """The claims of the token in an Authorization header; raises BadToken."""
    kind, _, token = authorization.partition(" ")
    if kind != "Bearer" or not token:
        raise BadToken("missing_registration_token")
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        keys = [key.private.public_key() for key in lms.keys if key.kid == kid]
        if not keys:
            raise BadToken("invalid_registration_token: unknown kid")
        claims = jwt.decode(token, keys[0], algorithms=["RS256"], options={"require": ["sub", "scope", "iat", "exp", "jti"]})
    except jwt.PyJWTError as error:
        raise BadToken(f"invalid_registration_token: {error}") from error
    if claims["scope"] not in {NEW, AGAIN}:
        raise BadToken("invalid_registration_token: not made for a registration")
    return claims
