"""A done step has its day; the last contact is that of encounters, agreements and tests together, found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

_HAS_NEED = sa.text("need_id IS NOT NULL")
_LIST = ["organisation_id", "is_archived", "sort_key", "id", "tier", "state", "contact_person_id", "team_id"]
_PARTNER = sa.table("partner", sa.column("id", sa.Integer), sa.column("last_contact_on", sa.Date))
_IN_USE = sa.column("is_archived", sa.Boolean).is_(False)
_ENCOUNTERS = sa.table("encounter", sa.column("partner_id", sa.Integer), sa.column("happened_on", sa.Date))
_AGREEMENTS = sa.table(
    "agreement",
    sa.column("partner_id", sa.Integer),
    sa.column("starts_on", sa.Date),
    sa.column("created_at", sa.DateTime(timezone=True)),
)
_TESTS = sa.table("assessment", sa.column("id", sa.Integer), sa.column("partner_id", sa.Integer))
_ANSWERS = sa.table(
    "answer_sheet",
    sa.column("assessment_id", sa.Integer),
    sa.column("sent_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    with op.batch_alter_table("encounter") as encounter:
        encounter.add_column(sa.Column("done_on", sa.Date(), nullable=True))
    _index("ix_partnership_list", "partnership", [*_LIST, "partner_id", "search_text"])
    _index("ix_encounter_of_term", "encounter", ["organisation_id", "is_archived", "happened_on", "need_id", "partner_id"])
    op.create_index("ix_partner_last_contact", "partner", ["organisation_id", "is_archived", "last_contact_on", "id"])
    latest = {}
    for days in (_days_met(), _days_agreed(), _days_tested()):
        for partner_id, day in days:
            latest[partner_id] = max(day, latest.get(partner_id, day))
    _write(latest)


def _index(name: str, table: str, columns: list[str]) -> None:
    """In place of the one of this name; the one of terms holds what has a need."""
    op.drop_index(name, table)
    where = {"sqlite_where": _HAS_NEED, "postgresql_where": _HAS_NEED} if table == "encounter" else {}
    op.create_index(name, table, columns, **where)


def downgrade() -> None:
    op.drop_index("ix_partner_last_contact", "partner")
    _index("ix_encounter_of_term", "encounter", ["organisation_id", "happened_on"])
    _index("ix_partnership_list", "partnership", [*_LIST, "search_text"])
    with op.batch_alter_table("encounter") as encounter:
        encounter.drop_column("done_on")
    op.execute(_PARTNER.update().values(last_contact_on=None))
    _write(dict(_days_met()))


def _days_met():
    query = sa.select(_ENCOUNTERS.c.partner_id, sa.func.max(_ENCOUNTERS.c.happened_on)).where(_IN_USE)
    return [tuple(row) for row in op.get_bind().execute(query.group_by(_ENCOUNTERS.c.partner_id))]


def _days_agreed():
    query = sa.select(_AGREEMENTS.c.partner_id, _AGREEMENTS.c.starts_on, _AGREEMENTS.c.created_at).where(_IN_USE)
    return [(row.partner_id, min(row.starts_on, row.created_at.date())) for row in op.get_bind().execute(query)]


def _days_tested():
    query = sa.select(_TESTS.c.partner_id, sa.func.max(_ANSWERS.c.sent_at).label("sent_at"))
    query = query.select_from(_ANSWERS.join(_TESTS, _TESTS.c.id == _ANSWERS.c.assessment_id))
    query = query.where(_TESTS.c.partner_id.is_not(None), sa.text("NOT assessment.is_archived AND NOT answer_sheet.is_archived"))
    return [(row.partner_id, row.sent_at.date()) for row in op.get_bind().execute(query.group_by(_TESTS.c.partner_id))]


def _write(latest) -> None:
    by_id = _PARTNER.update().where(_PARTNER.c.id == sa.bindparam("partner")).values(last_contact_on=sa.bindparam("day"))
    if latest:
        op.get_bind().execute(by_id, [{"partner": partner_id, "day": day} for partner_id, day in latest.items()])
