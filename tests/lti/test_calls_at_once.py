"""Platforms that answer slowly: pages are served meanwhile, and whoever finds no place for a call is told at once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event

import pytest

from lti_tool.lti import outgoing, public_address


@pytest.fixture
def all_places_taken(app):
    """Other calls are under way, as many as may be."""
    limits = app.extensions["hoitomalli_call_limits"]
    with ExitStack() as others:
        for number in range(limits.most):
            others.enter_context(limits.call_to(f"{number}.test"))
        yield others


def test_a_registration_meanwhile_is_told_to_try_again_and_its_link_stays_good(registering, all_places_taken, caplog):
    assert registering.show().status_code == 503
    page = registering.press()
    assert page.status_code == 503
    assert "reason=busy" in caplog.text
    all_places_taken.close()
    assert registering.press().status_code == 200


def test_a_launch_meanwhile_comes_again(begun, all_places_taken):
    assert begun.answer().status_code == 503
    all_places_taken.close()
    assert begun.answer().status_code == 303  # at once: the platform had not been asked


def test_pages_are_served_while_eight_presses_ask_a_slow_platform(app, lms, maija, visit, monkeypatch):
    """With as many threads as serve pages: one is always free."""
    monkeypatch.setattr(outgoing, "TIMEOUT_SECONDS", (60, 60))
    monkeypatch.setattr(public_address, "LONGEST_SECONDS", 60)
    admins = [visit("pirjo", language="en") for _ in range(8)]
    may_answer = Event()
    lms.app.view_functions["key_set.show_key_set"] = lambda: may_answer.wait(60) and ("", 503)
    with ThreadPoolExecutor(app.config["THREADS"]) as threads:
        checks = [threads.submit(admin.get, "admin/check/1") for admin in admins]
        page = threads.submit(maija.get, "tiers/everyday")
        assert page.result(30).status_code == 200
        assert not all(check.done() for check in checks)
        may_answer.set()
        assert {check.result(60).status_code for check in checks} == {200}
