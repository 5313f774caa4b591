"""A plugin of pytest's: which tests run which lines of the tool, and how long each takes. `record.py` loads it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import coverage
import pytest

FOLDER = "HOITOMALLI_RECORD"  # the variable that says where each process leaves what it has seen


class Recorder:
    """What one process of tests has run: tests that failed, or were left out, are not in it."""

    def __init__(self) -> None:
        self.running = coverage.Coverage(data_file=None, source=["lti_tool"], config_file=False, messages=False)
        self.running.start()
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        self.running.switch_context(item.nodeid)
        try:
            return (yield)
        finally:
            self.running.switch_context("")

    def pytest_runtest_logreport(self, report):
        if report.when == "call" and report.passed:
            self.seconds[report.nodeid] = report.duration

    def pytest_sessionfinish(self):
        self.running.stop()
        data = self.running.get_data()
        lines = {path: _tests_by_line(data.contexts_by_lineno(path)) for path in data.measured_files()}
        seen = {"seconds": self.seconds, "lines": lines}
        Path(os.environ[FOLDER], f"{os.getpid()}.json").write_text(json.dumps(seen), encoding="utf-8")


def _tests_by_line(contexts: dict[int, list[str]]) -> dict[int, list[str]]:
    return {line: [test for test in tests if test] for line, tests in contexts.items()}


def pytest_configure(config):
    """In each process that runs tests; xdist's own runs none."""
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        config.pluginmanager.register(Recorder())
