"""Find from every page: partners by name first, then what bears the words in its title, then what only mentions them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from ..assessment.queries import find_assessments
from ..contacts.queries import find_contacts
from ..encounters.queries import find_needs
from ..language import current_language
from ..methods.bank import BankFilter, BankLine, list_bank
from ..pages import Page, address_of
from ..partners import queries
from ..partners.contact import contact_suggestions
from ..partners.hints import archived_partners_with, partners_named_with, similar_partners
from ..partners.listed import ListedRow
from ..partners.models import Partner
from ..partners.row_models import Partnership
from ..teams.queries import find_teams
from ..text import search_words, searchable, stemmed
from ..tiers.glossary import glossary
from ..tiers.models import ALL_TIERS
from ..tiers.queries import FURTHER_GUIDES, GUIDES
from ..tiers.views import shown_text

MOST_PARTNERS = 20
MOST_OTHERS = 20
MOST_ARCHIVED = 3


@dataclass(frozen=True)
class Other:
    """One of our people or teams, somebody at a partner, a need, a tier, guide, method, term or test.

    `kind` is the word for it, `language` that of its title where it is another one than the page's.
    """

    title: str
    address: str
    kind: str
    language: str = ""
    has_it_in_title: bool = True


@dataclass(frozen=True)
class Found:
    """What was found. `with_whom` are the partnerships of `partners` by id, `archived` partners that stand in no tier any more,
    `mentions` rows of other partners."""

    partners: list[Partner]
    archived: list[Partner]
    with_whom: dict[int, list[Partnership]]
    titled: list[Other]
    mentions: list[ListedRow]
    mentioning: list[Other]

    @property
    def has_any(self) -> bool:
        """Whether anything was found."""
        return bool(self.partners or self.archived or self.titled or self.mentions or self.mentioning)


def find(organisation_id: int, text: str) -> Found:
    """All that this text finds; each kind is bounded, the closest first."""
    words = search_words(text)
    if not words:
        return Found([], [], {}, [], [], [])
    partners = partners_named_with(organisation_id, text, MOST_PARTNERS)
    named = {partner.id for partner in partners}
    most_rows = MOST_PARTNERS * len(ALL_TIERS) + MOST_OTHERS  # those of named partners are left out below
    rows = queries.list_page(queries.Filter(organisation_id, text=text), at_most=most_rows).rows
    if not partners and not rows:
        rows = _rows_in_other_forms(organisation_id, text, most_rows)
    others = [
        *_contacts(organisation_id, words),
        *_teams(organisation_id, words),
        *_people_at_partners(organisation_id, words),
        *_needs(organisation_id, words),
        *_tiers_and_guides(words),
        *_methods(organisation_id, text, words),
        *_terms(words),
        *_tests(organisation_id, words),
    ]
    if not partners and not rows and not others:
        partners = similar_partners(organisation_id, text, MOST_PARTNERS)  # a typing error
    return Found(
        partners=partners,
        archived=archived_partners_with(organisation_id, text, MOST_ARCHIVED),
        with_whom=queries.active_partnerships(partners),
        titled=[one for one in others if one.has_it_in_title][:MOST_OTHERS],
        mentions=[row for row in rows if row.partner_id not in named][:MOST_OTHERS],
        mentioning=[one for one in others if not one.has_it_in_title][:MOST_OTHERS],
    )


def _has(words: list[str], text: str) -> bool:
    found = searchable(text)
    return all(word in found for word in words)


def _rows_in_other_forms(organisation_id: int, text: str, at_most: int) -> list[ListedRow]:
    """Rows with the words as Finnish bends them; where there are none, as Swedish does."""
    for stems in stemmed(text):
        rows = queries.list_page(queries.Filter(organisation_id, text=stems), at_most=at_most).rows
        if rows:
            return rows
    return []


def _contacts(organisation_id: int, words: list[str]) -> list[Other]:
    """Our own people and teams, each with the list of whom they keep contact with."""
    return [
        Other(name, url_for("partners.list_partners", contact=name), _("Contact person"))
        for name in contact_suggestions(organisation_id)
        if _has(words, name)
    ]


def _teams(organisation_id: int, words: list[str]) -> list[Other]:
    return [
        Other(team.name, url_for("teams.show_team", team_id=team.id), _("Team"))
        for team in find_teams(organisation_id, words, MOST_OTHERS)
    ]


def _people_at_partners(organisation_id: int, words: list[str]) -> list[Other]:
    """Those who work at a partner, each with the partner's page."""
    return [
        Other(person.name, url_for("partners.show_partner", partner_id=person.partner_id), person.partner_name)
        for person in find_contacts(organisation_id, words, MOST_OTHERS)
    ]


def _needs(organisation_id: int, words: list[str]) -> list[Other]:
    return [
        Other(need.text, url_for("needs.show_need", need_id=need.id), _("Need"))
        for need in find_needs(organisation_id, words, MOST_OTHERS)
    ]


def _tiers_and_guides(words: list[str]) -> list[Other]:
    """The texts of the model; a tier by its title only, since each of them mentions all."""
    found = []
    for tier in ALL_TIERS:
        title = shown_text(tier).title
        if _has(words, title):
            found.append(Other(title, address_of("tier_text", tier), _("Tier")))
    for name in (*GUIDES, *FURTHER_GUIDES):
        text = shown_text(name)
        if all(word in text.searched or word in searchable(text.also_called) for word in words):
            has_it_in_title = _has(words, f"{text.title} {text.also_called}")
            found.append(Other(text.title, address_of("page", name), _("Guide"), _other_language(text), has_it_in_title))
        for part in text.sections:
            if _has(words, part.title):
                found.append(Other(part.title, address_of("page", name, part.anchor), _("Guide"), _other_language(text)))
    return found


def _methods(organisation_id: int, text: str, words: list[str]) -> list[Other]:
    """A title may bend the words: who looks for *työelämäpalaute* means *Työelämäpalautteen purku*."""
    forms = [words, *(stems.split() for stems in stemmed(text))]
    return [
        Other(line.title, _method_address(line), _("Method"), line.language, any(_has(form, line.title) for form in forms))
        for line in list_bank(organisation_id, BankFilter(text=text))
    ]


def _method_address(line: BankLine) -> str:
    if line.own:
        return url_for("methods.show_own_method", method_id=line.own.id)
    return url_for("methods.show_method", slug=line.slug)


def _terms(words: list[str]) -> list[Other]:
    known = glossary(current_language()).values()
    return [
        Other(
            term.title.striptags(),
            address_of("page", "glossary", term.key),
            _("Term"),
            term.language,
            _has(words, term.title.striptags()),
        )
        for term in known
        if _has(words, f"{term.title} {term.meaning}")
    ]


def _tests(organisation_id: int, words: list[str]) -> list[Other]:
    return [
        Other(test.title, url_for("assessment.show_assessment", assessment_id=test.id), _("Test"))
        for test in find_assessments(organisation_id, words, MOST_OTHERS)
    ]


def _other_language(text: Page) -> str:
    return "" if text.language == current_language() else text.language
