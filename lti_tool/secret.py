"""The installation's secret: from the environment or a file, and never one that can be guessed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

MAKE_ONE = "Make one: openssl rand -hex 32"
SHORTEST = 32
FEWEST_DIFFERENT = 9  # characters: of a million secrets of 32 hex digits three have fewer, of 64 none
PLACEHOLDERS = ("changeme", "replaceme", "password", "example", "secret")


class BadSecret(Exception):
    """The secret is missing, cannot be read or can be guessed; the message says which and what to do."""


def read_secret(environ: Mapping[str, str]) -> tuple[str, str]:
    """The secret, and the path of its file if it stands in one; raises BadSecret."""
    path = ""
    secret = environ.get("HOITOMALLI_SECRET", "")
    if not secret:
        path = environ.get("HOITOMALLI_SECRET_FILE", "")
        if not path:
            raise BadSecret(f"Set HOITOMALLI_SECRET, or HOITOMALLI_SECRET_FILE to a file with it. {MAKE_ONE}")
        secret = _read_file(path)
    weakness = _weakness(secret)
    if weakness:
        where = f"HOITOMALLI_SECRET_FILE, {path}," if path else "HOITOMALLI_SECRET"
        raise BadSecret(f"The secret in {where} {weakness}: it could be guessed. {_make_one(path)}")
    return secret, path


def _read_file(path: str) -> str:
    try:
        secret = Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        cure = "Run this as the user of the service, or correct the setting."
        raise BadSecret(f"HOITOMALLI_SECRET_FILE, {path}, cannot be read: {error.strerror}. {cure}") from error
    except ValueError as error:
        raise BadSecret(f"HOITOMALLI_SECRET_FILE, {path!r}, is no text. {MAKE_ONE}") from error
    if not secret:
        raise BadSecret(f"HOITOMALLI_SECRET_FILE, {path}, is empty. {_make_one(path)}")
    return secret


def _weakness(secret: str) -> str:
    if len(secret) < SHORTEST:
        return f"is shorter than {SHORTEST} characters"
    if len(set(secret)) < FEWEST_DIFFERENT:
        return "repeats a few characters"
    letters = "".join(filter(str.isalpha, secret.lower()))
    placeholder = next((word for word in PLACEHOLDERS if word in letters), "")
    return f"has the word {placeholder!r} in it" if placeholder else ""


def _make_one(path: str) -> str:
    return f"{MAKE_ONE} > {path}" if path else MAKE_ONE
