"""Bringing in a list, the second step and the last: what each row would do, answered and corrected; and what was done."""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from .. import db, history, notices
from ..downloads import CSV, download
from ..exports.delimited import write_delimited
from ..exports.tables import Scope
from ..history.past import past_act
from ..jobs.models import Job
from ..pages import address_of
from ..people import access
from ..teams.queries import active_teams
from ..transfer.headings import FIGURES
from . import drafts
from .answers import answer_row, correct_row
from .applying_job import apply
from .checking import check
from .models import APPLYING, CHANGING, CHECKING, COLUMNS, DONE, DOUBLE, ERROR, PREVIEW, VERDICTS, ImportDraft, ImportRow
from .outcome import reason_of, table_of_left_out
from .queries import alike_partners, names_of_groups, names_of_rows, rows_page
from .rows import count_applied, count_left_out, counts_of, left_out, rows_where
from .views import own_draft_or_404, tier_titles
from .words import LONG, MEANINGS, NO_ROWS, describe_plans

blueprint = Blueprint("imports_preview", __name__, url_prefix="/l/<launch>/import")
MOST_LEFT_SHOWN = 50
MOST_NO_ROWS_SHOWN = 50
MOST_SENT = 30_000  # characters of a cell


@blueprint.get("/<int:draft_id>")
@access.staff
def show(draft_id: int) -> Response:
    """The preview; while a job works on the list how far it is, and afterwards what was done."""
    draft = own_draft_or_404(draft_id)
    if draft.state == COLUMNS:
        return redirect(url_for("imports_columns.show", draft_id=draft.id))
    if draft.state in (CHECKING, APPLYING):
        return redirect(address_of("job", str(draft.job_id)))
    if draft.state == DONE:
        return make_response(_done_page(draft))
    return make_response(render_template("imports/preview.html", **_preview(draft)))


def _preview(draft: ImportDraft, editing: int = 0, focus: int = 0) -> dict[str, Any]:
    counts = counts_of(draft.id)
    verdict = _verdict_shown(counts)
    page = rows_page(draft.id, verdict, db.id_in(request.args.get("after", "")))
    rows = page.rows
    settings = draft.settings
    return {
        "draft": draft,
        "counts": counts,
        "verdicts": VERDICTS,
        "shown": verdict,
        "page": page,
        "told": describe_plans(rows, draft.organisation_id),
        "names": names_of_groups(rows, draft.organisation_id),
        "alike": alike_partners(rows, draft.organisation_id),
        "names_of_rows": names_of_rows(rows, draft.id),
        "to_apply": sum(counts[one] for one in CHANGING),
        "editing": editing,
        "focus": focus,
        "cells": [one for one in MEANINGS if one in settings.meanings | {"partner", "tier"} and one not in FIGURES],
        "meanings": MEANINGS,
        "long": LONG,
        "tier_titles": tier_titles(),
        "team_names": [team.name for team in active_teams(draft.organisation_id)],
        "no_row_words": NO_ROWS,
        "most_no_rows": MOST_NO_ROWS_SHOWN,
        "kept": {"show": verdict, "after": request.args.get("after") or None},
    }


def _verdict_shown(counts: dict[str, int]) -> str:
    """The verdict whose rows are shown, empty for all rows: at first the one that asks for something."""
    asked = request.args.get("show")
    if asked is not None:
        return asked if asked in VERDICTS else ""
    if counts[DOUBLE]:
        return DOUBLE
    return ERROR if counts[ERROR] else ""


@blueprint.get("/<int:draft_id>/rows/<int:number>")
@access.staff
def edit_row(draft_id: int, number: int) -> Response:
    """The preview with the cells of a row open."""
    draft = own_draft_or_404(draft_id)
    if draft.state != PREVIEW:
        return redirect(url_for("imports_preview.show", draft_id=draft.id))
    if not rows_where(draft.id, ImportRow.number == number):
        abort(404)
    return _answer(draft, editing=number)


@blueprint.post("/<int:draft_id>/rows/<int:number>")
@access.staff
def save_row(draft_id: int, number: int) -> Response:
    draft = own_draft_or_404(draft_id)
    sent = {meaning: request.form[f"cell-{meaning}"] for meaning in MEANINGS if f"cell-{meaning}" in request.form}
    values = {meaning: text[:MOST_SENT].strip() for meaning, text in sent.items()}
    row = correct_row(draft, number, values, [text[:MOST_SENT] for text in request.form.getlist("figure")])
    return _answer(draft, editing=number if row.problems else 0, focus=number, status=422 if row.problems else 200)


@blueprint.post("/<int:draft_id>/rows/<int:number>/answer")
@access.staff
def answer(draft_id: int, number: int) -> Response:
    draft = own_draft_or_404(draft_id)
    answer_row(draft, number, request.form.get("answer", ""))
    return _answer(draft, focus=number)


def _answer(draft: ImportDraft, *, editing: int = 0, focus: int = 0, status: int = 200) -> Response:
    """The rows as they stand now: for the script the part of the page, without it the page."""
    if notices.is_fragment():
        return make_response(render_template("imports/_preview.html", **_preview(draft, editing, focus)), status)
    if request.method == "POST" and status == 200:
        place: dict[str, Any] = {name: value for name, value in request.args.items() if name in ("show", "after")}
        return redirect(url_for("imports_preview.show", draft_id=draft.id, _anchor=f"row-{focus}", **place), 303)
    return make_response(render_template("imports/preview.html", **_preview(draft, editing, focus)), status)


@blueprint.post("/<int:draft_id>/apply")
@access.staff
def bring_in(draft_id: int) -> Response:
    draft = own_draft_or_404(draft_id)
    apply(draft)
    return redirect(url_for("imports_preview.show", draft_id=draft.id), 303)


@blueprint.post("/<int:draft_id>/again")
@access.staff
def look_again(draft_id: int) -> Response:
    """The preview of a list that was brought in: of what was undone or left out, as the partners stand now."""
    draft = own_draft_or_404(draft_id)
    if draft.state == DONE:
        settings = draft.settings
        drafts.take_rows(draft, settings, drafts.table_of(draft, settings))
        check(draft)
    return redirect(url_for("imports_preview.show", draft_id=draft.id), 303)


def _done_page(draft: ImportDraft) -> str:
    done = count_applied(draft.id)
    change_set = db.session.get(history.ChangeSet, draft.change_set_id) if draft.change_set_id else None
    return render_template(
        "imports/done.html",
        draft=draft,
        counts=counts_of(draft.id),
        done=ngettext("%(num)s row was brought in.", "%(num)s rows were brought in.", done),
        left=left_out(draft.id, MOST_LEFT_SHOWN),
        left_count=count_left_out(draft.id),
        reason_of=reason_of,
        act=past_act(change_set) if change_set else None,
        change_set=change_set,
        job=db.session.get(Job, draft.job_id) if draft.job_id else None,
    )


@blueprint.get("/<int:draft_id>/left")
@access.staff
def download_left(draft_id: int) -> Response:
    """What was left out, as a table with the reasons: corrected, it can be brought in as a list of its own."""
    draft = own_draft_or_404(draft_id)
    if draft.state != DONE:
        abort(404)
    file = io.BytesIO()
    write_delimited(file, table_of_left_out(draft, left_out(draft.id)), Scope(draft.organisation_id, (), ()))
    return download(file, _("Left out"), CSV)
