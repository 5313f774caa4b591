"""One phase a step: each is kept, one goes back and on, nothing is chosen beforehand, and it counts once it is sent."""

import re

import pytest

from lti_tool.assessment.statements import questionnaire
from tests.assessment.conftest import KEYS, Outsider

PHASES = [phase.key for phase in questionnaire("en").asked("periods").phases]
FIRST, SECOND = KEYS[:2]
OF_NEXT = questionnaire("en").asked("periods").phases[1].keys[0]


class Colleague:
    """One of ours at the form, by the same means as an outsider at a link."""

    def __init__(self, visitor, path):
        self.visitor = visitor
        self.path = path

    def look(self, more=""):
        return self.visitor.get(self.path + more)

    def send(self, **data):
        return self.visitor.post(self.path, data)


class Partner(Outsider):
    def look(self, more=""):
        return self.client.get(self.path + more, base_url="https://tool.test")


@pytest.fixture(params=["colleague", "together", "partner"])
def writer(request, app, maija, begin, make_link):
    """Whoever answers test 1."""
    if request.param == "partner":
        return Partner(app, make_link(language="en"))
    return Colleague(maija, f"assessments/{begin()}/answer" + ("?together=1" if request.param == "together" else ""))


def checked(page):
    return re.findall(r'name="([\w-]+)" value="(\w+)" checked', page.text)


def version(page):
    return re.search(r'name="version" value="(\d*)"', page.text)[1]


def phase_shown(page):
    return re.search(r'name="phase" value="([\w-]*)"', page.text)[1]


def test_one_phase_is_shown_with_its_scale_and_nothing_is_chosen_beforehand(writer):
    page = writer.look()
    assert page.text.count("<fieldset") == 5
    assert checked(page) == []
    assert "Phase 1 of 6" in page.text
    assert "Completely agree" in page.text
    assert "Previous phase" not in page.text


def test_what_is_shown_of_the_answers_is_said_before_one_answers(writer):
    said = {"answer of all of you", "Single answers are shown once 3 of us", "the answers of one person"}
    assert sum(words in writer.look().text for words in said) == 1


def test_each_step_is_kept_and_counts_once_it_is_sent(maija, writer):
    step = writer.send(phase=PHASES[0], go=PHASES[1], **{FIRST: "2", f"{FIRST}-comment": "Säilyy", SECOND: "skip"})
    assert step.status_code == 303
    assert f"phase={PHASES[1]}" in step.location
    assert "ours 0, the partner's 0" in maija.get("assessments/1").text
    assert "Säilyy" not in maija.get("assessments/1").text
    again = writer.look()  # e.g. the next day, in another window
    assert phase_shown(again) == PHASES[1]
    more = "&" if "?" in writer.path else "?"
    before = writer.look(f"{more}phase={PHASES[0]}")
    assert checked(before) == [(FIRST, "2"), (SECOND, "skip")]
    assert "Säilyy" in before.text
    sent = writer.send(phase=PHASES[-1], go="send", version=version(again))
    assert sent.status_code in (200, 303)
    found = maija.get("assessments/1").text
    assert "ours 1," in found or "the partner's 1" in found or "answers: ours together" in found


def test_going_back_keeps_what_was_typed_too_and_the_same_statement_elsewhere_is_asked(writer):
    writer.send(phase=PHASES[0], go=PHASES[1], **{FIRST: "2"})
    back = writer.send(phase=PHASES[1], go=PHASES[0], version="1", **{OF_NEXT: "4"})
    assert f"phase={PHASES[0]}" in back.location
    asked = writer.send(phase=PHASES[1], go=PHASES[2], version="1", **{OF_NEXT: "5", f"{OF_NEXT}-comment": "Toisin"})
    assert asked.status_code == 409
    assert "Saved meanwhile: 4" in asked.text
    assert "Toisin" in asked.text
    assert phase_shown(asked) == PHASES[1]
    taken = writer.send(phase=PHASES[1], go="no such phase", version=version(asked), **{OF_NEXT: "5"})
    assert f"phase={PHASES[1]}" in taken.location


def test_a_comment_is_taken_out_again(writer):
    writer.send(phase=PHASES[0], go=PHASES[1], **{FIRST: "2", f"{SECOND}-comment": "Harkitsematon"})
    writer.send(phase=PHASES[0], go=PHASES[1], version="1", **{FIRST: "2", f"{SECOND}-comment": ""})
    shown = writer.look(("&" if "?" in writer.path else "?") + f"phase={PHASES[0]}")
    assert "Harkitsematon" not in shown.text
    assert checked(shown) == [(FIRST, "2")]


def test_a_refused_step_keeps_what_was_typed_and_the_steps_before(writer):
    writer.send(phase=PHASES[0], go=PHASES[1], **{f"{FIRST}-comment": "Vain sanoja"})
    refused = writer.send(phase=PHASES[1], go=PHASES[2], version="1", **{OF_NEXT: "9", f"{OF_NEXT}-comment": "Pitkä ajatus"})
    assert refused.status_code == 422
    assert "Pitkä ajatus" in refused.text
    assert phase_shown(refused) == PHASES[1]
    empty = writer.send(phase=PHASES[-1], go="send", version="1")
    assert empty.status_code == 422
    assert "Answer at least one statement." in empty.text
    assert "Vain sanoja" in writer.look(("&" if "?" in writer.path else "?") + f"phase={PHASES[0]}").text
    assert checked(writer.look(("&" if "?" in writer.path else "?") + f"phase={PHASES[0]}")) == []


def test_a_page_of_an_older_program_sends_all_at_once(maija, writer):
    wrong = writer.send(**{FIRST: "9", OF_NEXT: "4", f"{OF_NEXT}-comment": "Toisesta vaiheesta"})
    assert wrong.status_code == 422
    assert "Toisesta vaiheesta" in wrong.text
    assert phase_shown(wrong) == ""
    assert writer.send(**{FIRST: "2", OF_NEXT: "4"}).status_code in (200, 303)
    assert (
        "ours 0, the partner's 0" not in maija.get("assessments/1").text or "answered together" in maija.get("assessments/1").text
    )


def test_a_link_that_was_begun_is_closed_like_any_other(app, maija, make_link):
    partner = Partner(app, make_link())
    partner.send(phase=PHASES[0], go=PHASES[1], **{FIRST: "2", f"{FIRST}-comment": "Kesken jäi"})
    assert maija.post("assessments/links/1/revoke").status_code == 303
    assert partner.look().status_code == 410
    answer = partner.send(phase=PHASES[1], go=PHASES[2], **{f"{OF_NEXT}-comment": "Ei mahdu"})
    assert answer.status_code == 410
    assert "Ei mahdu" in answer.text
    page = maija.get("assessments/1").text
    assert "Nobody has answered yet" in page
    assert "Kesken jäi" not in page


def test_what_was_begun_can_be_gone_on_with_from_the_test(maija, begin):
    maija.post(f"assessments/{begin()}/answer", {"phase": PHASES[0], "go": PHASES[1], FIRST: "2"})
    assert "Go on answering" in maija.get("assessments/1").text


def test_phases_that_are_left_out_are_not_asked(app, maija, olli, begin, make_link):
    number = begin()
    form = {"phases": PHASES[2:], "version": "1"}
    assert maija.post(f"assessments/{number}/phases", form).status_code == 303
    partner = Partner(app, make_link(number, language="en"))
    page = partner.look()
    assert phase_shown(page) == PHASES[2]
    assert "Phase 1 of 4" in page.text
    assert "without=agreeing" in maija.get(f"assessments/{number}").text
    for refused, said in (
        ({"version": "2"}, "Leave at least one phase."),
        ({"phases": ["nothing"]}, "Leave at least one phase."),
    ):
        answer = maija.post(f"assessments/{number}/phases", refused)
        assert answer.status_code == 422
        assert said in answer.text
    other = olli.post(f"assessments/{number}/phases", {"phases": PHASES[1:], "version": "1"})
    assert other.status_code == 409
    assert "Theirs" in other.text
    partner.send(phase=PHASES[2], go=PHASES[3], **{questionnaire("fi").asked("periods").phases[2].keys[0]: "3"})
    late = maija.post(f"assessments/{number}/phases", {"phases": PHASES, "version": "2"})
    assert late.status_code == 422
    assert "Somebody has begun to answer" in late.text


def test_a_partner_with_whom_something_is_developed_is_offered_the_statements_on_that(maija):
    maija.add("Leipomo Kultakuori Oy", tier="development")
    maija.add("Kahvila Kerttuli Ky")
    offered = re.search(r'assessments/(\?subject=[^"]*)"', maija.get("partners/1").text)[1].replace("&amp;", "&")
    assert re.search(r'<option[^>]* selected[^>]* value="development"', maija.get(f"assessments/{offered}").text)
    assert "set=development" not in maija.get("partners/2").text


def test_another_set_asks_other_statements(maija):
    begun = maija.post("assessments/", {"subject": "Hotellitiimi", "statement_set": "development"})
    page = maija.request("GET", begun.location)
    assert "Developing together" in page.text
    assert "The common aim is written down" in maija.get("assessments/1/answer").text
    refused = maija.post("assessments/", {"subject": "Toinen tiimi", "statement_set": "students"})
    assert refused.status_code == 422
    assert "Toinen tiimi" in refused.text
    assert 'id="statement_set-error"' in refused.text
