"""Changes to courses and the organisation by admins; colleagues who leave and return."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from .. import db, history
from ..errors import Conflict, RuleBroken
from ..history.merging import set_merged
from ..multilang import readers_title
from .models import CLOSED, OPEN_TO, Course, Organisation, Person, organisation_key


def organisation_named(name: str) -> Organisation | None:
    """The college of this name, however its capitals and spaces are written."""
    return db.session.scalar(select(Organisation).where(Organisation.name_key == organisation_key(name)))


def get_or_create_organisation(name: str) -> Organisation:
    """The college of this name, made when there is none."""
    return db.get_or_create(Organisation, _new={"name": " ".join(name.split())}, name_key=organisation_key(name))


def open_course(course: Course, open_to: str, actor: history.Actor, version: int | None = None) -> history.Act:
    """Open a course to its teachers or to everyone enrolled, or close it.

    `version` is the one that the form was made from, None for the course's own page. Raises RuleBroken on `open_to`, Conflict
    when another admin has decided meanwhile.
    """
    if open_to not in OPEN_TO:
        raise RuleBroken("open_to", _("Choose who the course is opened to."))
    with history.act("course.open" if open_to != CLOSED else "course.close", readers_title(course.title), actor) as act:
        Course.lock([course.id])
        was_open_to = course.open_to
        set_merged(course, {"open_to": open_to}, course.version if version is None else version)
        if course.open_to not in (was_open_to, CLOSED):
            _note_opening(course, actor)
    return act


def address_course(course: Course, address: str, version: int, actor: Person) -> history.Act:
    """Set where the course stands in the LMS; Conflict when another admin has changed that since `version`."""
    with history.act("course.address", readers_title(course.title), actor) as act:
        Course.lock([course.id])
        set_merged(course, {"address": address}, version)
    return act


def _note_opening(course: Course, actor: history.Actor) -> None:
    course.opened_at = db.now()
    course.opened_by_id = actor.id
    if isinstance(actor, Person):
        actor.is_staff = True


def edit_organisation(organisation: Organisation, values: dict[str, Any], version: int, actor: Person) -> history.Act:
    """Set these columns of the college, e.g. `name`, `language`, `tier_titles`, `tier_cycles`.

    Raises Conflict when another admin has changed the same since `version`, RuleBroken on `name` when another college has it.
    """
    with history.act("organisation.edit", values.get("name", organisation.name), actor) as act:
        Organisation.lock([organisation.id])
        set_merged(organisation, values, version)
    return act


def mark_left(person: Person, version: int, actor: history.Actor, *, has_left: bool) -> history.Act:
    """Somebody is no longer with us, or is again; nothing of what hangs on them changes.

    Raises Conflict when that was changed since `version`, also there and back: by a colleague, or by a launch of theirs.
    """
    with history.act("person.leave" if has_left else "person.return", "", actor, about=person) as act:
        Person.lock([person.id])
        if person.has_left != has_left:
            if person.version != version:
                message = _("%(name)s has come back meanwhile, or a colleague has said so.", name=person.shown_name)
                raise Conflict({"has_left": person.has_left}, message=message if has_left else "")
            person.has_left = has_left
    return act


def lock_colleagues(person_ids: Collection[int]) -> Sequence[Person]:
    """Who is to stand in rows from now on: nobody joins, erases or marks them until the act has ended."""
    query = select(Person).where(Person.id.in_(person_ids)).order_by(Person.id)
    query = query.with_for_update(read=True, key_share=True, of=Person)
    return db.session.scalars(query.execution_options(populate_existing=True)).all() if person_ids else []


def lock_colleague(person_id: int, field: str) -> None:
    """The same of one.

    Raises RuleBroken on `field` for who is not with us any more, and for an account in whose place another one was made.
    """
    (person,) = lock_colleagues([person_id])
    raise_if_replaced(person, field)
    if person.has_left:
        raise RuleBroken(field, _("%(name)s is no longer with us. Choose somebody else.", name=person.shown_name))


def raise_if_replaced(person: Person, field: str) -> None:
    """Raises RuleBroken on `field` for an account in whose place another one was made, and for who was erased."""
    if person.joined_to_id is not None:
        raise RuleBroken(field, _("A colleague has joined these accounts meanwhile."))
    if person.is_erased:
        raise RuleBroken(field, _("%(name)s is no longer with us. Choose somebody else.", name=person.shown_name))


def note_return(person: Person) -> None:
    """Who opens the tool is with us, whatever colleagues have marked."""
    if not person.has_left and person.joined_to_id is None:
        return
    with history.act("person.return", "", person, about=person):
        Person.lock([person.id])
        person.has_left = False
        person.joined_to_id = None
