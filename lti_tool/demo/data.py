"""Fill an organisation with the demo's people, partners, own words and own methods, by the tool's own operations."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files
from typing import Any

import yaml

from .. import db
from ..assessment.agreeing import agree
from ..assessment.answering import Answers, Given, answer_as_colleague, keep_partner_answers
from ..assessment.operations import begin_assessment
from ..assessment.statements import EDITION
from ..days import today
from ..languages import DEFAULT
from ..methods.operations import add_experience, add_own_method, copy_packaged_method, edit_own_method
from ..methods.queries import packaged_method
from ..partners.adding import add_partnership
from ..partners.operations import Values
from ..people.models import TEACHERS, Course, Person
from ..tiers.operations import write_own_words
from .lms import Lms
from .plan import fill_plans
from .register import fill_register

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
    _add_own_version(data["own_version"], people["maija"])
    for entry in data["experiences"]:
        method = packaged_method(entry["method"])
        add_experience(entry["method"], method.title if method else "", entry["text"], people[entry["by"]])
    for entry in data["assessments"]:
        _add_assessment(entry, people)
    fill_register(organisation_id, people)
    fill_plans(organisation_id, people)


def _person(organisation_id: int, lms: Lms, username: str) -> Person:
    user = lms.users[username]
    person = Person(
        organisation_id=organisation_id,
        issuer=lms.origin,
        subject=user.id,
        name=user.name,
        email=user.email,
        is_staff=True,
    )
    db.session.add(person)
    return person


def _shown(name: str, people: dict[str, Person]) -> str:
    return people[name].name if name in people else name


def _add_partner(entry: dict[str, Any], people: dict[str, Person], days_ago: int) -> None:
    """Added by its contact person, some while ago: a list in which all is from today would not be believed."""
    actor = people.get(entry["contact"], people["maija"])
    values = Values(entry["name"], entry["url"], entry["description"], _shown(entry["contact"], people))
    row, act = add_partnership(entry["tier"], values, actor, other_than=())
    when = db.now() - timedelta(days=days_ago, hours=days_ago % 7)
    row.changed_at = when
    if act.change_set is not None:
        act.change_set.created_at = when


def _add_own_version(entry: dict[str, Any], actor: Person) -> None:
    """A packaged method the college has made its own: a paragraph of its own, and its words where the template asks for them."""
    page = packaged_method(entry["method"])
    if page is None:
        raise LookupError(entry["method"])
    copy = copy_packaged_method(page, actor)
    text = copy.text
    for asked, ours in entry["instead"].items():
        text = text.replace(asked, ours)
    values = {"title": entry["title"], "url": "", "text": f"{entry['text']}\n\n{text}", "ask": actor.name}
    edit_own_method(copy, values, copy.version, actor)


def _add_assessment(entry: dict[str, Any], people: dict[str, Person]) -> None:
    """A round of the critical-points test some days ago; scores are written as one digit a statement, a dot for none."""
    maija = people["maija"]
    assessment = begin_assessment(entry["subject"], maija)
    assessment.edition = entry.get("edition", EDITION)
    keys = assessment.asked(DEFAULT).keys
    for name, scores in entry.get("college", {}).items():
        answer_as_colleague(assessment, _given(keys, scores, {}), people[name])
    if "together" in entry:
        answer_as_colleague(assessment, _given(keys, entry["together"], entry.get("comments", {})), maija, together=True)
    if "partner" in entry:
        keep_partner_answers(assessment, _given(keys, entry["partner"], entry.get("partner_comments", {})).answers)
    for line in entry.get("agreed", ()):
        due_on = today() + timedelta(days=line["in_days"])
        agree(assessment, {**line, "contact": _shown(line["contact"], people), "due_on": due_on}, today(), maija)
    when = db.now() - timedelta(days=entry["days_ago"])
    assessment.created_at = when


def _given(keys: list[str], scores: str, comments: dict[str, str]) -> Given:
    answers: Answers = {
        key: {"score": None if score == "." else int(score), "comment": comments.get(key, "")}
        for key, score in zip(keys, scores.replace(" ", ""), strict=True)
    }
    return Given(answers, keys)
