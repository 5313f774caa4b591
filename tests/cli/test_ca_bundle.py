"""Which certificates the settings name, and what a file or folder that is none is told."""

import os

import pytest
import trustme

from lti_tool.config import SettingsError, read_settings
from tests.conftest import SECRET, TOOL

NAMES = ("HOITOMALLI_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")
GOOD = {"HOITOMALLI_PUBLIC_URL": TOOL, "HOITOMALLI_SECRET": SECRET}


@pytest.fixture
def authority(tmp_path):
    path = tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(path)
    return str(path)


def bundle_of(**environ):
    settings = read_settings({**GOOD, **environ})
    return settings.ca_bundle, settings.is_ca_added


def test_the_first_that_is_set_counts_and_only_ours_is_added(authority):
    nothing = dict.fromkeys(NAMES, "")
    assert bundle_of() == bundle_of(**nothing) == ("", True)
    for is_added, name in zip((True, False, False), NAMES, strict=True):
        assert bundle_of(**{**nothing, name: authority}) == (authority, is_added)
    assert bundle_of(**dict.fromkeys(NAMES, authority)) == (authority, True)
    assert bundle_of(REQUESTS_CA_BUNDLE=authority, SSL_CERT_FILE="/not/looked/at") == (authority, False)


@pytest.fixture
def as_nobody():
    """Rights count for nothing while we are root."""
    if os.geteuid():
        pytest.skip("only root can be somebody else")
    os.seteuid(65534)
    yield
    os.seteuid(0)


def bad_bundles(folder):
    """What may be named by mistake, and a word of what it is told."""
    key = trustme.CA().issue_cert("moodle.test").private_key_pem.bytes()
    folder.mkdir(exist_ok=True)
    for file, content in {"page.pem": b"<html>", "key.pem": key, "empty.pem": b"", "ca.der": b"\x30\x82\x01\x0a\x02"}.items():
        (folder / file).write_bytes(content)
        yield file, "in PEM form"
    (folder / "torn.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
    yield "torn.pem", "in PEM form"
    (folder / "only" / "README").mkdir(parents=True)
    yield "only", "no file that ends in"
    (folder / "mixed").mkdir()
    (folder / "mixed" / "a.pem").write_bytes(b"x")
    yield "mixed", "a.pem holds no certificate"
    yield "missing.pem", "cannot be read: No such file"
    yield "page.pem/ca.pem", "cannot be read: Not a directory"


def test_what_is_no_bundle_is_told_in_one_line(tmp_path):
    for name in NAMES:
        for file, told in bad_bundles(tmp_path / name):
            with pytest.raises(SettingsError, match=name) as refused:
                read_settings({**GOOD, name: str(tmp_path / name / file)})
            assert told in str(refused.value), file
            assert "\n" not in str(refused.value)


def test_a_bundle_without_rights_is_told_in_one_line(authority, tmp_path, as_nobody):
    """pytest's own folder is open to nobody but who runs it."""
    for path in (authority, str(tmp_path)):
        with pytest.raises(SettingsError, match="cannot be read: Permission denied"):
            read_settings({**GOOD, "HOITOMALLI_CA_BUNDLE": path})


def test_commands_tell_it_before_anything_is_done(run, authority):
    told = run("doctor", HOITOMALLI_CA_BUNDLE="/not/there.pem", REQUESTS_CA_BUNDLE="", SSL_CERT_FILE="")
    assert told.exit_code == 1
    [line] = told.output.splitlines()
    assert line.startswith("Error: HOITOMALLI_CA_BUNDLE must name")
    assert run("keys", "list", HOITOMALLI_CA_BUNDLE=authority).exit_code == 0
