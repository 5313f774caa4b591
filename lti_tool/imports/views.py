"""Bringing in a list, the first step: what is brought."""

from __future__ import annotations

import io
from dataclasses import replace

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import db, notices
from ..downloads import XLSX, download
from ..errors import RuleBroken
from ..exports.tables import Scope
from ..exports.workbook import write_workbook
from ..people import access, body_size
from ..people.queries import is_account_of
from ..teams.queries import teams_of
from ..tiers.models import ALL_TIERS
from ..tiers.views import shown_text
from ..transfer.sheets import LARGEST_FILE
from . import drafts
from .checking import check
from .forms import (
    NO_TEAM,
    StartForm,
    offer_teams_and_tiers,
    team_chosen,
    tier_chosen,
)
from .models import COLUMNS, ImportDraft
from .queries import unfinished_drafts
from .sample import SAMPLE
from .understanding import unclear

blueprint = Blueprint("imports", __name__, url_prefix="/l/<launch>/import")
BESIDE_A_FILE = 3_000_000  # bytes: of what was pasted, with its HTML


def own_draft_or_404(draft_id: int) -> ImportDraft:
    """The user's own draft: nobody else sees it."""
    draft = access.owned_or_404(ImportDraft, draft_id)
    return draft if is_account_of(draft.person_id, access.person()) else abort(404)


def address_of_step(draft: ImportDraft) -> str:
    """The step that a draft stands at."""
    step = "imports_columns.show" if draft.state == COLUMNS else "imports_preview.show"
    return url_for(step, draft_id=draft.id)


@blueprint.get("/")
@access.staff
def start() -> Response:
    own = teams_of(access.person().id)
    asked = request.args.get("tier", "")
    form = StartForm(formdata=None, team=str(own[0].id) if own else NO_TEAM, tier=asked if asked in ALL_TIERS else "")
    return _show_start(form, 200)


@blueprint.get("/sample")
@access.staff
def download_sample() -> Response:
    """A sample file to be filled in."""
    file = io.BytesIO()
    write_workbook(file, [SAMPLE], Scope(access.organisation_id(), (), ()))
    return download(file, _("partners"), XLSX)


@blueprint.post("/")
@access.staff
@body_size.takes(LARGEST_FILE + BESIDE_A_FILE)
def begin() -> Response:
    form = StartForm()
    actor = access.person()
    if not form.validate():
        return _show_start(form, 422)
    team_id = team_chosen(form, actor)
    tier = tier_chosen(form)
    try:
        draft = _read(form)
    except RuleBroken as broken:
        form[broken.field].errors = [broken.message]
        return _show_start(form, 422)
    settings = replace(draft.settings, team_id=team_id, tier=tier)
    draft.settings = settings
    if draft.meanings is not None:
        table = drafts.table_of(draft, settings)
        if table.rows and not unclear(table, draft.organisation_id, drafts.own_titles(draft.organisation_id)).asks(settings):
            drafts.take_rows(draft, settings, table)
            check(draft)
    return redirect(address_of_step(draft), 303)


def _read(form: StartForm) -> ImportDraft:
    """The draft of a file where there is one, else of what was pasted. Reading waits for another process."""
    actor = access.person()
    upload = form.upload
    if upload is None:
        return drafts.draft_of_paste(form.text.data or "", form.html_beside, actor)
    content = upload.read()
    name = upload.filename or ""
    db.stop_reading()
    return drafts.draft_of_file(content, name, access.person())


def _show_start(form: StartForm, status: int) -> Response:
    offer_teams_and_tiers(form, access.person(), tier_titles())
    page = render_template(
        "imports/start.html", form=form, drafts=unfinished_drafts(access.person()), address_of_step=address_of_step
    )
    return make_response(page, status)


def tier_titles() -> dict[str, str]:
    """The tiers as this college calls them."""
    return {tier: shown_text(tier).title for tier in ALL_TIERS}


@blueprint.post("/<int:draft_id>/remove")
@access.staff
def remove(draft_id: int) -> Response:
    drafts.remove_draft(own_draft_or_404(draft_id))
    notices.say(_("The list was thrown away."))
    return redirect(url_for("imports.start"), 303)
