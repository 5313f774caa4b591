"""Two processes on PostgreSQL behind the guide's upstream."""

import hashlib
import itertools
import signal
import threading
from contextlib import ExitStack, contextmanager

import pytest
from sqlalchemy import create_engine, text

from tests.serving import PATIENCE, Caller, served, wait_until

NUMBERS = itertools.count()


def save_and_read(caller, answers, done):
    """Add partners and read the list until told that it is enough; notes name and status."""
    token = caller.token()
    while not done.is_set():
        name = hashlib.sha256(str(next(NUMBERS)).encode()).hexdigest()[:20]  # no two alike
        form = {"csrf_token": token, "name": name, "description": "Oppimisjaksot"}
        answers.append((name, caller.request("POST", f"{caller.base}partners/everyday/add", data=form).status_code))
        answers.append((None, caller.get("partners/").status_code))


@contextmanager
def worked_through(proxy, platform):
    """Three people work until the block ends; gives the answers as they come."""
    answers, threads, done = [], [], threading.Event()
    for username in ("maija", "olli", "sami"):
        caller = Caller(proxy.origin, platform, proxy.certificate.authority)
        caller.open(username, language="en")
        threads.append(threading.Thread(target=save_and_read, args=[caller, answers, done]))
    for thread in threads:
        thread.start()
    try:
        go_on(answers)
        yield answers
    finally:
        done.set()
        for thread in threads:
            thread.join(PATIENCE)


def go_on(answers):
    before = len(answers)
    wait_until(lambda: len(answers) > before + 20, "the work's going on")


def stop(process):
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0


def stored_in(url):
    engine = create_engine(url)
    with engine.connect() as connection:
        stored = set(connection.scalars(text("SELECT name FROM partner WHERE id > 0")))
    engine.dispose()
    return stored


def test_when_one_of_two_ends_no_request_is_lost(two_on_postgresql, start_proxy, platform):
    url, one, two = two_on_postgresql
    with start_proxy(one.port, two.port) as proxy, worked_through(proxy, platform) as answers:
        stop(one.process)
        go_on(answers)
    assert {status for _name, status in answers} == {200, 303}, proxy.logs()
    assert stored_in(url) == {name for name, status in answers if status == 303}


@pytest.mark.parametrize("two_on_postgresql", ["2"], indirect=True)
def test_one_restarted_and_then_the_other_no_request_is_lost(two_on_postgresql, start_proxy, platform, tmp_path):
    """As the guide tells: the first answers again, then the other stops.

    Its two seconds, not the guide's five, are over before the ten for which nginx by itself asks nobody who was away.
    """
    url, one, two = two_on_postgresql
    with ExitStack() as again, start_proxy(one.port, two.port) as proxy, worked_through(proxy, platform) as answers:
        stop(one.process)
        go_on(answers)
        again.enter_context(served(url, tmp_path / "again.log", "--linger", "5", port=one.port))
        stop(two.process)
        go_on(answers)
    assert {status for _name, status in answers} == {200, 303}, proxy.logs()
    assert stored_in(url) == {name for name, status in answers if status == 303}
