"""Erasing one of our people: the row keeps its number for all that points to it, and nothing that tells who it was.

Who opens the activity again afterwards is a new person: the platform's id of the old one is gone as well.
"""

from __future__ import annotations

from typing import cast

from sqlalchemy import Connection, Table, delete, or_, select, update

from ..assessment.agreed_models import AgreedLine
from ..encounters.models import Encounter
from ..lti.models import RefusedLaunch
from ..partners.row_models import Partnership
from ..partners.saved_views import SavedView
from ..people.models import ERASED_NAME, Launch, Person
from ..plan.models import ROLES, Action
from ..teams.models import Membership
from .in_history import blank_lines, forget_subjects

_PERSON = cast(Table, Person.__table__)
_PARTNERSHIP = cast(Table, Partnership.__table__)
_ENCOUNTER = cast(Table, Encounter.__table__)
_AGREED = cast(Table, AgreedLine.__table__)
_ACTION = cast(Table, Action.__table__)
_VIEW = cast(Table, SavedView.__table__)
_MEMBERSHIP = cast(Table, Membership.__table__)


def erase_row(connection: Connection, person_id: int) -> None:
    nothing = dict.fromkeys(("issuer", "email", "search_text", "name_key"), "")
    erasing = update(_PERSON).where(_PERSON.c.id == person_id)
    connection.execute(erasing.values(**nothing, name=ERASED_NAME, subject=f"erased {person_id}", is_staff=False))


def end_sessions(connection: Connection, person_id: int) -> None:
    """What they still had to tell (`notices`) and windows of their own go with them."""
    connection.execute(delete(Launch.__table__).where(Launch.person_id == person_id))  # type: ignore[arg-type]


def forget_refused(connection: Connection, person_id: int) -> None:
    """Lines of the launch log with the platform's id of this person; to be asked while the row still knows it."""
    known = connection.execute(select(_PERSON).where(_PERSON.c.id == person_id)).one()
    theirs = (
        RefusedLaunch.organisation_id == known.organisation_id,
        RefusedLaunch.issuer == known.issuer,
        RefusedLaunch.user_id == known.subject,
    )
    if known.subject:
        connection.execute(delete(RefusedLaunch.__table__).where(*theirs))  # type: ignore[arg-type]


def forget_views(connection: Connection, person_id: int) -> None:
    """Saved views of a person are erased with their words."""
    ids = list(connection.scalars(select(_VIEW.c.id).where(_VIEW.c.person_id == person_id)))
    blank_lines(connection, SavedView.__tablename__, ids)
    forget_subjects(connection, SavedView.__tablename__, ids)
    erasing = update(_VIEW).where(_VIEW.c.person_id == person_id)
    connection.execute(erasing.values(name="", query="", is_archived=True, version=_VIEW.c.version + 1))


def outdate_forms(connection: Connection, person_id: int) -> None:
    """Raise versions: a form that was opened before still holds the name, and is known by its version (`partners.contact`)."""
    held = (
        (_PARTNERSHIP, ("contact", "deputy", "manager")),
        (_ENCOUNTER, ("contact",)),
        (_AGREED, ("contact",)),
        (_ACTION, ROLES),
    )
    for table, columns in held:
        points = or_(*(table.c[f"{column}_person_id"] == person_id for column in columns))
        connection.execute(update(table).where(points).values(version=table.c.version + 1))


def leave_teams(connection: Connection, person_id: int) -> None:
    """Archive memberships, so that nobody without a name is in a team, also after an undo."""
    ids = list(connection.scalars(select(_MEMBERSHIP.c.id).where(_MEMBERSHIP.c.person_id == person_id)))
    blank_lines(connection, Membership.__tablename__, ids, kept={"team_id", "person_id"})
    erasing = update(_MEMBERSHIP).where(_MEMBERSHIP.c.person_id == person_id)
    connection.execute(erasing.values(is_archived=True, version=_MEMBERSHIP.c.version + 1))
