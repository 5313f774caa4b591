"""The partner's link: the questions and nothing else, good once, in its own language."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update

from lti_tool import db
from lti_tool.assessment.models import AssessmentLink
from lti_tool.assessment.statements import questionnaire
from tests.assessment.conftest import KEYS, Outsider

FIRST = KEYS[0]


def test_the_link_shows_the_statements_and_nothing_else(outsider):
    page = outsider.look()
    assert page.status_code == 200
    first = questionnaire("fi").asked("periods").phases[0]
    for statement in first.statements:
        assert statement.text in page.text
    text = page.text.lower()
    for hidden in ("kumppanuus", "hotellitiimi", "maija", "/l/", "<nav", "<script"):
        assert hidden not in text, hidden
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize(("language", "word"), [("fi", "Seuraava vaihe"), ("sv", "Nästa fas"), ("en", "Next phase")])
def test_it_speaks_the_language_it_was_made_in(app, make_link, language, word):
    page = Outsider(app, make_link(language=language)).look()
    assert f'<html lang="{language}"' in page.text
    assert word in page.text


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_mail_scanners_may_open_it_as_often_as_they_like(outsider, method):
    for _time in range(5):
        assert outsider.look(method).status_code == 200
    assert outsider.send(**{FIRST: "4"}).status_code == 200


def test_it_is_used_up_when_the_answers_are_sent(maija, outsider):
    thanks = outsider.send(**{FIRST: "4"})
    assert "Kiitos" in thanks.text
    assert outsider.look().status_code == 410
    again = outsider.send(**{FIRST: "1"})
    assert again.status_code == 410
    assert "partner's 1" in maija.get("assessments/1").text
    assert "Used" in maija.get("assessments/1").text


def test_two_presses_at_once_count_once(maija, outsider, app):
    def press(_number):
        return app.test_client().post(outsider.path, data={FIRST: "4"}, base_url="https://tool.test")

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(press, range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 410, 410, 410]
    assert all("on jo lähetetty" in answer.text for answer in answers if answer.status_code == 410)
    assert "partner's 1" in maija.get("assessments/1").text


@pytest.mark.parametrize("value", ["0", "6", "viisi"])
def test_answers_out_of_range_leave_the_link_open_and_the_text_kept(outsider, value):
    answer = outsider.send(**{FIRST: value, f"{FIRST}-comment": "Säilyy"})
    assert answer.status_code == 422
    assert f'id="{FIRST}-error"' in answer.text
    assert "Säilyy" in answer.text
    assert outsider.send(**{FIRST: "4"}).status_code == 200


def test_an_empty_sheet_leaves_the_link_open(outsider):
    assert outsider.send().status_code == 422
    assert outsider.look().status_code == 200


def test_expired_revoked_and_guessed_links_say_so_in_words(app, maija, make_link):
    expired = Outsider(app, make_link())
    revoked = Outsider(app, make_link())
    with app.app_context():
        link = update(AssessmentLink.__table__).where(AssessmentLink.id == 1)
        with db.own_transaction(writing=True) as short:
            short.execute(link.values(expires_at=db.now() - timedelta(seconds=1)))
    assert maija.post("assessments/links/2/revoke").status_code == 303
    for outsider, status in ((expired, 410), (revoked, 410), (Outsider(app, "https://tool.test/answer/guessed"), 404)):
        for answer in (outsider.look(), outsider.send(**{FIRST: "4"})):
            assert answer.status_code == status
            assert "<h1>" in answer.text
            assert questionnaire("fi").asked("periods").phases[0].statements[0].text not in answer.text
    assert "Nobody has answered yet" in maija.get("assessments/1").text


def test_a_link_of_an_archived_test_is_closed(maija, outsider):
    maija.post("assessments/1/archive")
    assert outsider.look().status_code == 410


def test_undoing_a_link_revokes_it(maija, outsider):
    change_set = re.findall(r"undo/\d+", maija.get("assessments/1").text)
    assert change_set
    maija.post("undo/2")
    assert outsider.look().status_code == 410


def test_what_a_partner_has_sent_cannot_be_undone_by_staff(maija, outsider):
    outsider.send(**{FIRST: "4"})
    maija.post("undo/3")
    assert "partner's 1" in maija.get("assessments/1").text


def test_only_a_hash_of_the_link_is_kept(app, outsider):
    token = outsider.path.rpartition("/")[2]
    with app.app_context():
        link = db.session.get(AssessmentLink, 1)
        assert token not in (link.token_hash, str(vars(link)))


def test_script_from_outside_is_only_text(maija, outsider):
    outsider.send(**{FIRST: "4", f"{FIRST}-comment": "<script>alert(1)</script>"})
    assert "<script>alert" not in maija.get("assessments/1").text


def test_another_college_sees_and_changes_nothing(maija, make_link, other_college):
    make_link()
    stranger = other_college("maija")
    assert "Hotellitiimi" not in stranger.get("assessments/").text
    for path in ("assessments/1", "assessments/1/answer"):
        assert stranger.get(path).status_code == 404
    for path in ("assessments/1/answer", "assessments/1/links", "assessments/links/1/revoke", "assessments/1/archive"):
        assert stranger.post(path, {FIRST: "4"}).status_code == 404


def test_what_was_typed_is_shown_when_the_link_was_revoked_meanwhile(maija, outsider):
    maija.post("assessments/links/1/revoke")
    answer = outsider.send(**{FIRST: "4", f"{FIRST}-comment": "Paljon ajatuksia"})
    assert answer.status_code == 410
    assert "Paljon ajatuksia" in answer.text
