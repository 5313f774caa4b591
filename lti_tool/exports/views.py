"""Taking out what people need: the list one is looking at, everything, and a list to hand out."""

from __future__ import annotations

import tempfile
from typing import IO, Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import db
from ..days import today
from ..downloads import CSV, XLSX, download
from ..partners.addresses import kept_in_address, read_filter, tier_in
from ..partners.filters import Filter, narrowed_to
from ..partners.views import counted
from ..people import access
from ..people.admin_log import note_admin_act
from ..teams.queries import names_of_fields, names_of_teams
from .files import write_file
from .handout import MOST_ROWS, handout
from .queries import scope_of_college, scope_of_list
from .tables import Scope

blueprint = Blueprint("exports", __name__, url_prefix="/l/<launch>/export")


@blueprint.get("/")
@access.staff
def show_export() -> str:
    """The list as a file: which kind, and whether with phones and e-mails."""
    wanted = _filter()
    return render_template("exports/list.html", **_about(wanted), **counted(wanted))


@blueprint.get("/file")
@access.staff
def export_list() -> Response:
    scope = scope_of_list(_filter(), reaches_people="phones" in request.args)
    return _sent(_file_of(scope, _kind(request.args)), _kind(request.args))


@blueprint.get("/handout")
@access.staff
def show_handout() -> str:
    """For paper, and for outsiders."""
    wanted = _filter()
    lines, has_more = handout(wanted)
    has_descriptions = "descriptions" in request.args
    return render_template(
        "exports/handout.html",
        lines=lines,
        most_rows=MOST_ROWS if has_more else None,
        has_descriptions=has_descriptions,
        college=access.organisation().name,
        **_about(wanted),
    )


@blueprint.get("/everything")
@access.admin
def show_everything() -> str:
    return render_template("exports/everything.html")


@blueprint.post("/everything")
@access.admin
def export_everything() -> Response:
    """All of the college's partners, noted in the admin act log. While the file is made, others write."""
    kind = _kind(request.form)
    organisation_id = access.organisation_id()
    with db.reading_beside():
        file = _file_of(scope_of_college(organisation_id, reaches_people="phones" in request.form), kind)
    note_admin_act("export.everything", access.person(), f".{kind}")
    return _sent(file, kind)


def _filter() -> Filter:
    return read_filter(tier_in(request.args))


def _about(wanted: Filter) -> dict[str, Any]:
    """What the pages about a list need: what it was narrowed down to, and its address."""
    teams = names_of_teams({wanted.team}, wanted.organisation_id)
    fields = names_of_fields({wanted.field}, wanted.organisation_id)
    kept = {name: value for name, value in kept_in_address(wanted).items() if value is not None}
    return {
        "wanted": wanted,
        "team": teams.get(wanted.team, ""),
        "narrowed_to": narrowed_to(wanted, teams, fields),
        "kept": kept,
        "list_address": url_for("partners.list_partners", **kept),
    }


def _kind(sent: Any) -> str:
    return CSV if sent.get("kind") == CSV else XLSX


def _file_of(scope: Scope, kind: str) -> IO[bytes]:
    """The file, without a name of its own in the system's folder: it goes when it was sent."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it
    write_file(file, kind, scope)
    return file


def _sent(file: IO[bytes], kind: str) -> Response:
    return download(file, f"{_('partners')}-{today():%Y-%m-%d}", kind)
