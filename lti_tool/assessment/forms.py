"""The forms of the test: beginning one, its phases, the statements, what was agreed on, the language of a partner's link."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import AnyOf, Length, Optional

from ..day_field import DayField
from ..fields import LANGUAGE_CHOICES, PressedField, TextForm, line, stripped
from .answering import Answers, Given
from .models import Answer, AnswerSheet, Assessment
from .statements import PERIODS, SCORES, Questionnaire, questionnaire

LONGEST_COMMENT = 500
SKIPPED = "skip"  # the answer "I cannot say"
SEND = "send"  # where the button of the last step leads


class SubjectForm(TextForm):
    """A partner's name, or a team's, and what the statements are about."""

    subject = line(_l("Whose cooperation do you look at?"))
    statement_set = SelectField(_l("Statements about"), validate_choice=False, default=PERIODS)

    def offer(self, questions: Questionnaire) -> None:
        """The sets that can be chosen."""
        spoken = {"lang": questions.language}
        self.statement_set.choices = [SelectChoice(one.key, one.title, render_kw=spoken) for one in questions.to_answer]


class PhasesForm(TextForm):
    """Which phases are asked."""

    columns: ClassVar = {"phases": ("left_out",)}

    phases = SelectMultipleField(_l("Phases that are asked"), validate_choice=False)
    version = HiddenField()

    def offer(self, assessment: Assessment, language: str) -> None:
        whole = questionnaire(language).asked(assessment.statement_set, assessment.edition)
        self.phases.choices = [(phase.key, phase.title) for phase in whole.phases]


class AgreedForm(TextForm):
    """What was agreed on: what, who of ours sees to it, by when."""

    columns: ClassVar = {"contact": ("contact_person_id", "contact_name")}

    text = line(_l("We agreed"))
    contact = line(_l("Who"))
    due_on = DayField(_l("By when"), short_means="coming")
    statement = HiddenField()
    version = HiddenField()

    def typed(self) -> dict[str, Any]:
        """What the form had, for the operations."""
        return self.sent("text", "contact", "due_on")


class LinkForm(TextForm):
    language = SelectField(_l("In which language?"), choices=LANGUAGE_CHOICES)


class StatementsForm(TextForm):
    """`<key>` (1–5, SKIPPED, or nothing) and `<key>-comment` of each statement in `keys`.

    `phase` is the one that the form shows, `go` the button that was pressed: a phase, or SEND.
    """

    keys: ClassVar[tuple[str, ...]] = ()

    phase = HiddenField()
    go = PressedField()
    version = HiddenField()

    @property
    def is_sent(self) -> bool:
        """A form without buttons for other steps was made by an older program: it held all statements."""
        return self.go.data in (SEND, "", None)

    def given(self) -> Given:
        return Given(self.answers(), self.keys, self.made_from(), self.is_sent)

    def answers(self) -> Answers:
        """What was answered, in the shape of AnswerSheet.answers."""
        given = {key: (self[key].data, self[f"{key}-comment"].data) for key in self.keys}
        return {key: _stored(score, comment) for key, (score, comment) in given.items() if score or comment}


def _stored(score: str, comment: str) -> dict[str, Any]:
    if not score:
        return {"comment": comment}
    return {"score": None if score == SKIPPED else int(score), "comment": comment}


@lru_cache(maxsize=128)
def form_of(keys: tuple[str, ...]) -> type[StatementsForm]:
    """The form of these statements."""
    fields: dict[str, Any] = {"keys": keys, "columns": {key: (f"answers.{key}",) for key in keys}}
    for key in keys:
        allowed = [*(str(score) for score in SCORES), SKIPPED]
        numbers = AnyOf(allowed, _l("Choose a number from 1 to 5, or leave it open."))
        short = Length(max=LONGEST_COMMENT, message=_l("At most 500 characters."))
        fields[key] = StringField(filters=[stripped], validators=[Optional(), numbers])
        fields[f"{key}-comment"] = TextAreaField(_l("Comment"), filters=[stripped], validators=[short])
    return type("PhaseForm", (StatementsForm,), fields)


def as_typed(sheet: AnswerSheet | None) -> dict[str, Any]:
    """Stored answers as the values of the form."""
    answers = sheet.readable_answers if sheet else {}
    typed: dict[str, Any] = {key: SKIPPED if answer.is_skipped else str(answer.score or "") for key, answer in answers.items()}
    typed |= {f"{key}-comment": answer.comment for key, answer in answers.items()}
    return {**typed, "version": sheet.version if sheet else 0}


def in_words(answer: Answer | None) -> str:
    """An answer for the page of a conflict."""
    return " ".join(str(part) for part in (answer.score, answer.comment) if part) if answer else ""
