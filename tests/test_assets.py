"""Styles and scripts: kept for a year under an address that changes with them, sent compressed; and so are pages."""

import gzip
import hashlib
import re
from pathlib import Path

import brotli
import js_lib_htmx
import pytest

from lti_tool import assets


@pytest.mark.parametrize("name", assets.ASSETS)
def test_a_file_is_kept_for_a_year_under_its_digest_only(app, name):
    client = app.test_client()
    kept = client.get(f"/assets/{assets.digest_of(name)}/{name}")
    assert kept.status_code == 200
    assert kept.headers["Cache-Control"] == f"public, max-age={365 * 24 * 3600}"
    other = client.get(f"/assets/0123456789ab/{name}")
    assert other.data == kept.data
    assert other.headers["Cache-Control"] == "no-cache"
    assert client.get("/assets/0123456789ab/secret").status_code == 404


@pytest.mark.parametrize("name", assets.ASSETS)
def test_a_file_is_sent_packed_to_who_asks(app, name):
    client = app.test_client()
    address = f"/assets/{assets.digest_of(name)}/{name}"
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert brotli.decompress(packed.data) == plain.data
    assert packed.headers["Content-Encoding"] == "br"
    for kept in ("Content-Type", "Cache-Control", "Vary", "X-Content-Type-Options"):
        assert packed.headers[kept] == plain.headers[kept]
    again = client.get(address, headers={"Accept-Encoding": "br", "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304


def test_pages_name_all_files_by_their_digest(maija):
    named = re.findall(r'(?:href|src)="/assets/(\w+)/([\w.]+)"', maija.get("").text)
    assert {name for _digest, name in named} == {"bootstrap.min.css", "app.css", "app.js", "drafts.js", "htmx.min.js"}
    assert all(digest == assets.digest_of(name) for digest, name in named)


def test_the_digest_follows_the_content(monkeypatch, tmp_path):
    changed = tmp_path / "app.css"
    changed.write_text("body {}")
    before = assets.digest_of("app.css")
    monkeypatch.setattr(assets, "_file", lambda _name: changed)
    assert assets.digest_of.__wrapped__("app.css") != before


@pytest.mark.parametrize("path", ["", "tiers/everyday"])
def test_pages_are_compressed_for_who_asks(maija, path):
    plain = maija.get(path)
    packed = maija.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data) / 2
    assert "Find or add" in gzip.decompress(packed.data).decode()
    assert packed.headers["Cache-Control"] == "no-store"


def test_htmx_is_the_file_that_was_looked_at():
    """Its package is old and pinned: a file that changes under the same version must not be sent to browsers unseen."""
    digest = hashlib.sha256((Path(js_lib_htmx.__file__).parent / "static/htmx/htmx.min.js").read_bytes()).hexdigest()
    assert digest == "491955cd1810747d7d7b9ccb936400afb760e06d25d53e4572b64b6563b2784e"
