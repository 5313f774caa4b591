"""The forms of an agreement: all of it, its renewal, its review."""

from __future__ import annotations

from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.validators import AnyOf, DataRequired

from ..day_field import DayField
from ..fields import LinkField, TextForm, choices, line, text_area
from .models import KINDS

_CHOICES = {**KINDS, "reverse": _l("Reverse agreement: the partner sets the aims and terms")}


def _ends_on() -> DayField:
    return DayField(_l("In force until"), short_means="coming")


def _review_on() -> DayField:
    return DayField(_l("Next review"), short_means="coming")


class AgreementForm(TextForm):
    """An agreement with a partner; which days go together is checked by the operation."""

    names: ClassVar = ("kind", "url", "our_signer", "their_signer", "starts_on", "ends_on", "review_on", "aims")

    kind = SelectField(
        _l("Kind"),
        choices=choices(_CHOICES),
        validators=[AnyOf(KINDS, _l("Choose a kind."))],
        validate_choice=False,
        default="partnership",
    )
    url = LinkField(_l("Link to the document"))
    starts_on = DayField(_l("In force from"), validators=[DataRequired(_l("Write from which day it is in force."))])
    ends_on = _ends_on()
    review_on = _review_on()
    our_signer = line(_l("Signed for us"))
    their_signer = line(_l("Signed for the partner"))
    aims = text_area(_l("Main points of the agreement"))
    version = HiddenField()


class RenewForm(TextForm):
    """It goes on: until when, and what has changed with that."""

    names: ClassVar = ("ends_on", "review_on", "url", "aims")

    ends_on = _ends_on()
    review_on = _review_on()
    url = LinkField(_l("Link to the document"))
    aims = text_area(_l("Main points of the agreement"))
    version = HiddenField()


class ReviewForm(TextForm):
    """It was looked at: when it is the next time."""

    names: ClassVar = ("review_on",)

    review_on = _review_on()
    version = HiddenField()
