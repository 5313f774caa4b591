"""One phase of the statements a step: which one is shown, what its form is, and where a button leads."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from .forms import StatementsForm, as_typed, form_of
from .models import AnswerSheet
from .statements import Asked, Phase


@dataclass(frozen=True)
class Step:
    """The phases that are shown: one, or all of them for a form that an older program has made."""

    asked: Asked
    phases: tuple[Phase, ...]

    @property
    def number(self) -> int:
        """The place of the phase that is shown, from 1."""
        return self.asked.phases.index(self.phases[0]) + 1

    @property
    def of(self) -> int:
        return len(self.asked.phases)

    @property
    def before(self) -> Phase | None:
        return self.asked.phases[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> Phase | None:
        is_last = self.phases[-1] == self.asked.phases[-1]
        return None if is_last else self.asked.phases[self.number]

    def form(self, sheet: AnswerSheet | None, *, csrf: bool = True) -> StatementsForm:
        """The form of this step: what was sent, else what has been answered so far."""
        keys = tuple(key for phase in self.phases for key in phase.keys)
        form = form_of(keys)(data=as_typed(sheet), meta={"csrf": csrf})
        form.phase.data = self.phases[0].key if len(self.phases) == 1 else ""
        return form

    def next_phase(self, form: StatementsForm) -> str:
        """The key of the phase to which the pressed button leads: this one for a button that there is not."""
        return form.go.data if any(phase.key == form.go.data for phase in self.asked.phases) else self.phases[0].key


def step_asked_for(asked: Asked, sheet: AnswerSheet | None) -> Step:
    """The step of a request: of the form that was sent, or of the address; else where one has left off."""
    is_sent = request.method == "POST"
    name = (request.form if is_sent else request.args).get("phase", "")
    named = tuple(phase for phase in asked.phases if phase.key == name)
    if named:
        return Step(asked, named)
    return Step(asked, asked.phases if is_sent else (_left_off(asked, sheet),))


def _left_off(asked: Asked, sheet: AnswerSheet | None) -> Phase:
    """The first phase without an answer in a sheet that is not sent yet."""
    answers = sheet.readable_answers if sheet and not sheet.is_sent else {}
    without = (phase for phase in asked.phases if answers.keys().isdisjoint(phase.keys))
    return next(without, asked.phases[-1]) if answers else asked.phases[0]
