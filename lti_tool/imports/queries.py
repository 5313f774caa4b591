"""Reading drafts and their rows for the preview."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from .. import db
from ..partners.models import Partner
from ..partners.queries import active_partnerships
from ..partners.row_models import Partnership
from ..people.models import Person
from ..people.queries import accounts_of
from .models import DONE, ImportDraft, ImportRow
from .rows import PAGE, rows_where

MOST_DRAFTS = 10


def unfinished_drafts(person: Person) -> Sequence[ImportDraft]:
    """What somebody has begun to bring in, the newest first."""
    query = select(ImportDraft).where(ImportDraft.person_id.in_(accounts_of(person)), ImportDraft.state != DONE)
    return db.session.scalars(query.order_by(ImportDraft.id.desc()).limit(MOST_DRAFTS)).all()


class RowsPage(NamedTuple):
    """Rows of a draft; `after` is the number of the last where others follow, 0 for none."""

    rows: Sequence[ImportRow]
    after: int


def rows_page(draft_id: int, verdict: str, after: int) -> RowsPage:
    """The next rows of a verdict; of all verdicts where it is empty."""
    of_verdict = [ImportRow.verdict == verdict] if verdict else []
    rows = rows_where(draft_id, ImportRow.number > after, *of_verdict, limit=PAGE + 1)
    return RowsPage(rows[:PAGE], rows[PAGE - 1].number if len(rows) > PAGE else 0)


class AlikePartner(NamedTuple):
    """A partner that a row may mean, with where it stands."""

    partner: Partner
    rows: Sequence[Partnership]


def alike_partners(rows: Sequence[ImportRow], organisation_id: int) -> dict[int, AlikePartner]:
    """The partners that the user is asked about, by id."""
    ids = {partner_id for row in rows for partner_id in row.alike.get("partners", ())}
    query = select(Partner).where(Partner.id.in_(ids), Partner.organisation_id == organisation_id)
    partners = db.session.scalars(query).all() if ids else []
    standing = active_partnerships(partners)
    return {partner.id: AlikePartner(partner, standing[partner.id]) for partner in partners}


def names_of_groups(rows: Sequence[ImportRow], organisation_id: int) -> dict[int, str]:
    """What the partners on the list that these rows belong to are called, by id."""
    ids = {row.group for row in rows if row.is_of_known_partner}
    query = select(Partner.id, Partner.name).where(Partner.id.in_(ids), Partner.organisation_id == organisation_id)
    return {row.id: row.name for row in db.session.execute(query)} if ids else {}


def names_of_rows(rows: Sequence[ImportRow], draft_id: int) -> dict[int, str]:
    """The names in the earlier rows that the user is asked about, by number."""
    numbers = {number for row in rows for number in (*row.alike.get("rows", ()), row.alike.get("place", 0))}
    return {row.number: row.name for row in rows_where(draft_id, ImportRow.number.in_(numbers))} if numbers else {}
