"""Every setting, read from the environment in this one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from .certificates import NoCertificates, trusted_certificates
from .secret import BadSecret, read_secret

THREADS = 4  # measured: docs/decisions/0007-serving.md
CONTACT_HISTORY_YEARS = 2
LEDGER_NAME = "erasures.jsonl"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
OWN_BUNDLE = "HOITOMALLI_CA_BUNDLE"
BUNDLES = (OWN_BUNDLE, "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")  # the first that is set counts
DATABASE_URLS = (
    "Write sqlite:////path/to/file.db, or postgresql+psycopg://user:password@host/name with % @ / in the password as %25 %40 %2F."
)


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
    `secret_file` is where the secret was read, if in a file. `erasure_ledger` is the file that remembers which people were
    erased: it belongs into no backup, since its use is to know more than that. `contact_history_years` is how long former
    contact details of partners' people stay in the history.
    """

    public_url: str
    database_url: str
    secret: str
    private_hosts: frozenset[str] = frozenset()
    threads: int = THREADS
    ca_bundle: str = ""
    is_ca_added: bool = True
    secret_file: str = ""
    erasure_ledger: str = ""
    contact_history_years: int = CONTACT_HISTORY_YEARS

    def __post_init__(self) -> None:
        if not _is_origin(self.public_url):
            raise SettingsError(f"HOITOMALLI_PUBLIC_URL must look like https://hoitomalli.example.fi, it is {self.public_url!r}.")
        if not self.is_https and urlsplit(self.public_url).hostname not in LOOPBACK:
            raise SettingsError("HOITOMALLI_PUBLIC_URL must begin with https://: browsers send no cookies in a frame otherwise.")

    @property
    def ledger_file(self) -> str:
        """Where erasures are noted: beside the database's file where nothing else is set, else in the folder one is in."""
        if self.erasure_ledger:
            return self.erasure_ledger
        url = make_url(self.database_url)
        is_file = url.get_backend_name() == "sqlite" and url.database
        return str(Path(str(url.database)).parent / LEDGER_NAME) if is_file else LEDGER_NAME

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


def _is_origin(address: str) -> bool:
    """Scheme, host and perhaps a port, and nothing else."""
    try:
        url = urlsplit(address)
        is_port = url.port != 0
    except ValueError:
        return False
    is_all = address == f"{url.scheme}://{url.netloc}"
    return is_all and is_port and url.scheme in ("http", "https") and bool(url.hostname) and "@" not in url.netloc


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment; raises SettingsError naming what is missing or cannot be used, and what to write."""
    try:
        secret, secret_file = read_secret(environ)
    except BadSecret as error:
        raise SettingsError(str(error)) from error
    if not environ.get("HOITOMALLI_PUBLIC_URL"):
        raise SettingsError("Set HOITOMALLI_PUBLIC_URL to the address browsers use, e.g. https://hoitomalli.example.fi")
    ca_bundle, is_ca_added = _read_ca_bundle(environ)
    return Settings(
        public_url=environ["HOITOMALLI_PUBLIC_URL"].rstrip("/"),
        database_url=_read_database_url(environ),
        secret=secret,
        private_hosts=frozenset(environ.get("HOITOMALLI_PRIVATE_HOSTS", "").lower().replace(",", " ").split()),
        ca_bundle=ca_bundle,
        is_ca_added=is_ca_added,
        secret_file=secret_file,
        erasure_ledger=environ.get("HOITOMALLI_ERASURE_LEDGER", ""),
        contact_history_years=_read_years(environ),
    )


def _read_years(environ: Mapping[str, str]) -> int:
    """How many years former contact details stay; raises SettingsError for what is no number of years."""
    text = environ.get("HOITOMALLI_CONTACT_HISTORY_YEARS", "") or str(CONTACT_HISTORY_YEARS)
    if not (text.isascii() and text.isdecimal()) or int(text[:4]) not in range(1, 101):
        raise SettingsError(f"HOITOMALLI_CONTACT_HISTORY_YEARS must be a number of years from 1 to 100, it is {text!r}.")
    return int(text)


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


def _read_database_url(environ: Mapping[str, str]) -> str:
    """The address of the database; raises SettingsError, which quotes nothing of it: it may hold a password."""
    address = environ.get("HOITOMALLI_DATABASE_URL", "sqlite:///hoitomalli.db")
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise SettingsError(f"HOITOMALLI_DATABASE_URL cannot be read. {DATABASE_URLS}") from error
    if "@" in f"{url.host}{url.database}" and url.get_backend_name() == "postgresql":  # the rest of a password
        raise SettingsError(f"HOITOMALLI_DATABASE_URL cannot be read. {DATABASE_URLS}")
    is_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    if not is_file and url.drivername != "postgresql+psycopg":
        raise SettingsError(f"HOITOMALLI_DATABASE_URL does not name a database that the tool can use. {DATABASE_URLS}")
    return address
