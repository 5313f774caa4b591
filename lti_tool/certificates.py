"""Whose certificates are trusted when another server is called: the common authorities, and a college's own (CA)."""

from __future__ import annotations

import ssl
from functools import cache
from pathlib import Path

import certifi

ENDINGS = (".pem", ".crt", ".cer", ".0")  # of files in a folder; the last is OpenSSL's way
TO_PEM = "openssl x509 -inform der -in FILE -out FILE.pem"


class NoCertificates(Exception):
    """A file or folder from which no certificates can be taken; the message says why."""


@cache
def trusted_certificates(bundle: str = "", *, is_added: bool = True) -> ssl.SSLContext:
    """The TLS context of all calls, made once: it costs as much as several calls. Raises NoCertificates.

    Trusted are certifi's list and the system's own, into which administrators put their college's CA. A bundle is
    added to these, or stands in their place.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # checks the chain and the name
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # as in Python 3.13: who is listed is trusted, with or without a root
    if is_added or not bundle:
        context.load_verify_locations(certifi.where())
        context.load_default_certs()
    if bundle:
        for file in _files_of(Path(bundle)):
            _load(context, file)
    return context


def _files_of(bundle: Path) -> list[Path]:
    """The file itself, or what is named as certificates are in the folder."""
    try:
        if not bundle.is_dir():
            return [bundle]
        found = sorted(file for file in bundle.iterdir() if file.suffix in ENDINGS)
    except OSError as error:
        raise NoCertificates(f"{bundle} cannot be read: {error.strerror}") from error
    if not found:
        raise NoCertificates(f"the folder {bundle} has no file that ends in {', '.join(ENDINGS)}")
    return found


def _load(context: ssl.SSLContext, file: Path) -> None:
    """Trust what is in a file, which must hold at least one certificate and not only, say, a list of revoked ones."""
    alone = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        alone.load_verify_locations(file)
        context.load_verify_locations(file)
    except ssl.SSLError as error:
        raise NoCertificates(f"{file} holds no certificate in PEM form. If it is one in DER form: {TO_PEM}") from error
    except OSError as error:
        raise NoCertificates(f"{file} cannot be read: {error.strerror}") from error
    if not alone.cert_store_stats()["x509"]:
        raise NoCertificates(f"{file} holds no certificate")
