"""A college that stands in every test's database beside the test's own, with something of everything.

Nobody of it ever comes: its rows have ids that no new row gets, 0 and below, and each of its words that could be shown holds
MARK, which `tests.visitor` looks for in all that anybody sees. What it is found by are the keys of names that the tests use,
so that what forgets to ask for the college finds its rows first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import has_request_context, request, request_started
from sqlalchemy import Connection, event, insert
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from lti_tool import db
from lti_tool.agreements.models import Agreement
from lti_tool.assessment.agreed_models import AgreedLine
from lti_tool.assessment.models import AnswerSheet, Assessment, AssessmentLink
from lti_tool.assessment.statements import questionnaire
from lti_tool.calendar_feed.models import CalendarAddress
from lti_tool.contacts.models import ContactRole, PartnerContact
from lti_tool.encounters.models import Encounter, Need
from lti_tool.figures.kinds import KINDS
from lti_tool.figures.models import YearFigure
from lti_tool.handover.models import HandoverNotice
from lti_tool.history.models import Change, ChangeSet
from lti_tool.imports.models import ColumnMemory, ImportDraft
from lti_tool.jobs.models import Job
from lti_tool.lti.models import Deployment, Invite, Platform, RefusedLaunch, Registration
from lti_tool.merging.models import DistinctPair, SuspectedDouble
from lti_tool.methods.models import Experience, OwnMethod
from lti_tool.partners.models import OtherName, Partner
from lti_tool.partners.row_models import Partnership
from lti_tool.partners.saved_views import SavedView
from lti_tool.people.admin_log import AdminAct
from lti_tool.people.big_undo import UNDO
from lti_tool.people.models import Course, Organisation, Person, organisation_key
from lti_tool.plan.models import Action, ActionPartner, Aim
from lti_tool.privacy.models import Erasure
from lti_tool.teams.models import Membership, Team, TrainingField, joined_key
from lti_tool.text import name_key, names_text, person_key, search_key, searchable, sort_key
from lti_tool.tiers.models import ALL_TIERS, WITH_OWN_WORDS, OwnWords

MARK = "Muukal"
NAME = f"{MARK}aisten opisto"
ISSUER = f"https://{MARK.lower()}.test"
THEIRS = {"organisation_id": 0, "version": 1}
FOR_EVER = timedelta(days=365)
COLLEAGUES = {"Maija Koskela": "3", "Olli Rantanen": "4"}  # with their numbers at the platform
PARTNERS = ("Kahvila Kerttuli", "Leipomo Kultakuori", "Rakennus Virtanen")
OTHER_NAMES = ("Hangon Kennelkerho", "Helsingin sairaanhoitopiiri", "Zoo Kahvila")
TEAM = "Matkailutiimi"
CONTACT = "Henna Vuorinen"
CONTACT_EMAIL = "henna@kerttuli.example"
CONTACT_PHONE = "+358501234567"
AS_TEXT = "Oli Rantanen"  # about whom one is asked, unless it stands as text already
SUBJECT = "Hotellitiimi"
FIELD = "Matkailuala"
METHOD = "company-visit"
FIGURE = 98_765_432_100  # cents: a number that no test of ours has
NEEDS = ("Perehdytys englanniksi kesätyöntekijöille", "englantia", "apua")

Add = Callable[..., None]


def furnish(connection: Connection) -> None:
    """Write its rows, past the history. The ids are 0, -1, -2 …: a new row's are above, on both kinds of database."""

    def add(model: type[db.Base], *rows: dict[str, Any]) -> None:
        assert all(row.keys() == rows[0].keys() for row in rows), "what the first row lacks is left out of the others as well"
        numbered = [{"id": -place, **row} for place, row in enumerate(rows)]
        connection.execute(insert(model), numbered)

    _add_people(add)
    _add_connection(add)
    _add_partners(add)
    _add_teams(add)
    _add_contacts(add)
    _add_encounters(add)
    _add_texts(add)
    _add_tests(add)
    _add_plan(add)
    _add_history(add)


def marked(name: str) -> str:
    return f"{name} {MARK}ainen"


def _add_people(add: Add) -> None:
    titles = dict.fromkeys(ALL_TIERS, MARK)
    add(Organisation, {"name": NAME, "name_key": organisation_key(NAME), "language": "sv", "tier_titles": titles, "version": 1})
    person = {"organisation_id": 0, "issuer": ISSUER, "email": f"{MARK}@muualla.example", "is_staff": True}
    people = [
        {**person, "subject": subject, "name": marked(name), "search_text": searchable(name), "name_key": person_key(name)}
        for name, subject in COLLEAGUES.items()
    ]
    add(Person, *people)
    add(Course, {**THEIRS, "issuer": ISSUER, "context_id": "2", "title": marked("Kurssi"), "open_to": "everyone"})


def _add_connection(add: Add) -> None:
    addresses = dict.fromkeys(("auth_login_url", "auth_token_url", "key_set_url"), f"{ISSUER}/lti")
    add(Platform, {"issuer": ISSUER})
    add(Registration, {"platform_id": 0, "client_id": "demo", "product": MARK, **addresses})
    installation = {"registration_id": 0, "deployment_id": "1", "last_launch_at": db.now(), "frame_hosts": f"{MARK}.example"}
    removed = {**installation, "deployment_id": "2", "is_removed": True}
    add(Deployment, {**THEIRS, **installation, "is_removed": False}, {**THEIRS, **removed})
    add(Invite, {**THEIRS, "created_by_id": 0, "token_hash": "0", "expires_at": db.now() + FOR_EVER})
    add(RefusedLaunch, {"organisation_id": 0, "reference": MARK, "reason": "token_expired", "issuer": ISSUER, "detail": MARK})


def _add_partners(add: Add) -> None:
    partners = [
        {
            **THEIRS,
            "name": marked(name),
            "url": f"https://{MARK}.example",
            "name_key": name_key(name),
            "names_text": names_text([name, other]),
        }
        for name, other in zip(PARTNERS, OTHER_NAMES, strict=True)
    ]
    add(Partner, *partners)
    others = [
        {**THEIRS, "partner_id": -number, "name": marked(name), "name_key": name_key(name)}
        for number, name in enumerate(OTHER_NAMES)
    ]
    add(OtherName, *others)
    colleague = {"contact_person_id": 0, "contact_name": MARK, "contact_key": ""}
    team = {"contact_person_id": None, "contact_name": marked(TEAM), "contact_key": person_key(TEAM)}
    as_text = {"contact_person_id": None, "contact_name": marked(AS_TEXT), "contact_key": person_key(AS_TEXT)}
    row = {**THEIRS, "sort_key": "", "changed_by_id": 0, "changed_at": db.now() + FOR_EVER}
    found = {"description": marked("Jaksot"), "search_text": searchable(" ".join([*PARTNERS, *OTHER_NAMES, "Oppimisjaksot"]))}
    rows = [
        {**row, **found, **contact, "partner_id": -number, "tier": tier}
        for number, contact in enumerate((colleague, team, as_text))
        for tier in ALL_TIERS
    ]
    add(Partnership, *rows)
    pair = {"organisation_id": 0, "first_id": 0}
    add(SuspectedDouble, {**pair, "second_id": -1, "why": "name", "score": 100})
    add(DistinctPair, {**pair, "second_id": -2, "version": 1, "is_archived": False})
    add(SavedView, {**THEIRS, "person_id": 0, "name": marked("Näkymä"), "query": f"q={MARK}"})
    day = db.now().date()
    agreement = {**THEIRS, "kind": "partnership", "url": f"https://{MARK}.example", "aims": marked("Tavoite")}
    signed = {"our_signer": MARK, "their_signer": MARK, "starts_on": day, "ends_on": day, "review_on": day, "due_on": day}
    years = [(number, year, kind) for number in (0, -1, -2) for year in (2024, 2025, day.year) for kind in KINDS]
    figure = {**THEIRS, "hundredths": FIGURE, "is_archived": False}
    add(YearFigure, *({**figure, "partner_id": number, "year": year, "kind": kind} for number, year, kind in years))
    add(Agreement, *({**agreement, **signed, "partner_id": number} for number in (0, -1)))


def _add_encounters(add: Add) -> None:
    needs = [{**THEIRS, "text": marked(text), "text_key": search_key(text)} for text in NEEDS]
    add(Need, *needs)
    soon = (db.now() + FOR_EVER).date()
    step = {"next_step": marked("Soitto"), "next_on": db.now().date(), "contact_person_id": 0, "contact_name": MARK}
    log = {**THEIRS, **step, "kind": "visit", "happened_on": soon, "text": marked("Jaksot sovittu"), "author_id": 0}
    add(Encounter, *({**log, "partner_id": -number, "need_id": -number} for number in range(len(PARTNERS))))


def _add_teams(add: Add) -> None:
    add(TrainingField, {**THEIRS, "name": marked(FIELD), "name_key": joined_key(FIELD)})
    found = {"name_key": joined_key(TEAM), "sort_key": sort_key(TEAM), "search_text": searchable(TEAM)}
    add(Team, {**THEIRS, **found, "name": marked(TEAM), "field_id": 0})
    add(Membership, {**THEIRS, "team_id": 0, "person_id": 0})


def _add_contacts(add: Add) -> None:
    person = {**THEIRS, "name": marked(CONTACT), "name_key": person_key(CONTACT), "email": CONTACT_EMAIL, "phone": CONTACT_PHONE}
    add(PartnerContact, {**person, "search_text": searchable(f"{CONTACT} {CONTACT_EMAIL}")})
    role = {**THEIRS, "partner_id": 0, "contact_id": 0, "level": "management"}
    here = {**role, "title": marked("Rehtori"), "left_on": None, "is_archived": False}
    add(ContactRole, here, {**here, "partner_id": -1, "left_on": date(2020, 1, 1)})


def _add_texts(add: Add) -> None:
    add(OwnWords, *({**THEIRS, "tier": name, "text": marked("Sanat")} for name in WITH_OWN_WORDS))
    method = {**THEIRS, "tier": "everyday", "title": marked("Keino"), "text": MARK, "search_text": "oma keino leipä rekrysivusto"}
    add(OwnMethod, {**method, "packaged": ""}, {**method, "packaged": METHOD})
    line = {**THEIRS, "text": marked("Kokeiltu"), "person_id": 0}
    add(Experience, {**line, "method": METHOD}, {**line, "method": "own/0"}, {**line, "method": "own/1"})


def _add_tests(add: Add) -> None:
    of_partner = {"subject": marked(PARTNERS[0]), "subject_key": search_key(PARTNERS[0]), "partner_id": 0}
    of_team = {"subject": marked(SUBJECT), "subject_key": search_key(SUBJECT), "partner_id": None}
    add(Assessment, {**THEIRS, **of_partner}, {**THEIRS, **of_team})
    answers = {key: {"score": 3, "comment": MARK} for key in questionnaire("fi").keys}
    sheet = {**THEIRS, "person_id": 0, "side": "college", "answers": answers, "is_sent": True}
    add(AnswerSheet, {**sheet, "assessment_id": 0}, {**sheet, "assessment_id": -1})
    add(AssessmentLink, {**THEIRS, "assessment_id": 0, "language": "fi", "token_hash": "0", "expires_at": db.now() + FOR_EVER})
    agreed = {**THEIRS, "text": marked("Soitto"), "contact_person_id": 0, "contact_name": MARK, "due_on": db.now().date()}
    add(AgreedLine, {**agreed, "assessment_id": 0, "partner_id": 0}, {**agreed, "assessment_id": -1, "partner_id": None})


def _add_plan(add: Add) -> None:
    add(Aim, {**THEIRS, "team_id": 0, "text": marked("Tavoite")}, {**THEIRS, "team_id": None, "text": marked("Tavoite")})
    day = db.now().date()
    action = {**THEIRS, "text": marked("Vierailu"), "starts_on": day, "ends_on": day, "is_by_month": False, "tier": "everyday"}
    said = {"contact_person_id": 0, "contact_name": MARK, "second_person_id": -1, "second_name": MARK, "outcome": MARK}
    course = {"kind": "course", "place": MARK, "price": MARK, "method": METHOD}
    of_team = {**action, **said, **course, "team_id": 0, "aim_id": 0}
    add(Action, of_team, {**of_team, "team_id": None, "aim_id": -1})
    made = {**THEIRS, "person_id": 0, "course_id": 0, "language": "sv", "good_until": db.now().date() + FOR_EVER}
    add(CalendarAddress, {**made, "team_id": 0, "token_hash": "0"}, {**made, "team_id": None, "token_hash": "1"})
    add(ActionPartner, *({**THEIRS, "action_id": -number % 2 * -1, "partner_id": -number} for number in range(len(PARTNERS))))


def _add_history(add: Add) -> None:
    actor = {"organisation_id": 0, "actor_id": 0, "actor_name": MARK}
    add(ChangeSet, {**actor, "act": "partnership.add", "subject": MARK, "rows": 1})
    row = {"change_set_id": 0, "entity": "partnership", "entity_id": 0, "version": 1, "is_creation": True}
    add(Change, {**row, "field": "description", "after": MARK}, {**row, "field": "tier", "after": "other"})
    told = {
        "organisation_id": 0,
        "change_set_id": 0,
        "is_giver": False,
        "team_id": 0,
        "partners": 1,
        "steps": 0,
        "is_seen": False,
    }
    add(HandoverNotice, {**told, "person_id": 0})
    job = {"kind": UNDO.name, "organisation_id": 0, "language": "sv", "cursor": {"changed": 0, "kept": 0}, "result": {}}
    add(AdminAct, {"organisation_id": 0, "actor_id": 0, "act": "course.open", "subject": MARK, "change_set_id": None})
    add(Erasure, {"organisation_id": 0, "entity": "partner_contact", "entity_id": -1, "erased_at": db.now()})
    add(ImportDraft, {"organisation_id": 0, "person_id": 0, "name": MARK, "sheets": [], "meanings": None, "touched_at": db.now()})
    add(ColumnMemory, {"organisation_id": 0, "headings": MARK, "meanings": []})
    add(Job, {**job, "state": "failed", "problem": MARK, "finished_at": db.now()})


def _is_listed(model: Any) -> Any:
    return model.id > 0


_MODELS = [mapper.class_ for mapper in db.Base.registry.mappers if "id" in mapper.columns]
_HIDDEN = [with_loader_criteria(model, _is_listed, include_aliases=True) for model in _MODELS]
_ANSWERED = "tests.is_answered"


def hide_from_tests() -> None:
    """From now on a test sees nothing of this college in what it looks up itself. Costs each question of a session as much again."""
    request_started.connect(_note_request)
    event.listen(Session, "do_orm_execute", _hide_from_lookups)


def _note_request(_app: Any, **_more: Any) -> None:
    request.environ[_ANSWERED] = True


def _hide_from_lookups(asked: ORMExecuteState) -> None:
    """What a test looks up or changes in the database does not see it, nor do commands and jobs: only what answers a request."""
    is_answering = has_request_context() and _ANSWERED in request.environ
    if not is_answering and (asked.is_select or asked.is_update or asked.is_delete):
        asked.statement = asked.statement.options(*_HIDDEN)  # type: ignore[attr-defined]
