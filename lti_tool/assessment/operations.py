"""Beginning a test, answering it from both sides, links for partners."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, update

from .. import db, history
from ..errors import RuleBroken
from ..history.merging import set_merged
from ..one_use import hash_of, new_token
from ..partners.models import Partner
from ..partners.sameness import partner_named
from ..people.models import Person
from ..text import search_key
from .models import COLLEGE, PARTNER, AnswerSheet, Assessment, AssessmentLink
from .queries import sheet_of

LINK_LIFE = timedelta(days=14)

Answers = dict[str, dict[str, Any]]


def begin_assessment(subject: str, actor: Person) -> Assessment:
    """A new round; a subject that is a partner's name belongs to that partner. Raises RuleBroken on `subject`."""
    if not subject:
        raise RuleBroken("subject", _("Write whose cooperation you look at: a partner, or your team."))
    partner = partner_named(actor.organisation_id, subject)
    with history.act("assessment.add", subject, actor):
        if partner is not None:
            Partner.lock([partner.id])
        assessment = Assessment(
            organisation_id=actor.organisation_id,
            subject=subject,
            subject_key=search_key(subject),
            partner_id=partner.id if partner else None,
        )
        db.session.add(assessment)
    return assessment


def archive_assessment(assessment: Assessment, actor: Person) -> history.Act:
    with history.act("assessment.archive", assessment.title, actor) as act:
        assessment.is_archived = True
    return act


def answer_as_colleague(assessment: Assessment, answers: Answers, actor: Person, version: int = 0) -> history.Act:
    """Keep what one of us answers. `version` is the sheet's that the form was made from, 0 for none.

    Raises RuleBroken on `answers` when nothing is answered or the test is archived, Conflict when the same person has answered
    a statement otherwise in another window meanwhile; other statements are joined. Of a first form (0) all that differs is asked
    about.
    """
    _check_open(assessment)
    _check_answered(answers)
    with history.act("assessment.answer", assessment.title, actor) as act:
        sheet = sheet_of(assessment, actor)
        if sheet is None:
            sheet = AnswerSheet(assessment_id=assessment.id, side=COLLEGE, person_id=actor.id, answers=answers)
            sheet.organisation_id = actor.organisation_id
            db.session.add(sheet)
        else:
            AnswerSheet.lock([sheet.id])
            set_merged(sheet, {"answers": answers}, version)
        sheet.is_archived = False
    return act


def _check_open(assessment: Assessment) -> None:
    if assessment.is_archived:
        raise RuleBroken("answers", _("This test has been archived."))


def _check_answered(answers: Answers) -> None:
    if not any(answer["score"] for answer in answers.values()):
        raise RuleBroken("answers", _("Answer at least one statement."))


def make_link(assessment: Assessment, language: str, actor: Person) -> str:
    """A link for the partner; gives its token, which is kept by nobody."""
    _check_open(assessment)
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


def answer_as_partner(link: AssessmentLink, answers: Answers) -> None:
    """Keep what a partner has sent and use the link up.

    Raises RuleBroken on `answers` when nothing is answered, on `link` for the second of two at the same moment.
    """
    _check_answered(answers)
    table = AssessmentLink.__table__
    is_free = and_(table.c.id == link.id, table.c.used_at.is_(None), table.c.is_revoked.is_(False), table.c.expires_at > db.now())
    if db.session.execute(update(table).where(is_free).values(used_at=db.now())).rowcount != 1:  # type: ignore[arg-type, attr-defined]
        raise RuleBroken("link", "")
    keep_partner_answers(link.assessment, answers)


def keep_partner_answers(assessment: Assessment, answers: Answers) -> None:
    """One more sheet of the partner's side; the history knows it as sent from outside."""
    partner = history.Unnamed(assessment.organisation_id, _("The partner"))
    with history.act("assessment.partner_answer", assessment.title, partner):
        sheet = AnswerSheet(assessment_id=assessment.id, side=PARTNER, answers=answers)
        sheet.organisation_id = assessment.organisation_id
        db.session.add(sheet)
