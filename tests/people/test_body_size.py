"""How much a request may send."""

import io

import pytest

from lti_tool.people import access, body_size

OVER = 1_000_001


@pytest.fixture
def receiving(app):
    """The app with a route that takes 3 MB and one that declares nothing; both answer with the length."""

    def receive():
        from flask import request

        return str(len(request.form.get("text", "")) + sum(len(sent.read()) for sent in request.files.values()))

    def receive_more():
        return receive()

    app.add_url_rule("/plain", "plain", access.public(receive), methods=["POST"])
    app.add_url_rule("/more", "more", body_size.takes(3_000_000)(access.public(receive_more)), methods=["POST"])
    app.extensions["csrf"].exempt(receive)
    app.extensions["csrf"].exempt(receive_more)
    return app.test_client()


def test_a_route_takes_a_megabyte(receiving):
    assert receiving.post("/plain", data={"text": "x" * 990_000}).text == "990000"
    assert receiving.post("/plain", data={"text": "x" * OVER}).status_code == 413
    assert receiving.post("/plain", data={"file": (io.BytesIO(b"x" * OVER), "a")}).status_code == 413


def test_a_route_that_declares_more_takes_more(receiving):
    assert receiving.post("/more", data={"text": "x" * 2_900_000}).text == "2900000"
    assert receiving.post("/more", data={"file": (io.BytesIO(b"x" * 2_900_000), "a")}).text == "2900000"
    answer = receiving.post("/more", data={"text": "x" * 3_100_000}, headers={"Accept-Language": "en"})
    assert answer.status_code == 413
    assert "at most 3 MB" in answer.text


@pytest.mark.parametrize(("language", "words"), [("fi", "enintään 1 Mt"), ("sv", "högst 1 MB"), ("en", "at most 1 MB")])
def test_too_much_is_told_in_the_language_of_the_launch(visit, open_course, language, words):
    open_course()
    maija = visit("maija", language=language)
    answer = maija.request("POST", maija.base + "tiers/everyday/own-words", data={"text": "x" * OVER})
    assert answer.status_code == 413
    assert words in answer.text


def test_with_script_the_form_stays_and_the_message_comes_above_it(maija):
    answer = maija.post("tiers/everyday/own-words", {"text": "x" * OVER, "version": "0"}, htmx=True)
    assert answer.headers["HX-Retarget"] == "#main"
    assert answer.headers["HX-Reswap"].startswith("afterbegin")


def test_without_a_launch_it_is_told_too(app):
    answer = app.test_client().post("/l/" + "a" * 22 + "/partners/everyday/add", data={"name": "x" * OVER})
    assert answer.status_code == 413
    assert "<h1>" in answer.text
