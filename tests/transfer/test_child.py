"""Files are read in a process of their own: what happens to it is a message, never the end of the tool."""

import io
import zipfile
from threading import Thread

import pytest
import xlsxwriter
from flask import Flask
from flask_babel import Babel, force_locale

from lti_tool.errors import RuleBroken
from lti_tool.transfer import reading
from lti_tool.transfer.sheets import CannotRead
from tests.transfer.building import LIST, csv_text, xlsx


def reason_of(content):
    with pytest.raises(RuleBroken) as broken:
        reading.read_file(content, "lista.xlsx")
    return broken.value.details["reason"]


def child_that(monkeypatch, does):
    """The child's command replaced by a line of Python."""
    run = reading.subprocess.run

    def run_other(command, **arguments):
        return run([command[0], "-c", does], **arguments)

    monkeypatch.setattr(reading.subprocess, "run", run_other)


def test_what_the_child_reads_is_what_the_file_holds():
    (sheet,) = reading.read_file(xlsx([*LIST, ["", "Ž"]]), "lista.xlsx")
    assert sheet.rows == [*LIST, ["", "Ž"]]
    assert (sheet.name, sheet.is_hidden, sheet.cut_cells) == ("Lista", False, [])


def test_cut_cells_come_through():
    (sheet,) = reading.read_file(f"a;{'x' * 30_001}".encode(), "lista.csv")
    assert sheet.cut_cells == [(1, 2)]


def test_many_threads_read_at_once():
    found = []

    def read(number):
        (sheet,) = reading.read_file(csv_text([["a", str(number)]]).encode(), "lista.csv")
        found.append(sheet.rows[0][1])

    threads = [Thread(target=read, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["0", "1", "2", "3", "4", "5"]


def test_a_cell_at_the_far_end_of_a_sheet_takes_too_much_memory():
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content)
    sheet = workbook.add_worksheet()
    sheet.write(0, 0, "a")
    sheet.write(1_048_575, 16_383, "z")
    workbook.close()
    assert reason_of(content.getvalue()) == "too_much_memory"


def test_a_package_that_lies_about_its_size_meets_the_limit_of_memory():
    """The directory says 100 bytes, the part unpacks to 400 MB."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts_of(xlsx(LIST)).items():
            if name == "xl/sharedStrings.xml":
                continue
            archive.writestr(name, part)
        with archive.open("xl/sharedStrings.xml", "w") as strings:
            strings.write(b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>')
            for _ in range(400):
                strings.write(b"x" * 1_000_000)
            strings.write(b"</t></si></sst>")
    assert reason_of(with_small_size(content.getvalue(), "xl/sharedStrings.xml")) in ("too_much_memory", "broken", "crashed")


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_small_size(content, name):
    """The size in the directory at the end set to 100 bytes."""
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(name.encode()))
    return content[: entry + 24] + (100).to_bytes(4, "little") + content[entry + 28 :]


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "crashed"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "too_slow"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "too_slow"),
        ("import os; os.abort()", "too_much_memory"),
        ("raise SystemExit(3)", "crashed"),
        ("raise RuntimeError", "crashed"),
        ("import os; os.close(0); raise SystemExit(1)", "crashed"),
        ("pass", "crashed"),
        ("print('[1')", "crashed"),
    ],
)
def test_an_end_of_the_child_is_a_message(monkeypatch, does, reason):
    child_that(monkeypatch, does)
    assert reason_of(xlsx(LIST) * 20) == reason


def test_a_child_that_does_not_end_is_ended(monkeypatch):
    child_that(monkeypatch, "import time; time.sleep(100)")
    monkeypatch.setattr(reading, "SLOWEST_SECONDS", 0.2)
    assert reason_of(b"a;b") == "too_slow"


def test_the_child_ends_itself_when_it_has_used_its_seconds(monkeypatch):
    child_that(
        monkeypatch,
        "from lti_tool.transfer import child; child.PROCESSOR_SECONDS = 1; child.set_limits()\nwhile True: pass",
    )
    assert reason_of(b"a;b") == "too_slow"


def test_a_lower_limit_of_the_service_stays(monkeypatch):
    child_that(
        monkeypatch,
        "import json, resource; resource.setrlimit(resource.RLIMIT_CPU, (5, 5)); from lti_tool.transfer import child; child.set_limits();"
        "print(json.dumps({'refused': 'pdf', 'details': {'row': [resource.getrlimit(one) for one in (resource.RLIMIT_CPU, resource.RLIMIT_AS)]}}))",
    )
    with pytest.raises(RuleBroken) as broken:
        reading.read_file(b"a;b", "")
    assert broken.value.__cause__.details["row"] == [[5, 5], [300 * 1024 * 1024] * 2]


def test_the_child_gets_none_of_our_settings(monkeypatch):
    monkeypatch.setenv("HOITOMALLI_SECRET_KEY", "salainen")
    child_that(
        monkeypatch,
        "import json, os; print(json.dumps({'refused': 'pdf', 'details': {'row': ','.join(os.environ)}}))",
    )
    with pytest.raises(RuleBroken) as broken:
        reading.read_file(b"a;b", "")
    assert "HOITOMALLI" not in broken.value.__cause__.details["row"]


def test_who_finds_no_place_is_told(monkeypatch):
    monkeypatch.setattr(reading, "WAIT_SECONDS", 0)
    for _ in range(reading.AT_ONCE):
        reading._places.acquire()
    try:
        assert reason_of(b"a;b") == "busy"
    finally:
        for _ in range(reading.AT_ONCE):
            reading._places.release()


def test_places_are_given_back_after_a_crash(monkeypatch):
    child_that(monkeypatch, "raise SystemExit(3)")
    for _ in range(reading.AT_ONCE + 1):
        assert reason_of(b"a;b") == "crashed"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_messages_are_in_the_readers_language(language):
    """Each reason, with its numbers put in."""
    app = Flask("lti_tool")
    Babel(app)
    with app.test_request_context(), force_locale(language):
        messages = {
            reason: reading.message_of(CannotRead(reason, sheet="Lista", row=7), "lista.xlsx") for reason in reading.REASONS
        }
    assert all(message.startswith("lista.xlsx") and "Lista" in message and "%" not in message for message in messages.values())
    numbers = {"fi": "20 000", "sv": "20 000", "en": "20,000"}
    assert numbers[language] in messages["too_many_rows"].replace("\u00a0", " ")
    assert "7" in messages["unclosed_quote"]
