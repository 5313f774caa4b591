"""The check's frame tells whether this browser keeps a cookie of ours there."""

import pytest

from tests.lti.test_cookies import ATTRIBUTES, set_cookies


@pytest.fixture
def client(app):
    return app.test_client()


def test_a_cookie_that_is_kept_is_told(client):
    set_out = client.get("/lti/cookies", base_url="https://tool.test")
    [(name, (_value, attributes))] = set_cookies(set_out).items()
    assert name.startswith("__Host-")
    assert attributes >= ATTRIBUTES
    back = client.get(set_out.location, base_url="https://tool.test")
    assert 'class="state good"' in back.text
    assert "frame-ancestors https:" in back.headers["Content-Security-Policy"].split("; ")


@pytest.mark.parametrize("kept", [None, "of another visit"])
def test_a_cookie_that_is_missing_is_told(client, kept):
    set_out = client.get("/lti/cookies", base_url="https://tool.test")
    [name] = set_cookies(set_out)
    client.delete_cookie(name, domain="tool.test")
    if kept:
        client.set_cookie(name, kept, domain="tool.test")
    assert 'class="state bad"' in client.get(set_out.location, base_url="https://tool.test").text
