"""The forms of the bank: its filter, an own method, a line on what was tried."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from ..fields import LinkField, TextForm, choices, line, one_line, stripped
from ..tiers.models import ALL_TIERS
from .bank import KINDS, PHASES, TIMES, BankFilter
from .operations import LONGEST_TEXT


class OwnMethodForm(TextForm):
    """A link or a text; which of the two is checked by the operation."""

    tier = SelectField(_l("Tier"), choices=[])
    title = line(_l("Name"), required=_l("Give it a name."))
    url = LinkField(_l("Link"))
    text = TextAreaField(
        _l("Instructions"), filters=[stripped], validators=[Length(max=LONGEST_TEXT, message=_l("At most 30,000 characters."))]
    )
    ask = line(_l("Whom to ask"))
    kind = SelectField(_l("Kind"), choices=[], default="")
    phase = SelectField(_l("Phase"), choices=[], default="")
    minutes = IntegerField(
        _l("Minutes it takes"), validators=[Optional(), NumberRange(1, 10_000, message=_l("A number of minutes, at least 1."))]
    )
    version = HiddenField()

    def __init__(self, *args: Any, tier_titles: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tier.choices = choices(tier_titles)
        self.kind.choices = choices(KINDS, nothing="–")
        self.phase.choices = choices(PHASES, nothing="–")


class ExperienceForm(TextForm):
    """A line on how a method went; the operation says what is wrong with it."""

    text = TextAreaField(_l("How did it go?"), filters=[one_line])


def read_bank_filter(args: MultiDict[str, str]) -> BankFilter:
    """What is looked for, from an address; what is not known there is left open."""

    def known(name: str, among: Any) -> str:
        value = args.get(name, "")
        return value if value in among else ""

    minutes = args.get("minutes", type=int)
    return BankFilter(
        tier=known("tier", ALL_TIERS),
        kind=known("kind", KINDS),
        phase=known("phase", PHASES),
        minutes=minutes if minutes in TIMES else None,
        text=args.get("q", "")[:200],
    )
