"""Reading tests: the list, a partner's, earlier ones of the same subject, the links of one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from .. import db
from ..language import day_of
from ..one_use import hash_of
from ..pages import address_of
from ..partners.models import Partner
from ..partners.timeline import About, Moment
from ..people.models import Person
from ..people.queries import accounts_of
from .models import SIDES, AnswerSheet, Assessment, AssessmentLink

MOST_SHOWN = 100
MOST_EARLIER = 3


def recent_assessments(organisation_id: int) -> list[Assessment]:
    """The college's tests, newest first."""
    query = select(Assessment).where(Assessment.organisation_id == organisation_id, Assessment.is_archived.is_(False))
    return list(db.session.scalars(query.order_by(Assessment.created_at.desc(), Assessment.id.desc()).limit(MOST_SHOWN)))


def find_assessments(organisation_id: int, words: Sequence[str], limit: int) -> list[Assessment]:
    """The tests that all these words (`text.search_words`) name: by what the team called it, or by a name of the partner."""
    named = [
        or_(Assessment.subject_key.contains(word, autoescape=True), Partner.names_text.contains(word, autoescape=True))
        for word in words
    ]
    query = select(Assessment).outerjoin(Partner, Partner.id == Assessment.partner_id).where(*named)
    query = query.where(Assessment.organisation_id == organisation_id, Assessment.is_archived.is_(False))
    return list(db.session.scalars(query.order_by(Assessment.id.desc()).limit(limit)))


def count_sheets(assessments: Sequence[Assessment]) -> dict[int, dict[str, int]]:
    """How many have answered each of these tests on each side, without reading what."""
    counts = {one.id: dict.fromkeys(SIDES, 0) for one in assessments}
    query = select(AnswerSheet.assessment_id, AnswerSheet.side, func.count()).where(
        AnswerSheet.assessment_id.in_(counts), AnswerSheet.is_archived.is_(False), AnswerSheet.side.in_(SIDES)
    )
    for assessment_id, side, count in db.session.execute(query.group_by(AnswerSheet.assessment_id, AnswerSheet.side)):
        counts[assessment_id][side] = count
    return counts


def sheet_of(assessment: Assessment, person: Person) -> AnswerSheet | None:
    """What one of ours has answered, also by an account in whose place the present one was made; what was taken back last."""
    query = select(AnswerSheet).where(AnswerSheet.assessment_id == assessment.id, AnswerSheet.person_id.in_(accounts_of(person)))
    query = query.order_by(AnswerSheet.is_archived, AnswerSheet.person_id != person.id, AnswerSheet.id.desc())
    return db.session.scalar(query.limit(1))


def assessments_of(partner_id: int, organisation_id: int) -> list[Assessment]:
    """The tests of the cooperation with a partner, newest first."""
    query = select(Assessment).where(
        Assessment.organisation_id == organisation_id, Assessment.partner_id == partner_id, Assessment.is_archived.is_(False)
    )
    return list(db.session.scalars(query.order_by(Assessment.id.desc()).limit(MOST_SHOWN)))


def latest_days(partner_ids: Collection[int]) -> dict[int, date]:
    """The day of each partner's last answered test."""
    query = select(Assessment.partner_id, func.max(AnswerSheet.sent_at).label("sent_at")).join(
        Assessment, Assessment.id == AnswerSheet.assessment_id
    )
    query = query.where(
        Assessment.partner_id.in_(partner_ids), Assessment.is_archived.is_(False), AnswerSheet.is_archived.is_(False)
    )
    return {one.partner_id: day_of(one.sent_at) for one in db.session.execute(query.group_by(Assessment.partner_id))}


def about_partner(partner: Partner) -> About:
    """The same for the partner's page."""
    tests = assessments_of(partner.id, partner.organisation_id)
    return About([Moment(one.created_at, _("Critical-points test"), address_of("assessment", str(one.id))) for one in tests])


def earlier_of(assessment: Assessment) -> list[Assessment]:
    """The rounds before this one of the same partner or team, newest first."""
    same = (
        Assessment.partner_id == assessment.partner_id
        if assessment.partner_id
        else Assessment.partner_id.is_(None) & (Assessment.subject_key == assessment.subject_key)
    )
    query = select(Assessment).where(
        Assessment.organisation_id == assessment.organisation_id,
        Assessment.id < assessment.id,
        Assessment.is_archived.is_(False),
        same,
    )
    return list(
        db.session.scalars(query.order_by(Assessment.id.desc()).limit(MOST_EARLIER).options(selectinload(Assessment.sheets)))
    )


def links_of(assessment: Assessment) -> list[AssessmentLink]:
    query = select(AssessmentLink).where(AssessmentLink.assessment_id == assessment.id).order_by(AssessmentLink.id.desc())
    return list(db.session.scalars(query.limit(MOST_SHOWN)))


def find_link(token: str) -> AssessmentLink | None:
    """The link of an address, whatever its state."""
    return db.session.scalar(select(AssessmentLink).where(AssessmentLink.token_hash == hash_of(token)))
