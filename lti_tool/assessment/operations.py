"""Beginning a test, choosing what it asks, archiving it, links for partners."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from .. import db, history
from ..errors import RuleBroken
from ..history.merging import set_merged
from ..languages import DEFAULT
from ..one_use import hash_of, new_token
from ..partners.models import Partner
from ..partners.sameness import partner_named
from ..people.models import Person
from ..text import search_key
from .models import AnswerSheet, Assessment, AssessmentLink
from .statements import PERIODS, questionnaire

LINK_LIFE = timedelta(days=14)


def begin_assessment(subject: str, actor: Person, statement_set: str = PERIODS) -> Assessment:
    """A new round; a subject that is a partner's name belongs to that partner.

    Raises RuleBroken on `subject`, or on `statement_set` for a set that cannot be answered here.
    """
    if not subject:
        raise RuleBroken("subject", _("Write whose cooperation you look at: a partner, or your team."))
    if statement_set not in {one.key for one in questionnaire(DEFAULT).to_answer}:
        raise RuleBroken("statement_set", _("Choose what the statements are about."))
    partner = partner_named(actor.organisation_id, subject)
    with history.act("assessment.add", subject, actor):
        if partner is not None:
            Partner.lock([partner.id])
        assessment = Assessment(
            organisation_id=actor.organisation_id,
            subject=subject,
            subject_key=search_key(subject),
            partner_id=partner.id if partner else None,
            statement_set=statement_set,
        )
        db.session.add(assessment)
    return assessment


def choose_phases(assessment: Assessment, asked: Collection[str], version: int, actor: Person) -> history.Act:
    """Ask only these phases, given by their keys; the others are left out.

    Raises RuleBroken on `phases` when none is left or when somebody has begun to answer, on `answers` for an archived test,
    Conflict when another has chosen otherwise since `version`.
    """
    whole = questionnaire(DEFAULT).asked(assessment.statement_set, assessment.edition)
    left_out = [phase.key for phase in whole.phases if phase.key not in asked]
    with history.act("assessment.ask", assessment.title, actor) as act:
        Assessment.lock([assessment.id])
        check_open(assessment)
        if len(left_out) == len(whole.phases):
            raise RuleBroken("phases", _("Leave at least one phase."))
        begun = select(AnswerSheet.id).where(AnswerSheet.assessment_id == assessment.id, AnswerSheet.is_archived.is_(False))
        if " ".join(left_out) != assessment.left_out and db.session.scalar(begun.limit(1)):
            raise RuleBroken("phases", _("Somebody has begun to answer. Begin a new test to ask something else."))
        set_merged(assessment, {"left_out": " ".join(left_out)}, version)
    return act


def archive_assessment(assessment: Assessment, actor: Person) -> history.Act:
    with history.act("assessment.archive", assessment.title, actor) as act:
        assessment.is_archived = True
    return act


def check_open(assessment: Assessment) -> None:
    """Raises RuleBroken on `answers` for a test that has been archived."""
    if assessment.is_archived:
        raise RuleBroken("answers", _("This test has been archived."))


def make_link(assessment: Assessment, language: str, actor: Person) -> str:
    """A link for the partner; gives its token, which is kept by nobody."""
    check_open(assessment)
    token = new_token()
    with history.act("assessment_link.add", assessment.title, actor):
        link = AssessmentLink(
            organisation_id=actor.organisation_id,
            assessment_id=assessment.id,
            language=language,
            token_hash=hash_of(token),
            expires_at=db.now() + LINK_LIFE,
        )
        db.session.add(link)
    return token


def revoke_link(link: AssessmentLink, actor: Person) -> history.Act:
    """Make a link useless that has not been used yet."""
    with history.act("assessment_link.revoke", link.assessment.title, actor) as act:
        link.is_revoked = link.is_revoked or link.state == "open"
    return act
