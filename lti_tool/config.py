"""Every setting, read from the environment in this one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from .certificates import NoCertificates, trusted_certificates

THREADS = 4  # measured: docs/decisions/0007-serving.md
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
OWN_BUNDLE = "HOITOMALLI_CA_BUNDLE"
BUNDLES = (OWN_BUNDLE, "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")  # the first that is set counts


class SettingsError(Exception):
    """A setting is missing or cannot be used; the message says which and what to write."""


@dataclass(frozen=True)
class Settings:
    """What an installation decides for itself.

    `public_url` is the origin that browsers and platforms use, without a path: it is never guessed from a request,
    since a proxy in between makes guesses wrong. `secret` signs cookies and encrypts the tool's keys, so it
    belongs neither into the database nor into its backup. `private_hosts` are platforms inside the own network:
    all others must have a public address, else a made-up platform could make the tool call inner services.
    `threads` is how many requests the process answers at once. `ca_bundle` is a file or folder of certificates that
    platforms are trusted by, beside the common ones (`is_ca_added`) or in their place.
    """

    public_url: str
    database_url: str
    secret: str
    private_hosts: frozenset[str] = frozenset()
    threads: int = THREADS
    ca_bundle: str = ""
    is_ca_added: bool = True

    def __post_init__(self) -> None:
        url = urlsplit(self.public_url)
        if url.scheme not in ("http", "https") or not url.hostname or url.path or url.query:
            raise SettingsError(f"HOITOMALLI_PUBLIC_URL must look like https://hoitomalli.example.fi, it is {self.public_url!r}.")
        if url.scheme == "http" and url.hostname not in LOOPBACK:
            raise SettingsError("HOITOMALLI_PUBLIC_URL must begin with https://: browsers send no cookies in a frame otherwise.")
        if len(self.secret) < 32:
            raise SettingsError("HOITOMALLI_SECRET must have at least 32 characters, e.g. from: openssl rand -hex 32")

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment; raises SettingsError naming what is missing."""
    secret = environ.get("HOITOMALLI_SECRET", "")
    secret_file = environ.get("HOITOMALLI_SECRET_FILE")
    if not secret and secret_file:
        try:
            secret = Path(secret_file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(f"HOITOMALLI_SECRET_FILE cannot be read: {error}") from error
    if not secret:
        raise SettingsError("Set HOITOMALLI_SECRET, or HOITOMALLI_SECRET_FILE to a file with it: openssl rand -hex 32")
    if "HOITOMALLI_PUBLIC_URL" not in environ:
        raise SettingsError("Set HOITOMALLI_PUBLIC_URL to the address browsers use, e.g. https://hoitomalli.example.fi")
    ca_bundle, is_ca_added = _read_ca_bundle(environ)
    return Settings(
        public_url=environ["HOITOMALLI_PUBLIC_URL"].rstrip("/"),
        database_url=environ.get("HOITOMALLI_DATABASE_URL", "sqlite:///hoitomalli.db"),
        secret=secret,
        private_hosts=frozenset(environ.get("HOITOMALLI_PRIVATE_HOSTS", "").lower().replace(",", " ").split()),
        ca_bundle=ca_bundle,
        is_ca_added=is_ca_added,
    )


def _read_ca_bundle(environ: Mapping[str, str]) -> tuple[str, bool]:
    """The bundle that is set, tried, and whether it is added: ours is, the others replace as in every program that knows them."""
    name = next((name for name in BUNDLES if environ.get(name)), "")
    if not name:
        return "", True
    try:
        trusted_certificates(environ[name], is_added=name == OWN_BUNDLE)
    except NoCertificates as error:
        raise SettingsError(f"{name} must name a file or folder with the certificate of your CA: {error}") from error
    return environ[name], name == OWN_BUNDLE
