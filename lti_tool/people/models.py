"""Whose data it is and who works with it: Organisation, Person, Course, Launch."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from .. import db
from ..column_types import JsonTexts, SortText
from ..history import Actor, Field, Tracked, Tracking
from ..languages import DEFAULT
from ..text import person_key, searchable

CLOSED = "closed"
TEACHERS = "teachers"
EVERYONE = "everyone"
OPEN_TO = (CLOSED, TEACHERS, EVERYONE)
ERASED_NAME = "[erased]"  # stored in place of a name; no other trace of whom it was is left (`privacy`)


def shown_name(name: str, person_id: int) -> str:
    """The name of one of our people, or a stand-in of one's own where the platform withholds it; of who was erased only that."""
    if name == ERASED_NAME:
        return _("Erased person")
    return name or _("Colleague %(number)s", number=person_id)


def organisation_key(name: str) -> str:
    """A college's name as it is told apart from others': no case, no spaces that count, nothing that cannot be seen."""
    visible = "".join(c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) != "Cf")
    return " ".join(visible.casefold().split())


class Organisation(Tracked, db.Base):
    """A college; every row of data belongs to one. Two names that read alike are one name: `name_key` is unique."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(default=DEFAULT)  # where a launch names none of ours
    tier_titles: Mapped[dict[str, str]] = mapped_column(JsonTexts, default=dict)  # the college's own, by tier
    tier_cycles: Mapped[dict[str, str]] = mapped_column(JsonTexts, default=dict)  # months between contacts, by tier
    tier_approaches: Mapped[dict[str, str]] = mapped_column(JsonTexts, default=dict)  # how to approach a partner, by tier
    has_crm: Mapped[bool] = mapped_column(default=False)  # a partner can carry a link to the college's CRM
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={"organisation.edit": _l("Settings changed")},
        fields={
            "name": Field(_l("Name")),
            "language": Field(_l("Language")),
            "tier_titles": Field(_l("Our own titles")),
            "tier_cycles": Field(_l("In contact every (months)")),
            "tier_approaches": Field(_l("How to approach")),
            "has_crm": Field(_l("Links to the CRM"), "yes_no", False),
        },
        computed=frozenset({"name_key"}),
        is_admins=True,
        is_recorded_from_start=False,
        unique={"uq_organisation_name_key": ("name", _l("Another organisation has this name already."))},
    )

    @property
    def organisation_id(self) -> int:
        """Itself: what is asked of every row with a history."""
        return self.id

    @validates("name")
    def _keep_name_key(self, _field: str, name: str) -> str:
        self.name_key = organisation_key(name)
        return name


class Person(Tracked, db.Base):
    """One of the college's own people, known from a launch: issuer and `sub` (LTI core 5.3.6), `sub` alone is not unique.

    `has_left` is what colleagues have marked, `joined_to_id` the account that was made anew in this one's place: neither is
    chosen any more where one of ours is asked for. A launch takes both back. Only these two have a history.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("organisation_id", "issuer", "subject"),
        Index("ix_person_name", "organisation_id", "search_text"),
        Index("ix_person_name_key", "organisation_id", "name_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    issuer: Mapped[str]
    subject: Mapped[str]
    name: Mapped[str] = mapped_column(default="")  # empty where the platform withholds it
    email: Mapped[str] = mapped_column(default="")
    search_text: Mapped[str] = mapped_column(SortText, default="")
    name_key: Mapped[str] = mapped_column(SortText, default="")  # whichever name comes first
    is_staff: Mapped[bool] = mapped_column(default=False)  # has been let in: only staff is offered as contact person
    has_left: Mapped[bool] = mapped_column(default=False)
    joined_to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation] = relationship()
    tracking = Tracking(
        acts={"person.leave": _l("Marked as no longer with us"), "person.return": _l("With us again")},
        fields={
            "has_left": Field(_l("No longer with us"), "yes_no", False),
            "joined_to_id": Field(_l("Same person as"), "person"),
        },
        computed=frozenset({"issuer", "subject", "name", "email", "search_text", "name_key", "is_staff"}),
        archived_by="",
        successor="joined_to_id",
        is_recorded_from_start=False,
        title=lambda person: person.shown_name,
    )

    @validates("name")
    def _keep_keys(self, _field: str, name: str) -> str:
        self.search_text = searchable(name)
        self.name_key = person_key(name)
        return name

    @hybrid_property
    def is_erased(self) -> bool:
        """Whether the details of this person were erased; what others have written beside the name stays."""
        return self.name == ERASED_NAME

    @property
    def shown_name(self) -> str:
        """The name, or a stand-in."""
        return shown_name(self.name, self.id)

    def refresh(self, _actor: Actor) -> None:
        """Launches write to a person as well: its version counts only what colleagues do."""
        self.version += 1


class Course(Tracked, db.Base):
    """A course that embeds the tool. Its id is the platform's; a platform registered again finds its open courses."""

    __tablename__ = "course"
    __table_args__ = (UniqueConstraint("organisation_id", "issuer", "context_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    issuer: Mapped[str]
    context_id: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")  # of the course in the LMS, where an admin has given it
    open_to: Mapped[str] = mapped_column(default=CLOSED)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    has_students: Mapped[bool] = mapped_column(default=False)  # a student has launched here: a warning for who opens it
    tracking = Tracking(
        acts={"course.open": _l("Course opened"), "course.close": _l("Course closed"), "course.address": _l("Address changed")},
        fields={"open_to": Field(_l("Open to")), "address": Field(_l("Address of the course"))},
        computed=frozenset({"issuer", "context_id", "title", "opened_by_id", "opened_at", "has_students"}),
        is_admins=True,
        is_recorded_from_start=False,
    )

    def refresh(self, _actor: Actor) -> None:
        """Launches write to a course as well: its version counts only what admins do."""
        self.version += 1


class Launch(db.Base):
    """One opening of the activity: who, from which course, with which role. The role lives no longer than this.

    It ends after eight hours, with its deployment (`access.launch_conditions`), and when a later launch of the person
    in the course comes with less right. A window of its own (`windows.py`) is a launch that ends with its parent.
    """

    __tablename__ = "launch"
    __table_args__ = (Index("ix_launch_person", "person_id", "course_id"), {"info": {"is_short_lived": True}})

    key: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    deployment_id: Mapped[int] = mapped_column(ForeignKey("lti_deployment.id"))
    is_admin: Mapped[bool]
    is_teacher: Mapped[bool]
    is_enrolled: Mapped[bool]
    language: Mapped[str]
    roles: Mapped[str] = mapped_column(default="")  # as the platform told them, with spaces between
    frame_origins: Mapped[str]  # who may frame the pages of this launch, as `frame-ancestors` takes it
    expires_at: Mapped[datetime] = mapped_column(index=True)
    parent_key: Mapped[str | None] = mapped_column(ForeignKey("launch.key", ondelete="CASCADE"), index=True)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    course: Mapped[Course] = relationship(lazy="joined", innerjoin=True)

    @property
    def may_enter(self) -> bool:
        """Whether the course is open to this launch."""
        if self.course.open_to == EVERYONE:
            return self.is_enrolled or self.is_teacher or self.is_admin
        return self.course.open_to == TEACHERS and (self.is_teacher or self.is_admin)
