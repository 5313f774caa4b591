"""Two processes on PostgreSQL behind the guide's upstream."""

import hashlib
import itertools
import signal
import threading

from sqlalchemy import create_engine, text

from tests.serving import PATIENCE, Caller, wait_until

NUMBERS = itertools.count()


def save_and_read(caller, answers, done):
    """Add partners and read the list until told that it is enough; notes name and status."""
    token = caller.token()
    while not done.is_set():
        name = hashlib.sha256(str(next(NUMBERS)).encode()).hexdigest()[:20]  # no two alike
        form = {"csrf_token": token, "name": name, "description": "Oppimisjaksot"}
        answers.append((name, caller.request("POST", f"{caller.base}partners/everyday/add", data=form).status_code))
        answers.append((None, caller.get("partners/").status_code))


def test_when_one_of_two_ends_no_request_is_lost(two_on_postgresql, start_proxy, platform):
    url, one, two = two_on_postgresql
    answers = []
    threads = []
    done = threading.Event()
    with start_proxy(one.port, two.port) as proxy:
        for username in ("maija", "olli", "sami"):
            caller = Caller(proxy.origin, platform, proxy.certificate.authority)
            caller.open(username, language="en")
            threads.append(threading.Thread(target=save_and_read, args=[caller, answers, done]))
        for thread in threads:
            thread.start()
        try:
            wait_until(lambda: len(answers) > 10, "the work's beginning")
            one.process.send_signal(signal.SIGTERM)
            assert one.process.wait(PATIENCE) == 0
            before = len(answers)
            wait_until(lambda: len(answers) > before + 20, "the work's going on")
        finally:
            done.set()
            for thread in threads:
                thread.join(PATIENCE)
    engine = create_engine(url)
    with engine.connect() as connection:
        stored = set(connection.scalars(text("SELECT name FROM partner")))
    engine.dispose()
    assert {status for _name, status in answers} == {200, 303}, proxy.logs()
    assert stored == {name for name, status in answers if status == 303}
