"""The job that looks for doubles: once a night in all colleges, and when somebody asks for it in one's own.

What takes long, comparing, is done before a block's transaction; the block writes what has become different.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import delete, insert, select

from .. import db
from ..jobs import operations
from ..jobs.kinds import Block, Kind
from ..jobs.models import UNFINISHED, Job
from ..partners.models import OtherName, Partner
from ..people.models import Organisation, Person
from .models import SuspectedDouble
from .names import Alike, KnownName, Names, key_of

AT_ONCE = 100  # partners compared with all others


@dataclass(frozen=True)
class Compared:
    """Some partners of a college, those with ids after `after` up to `last` (None for the last ones), and their doubles."""

    organisation_id: int
    after: int
    last: int | None
    partners: int
    alike: list[Alike]


def start_looking(actor: Person) -> None:
    """Look for doubles in the actor's college, unless that is under way."""
    _wait_for_others(actor.organisation_id)
    if not is_looking(actor.organisation_id):
        operations.start(DOUBLES, organisation_id=actor.organisation_id, actor_id=actor.id)


def is_looking(organisation_id: int) -> bool:
    """Whether somebody has asked for it and it has not ended yet."""
    asked = select(Job.id).where(Job.kind == DOUBLES.name, Job.organisation_id == organisation_id)
    return db.session.scalar(asked.where(Job.state.in_(UNFINISHED)).limit(1)) is not None


def _wait_for_others(organisation_id: int) -> None:
    """Let nobody else look in this college until the transaction ends: two at once would write the same pairs."""
    one_at_a_time = select(Organisation.id).where(Organisation.id == organisation_id)
    db.session.execute(one_at_a_time.with_for_update(key_share=True))


def _compare(job: Job) -> Compared | None:
    """Compare the next partners with all others; None when no college is left."""
    organisation_id = _college_of(job)
    if organisation_id is None:
        return None
    after = job.cursor.get("after", 0)
    names = Names(known_names(organisation_id))
    ids = sorted({one.partner_id for one in names.known if one.partner_id > after})
    some = ids[:AT_ONCE]
    last = some[-1] if len(ids) > AT_ONCE else None
    return Compared(organisation_id, after, last, len(some), names.alike_to(set(some)))


def _college_of(job: Job) -> int | None:
    """The next college: the one where the job is, else the one after the last that is done."""
    if "college" in job.cursor:
        return job.cursor["college"]
    if job.organisation_id is not None:
        return None if "done_college" in job.cursor else job.organisation_id
    query = select(Organisation.id).where(Organisation.id > job.cursor.get("done_college", 0))
    return db.session.scalar(query.order_by(Organisation.id).limit(1))


def known_names(organisation_id: int) -> Iterator[KnownName]:
    """All names of the partners on the list."""
    partners = select(Partner.id, Partner.name, Partner.name_key, Partner.business_id, Partner.apart)
    on_list = (Partner.organisation_id == organisation_id, Partner.is_archived.is_(False))
    for row in db.session.execute(partners.where(*on_list)):
        yield KnownName(row.id, row.name, key_of(row.name_key), row.business_id, row.apart)
    others = select(OtherName.partner_id, OtherName.name, OtherName.name_key, Partner.business_id)
    others = others.join(Partner, Partner.id == OtherName.partner_id).where(*on_list, OtherName.is_archived.is_(False))
    for other in db.session.execute(others):
        yield KnownName(other.partner_id, other.name, key_of(other.name_key), other.business_id)


def _run_block(block: Block) -> bool:
    job = block.job
    compared: Compared | None = block.fetched
    if compared is None:
        return True
    found = _write(compared)
    job.done += compared.partners
    cursor = {"found": job.cursor.get("found", 0) + found}
    if compared.last is not None:
        job.cursor = {**cursor, "college": compared.organisation_id, "after": compared.last}
    else:
        job.cursor = {**cursor, "done_college": compared.organisation_id}
    return False


def _write(compared: Compared) -> int:
    """Make the table hold the pairs that were found of these partners; gives how many pairs that are."""
    _wait_for_others(compared.organisation_id)
    first = SuspectedDouble.first_id
    here = [SuspectedDouble.organisation_id == compared.organisation_id, first > compared.after]
    if compared.last is not None:
        here.append(first <= compared.last)
    columns = (SuspectedDouble.id, first, SuspectedDouble.second_id, SuspectedDouble.why, SuspectedDouble.score)
    known = {}
    for row in db.session.execute(select(*columns).where(*here)):
        known[Alike(row.first_id, row.second_id, row.why, row.score)] = row.id
    gone = [row_id for pair, row_id in known.items() if pair not in compared.alike]
    if gone:
        db.session.execute(delete(SuspectedDouble).where(SuspectedDouble.id.in_(gone)))
    new = [{"organisation_id": compared.organisation_id, **pair._asdict()} for pair in compared.alike if pair not in known]
    if new:
        db.session.execute(insert(SuspectedDouble), new)
    return len(compared.alike)


def _tell_result(job: Job) -> str:
    return ngettext("%(num)s pair looks like one partner.", "%(num)s pairs look like one partner.", job.cursor.get("found", 0))


DOUBLES = Kind(
    "merging.doubles",
    _l("Looking for partners that stand on the list twice"),
    _run_block,
    fetch=_compare,
    tell_result=_tell_result,
    is_nightly=True,
)
