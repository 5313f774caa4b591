"""The critical-points test: what is assessed, the answers of both sides, links for partners."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, Self

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import db
from ..history import Actor, Tracked, Tracking
from ..one_use import ONCE_SET, OneUseLink
from ..partners.last_contact import refresh_last_contact
from ..partners.models import Partner
from ..people.models import Organisation
from .statements import EDITION, PERIODS, SCORES, Asked, questionnaire

COLLEGE, PARTNER = SIDES = "college", "partner"


class Assessment(Tracked, db.Base):
    """One round of the test: of the cooperation with a partner, or of a team's cooperation in general.

    It asks the statements of a set (`statement_set`) as they were in an edition, without the phases in `left_out`: their keys,
    a blank between them.
    """

    __tablename__ = "assessment"
    __table_args__ = (Index("ix_assessment_recent", "organisation_id", "is_archived", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    subject: Mapped[str]
    subject_key: Mapped[str]
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    statement_set: Mapped[str] = mapped_column(default=PERIODS)
    edition: Mapped[int] = mapped_column(default=EDITION)
    left_out: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=db.now)
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    partner: Mapped[Partner | None] = relationship(lazy="joined")
    sheets: Mapped[list[AnswerSheet]] = relationship(order_by="AnswerSheet.id", back_populates="assessment")
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={
            "assessment.add": _l("Test begun"),
            "assessment.ask": _l("Phases chosen"),
            "assessment.archive": _l("Archived"),
            "assessment.begin_answers": _l("Answers begun"),
            "assessment.answer": _l("Answered"),
            "assessment.partner_answer": _l("The partner has answered"),
        },
        fields={},
        computed=frozenset({"created_at", "subject_key", "edition"}),
        title=lambda assessment: assessment.title,
    )

    @classmethod
    def settle(cls, changed: Mapping[Self, set[str]], _actor: Actor) -> None:
        """The partner's last contact follows."""
        moved = [one for one, fields in changed.items() if fields & {"partner_id", "is_archived"}]
        refresh_last_contact({one.partner_id for one in moved if one.partner_id})

    @property
    def title(self) -> str:
        """The partner's present name, or what the team has called it."""
        return self.partner.name if self.partner else self.subject

    def asked(self, language: str) -> Asked:
        """The statements of this round."""
        return questionnaire(language).asked(self.statement_set, self.edition, self.left_out.split())


class Answer(NamedTuple):
    """What was said of one statement: a score, None for none, and a comment. `is_skipped`: one has said "I cannot say"."""

    score: int | None
    comment: str
    is_skipped: bool = False


def _answer(stored: dict[str, Any]) -> Answer:
    score = stored.get("score")
    comment = stored.get("comment")
    known = score if type(score) is int and score in SCORES else None
    return Answer(known, comment if isinstance(comment, str) else "", "score" in stored and score is None)


class AnswerSheet(Tracked, db.Base):
    """The answers of one who answers: {statement key: {"score": 1–5, None for "I cannot say", "comment": text}}.

    A statement that only a comment was written to has no "score". They are kept phase by phase, and count once they are sent.
    `person_id` leads a colleague back to what one has answered oneself; it is shown to nobody. A sheet of our side without a
    person is the one that we have filled in together. `link_id` is the link with which a partner has answered.
    """

    __tablename__ = "answer_sheet"
    __table_args__ = (UniqueConstraint("assessment_id", "person_id"), UniqueConstraint("link_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    side: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("assessment_link.id"))
    answers: Mapped[Any] = mapped_column(JSON)
    is_sent: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime] = mapped_column(default=db.now)
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    assessment: Mapped[Assessment] = relationship(back_populates="sheets")
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={},
        fields={},
        computed=frozenset({"sent_at", "link_id"}),
        is_own=True,
        unique={
            "uq_answer_sheet_assessment_id_person_id": ("answers", _l("Your answers are there.")),
            "uq_answer_sheet_link_id": ("answers", _l("These answers have been sent")),
        },
    )

    @classmethod
    def settle(cls, changed: Mapping[Self, set[str]], _actor: Actor) -> None:
        """A test that was answered counts as a contact with its partner."""
        ids = {sheet.assessment_id for sheet in changed}
        partners = select(Assessment.partner_id).where(Assessment.id.in_(ids), Assessment.partner_id.is_not(None))
        refresh_last_contact(set(db.session.scalars(partners)))

    @property
    def readable_answers(self) -> dict[str, Answer]:
        """The answers by statement; what has another shape is left out, so that no page fails for it."""
        stored = self.answers.items() if isinstance(self.answers, dict) else ()
        return {key: _answer(value) for key, value in stored if isinstance(value, dict)}


class AssessmentLink(OneUseLink, Tracked, db.Base):
    """A link with which a partner answers, without login: one use, one language, the questions and nothing else."""

    __tablename__ = "assessment_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    language: Mapped[str]
    version: Mapped[int] = mapped_column()
    assessment: Mapped[Assessment] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation] = relationship()
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={
            "assessment_link.add": _l("Link for the partner made"),
            "assessment_link.revoke": _l("Link for the partner revoked"),
        },
        fields={},
        computed=ONCE_SET,
        archived_by="is_revoked",
    )
