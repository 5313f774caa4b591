"""`hoitomalli serve` as a process: what it refuses to begin with, and how it ends."""

import http.client
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlencode

import pytest
import requests

from tests.serving import PATIENCE, Caller, Serve, accepts, environment, free_port, furnish, served, wait_until


@pytest.fixture
def sqlite_url(tmp_path, migrated_sqlite):
    path = tmp_path / "serve.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture
def tool(sqlite_url, tmp_path, lms):
    furnish(sqlite_url, lms)
    with served(sqlite_url, tmp_path / "serve.log") as tool:
        yield tool


def refused(database_url, *options):
    command = [Path(sys.executable).with_name("hoitomalli"), "serve", *options]
    return subprocess.run(command, env=environment(database_url), capture_output=True, text=True, timeout=PATIENCE)


def partners_in(database_url):
    with sqlite3.connect(database_url.removeprefix("sqlite:///")) as database:
        return [name for (name,) in database.execute("SELECT name FROM partner WHERE id > 0")]


def begin_save(tool, maija, token, name):
    """Send a whole POST without waiting for the answer."""
    form = urlencode({"csrf_token": token, "name": name, "description": "Oppimisjaksot"})
    connection = http.client.HTTPConnection("127.0.0.1", tool.port, timeout=PATIENCE)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": maija.client.cookie_line()}
    connection.request("POST", f"{maija.base}partners/everyday/add", form, headers)
    return connection


def test_a_save_under_way_at_sigterm_is_answered_and_stored_and_new_connections_are_refused(tool, lms, sqlite_url):
    maija = Caller(tool.origin, lms)
    maija.open()
    token = maija.token()
    names = [letter * 8 for letter in "ABCDEFGHI"]  # more than threads: some wait in the queue
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None) as database:
        database.execute("BEGIN IMMEDIATE")  # the saves wait
        saves = [begin_save(tool, maija, token, name) for name in names]
        tool.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not accepts(tool.port), "refusing new connections")
        assert tool.process.poll() is None
        database.execute("COMMIT")
    assert [save.getresponse().status for save in saves] == [303] * 9
    assert tool.process.wait(PATIENCE) == 0
    assert sorted(partners_in(sqlite_url)) == names
    assert "Traceback" not in tool.log.read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_idle_connections_do_not_keep_it_from_ending(tool, number):
    with socket.create_connection(("127.0.0.1", tool.port)) as idle:
        idle.sendall(b"GET /lti/jwks HTTP/1.1\r\nHost: tool.test\r\n\r\n")
        assert idle.recv(15) == b"HTTP/1.1 200 OK"
        tool.process.send_signal(number)
        assert tool.process.wait(PATIENCE) == 0
    assert "not finished" not in tool.log.read_text()


def test_a_second_signal_ends_it_at_once(tool, lms, sqlite_url):
    maija = Caller(tool.origin, lms)
    maija.open()
    token = maija.token()
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None) as database:
        database.execute("BEGIN IMMEDIATE")
        save = begin_save(tool, maija, token, "Leipomo")
        tool.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not accepts(tool.port), "refusing new connections")
        tool.process.send_signal(signal.SIGTERM)
        assert tool.process.wait(PATIENCE) == -signal.SIGTERM
        save.close()
        database.execute("COMMIT")
    assert partners_in(sqlite_url) == []


def test_while_it_lingers_it_answers_and_sends_balancers_elsewhere(sqlite_url, tmp_path):
    with served(sqlite_url, tmp_path / "serve.log", "--linger", "30") as tool:
        health = f"{tool.origin}/health"
        assert requests.get(health, timeout=PATIENCE).status_code == 200
        tool.process.send_signal(signal.SIGTERM)
        wait_until(lambda: requests.get(health, timeout=PATIENCE).status_code == 503, "leaving")
        assert requests.get(f"{tool.origin}/lti/jwks", timeout=PATIENCE).status_code == 200


@pytest.mark.parametrize(
    ("proxy", "words"), [("127.0.0.1", "says how the browser came"), ("127.0.0.9", "does not say that the browser")]
)
def test_forwarded_headers_count_only_from_the_proxys_address(sqlite_url, tmp_path, lms, proxy, words):
    furnish(sqlite_url, lms)
    with served(sqlite_url, tmp_path / "serve.log", "--proxy", proxy) as tool:
        pirjo = Caller(tool.origin, lms)
        pirjo.open("pirjo", language="en")
        forged = {"Forwarded": "proto=https;host=evil.example", "X-Forwarded-Port": "1"}
        page = pirjo.get("admin/check", headers={"X-Forwarded-Proto": "https", "X-Forwarded-Host": "tool.test", **forged}).text
    assert words in page
    assert "evil.example" not in page


def test_two_processes_that_start_at_once_on_an_empty_postgresql_both_serve(new_postgresql, tmp_path):
    url = new_postgresql("template0")
    both = [Serve(url, tmp_path / f"{number}.log") for number in range(2)]
    try:
        for tool in both:
            tool.wait_until_it_answers()
    finally:
        for tool in both:
            tool.end()


def test_a_second_process_on_the_same_sqlite_file_is_refused_in_one_line(tool, sqlite_url):
    result = refused(sqlite_url, "--port", str(free_port()))
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "Another `hoitomalli serve` uses" in result.stderr


def test_after_a_kill_the_sqlite_file_can_be_served_again(tool, sqlite_url, tmp_path):
    tool.process.kill()
    tool.process.wait(PATIENCE)
    with served(sqlite_url, tmp_path / "again.log"):
        pass


def test_a_port_that_is_taken_is_told_in_one_line_before_anything_is_migrated(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = refused(f"sqlite:///{tmp_path}/new.db", "--port", str(taken.getsockname()[1]))
    assert result.returncode == 1
    assert "Address already in use. Choose another --port" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("port", ["99999", "0", "-1"])
def test_a_port_out_of_range_is_told(tmp_path, port):
    result = refused(f"sqlite:///{tmp_path}/new.db", "--port", port)
    assert result.returncode == 2
    assert "is not in the range" in result.stderr
    assert not (tmp_path / "new.db").exists()


def test_a_missing_folder_is_told_in_one_line(tmp_path):
    result = refused(f"sqlite:///{tmp_path}/none/new.db", "--port", str(free_port()))
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert f"finds no folder {tmp_path}/none for the database" in result.stderr


def test_a_database_that_all_may_read_is_warned_of_at_the_start(sqlite_url, tmp_path):
    database = Path(sqlite_url.removeprefix("sqlite:///"))
    database.chmod(0o644)
    with served(sqlite_url, tmp_path / "serve.log") as tool:
        assert f"gets at the secret or the database: chmod o-rwx {database}\n" in tool.log.read_text()


def test_a_hundred_and_fifty_unfinished_bodies_and_slow_readers_stop_nobody(tool, lms):
    """More than waitress' default of connections; the figure under load is `make proxies`'."""
    maija = Caller(tool.origin, lms)
    maija.open()
    cookies = maija.client.cookie_line()
    body = b"POST /lti/login HTTP/1.1\r\nHost: tool.test\r\nContent-Length: 900000\r\n\r\n" + b"x" * 100_000
    page = f"GET {maija.base}tiers/everyday HTTP/1.1\r\nHost: tool.test\r\nCookie: {cookies}\r\n\r\n".encode() * 20
    slow = [socket.create_connection(("127.0.0.1", tool.port)) for _number in range(200)]
    try:
        for number, connection in enumerate(slow):
            threading.Thread(target=connection.sendall, args=[page if number % 4 == 0 else body], daemon=True).start()
        assert maija.get("tiers/everyday").status_code == 200
        assert maija.add("Leipomo").status_code == 303
    finally:
        for connection in slow:
            connection.close()
