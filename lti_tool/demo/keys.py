"""The LMS's signing keys, and tokens signed with them or with any other key a test wants."""

import json
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm, get_default_algorithms
from jwt.utils import base64url_encode


@dataclass
class SigningKey:
    """A private key and the name under which its public half is published."""

    kid: str
    private: rsa.RSAPrivateKey

    def public(self):
        """The public half as Moodle lists it."""
        numbers = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {"kty": "RSA", "alg": "RS256", "kid": self.kid, "e": numbers["e"], "n": numbers["n"], "use": "sig"}


def new_key():
    """Make a key with a name of its own."""
    return SigningKey(secrets.token_hex(10), rsa.generate_private_key(public_exponent=65537, key_size=2048))


def sign_token(claims, headers, key, algorithm):
    """Sign claims as a compact JWT; a header with value None is left out.

    PyJWT's own encode() refuses to make the bad tokens that a tool must refuse (no kid, a public key as an HMAC
    secret, a number as iss), so only its algorithms are used here.
    """
    header = {"typ": "JWT", "alg": algorithm, **headers}
    header = {name: value for name, value in header.items() if value is not None}
    signed = b".".join(base64url_encode(json.dumps(part).encode()) for part in (header, claims))
    signature = get_default_algorithms()[algorithm].sign(signed, key)
    return (signed + b"." + base64url_encode(signature)).decode()
