"""Answering from both sides, phase by phase: what was answered is kept at each step, and counts once it is sent."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import and_, select, update

from .. import db, history
from ..errors import RuleBroken
from ..history.merging import set_merged, values_at
from ..people.models import Person
from ..people.queries import accounts_of
from .models import COLLEGE, PARTNER, AnswerSheet, Assessment, AssessmentLink
from .operations import check_open

Answers = dict[str, dict[str, Any]]


class Given(NamedTuple):
    """What a form holds: the answers to the statements that it has shown (`keys`), made from `version` of the sheet, 0 for none.

    With the last form of a sheet `is_sent` is said.
    """

    answers: Answers
    keys: Collection[str]
    version: int = 0
    is_sent: bool = True


def my_sheet(assessment: Assessment, person: Person, *, together: bool) -> AnswerSheet | None:
    """What somebody has answered oneself, sent or begun; `together` the sheet that we fill in together."""
    sheet = _sheet_before(assessment, person, together)
    return None if sheet is None or sheet.is_archived else sheet


def _sheet_before(assessment: Assessment, person: Person, together: bool) -> AnswerSheet | None:
    """The same, also by an account in whose place the present one was made; what was taken back last."""
    whose = AnswerSheet.person_id.is_(None) if together else AnswerSheet.person_id.in_(accounts_of(person))
    query = select(AnswerSheet).where(AnswerSheet.assessment_id == assessment.id, AnswerSheet.side == COLLEGE, whose)
    query = query.order_by(AnswerSheet.is_archived, AnswerSheet.person_id != person.id, AnswerSheet.id.desc())
    return db.session.scalar(query.limit(1))


def answer_as_colleague(assessment: Assessment, given: Given, actor: Person, *, together: bool = False) -> history.Act:
    """Keep what one of us answers, or what we answer together.

    Raises RuleBroken on `answers` when nothing is answered in what is sent or the test is archived, Conflict when a statement
    was answered otherwise in another window meanwhile; other statements are joined. Of a first form (version 0) all that
    differs is asked about.
    """
    with history.act(_act(given), assessment.title, actor) as act:
        Assessment.lock([assessment.id])  # two who begin at once fill in one sheet, and nobody leaves out phases meanwhile
        check_open(assessment)
        sheet = _sheet_before(assessment, actor, together)
        _keep(sheet or _new_sheet(assessment, COLLEGE, person_id=None if together else actor.id), given)
    return act


def sheet_of(link: AssessmentLink) -> AnswerSheet | None:
    """What has been answered from a link so far."""
    return db.session.scalar(select(AnswerSheet).where(AnswerSheet.link_id == link.id))


def answer_as_partner(link: AssessmentLink, given: Given) -> None:
    """Keep what a partner has answered; sending it uses the link up.

    Raises RuleBroken on `answers` when nothing is answered in what is sent, on `link` for one that is no longer good, also for
    the second of two at the same moment; Conflict as `answer_as_colleague`.
    """
    if given.is_sent:
        _use_up(link)
    else:
        (present,) = AssessmentLink.lock([link.id])
        if present.state != "open":
            raise RuleBroken("link", "")
    with history.act(_act(given, "assessment.partner_answer"), link.assessment.title, _outsider(link.assessment)):
        Assessment.lock([link.assessment_id])
        _keep(sheet_of(link) or _new_sheet(link.assessment, PARTNER, link_id=link.id), given)


def _use_up(link: AssessmentLink) -> None:
    table = AssessmentLink.__table__
    is_free = and_(table.c.id == link.id, table.c.used_at.is_(None), table.c.is_revoked.is_(False), table.c.expires_at > db.now())
    if db.session.execute(update(table).where(is_free).values(used_at=db.now())).rowcount != 1:  # type: ignore[arg-type, attr-defined]
        raise RuleBroken("link", "")


def keep_partner_answers(assessment: Assessment, answers: Answers) -> None:
    """One more sheet of the partner's side, e.g. from paper; the history knows it as sent from outside."""
    with history.act("assessment.partner_answer", assessment.title, _outsider(assessment)):
        _keep(_new_sheet(assessment, PARTNER), Given(answers, answers.keys()))


def _outsider(assessment: Assessment) -> history.Unnamed:
    return history.Unnamed(assessment.organisation_id, _("The partner"))


def _act(given: Given, sent: str = "assessment.answer") -> str:
    return sent if given.is_sent else "assessment.begin_answers"


def _new_sheet(assessment: Assessment, side: str, **whose: int | None) -> AnswerSheet:
    sheet = AnswerSheet(assessment_id=assessment.id, organisation_id=assessment.organisation_id, side=side, **whose)
    sheet.answers = {}
    sheet.is_sent = False
    sheet.is_archived = False
    return sheet


def _keep(sheet: AnswerSheet, given: Given) -> None:
    """Set what the form has shown, leave all else as it was; raises RuleBroken and Conflict as the operations do."""
    if sheet.id is None:
        sheet.answers = given.answers
        db.session.add(sheet)
    elif sheet.is_archived:  # what was taken back is begun anew
        AnswerSheet.lock([sheet.id])
        sheet.answers = given.answers
        sheet.is_archived = False
        sheet.is_sent = False
    else:
        AnswerSheet.lock([sheet.id])
        set_merged(sheet, {"answers": _not_shown(sheet, given) | given.answers}, given.version)
    if not given.is_sent:
        return
    if not any(answer.score for answer in sheet.readable_answers.values()):
        raise RuleBroken("answers", _("Answer at least one statement."))
    if not sheet.is_sent:
        sheet.is_sent = True
        sheet.sent_at = db.now()


def _not_shown(sheet: AnswerSheet, given: Given) -> Answers:
    """The answers to other statements, as they stood when the form was made."""
    is_known = 0 < given.version <= sheet.version
    former = values_at(sheet, given.version)["answers"] if is_known else sheet.answers
    return {key: answer for key, answer in former.items() if key not in given.keys} if isinstance(former, dict) else {}
