"""Work that outlasts a request, as one sees it: how far it is, found again later, stopped."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from .. import notices
from ..jobs import operations, queries
from ..jobs.kinds import kinds
from ..jobs.models import Job
from ..people import access

blueprint = Blueprint("jobs", __name__, url_prefix="/l/<launch>/jobs")
STATES = {
    "waiting": _l("waits for its turn"),
    "running": _l("under way"),
    "done": _l("done"),
    "stopped": _l("stopped"),
    "failed": _l("could not be finished"),
}


@blueprint.get("/")
@access.staff_or_admin
def list_jobs() -> str:
    shown = {"with_admins": access.is_admin(), "with_staffs": access.launch().may_enter}
    jobs = queries.recent_jobs(access.organisation_id(), **shown)
    return render_template("care_model/jobs.html", jobs=jobs, title_of=_title, states=STATES)


@blueprint.get("/<int:job_id>")
@access.staff_or_admin
def show_job(job_id: int) -> Response:
    return _render(_job_or_404(job_id))


@blueprint.post("/<int:job_id>/stop")
@access.staff_or_admin
def stop_job(job_id: int) -> Response:
    job = _job_or_404(job_id)
    operations.ask_to_stop(job)
    return _render(job) if notices.is_fragment() else redirect(url_for("jobs.show_job", job_id=job_id), 303)


def _render(job: Job) -> Response:
    """How far it is. With script one is led on to what has come of it."""
    is_fragment = notices.is_fragment()
    kind = kinds.get(job.kind)
    address = kind.address(job) if kind and job.is_finished else ""
    page = render_template(
        "care_model/_job.html" if is_fragment else "care_model/job.html",
        job=job,
        title=_title(job),
        result=kind.tell_result(job) if kind else "",
        address=address,
        takes_back=bool(kind and kind.takes_back),
        states=STATES,
    )
    response = make_response(page)
    if is_fragment and address:
        response.headers["HX-Redirect"] = address
    return response


def _job_or_404(job_id: int) -> Job:
    job = access.owned_or_404(Job, job_id)
    return job if _may_see(job) else abort(404)


def _may_see(job: Job) -> bool:
    """What admins do is for admins, all else for whom the course is open to; an unknown kind's is nobody's secret."""
    kind = kinds.get(job.kind)
    return access.is_admin() if kind and kind.is_admins else access.launch().may_enter


def _title(job: Job) -> str:
    """What it does; one of a kind that is no more is told by its name."""
    kind = kinds.get(job.kind)
    return str(kind.title) if kind else job.kind
