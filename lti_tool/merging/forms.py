"""The form of a merge: which partner stays, and what of both."""

from __future__ import annotations

from flask import request
from wtforms import HiddenField

from ..fields import TextForm
from .plan import ANSWERS

ANSWER = "answer-"


class MergeForm(TextForm):
    """`stays` is the id of the partner that stays, `seen` the `fingerprint` of the plan that was shown."""

    stays = HiddenField()
    seen = HiddenField()

    def answers(self) -> dict[str, str]:
        """By the key of the question."""
        sent = {name.removeprefix(ANSWER): value for name, value in request.form.items() if name.startswith(ANSWER)}
        return {key: value for key, value in sent.items() if value in ANSWERS}
