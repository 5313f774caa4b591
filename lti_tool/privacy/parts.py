"""The parts of the rooms below: what their tables know of people."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from ..handover.models import HandoverNotice
from ..history.models import Change, ChangeSet
from ..history.words import act_name
from ..imports.models import ImportDraft
from ..jobs.models import Job
from ..lti.models import Invite, RefusedLaunch
from ..methods.models import Experience, OwnMethod
from ..multilang import readers_title
from ..notices import WaitingNotice
from ..pages import address_of
from ..people.admin_log import AdminAct, act_names
from ..people.models import Course, Launch, Person
from ..teams.models import Membership, Team, TrainingField
from ..tiers.models import OwnWords
from . import in_drafts, in_history, in_notices, our_people
from .parts_of_partners import AUTHOR, CONTACTS, PARTNERS, WHAT_WAS_DONE
from .registry import OURS, THEIRS, Part

PEOPLE: tuple[Part, ...] = (
    Part(
        Person,
        _l("Own staff"),
        ours={"joined_to_id": _l("the account made anew of")},
        told=("issuer", "subject", "name", "email", "is_staff", "has_left"),
        erase={OURS: our_people.erase_row},
    ),
    Part(
        Launch,
        _l("Open sessions"),
        ours={"person_id": _l("opened by")},
        told=("roles", "language", "is_admin", "is_teacher", "is_enrolled", "expires_at"),
        row_title=lambda launch: readers_title(launch.course.title),
        erase={OURS: our_people.end_sessions},
    ),
    Part(
        Course,
        _l("Courses"),
        ours={"opened_by_id": _l("opened by")},
        told=("opened_at",),
        row_title=lambda course: readers_title(course.title),
    ),
    Part(
        HandoverNotice,
        _l("Told of a change of hands"),
        ours={"person_id": _l("told of it"), "other_id": _l("takes over")},
        told=("partners", "steps", "is_giver"),
    ),
    Part(
        WaitingNotice,
        "",  # shown nowhere: nothing in it points to anybody
        erase={OURS: in_notices.forget_person, THEIRS: in_notices.forget_contact},
    ),
    Part(
        ImportDraft,
        _l("Lists that are being brought in"),
        ours={"person_id": _l("brings it in")},
        told=("name", "created_at"),
        texts=("name",),
        row_title=lambda draft: draft.name,
        erase={OURS: in_drafts.forget_person, THEIRS: in_drafts.forget_contact},
    ),
    Part(RefusedLaunch, _l("Launch log"), erase={OURS: our_people.forget_refused}),
    Part(Invite, _l("Registration links"), ours={"created_by_id": _l("made by")}, told=("created_at",)),
    Part(Job, _l("Jobs"), ours={"actor_id": _l("begun by")}, told=("kind", "created_at"), texts=("problem",)),
)


TEXTS: tuple[Part, ...] = (
    Part(
        OwnMethod,
        _l("Methods"),
        texts=("title", "text", "ask"),
        row_title=lambda method: method.title,
        address=lambda method: address_of("own_method", str(method.id)),
    ),
    Part(
        Experience,
        _l("Experiences"),
        ours={"person_id": AUTHOR},
        texts=("text",),
        told=("created_at", "method", "text"),
        row_title=lambda line: line.text[:80],
        address=lambda line: address_of("method", line.method, "experiences"),
    ),
    Part(
        OwnWords,
        _l("Own words"),
        texts=("text",),
        row_title=lambda words: words.tier,
        address=lambda words: address_of("tier_text", words.tier),
    ),
    Part(
        TrainingField,
        _l("Fields of training"),
        texts=("name",),
        row_title=lambda one: one.name,
        address=lambda _field: address_of("teams"),
    ),
    Part(
        Team,
        _l("Teams"),
        texts=("name",),
        row_title=lambda team: team.name,
        address=lambda team: address_of("team", str(team.id)),
    ),
    Part(
        Membership,
        _l("Memberships"),
        ours={"person_id": _l("member")},
        told=("is_archived",),
        row_title=lambda membership: membership.team.name,
        address=lambda membership: address_of("team", str(membership.team_id)),
        options=(joinedload(Membership.team),),
        erase={OURS: our_people.leave_teams},
    ),
)


HISTORY: tuple[Part, ...] = (
    Part(
        ChangeSet,
        _l("Acts in the history"),
        ours={"actor_id": _l("done by"), "subject_id": _l("about")},
        told=("created_at", "act", "subject"),
        texts=("subject", "actor_name"),
        row_title=lambda act: " · ".join(filter(None, (act_name(act.act), act.shown_subject))),
    ),
    Part(
        Change,
        _l("Values in the history"),
        texts=("before", "after"),
        erase={OURS: in_history.erase_lines_of_person, THEIRS: in_history.erase_lines_of_contact},
    ),
    Part(
        AdminAct,
        _l("Admin act log"),
        ours={"actor_id": _l("done by")},
        told=("done_at", "act", "subject"),
        row_title=lambda line: str(act_names.get(line.act, act_name(line.act))),
    ),
)


# In this order they stand on the page.
ALL = (*CONTACTS, *PARTNERS, *WHAT_WAS_DONE, *TEXTS, *PEOPLE, *HISTORY)
