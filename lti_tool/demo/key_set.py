"""mod/lti/certs.php: the LMS's public keys, and the ways in which fetching them can go wrong."""

import time

from flask import Blueprint, jsonify

HUGE = 20_000_000


def key_set_pages(lms):
    """The endpoint for one LMS."""
    pages = Blueprint("key_set", __name__)

    @pages.get("/mod/lti/certs.php")
    def show_key_set():
        lms.calls["certs"] += 1
        time.sleep(lms.faults.key_set_slow)
        if lms.faults.key_set_down:
            return "Service Unavailable", 503
        if lms.faults.key_set_garbage:
            return "<!doctype html><title>Huoltokatko</title>Palaamme pian."
        if lms.faults.key_set_huge:
            return jsonify(lms.key_set() | {"padding": "x" * HUGE})
        return jsonify(lms.key_set())

    return pages
