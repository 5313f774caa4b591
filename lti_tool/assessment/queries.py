"""Reading tests: the list, a partner's, earlier ones of the same subject, what was agreed on, the links of one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import selectinload

from .. import db
from ..days import day_of
from ..one_use import hash_of
from ..pages import address_of
from ..partners.models import Partner
from ..partners.timeline import About, Moment
from ..people.models import Person
from ..people.queries import ONE_OF_OURS
from .agreed_models import IS_OPEN, AgreedLine
from .models import PARTNER, SIDES, AnswerSheet, Assessment, AssessmentLink

MOST_SHOWN = 100
MOST_EARLIER = 3
COUNTS = AnswerSheet.is_sent.is_(True) & AnswerSheet.is_archived.is_(False)  # a sheet that was sent and not taken back


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
    """How many have answered each of these tests on each side, without reading what. Ours are counted one by one."""
    counts = {one.id: dict.fromkeys(SIDES, 0) for one in assessments}
    is_one = (AnswerSheet.side == PARTNER) | AnswerSheet.person_id.is_not(None)
    one = func.coalesce(ONE_OF_OURS, -AnswerSheet.id)  # who has answered by two accounts is one
    query = select(AnswerSheet.assessment_id, AnswerSheet.side, func.count(one.distinct()))
    query = query.outerjoin(Person, Person.id == AnswerSheet.person_id)
    query = query.where(AnswerSheet.assessment_id.in_(counts), COUNTS, AnswerSheet.side.in_(SIDES), is_one)
    for assessment_id, side, count in db.session.execute(query.group_by(AnswerSheet.assessment_id, AnswerSheet.side)):
        counts[assessment_id][side] = count
    return counts


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
    query = query.where(Assessment.partner_id.in_(partner_ids), Assessment.is_archived.is_(False), COUNTS)
    return {one.partner_id: day_of(one.sent_at) for one in db.session.execute(query.group_by(Assessment.partner_id))}


def about_partner(partner: Partner) -> About:
    """The same for the partner's page."""
    tests = assessments_of(partner.id, partner.organisation_id)
    return About([Moment(one.created_at, _("Critical-points test"), address_of("assessment", str(one.id))) for one in tests])


def _same_subject(assessment: Assessment) -> ColumnElement[bool]:
    if assessment.partner_id:
        return Assessment.partner_id == assessment.partner_id
    return Assessment.partner_id.is_(None) & (Assessment.subject_key == assessment.subject_key)


def earlier_of(assessment: Assessment) -> list[Assessment]:
    """The rounds before this one of the same partner or team with statements of the same set, newest first."""
    query = select(Assessment).where(
        Assessment.organisation_id == assessment.organisation_id,
        Assessment.id < assessment.id,
        Assessment.is_archived.is_(False),
        Assessment.statement_set == assessment.statement_set,
        _same_subject(assessment),
    )
    return list(
        db.session.scalars(query.order_by(Assessment.id.desc()).limit(MOST_EARLIER).options(selectinload(Assessment.sheets)))
    )


def agreed_in(assessment: Assessment) -> list[AgreedLine]:
    """What was agreed on in a test, what is done last."""
    query = select(AgreedLine).where(AgreedLine.assessment_id == assessment.id, AgreedLine.is_archived.is_(False))
    return list(db.session.scalars(query.order_by(AgreedLine.is_done, AgreedLine.id).limit(MOST_SHOWN)))


def agreed_before(assessment: Assessment) -> list[AgreedLine]:
    """What is still open of earlier rounds of the same partner or team, whatever their statements."""
    query = select(AgreedLine).join(Assessment, Assessment.id == AgreedLine.assessment_id)
    query = query.where(_same_subject(assessment), Assessment.id < assessment.id, Assessment.is_archived.is_(False), IS_OPEN)
    query = query.where(AgreedLine.organisation_id == assessment.organisation_id)
    return list(db.session.scalars(query.order_by(AgreedLine.due_on, AgreedLine.id).limit(MOST_SHOWN)))


def links_of(assessment: Assessment) -> list[AssessmentLink]:
    query = select(AssessmentLink).where(AssessmentLink.assessment_id == assessment.id).order_by(AssessmentLink.id.desc())
    return list(db.session.scalars(query.limit(MOST_SHOWN)))


def find_link(token: str) -> AssessmentLink | None:
    """The link of an address, whatever its state."""
    return db.session.scalar(select(AssessmentLink).where(AssessmentLink.token_hash == hash_of(token)))
