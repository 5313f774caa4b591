"""The forms of a plan: an action in one line, all of it, how far it is; an aim."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from ..db import id_in
from ..errors import RuleBroken
from ..fields import LONGEST_TEXT, TextForm, choices, line, one_line
from ..partners.models import Partner
from ..teams.models import Team
from ..tiers.models import ALL_TIERS
from ..tiers.queries import titles_of
from .models import KIND_NAMES, STATE_NAMES, Action, Aim
from .names_typed import TypedNames, as_shown, in_a_field, shown_in
from .spans import LATEST, Span, in_words
from .when import read_when
from .years import PlanYear

LONGEST_ENTRY = 400  # what, when, who and partners together
_COLUMNS = {
    "when": ("starts_on", "ends_on", "is_by_month"),
    "team": ("team_id",),
    "aim": ("aim_id",),
    "contact": ("contact_person_id", "contact_name"),
    "second": ("second_person_id", "second_name"),
}
_FIELD_OF = {column: name for name, columns in _COLUMNS.items() for column in columns}


def _choice(label: Any, names: Any = None) -> SelectField:
    return SelectField(label, choices=choices(names or {}), validate_choice=False)


class LineForm(TextForm):
    """An action in one line."""

    line = StringField(
        _l("Plan an action: what, when, who"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Write what is to be done.")),
            Length(max=LONGEST_ENTRY, message=_l("At most 400 characters.")),
        ],
    )


class ActionForm(TextForm):
    """All of an action. `read` gives it for the operations."""

    columns: ClassVar = _COLUMNS
    shown: ClassVar = ("text", "tier", "contact", "second", "method", "kind", "place", "price", "state", "outcome")

    text = line(_l("What"))
    when = line(_l("When"))
    contact = line(_l("Who"))
    second = line(_l("With whom of ours"))
    partners = StringField(
        _l("Partners"), filters=[one_line], validators=[Length(max=LONGEST_TEXT, message=_l("At most 2,000 characters."))]
    )
    shown_partners = HiddenField()  # those that it was made with (`names_typed.as_shown`)
    team = _choice(_l("Whose plan"))
    aim = _choice(_l("Aim"))
    tier = _choice(_l("Tier"))
    method = _choice(_l("Method"))
    kind = _choice(_l("Kind"), KIND_NAMES)
    place = line(_l("Place"))
    price = line(_l("Price"))
    state = _choice(_l("State"), STATE_NAMES)
    outcome = line(_l("What came of it"))
    version = HiddenField()

    def offer(self, teams: Sequence[Team], aims: Sequence[Aim], methods: dict[str, str], organisation_id: int) -> None:
        """What can be chosen; a value that stands in the row and is offered no more stays chosen."""
        titles = titles_of(set(ALL_TIERS), organisation_id)
        self.team.choices = choices({str(team.id): team.name for team in teams}, _l("The college's"))
        self.aim.choices = choices({str(aim.id): aim.text for aim in aims}, _l("No aim"))
        self.tier.choices = choices({tier: titles[tier] for tier in ALL_TIERS}, _l("No tier"))
        self.method.choices = choices(methods, _l("No method"))

    def read(self, organisation_id: int, year: PlanYear, action: Action | None = None) -> dict[str, Any]:
        """What was typed, for the operations. Raises RuleBroken on `when` or `partners` for what cannot be read."""
        typed = self.sent(*self.shown)
        for name in ("team", "aim"):
            if self.was_sent(name):
                typed[f"{name}_id"] = id_in(self[name].data or "") or None
        if action is not None and typed.get("team_id", action.team_id) != action.team_id and typed.get("aim_id") == action.aim_id:
            typed["aim_id"] = None  # an aim of the plan that it leaves
        if self.was_sent("when"):
            typed |= span_typed(self.when.data or "", year)._asdict()
        if self.was_sent("partners"):
            typed |= self._partners_typed(organisation_id, action.partners if action else [])
        return typed

    def _partners_typed(self, organisation_id: int, partners: Sequence[Partner]) -> dict[str, Any]:
        """The partners for the operations; nothing where the field is as it was shown.

        Those that the action has are meant by the names that the form has shown, too: one may have been corrected meanwhile.
        """
        named = self.partners.data or ""
        shown = shown_in(self.shown_partners.data or "")
        if named == one_line(in_a_field(shown.values())):
            return {}
        known = [(partner.name, partner.id) for partner in partners]
        known += [(shown[partner.id], partner.id) for partner in partners if partner.id in shown]
        meant = TypedNames([named], organisation_id).meant_in(named, known)
        return {"partners": meant, "shown_partners": list(shown)}

    def show_error_of(self, broken: RuleBroken, action: Action | None = None) -> int:
        """The same as `show_error`, at the field that stands for a column."""
        broken.field = _FIELD_OF.get(broken.field, broken.field)
        return self.show_error(broken, values_of(action) if action else None, action.version if action else 0)


def span_typed(text: str, year: PlanYear) -> Span:
    """When, as it was typed. Raises RuleBroken on `when`."""
    if not text:
        raise RuleBroken("when", _("Write when: a day, or a month such as March."))
    span = read_when(text, year)
    if span is None:
        raise RuleBroken("when", _("We do not understand when. Write it as March, 3/2027, 12.3.2027 or 12.3.–14.3."))
    if span.ends_on > LATEST:
        raise RuleBroken("when", _("This year is too far away. Check it."))
    return span


def values_of(action: Action) -> dict[str, Any]:
    """An action as its form has it."""
    values = {name: getattr(action, name) for name in ActionForm.shown}
    return {
        **values,
        "when": in_words(Span(action.starts_on, action.ends_on, action.is_by_month)),
        "team": str(action.team_id or ""),
        "aim": str(action.aim_id or ""),
        "partners": in_a_field(partner.name for partner in action.partners),
        "shown_partners": as_shown(action.partners),
    }


class StateForm(TextForm):
    """How far an action is, and what came of it."""

    state = _choice(_l("State"), STATE_NAMES)
    outcome = line(_l("What came of it"))
    version = HiddenField()


class AimForm(TextForm):
    """An aim of a plan."""

    columns: ClassVar = {"aim_text": ("text",)}

    aim_text = line(_l("Aim"))
    version = HiddenField()
