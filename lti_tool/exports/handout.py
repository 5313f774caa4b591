"""A list that may leave the house: partner with link, who of ours keeps contact, and where wanted what is done together.

No tier, no days, no word on how to approach, no notes. Each partner stands in it once, since two rows would hint at tiers.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..partners.choices import CURRENT
from ..partners.filters import Filter
from ..partners.queries import list_page

MOST_ROWS = 1000  # on one page of a browser


@dataclass
class HandoutLine:
    """A partner as outsiders may see it."""

    name: str
    url: str
    contacts: list[str] = field(default_factory=list)
    descriptions: list[str] = field(default_factory=list)

    def add(self, contact: str, description: str) -> None:
        """What another of its rows tells, each once."""
        if contact and contact not in self.contacts:
            self.contacts.append(contact)
        if description and description not in self.descriptions:
            self.descriptions.append(description)


def handout(wanted: Filter) -> tuple[list[HandoutLine], bool]:
    """The partners of a list that are in force, by name, and whether there are more; who has left us is nobody's contact."""
    page = list_page(replace(wanted, state=CURRENT, order="name"), at_most=MOST_ROWS)
    lines: dict[int, HandoutLine] = {}
    for row in page.rows:
        line = lines.setdefault(row.partner_id, HandoutLine(row.name, row.url))
        line.add("" if row.contact_has_left else row.contact, row.description)
    return list(lines.values()), page.after is not None
