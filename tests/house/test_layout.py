"""A text is laid out when it is saved, with a bound on time: none takes a page away from everyone."""

import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import insert

from lti_tool import db, layout_check
from lti_tool.errors import RuleBroken
from lti_tool.layout import try_layout
from lti_tool.layout_check import AT_ONCE, check_layout
from lti_tool.methods.models import OwnMethod
from lti_tool.pages import CONTENT, METHODS, load_page, page_names, render_markdown
from lti_tool.people.models import Organisation
from lti_tool.people.operations import organisation_named
from lti_tool.tiers.models import OwnWords

TOO_DEEP = {"stars": "* " * 499 + "x", "more stars": "* " * 700 + "x", "numbers": "1. " * 5000 + "x"}
TOO_SLOW = {
    "lists in Word": "1. a\n\nx\n\n" * 2200,  # the page is quick, the Word file is not
    "wide tables": ("|" + "a|" * 600 + "\n|" + "-|" * 600 + "\n" + "|x\n" * 105 + "\n") * 6,
}
BOMBS = {**TOO_DEEP, **TOO_SLOW}
sqlite_alone = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@sqlite_alone
@pytest.mark.parametrize("name", BOMBS)
def test_a_text_that_cannot_be_laid_out_is_refused_beside_its_field_and_kept(maija, name):
    text = BOMBS[name]
    answer = maija.post("tiers/everyday/own-words", {"text": text, "version": "0"})
    assert answer.status_code == 422
    assert 'id="text-error"' in answer.text
    assert text.split("\n")[0].strip().replace(">", "&gt;") in answer.text
    assert maija.get("tiers/everyday").status_code == 200


@sqlite_alone
@pytest.mark.parametrize("path", ["tiers/everyday/own-words", "methods/own/new", "methods/own/1/edit", "methods/own/2/edit"])
@pytest.mark.parametrize("button", [{}, {"preview": "1"}])
def test_wherever_a_text_is_laid_out_it_is_tried_before(maija, path, button):
    maija.post("methods/own/new", {"tier": "everyday", "title": "Oma", "text": "Näin"})
    maija.post("methods/company-visit/copy")
    form = {"tier": "everyday", "title": "Oma", "version": "0" if "words" in path else "1", "text": TOO_DEEP["stars"], **button}
    answer = maija.post(path, form)
    assert answer.status_code == 422
    assert "cannot be laid out" in answer.text
    assert TOO_DEEP["stars"] in answer.text


@sqlite_alone
def test_a_template_that_only_its_own_page_would_lay_out_is_tried_too(maija):
    """As code it is nothing on the method's page; handed out it stands alone."""
    text = f"```\n## Template\n{TOO_DEEP['stars']}\n```"
    try_layout([text])
    assert maija.post("methods/own/new", {"tier": "everyday", "title": "Oma", "text": text}).status_code == 422


@pytest.mark.parametrize(
    "text",
    [
        "Sanoja on tässä.\n\n" * 1000,
        "- kohta\n" * 300,
        "**a** [b](https://c.example) " * 400,
        "![" * 3300 + "a" * 13_000,
        "[" * 20_000,
    ],
)
def test_a_long_ordinary_text_is_accepted(text):
    check_layout(text)


def test_every_packaged_text_may_be_made_ones_own():
    for package in (CONTENT, METHODS):
        for language in ("fi", "sv", "en"):
            for name in page_names(package, language):
                try_layout([load_page(package, language, name).markdown])


def test_only_so_many_are_tried_at_once(monkeypatch):
    """Each trial waits until as many as may run are there; one more would be counted."""
    running = 0
    most = 0
    lock = threading.Lock()
    all_there = threading.Barrier(AT_ONCE, timeout=30)

    def run(*_command, **_keywords):
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        all_there.wait()
        with lock:
            running -= 1
        return subprocess.CompletedProcess([], 0)

    monkeypatch.setattr(layout_check.subprocess, "run", run)
    monkeypatch.setattr(layout_check, "WAIT_SECONDS", 30)
    with ThreadPoolExecutor(3 * AT_ONCE) as threads:
        list(threads.map(check_layout, ["x" * 2000] * 3 * AT_ONCE))
    assert most == AT_ONCE


def test_who_finds_no_place_is_told_at_once_and_holds_no_thread(app, monkeypatch):
    monkeypatch.setattr(layout_check, "_places", threading.BoundedSemaphore(1))
    monkeypatch.setattr(layout_check, "WAIT_SECONDS", 0)
    layout_check._places.acquire()
    with app.test_request_context(headers={"Accept-Language": "en"}), pytest.raises(RuleBroken, match="too busy"):
        check_layout("x" * 2000)


def test_others_may_write_while_a_text_is_tried(maija, olli, monkeypatch):
    """SQLite has one place for a writer, which a trial does not hold."""
    is_tried = threading.Event()
    may_end = threading.Event()

    def run(*_command, **_keywords):
        is_tried.set()
        assert may_end.wait(60)
        return subprocess.CompletedProcess([], 0)

    monkeypatch.setattr(layout_check.subprocess, "run", run)
    form = {"csrf_token": maija.token(), "text": "x" * 2000, "version": "0"}
    with ThreadPoolExecutor(1) as thread:
        writing = thread.submit(maija.request, "POST", maija.base + "tiers/everyday/own-words", data=form)
        assert is_tried.wait(60)
        assert olli.add("Aalto").status_code == 303
        may_end.set()
        assert writing.result(60).status_code == 303
    assert "x" * 2000 in maija.get("tiers/everyday/description").text


def test_what_has_been_written_before_a_trial_is_not_lost(app):
    """As when one act writes many texts."""
    with app.test_request_context(method="POST"):
        for number, write in enumerate((add_organisation, insert_organisation)):
            write(f"Opisto {number}")
            check_layout("x" * 2000)
            assert organisation_named(f"Opisto {number}")
            db.session.commit()


def add_organisation(name):
    db.session.add(Organisation(name=name))
    db.session.flush()


def insert_organisation(name):
    values = {"name": name, "name_key": name.lower(), "language": "fi", "tier_titles": {}, "version": 1}
    db.session.execute(insert(Organisation.__table__).values(**values))


@pytest.mark.parametrize("error", [subprocess.TimeoutExpired("x", 1), OSError("no process can be made")])
def test_a_trial_that_could_not_be_made_says_so(app, monkeypatch, error):
    def fail(*_command, **_keywords):
        raise error

    monkeypatch.setattr(layout_check.subprocess, "run", fail)
    with app.test_request_context(headers={"Accept-Language": "en"}), pytest.raises(RuleBroken) as broken:
        check_layout("x" * 2000)
    assert "too busy" in broken.value.message


@sqlite_alone
def test_what_stands_in_the_database_nevertheless_is_shown_as_it_was_typed(maija, app, caplog):
    maija.post("methods/own/new", {"tier": "everyday", "title": "Oma", "text": "Näin"})
    maija.post("tiers/everyday/own-words", {"text": "Näin", "version": "0"})
    text = "<b>salaista</b>\n\n" + TOO_DEEP["numbers"]
    with app.app_context():
        for model in (OwnMethod, OwnWords):
            db.session.execute(model.__table__.update().values(text=text))
        db.session.commit()
    render_markdown.cache_clear()
    for path in ("tiers/everyday/description", "methods/own/1", "tiers/everyday/description"):
        page = maija.get(path)
        assert page.status_code == 200
        assert "&lt;b&gt;salaista&lt;/b&gt;<br><br>1. 1. 1." in page.text
    word = Document(BytesIO(maija.get("methods/own/1/template.docx").data))
    assert word.paragraphs[1].text.startswith("<b>salaista</b>")
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 2  # once for each level of headings
    assert "salaista" not in caplog.text
