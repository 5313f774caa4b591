"""The forms of the test: beginning one, the statements, the language of a partner's link."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, Length, Optional

from ..fields import LANGUAGE_CHOICES, TextForm, line, stripped
from ..languages import DEFAULT
from .models import Answer, AnswerSheet
from .operations import Answers
from .statements import SCORES, questionnaire

LONGEST_COMMENT = 500
KEYS = questionnaire(DEFAULT).keys


class SubjectForm(TextForm):
    """A partner's name, or a team's."""

    subject = line(_l("Whose cooperation do you look at?"))


class LinkForm(TextForm):
    language = SelectField(_l("In which language?"), choices=LANGUAGE_CHOICES)


class StatementsForm(TextForm):
    """`<key>` (1–5, or nothing for "I cannot say") and `<key>-comment` of each statement."""

    version = HiddenField()
    columns: ClassVar = {key: (f"answers.{key}",) for key in KEYS}

    def answers(self) -> Answers:
        """What was answered, in the shape of AnswerSheet.answers."""
        given = {key: (self[key].data, self[f"{key}-comment"].data) for key in KEYS}
        return {
            key: {"score": int(score) if score else None, "comment": comment}
            for key, (score, comment) in given.items()
            if score or comment
        }


def _statement_fields() -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key in KEYS:
        numbers = AnyOf([str(score) for score in SCORES], _l("Choose a number from 1 to 5, or leave it open."))
        short = Length(max=LONGEST_COMMENT, message=_l("At most 500 characters."))
        fields[key] = StringField(filters=[stripped], validators=[Optional(), numbers])
        fields[f"{key}-comment"] = TextAreaField(_l("Comment"), filters=[stripped], validators=[short])
    return fields


AnswersForm = type("AnswersForm", (StatementsForm,), _statement_fields())


def as_typed(sheet: AnswerSheet | None) -> dict[str, Any]:
    """Stored answers as the values of the form."""
    answers = sheet.readable_answers if sheet else {}
    typed: dict[str, Any] = {key: str(answer.score or "") for key, answer in answers.items()}
    typed |= {f"{key}-comment": answer.comment for key, answer in answers.items()}
    return {**typed, "version": sheet.version if sheet else 0}


def in_words(answer: Answer | None) -> str:
    """An answer for the page of a conflict."""
    return " ".join(str(part) for part in answer or () if part)
