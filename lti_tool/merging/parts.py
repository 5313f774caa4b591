"""What two rows may differ in that become one: for each model the parts that hold one value each.

Together with what follows from the merge itself (`SETTLED`) they are all columns of a model that have a history; a test looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ..contacts.models import ContactRole, PartnerContact
from ..days import full_day
from ..fields import LONGEST_TEXT
from ..figures.models import YearFigure
from ..history.tracked import Tracked
from ..history.values import to_log
from ..history.words import value_words
from ..partners.choices import ROLES
from ..partners.models import Partner
from ..partners.row_models import Partnership
from ..plan.models import ActionPartner

BETWEEN_TEXTS = "\n\n"


@dataclass(frozen=True)
class Part:
    """One value of a row: its columns, how long it may be where two texts can be joined (0 where not), and whether it says
    something by being empty."""

    columns: tuple[str, ...]
    longest: int = 0
    is_empty_said: bool = False

    @property
    def name(self) -> str:
        return self.columns[0]

    def values_of(self, row: Tracked) -> tuple[Any, ...]:
        return tuple(getattr(row, column) for column in self.columns)

    def holds(self, row: Tracked, other: Tracked) -> bool:
        """Whether a row says all that the other one says: the same, a text in which that of the other stands, or anything where
        the other says nothing."""
        own = self.values_of(row)
        others = self.values_of(other)
        is_silent = not self.is_empty_said and all(value in (None, "", False) for value in others)
        return own == others or is_silent or (self.longest > 0 and others[0] in own[0])

    def joined(self, first: Tracked, second: Tracked) -> str | None:
        """Both texts as one; None where they are none, or too long together."""
        if not self.longest:
            return None
        both = BETWEEN_TEXTS.join(getattr(row, self.name) for row in (first, second))
        return both if len(both) <= self.longest else None


def _plain(*names: str) -> tuple[Part, ...]:
    return tuple(Part((name,)) for name in names)


def _texts(*names: str) -> tuple[Part, ...]:
    return tuple(Part((name,), LONGEST_TEXT) for name in names)


# The days of two rows as one value, where a mix of them could end before it begins.
DAYS = Part(("starts_on", "ends_on"))

PARTS: dict[type[Tracked], tuple[Part, ...]] = {
    Partner: (*_plain("name", "business_id", "url", "municipality", "approach", "crm_url"), *_texts("notes")),
    Partnership: (
        *_texts("description"),
        *(Part((f"{role}_person_id", f"{role}_name")) for role in ROLES),
        *_plain("unit", "state", "starts_on", "ends_on", "end_reason", "cycle_months", "our_role", "effect", "could_deepen"),
        *_texts("aims"),
    ),
    ContactRole: (*_plain("title", "level"), Part(("left_on",), is_empty_said=True), Part(("told_on", "told_by_id"))),
    PartnerContact: _plain("name", "email", "phone"),
    YearFigure: (Part(("hundredths",), is_empty_said=True),),  # nought is a figure
    ActionPartner: (),
}
SETTLED: dict[type[Tracked], set[str]] = {
    Partner: {"apart", "merged_into_id"},
    Partnership: {"partner_id", "tier", "team_id", "is_archived"},  # of a pair all the same but the partner
    ContactRole: {"partner_id", "contact_id", "is_archived"},
    PartnerContact: {"merged_into_id"},
    YearFigure: {"partner_id", "year", "kind", "is_archived"},
    ActionPartner: {"partner_id", "action_id", "is_archived"},
}


def parts_of(stays: Tracked, goes: Tracked) -> tuple[Part, ...]:
    """In what these two rows may differ."""
    parts = PARTS[type(stays)]
    if not isinstance(stays, Partnership) or _do_all_days_fit(stays, goes):
        return parts
    return (*(part for part in parts if part.name not in DAYS.columns), DAYS)


def _do_all_days_fit(one: Any, other: Any) -> bool:
    """Whether each end of the two comes after each beginning."""
    begins = [row.starts_on for row in (one, other) if row.starts_on]
    ends = [row.ends_on for row in (one, other) if row.ends_on]
    return not (begins and ends) or max(begins) <= min(ends)


def label_of(row: Tracked, part: Part) -> str:
    """How the history calls this part."""
    if row.tracking.is_one_value:
        return row.tracking.title(row)
    if part is DAYS:
        return " – ".join(str(row.tracking.fields[name].name) for name in DAYS.columns)
    return str(row.tracking.fields[part.name].name)


def in_words(row: Tracked, part: Part) -> str:
    """What a row says in this part, as people read it."""
    value = getattr(row, part.name)
    if part is DAYS:
        return " – ".join(full_day(day) if day else "" for day in part.values_of(row)).strip()
    role = part.name.removesuffix("_person_id")
    if isinstance(row, Partnership) and role in ROLES:
        return row.one_of_ours(role)
    if part.is_empty_said and value is None:
        return _("is there")
    if part.name == "told_on":
        return full_day(value) if value else ""
    kind = row.tracking.fields[part.name].kind
    if kind in value_words:
        return value_words[kind]({to_log(value)}, row.organisation_id).get(to_log(value), "")
    return str(value)
