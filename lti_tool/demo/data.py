"""Fill an organisation with the demo's people, partners, own words and own methods, by the tool's own operations."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files
from typing import Any

import yaml
from sqlalchemy import update

from .. import db, history
from ..methods.operations import add_own_method
from ..partners.models import Partnership
from ..partners.operations import Values, add_partnership
from ..people.models import TEACHERS, Course, Person
from ..tiers.operations import write_own_words
from .lms import Lms

TEACHER_NAMES = ("maija", "olli", "sami")


def fill(organisation_id: int, lms: Lms) -> None:
    """The staff course is open to teachers, the students' course closed."""
    data = yaml.safe_load(files("lti_tool.demo").joinpath("partners.yaml").read_text(encoding="utf-8"))
    people = {name: _person(organisation_id, lms, name) for name in TEACHER_NAMES}
    course = next(iter(lms.courses.values()))
    db.session.add(
        Course(
            organisation_id=organisation_id, issuer=lms.origin, context_id=str(course.id), title=course.title, open_to=TEACHERS
        )
    )
    db.session.flush()
    for number, entry in enumerate(data["partners"]):
        _add_partner(entry, people, days_ago=number * 3 % 120)
    for tier, text in data["own_words"].items():
        write_own_words(tier, text, 0, people["maija"])
    for entry in data["own_methods"]:
        values = {name: entry.get(name, "") for name in ("tier", "title", "url", "text", "ask")}
        add_own_method({**values, "ask": _shown(values["ask"], people)}, people["olli"])


def _person(organisation_id: int, lms: Lms, username: str) -> Person:
    user = lms.users[username]
    person = Person(
        organisation_id=organisation_id, issuer=lms.origin, subject=user.id, name=user.name, email=user.email,
        search_text=db.search_key(user.name), is_staff=True,
    )  # fmt: skip
    db.session.add(person)
    return person


def _shown(name: str, people: dict[str, Person]) -> str:
    return people[name].name if name in people else name


def _add_partner(entry: dict[str, Any], people: dict[str, Person], days_ago: int) -> None:
    """Added by its contact person, some while ago: a list in which all is from today would not be believed."""
    actor = people.get(entry["contact"], people["maija"])
    values = Values(entry["name"], entry["url"], entry["description"], _shown(entry["contact"], people))
    row, change_set = add_partnership(entry["tier"], values, actor, is_new=True)
    when = db.now() - timedelta(days=days_ago, hours=days_ago % 7)
    db.session.execute(update(Partnership).where(Partnership.id == row.id).values(changed_at=when, version=row.version))
    db.session.execute(update(history.ChangeSet).where(history.ChangeSet.id == change_set.id).values(created_at=when))
