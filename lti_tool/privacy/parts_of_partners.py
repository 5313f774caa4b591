"""What the tables on partners know of people: theirs, and ours who work with them."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from ..agreements.models import Agreement
from ..assessment.agreed_models import AgreedLine
from ..assessment.models import AnswerSheet, Assessment
from ..contacts.models import ContactRole, PartnerContact
from ..encounters.models import Encounter, Need
from ..pages import address_of
from ..partners.models import OtherName, Partner
from ..partners.row_models import Partnership
from ..partners.saved_views import SavedView
from ..plan.models import Action, Aim
from . import our_people, their_people
from .registry import OURS, THEIRS, Part

AUTHOR = _l("written by")


def _of_partner(row: Any) -> str:
    return address_of("partner", str(row.partner_id))


def _partner_name(row: Any) -> str:
    return row.partner.name if row.partner else ""


PARTNERS: tuple[Part, ...] = (
    Part(
        Partner,
        _l("Partners"),
        texts=("name", "notes"),
        row_title=lambda partner: partner.name,
        address=lambda partner: address_of("partner", str(partner.id)),
    ),
    Part(
        OtherName,
        _l("Other names of partners"),
        texts=("name",),
        row_title=lambda other: other.name,
        address=_of_partner,
    ),
    Part(
        Partnership,
        _l("Partnerships"),
        ours={
            "contact_person_id": _l("our contact person"),
            "deputy_person_id": _l("deputy"),
            "manager_person_id": _l("of our management"),
            "changed_by_id": _l("last changed by"),
        },
        texts=("description", "contact_name", "deputy_name", "manager_name", "unit", "our_role", "aims", "end_reason"),
        told=("tier",),
        row_title=_partner_name,
        address=_of_partner,
        erase={OURS: our_people.outdate_forms},
    ),
    Part(
        SavedView,
        _l("Own views"),
        ours={"person_id": _l("one's own")},
        texts=("name", "query"),
        queries=("query",),
        told=("name", "query"),
        row_title=lambda view: f"{view.name} ({view.person.shown_name})",  # only the owner can correct it
        options=(joinedload(SavedView.person),),
        erase={OURS: our_people.forget_views},
    ),
)


CONTACTS: tuple[Part, ...] = (
    Part(
        PartnerContact,
        _l("Partners' contact persons"),
        theirs={"merged_into_id": _l("made one with the person")},
        told=("name", "email", "phone"),
        erase={THEIRS: their_people.erase_row},
    ),
    Part(
        ContactRole,
        _l("At partners"),
        ours={"told_by_id": _l("has told the person of the data")},
        theirs={"contact_id": _l("contact person")},
        texts=("title",),
        told=("title", "level", "left_on", "told_on", "is_archived"),
        row_title=_partner_name,
        address=_of_partner,
        options=(joinedload(ContactRole.partner),),
        erase={THEIRS: their_people.erase_roles},
    ),
)


WHAT_WAS_DONE: tuple[Part, ...] = (
    Part(
        Encounter,
        _l("Visits and contacts"),
        ours={"author_id": AUTHOR, "contact_person_id": _l("takes the next step")},
        texts=("text", "next_step", "contact_name"),
        told=("happened_on", "kind", "text", "next_step", "next_on"),
        row_title=_partner_name,
        address=_of_partner,
    ),
    Part(Need, _l("Needs"), texts=("text",), row_title=lambda need: need.text, address=lambda _n: address_of("needs")),
    Part(
        Agreement,
        _l("Agreements"),
        texts=("our_signer", "their_signer", "aims"),
        row_title=_partner_name,
        address=_of_partner,
    ),
    Part(
        Aim,
        _l("Aims of plans"),
        texts=("text",),
        row_title=lambda aim: aim.text,
        address=lambda aim: address_of("plan", str(aim.team_id or "college"), Aim.tracking.anchor(aim)),
    ),
    Part(
        Action,
        _l("Actions of plans"),
        ours={"contact_person_id": _l("does it"), "second_person_id": _l("does it together with another")},
        texts=("text", "contact_name", "second_name", "place", "price", "outcome"),
        told=("starts_on", "ends_on", "text", "outcome"),
        row_title=lambda action: action.text,
        address=lambda action: address_of("action", str(action.id)),
    ),
    Part(
        Assessment,
        _l("Critical-points test"),
        texts=("subject",),
        row_title=lambda assessment: assessment.title,
        address=lambda assessment: address_of("assessment", str(assessment.id)),
    ),
    Part(
        AnswerSheet,
        _l("Answers to the critical-points test"),
        ours={"person_id": _l("answered by")},
        texts=("answers",),
        told=("sent_at", "answers"),
        row_title=lambda sheet: sheet.assessment.title,
        address=lambda sheet: address_of("assessment", str(sheet.assessment_id)),
        options=(joinedload(AnswerSheet.assessment),),
    ),
    Part(
        AgreedLine,
        _l("Agreed in a critical-points test"),
        ours={"contact_person_id": _l("sees to it")},
        texts=("text", "contact_name"),
        told=("text", "due_on"),
        row_title=lambda line: line.assessment.title,
        address=lambda line: address_of("assessment", str(line.assessment_id)),
    ),
)
