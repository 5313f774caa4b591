"""Through the guide's proxies: launches, saves, headers, sizes, slow senders, and what the logs keep."""

import contextlib
import itertools
import re
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from tests.conftest import serve
from tests.serving import PATIENCE, Caller

FAKED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "http",
    "Forwarded": "for=203.0.113.9;host=evil.example;proto=http",
}


def connections_at(port):
    """How many connections the kernel holds to a port of this machine."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(1 for line in lines if line[1].endswith(f":{port:04X}") and line[3] == "01")


def test_a_whole_launch_and_a_save(maija, kind):
    name = f"Kahvila Kerttuli {kind}"
    assert maija.add(name).status_code == 303
    assert name in maija.get("tiers/everyday").text


def test_our_headers_arrive_as_they_are(proxy, platform):
    maija = Caller(proxy.origin, platform, proxy.certificate.authority)
    cookie = maija.open("maija").headers["Set-Cookie"]
    for word in ("__Host-l_", "Partitioned", "SameSite=None", "Secure", "HttpOnly"):
        assert word in cookie
    page = maija.get("tiers/everyday")
    assert f"frame-ancestors {platform.origin}" in page.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in page.headers


def test_http_leads_to_https(proxy):
    answer = requests.get(
        f"http://localhost:{proxy.plain_port}/lti/jwks", headers={"Host": "tool.test"}, allow_redirects=False, timeout=PATIENCE
    )
    assert answer.status_code in (301, 308)
    assert answer.headers["Location"].startswith("https://tool.test")


def test_the_check_page_sees_https_and_the_host_whatever_a_visitor_says(proxy, platform):
    pirjo = Caller(proxy.origin, platform, proxy.certificate.authority)
    pirjo.open("pirjo", language="en")
    page = pirjo.get("admin/check", headers=FAKED)
    assert page.status_code == 200
    assert "says how the browser came here" in page.text
    assert "evil.example" not in page.text


def test_forwarded_headers_of_a_visitor_do_not_reach_the_tool(start_proxy):
    seen = {}

    def note(environ, start_response):
        seen.update(environ)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"noted"]

    server = serve(note)
    with start_proxy(server.server_port) as proxy:
        answer = requests.get(
            proxy.origin, headers={"Host": "tool.test", **FAKED}, verify=proxy.certificate.authority, timeout=PATIENCE
        )
    server.shutdown()
    assert answer.text == "noted"
    assert seen["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"
    assert seen["HTTP_X_FORWARDED_HOST"] == "tool.test"
    assert seen["HTTP_X_FORWARDED_PROTO"] == "https"
    assert seen["HTTP_HOST"] == "tool.test"


def test_twelve_megabytes_are_refused_at_the_head(proxy, tool):
    """Before the body is sent; who sends it all the same may see the connection end instead of the answer."""
    with proxy.connect() as connection:
        connection.sendall(b"POST /lti/login HTTP/1.1\r\nHost: tool.test\r\nContent-Length: 12000000\r\n\r\n")
        assert connection.recv(12) == b"HTTP/1.1 413"


def test_what_the_proxy_lets_through_gets_our_own_page(maija):
    answer = maija.add("Liian pitkä", "x" * 10_500_000)
    assert answer.status_code == 413
    assert "at most 1 MB can be sent at once" in answer.text


def test_eight_kilobytes_of_cookies_pass(maija):
    missing = 8_190 - len(maija.client.cookie_line())
    maija.client.cookies["other"] = "x" * (missing - len("; other="))
    assert len(maija.client.cookie_line()) == 8_190
    assert maija.get("tiers/everyday").status_code == 200


def test_an_upload_that_breaks_off_is_not_taken_for_a_whole_one(maija, proxy, kind):
    token = maija.token()
    body = f"csrf_token={token}&name=Katkennut&description=Oppimisjaksot".encode()
    head = (
        f"POST {maija.base}partners/everyday/add HTTP/1.1\r\nHost: tool.test\r\nCookie: {maija.client.cookie_line()}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body) + 1000}\r\n\r\n"
    ).encode()
    with proxy.connect() as broken:
        broken.sendall(head + body)
    whole = f"Toimitettu perille, {kind}"
    assert maija.add(whole).status_code == 303
    page = maija.get("tiers/everyday").text
    assert whole in page
    assert "Katkennut" not in page


def test_slow_heads_and_bodies_are_cut_off_and_do_not_reach_the_tool(proxy, tool, maija):
    head = b"POST /lti/login HTTP/1.1\r\nHost: tool.test\r\n"
    slow = [proxy.connect() for _number in range(20)]
    for number, connection in enumerate(slow):
        connection.settimeout(90)
        connection.sendall(head if number % 2 else head + b"Content-Length: 900000\r\n\r\n" + b"x" * 100_000)
    seen = 0
    for _page in range(20):
        assert maija.get("tiers/everyday").status_code == 200
        seen = max(seen, connections_at(tool.port))
    assert seen < 5, "of ten slow bodies none is at the tool; what is seen are pages that end"
    for connection in slow:
        assert _is_cut_off(connection)
        connection.close()


def _is_cut_off(connection):
    """Wait until the other side ends it: without a word, with 408, or (Caddy) with an empty answer."""
    received = b""
    with contextlib.suppress(ConnectionError, ssl.SSLError):
        while chunk := connection.recv(4096):
            received += chunk
    return received == b"" or re.match(rb"HTTP/1.1 (400|408) |(?s:.*)\r\nContent-Length: 0\r\n", received) is not None


def test_a_form_is_never_sent_in_place_of_another(start_proxy):
    """Caddy 2.6.2 does that where buffered requests are tried again, as a dead upstream makes it."""

    def echo(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))]

    servers = [serve(echo), serve(echo)]
    numbers = itertools.count()

    def send(_turn):
        number = next(numbers)
        if number == 60:
            servers[0].shutdown()
            servers[0].server_close()
        form = f"{number:05}".encode() * 200
        answer = requests.post(
            proxy.origin, form, headers={"Host": "tool.test"}, verify=proxy.certificate.authority, timeout=PATIENCE
        )
        return answer.status_code == 502 or answer.content == form

    with start_proxy(*[server.server_port for server in servers]) as proxy, ThreadPoolExecutor(12) as pool:
        assert all(pool.map(send, range(300)))
    servers[1].shutdown()


def test_logs_hold_no_key_no_token_and_no_referer(maija, proxy, start_proxy):
    secrets = [
        "launchkey" + "a" * 13,
        "registrationtoken",
        "platformtoken",
        "answertoken",
        "loginhint",
        "refererkey",
        "calendarkey",
    ]
    key, token, platform_token, answer, hint, referer, calendar = secrets
    paths = [
        f"/l/{key}/",
        f"/lti/register/{token}?registration_token={platform_token}",
        f"/answer/{answer}",
        f"/lti/login?login_hint={hint}",
        f"/calendar/{calendar}.ics",
    ]
    headers = {"Host": "tool.test", "Referer": f"https://tool.test/l/{referer}/"}

    def ask(of):
        for path in paths:
            requests.get(of.origin + path, headers=headers, verify=of.certificate.authority, timeout=PATIENCE)
            address = f"http://localhost:{of.plain_port}{path}"
            requests.get(address, headers=headers, allow_redirects=False, timeout=PATIENCE)
        with of.connect() as connection:
            connection.sendall(f"POST {paths[0]} HTTP/1.1\r\nHost: tool.test\r\nContent-Length: 12000000\r\n\r\n".encode())
            assert connection.recv(12) == b"HTTP/1.1 413"

    ask(proxy)
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with start_proxy(port) as before_nobody:  # faults are logged with more words
        ask(before_nobody)
    logs = proxy.logs() + before_nobody.logs()
    assert re.search(r"GET 502|connection refused", logs), "the fault itself should be there"
    assert [secret for secret in [*secrets, maija.base.split("/")[2]] if secret in logs] == []
