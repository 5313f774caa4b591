"""Bringing in a list, the first two steps: what is brought, and what its columns mean."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import db, notices
from ..errors import RuleBroken
from ..exports.files import MIMETYPES, XLSX
from ..exports.tables import Scope
from ..exports.workbook import write_workbook
from ..people import access, body_size
from ..teams.queries import teams_of
from ..tiers.models import ALL_TIERS
from ..tiers.views import shown_text
from ..transfer.columns import with_meanings
from ..transfer.headings import meanings
from ..transfer.sheets import LARGEST_FILE
from . import drafts
from .checking import check
from .forms import (
    FILLING,
    NO_TEAM,
    REPLACING,
    ColumnsForm,
    StartForm,
    offer_teams_and_tiers,
    team_chosen,
    tier_chosen,
    words_sent,
)
from .models import APPLYING, CHECKING, COLUMNS, DONE, ImportDraft
from .queries import unfinished_drafts
from .sample import SAMPLE
from .settings import Settings, from_json
from .understanding import Unclear, unclear
from .words import MEANINGS

blueprint = Blueprint("imports", __name__, url_prefix="/l/<launch>/import")
BESIDE_A_FILE = 3_000_000  # bytes: of what was pasted, with its HTML
SAMPLES = 3


def own_draft_or_404(draft_id: int) -> ImportDraft:
    """A draft is seen by who brings the list, and by nobody else."""
    draft = access.owned_or_404(ImportDraft, draft_id)
    return draft if draft.person_id == access.person().id else abort(404)


def address_of_draft(draft: ImportDraft) -> str:
    """The step that a draft stands at."""
    step = "imports.show_columns" if draft.state == COLUMNS else "imports_preview.show"
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
    """A list to be filled with one's own."""
    file = io.BytesIO()
    write_workbook(file, [SAMPLE], Scope(access.organisation_id(), (), ()))
    file.seek(0)
    return send_file(file, MIMETYPES[XLSX], as_attachment=True, download_name=_("partners") + ".xlsx")


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
    settings = replace(from_json(draft.settings), team_id=team_id, tier=tier)
    draft.settings = settings.to_json()
    if draft.meanings is not None:
        table = drafts.table_of(draft, settings)
        if table.rows and not unclear(table, draft.organisation_id, drafts.own_titles(draft.organisation_id)).asks(settings):
            drafts.take_rows(draft, settings, table)
            check(draft)
    return redirect(address_of_draft(draft), 303)


def _read(form: StartForm) -> ImportDraft:
    """The draft of a file where there is one, else of what was pasted. Reading waits for another process."""
    actor = access.person()
    if not form.file.data:
        return drafts.draft_of_paste(form.text.data or "", form.html_beside, actor)
    content = form.file.data.read()
    name = form.file.data.filename or ""
    db.stop_reading()
    return drafts.draft_of_file(content, name, access.person())


def _show_start(form: StartForm, status: int) -> Response:
    offer_teams_and_tiers(form, access.person(), tier_titles())
    page = render_template(
        "imports/start.html", form=form, drafts=unfinished_drafts(access.person()), address_of_draft=address_of_draft
    )
    return make_response(page, status)


def tier_titles() -> dict[str, str]:
    """The tiers as this college calls them."""
    return {tier: shown_text(tier).title for tier in ALL_TIERS}


@blueprint.get("/<int:draft_id>/columns")
@access.staff
def show_columns(draft_id: int) -> Response:
    draft = own_draft_or_404(draft_id)
    if draft.state in (CHECKING, APPLYING, DONE):
        return redirect(url_for("imports_preview.show", draft_id=draft.id))
    form = _columns_form(draft)
    if draft.meanings is None:
        return _show_columns(draft, form, 200)
    form.words_asked.data = "1"  # a list has no columns to look at first
    settings = from_json(draft.settings)
    return _show_columns(draft, form, 200, settings, _unclear(draft, settings))


def _unclear(draft: ImportDraft, settings: Settings) -> Unclear:
    return unclear(drafts.table_of(draft, settings), draft.organisation_id, drafts.own_titles(draft.organisation_id))


def _columns_form(draft: ImportDraft) -> ColumnsForm:
    settings = from_json(draft.settings)
    return ColumnsForm(
        formdata=None,
        sheet=settings.sheet,
        heading_row=str(_heading_row(settings)),
        team=str(settings.team_id or NO_TEAM),
        tier=settings.tier,
        known=REPLACING if settings.is_replacing else FILLING,
    )


def _heading_row(settings: Settings) -> int:
    return settings.title_rows + 1 if settings.header_rows else 0


@blueprint.post("/<int:draft_id>/columns")
@access.staff
def save_columns(draft_id: int) -> Response:
    draft = own_draft_or_404(draft_id)
    if draft.state in (CHECKING, APPLYING, DONE):
        return redirect(url_for("imports_preview.show", draft_id=draft.id), 303)
    form = ColumnsForm()
    if not form.validate():
        return _show_columns(draft, form, 422)
    settings = _settings_sent(draft, form)
    if _is_other_table(draft, form):
        draft.settings = settings.to_json()
        drafts.look_at_sheet(draft, form.sheet.data, int(form.heading_row.data) if form.heading_row.data else None)
        return redirect(url_for("imports.show_columns", draft_id=draft.id), 303)
    table = drafts.table_of(draft, settings)
    asked = unclear(table, draft.organisation_id, drafts.own_titles(draft.organisation_id))
    if asked.asks(settings) and not form.words_asked.data:
        form.words_asked.data = "1"
        return _show_columns(draft, form, 422, settings, asked)
    try:
        drafts.take_rows(draft, settings, table)
    except RuleBroken as broken:
        form.tell(broken)
        return _show_columns(draft, form, 422, settings, asked)
    drafts.remember_columns(draft)
    check(draft)
    return redirect(url_for("imports_preview.show", draft_id=draft.id), 303)


def _settings_sent(draft: ImportDraft, form: ColumnsForm) -> Settings:
    """The draft's settings as the form has them; of columns only where it tells of each."""
    settings = from_json(draft.settings)
    sent = [meaning if meaning in meanings() else "" for meaning in request.form.getlist("meaning")]
    layout = with_meanings(settings.layout, sent) if len(sent) == len(settings.columns) else settings.layout
    teams = [NO_TEAM, *(value for value, _name in _team_choices(form))]
    return replace(
        settings,
        columns=tuple(layout.columns),
        team_id=team_chosen(form, access.person()),
        tier=tier_chosen(form),
        is_replacing=form.known.data == REPLACING,
        tier_words=settings.tier_words | words_sent("tier", ALL_TIERS),
        team_words=settings.team_words | {word: int(meant) for word, meant in words_sent("team", teams).items()},
    )


def _team_choices(form: ColumnsForm) -> list[Any]:
    offer_teams_and_tiers(form, access.person(), {})
    return list(form.team.choices or ())


def _is_other_table(draft: ImportDraft, form: ColumnsForm) -> bool:
    """Whether another sheet or another row of headings was chosen: then the columns are others."""
    settings = from_json(draft.settings)
    count = len(drafts.sheets_of(draft))
    if not 0 <= (form.sheet.data or 0) < count:
        abort(422)
    if draft.meanings is not None:
        return False
    return form.sheet.data != settings.sheet or form.heading_row.data != str(_heading_row(settings))


def _show_columns(
    draft: ImportDraft, form: ColumnsForm, status: int, settings: Settings | None = None, asked: Unclear | None = None
) -> Response:
    settings = settings or from_json(draft.settings)
    sheets = drafts.sheets_of(draft)
    offer_teams_and_tiers(form, access.person(), tier_titles())
    form.sheet.choices = [(number, _sheet_name(sheet, number)) for number, sheet in enumerate(sheets) if sheet.rows]
    rows = sheets[settings.sheet].rows
    page = render_template(
        "imports/columns.html",
        draft=draft,
        form=form,
        settings=settings,
        meanings={meaning: MEANINGS[meaning] for meaning in meanings()},
        samples=_samples(rows[settings.layout.first_row :], len(settings.columns)),
        asked=asked,
        titles=rows[: settings.title_rows],
        cut_cells=len(sheets[settings.sheet].cut_cells),
    )
    return make_response(page, status)


def _sheet_name(sheet: Any, number: int) -> str:
    name = sheet.name or str(number + 1)
    return _("%(name)s (hidden)", name=name) if sheet.is_hidden else name


def _samples(rows: list[list[str]], width: int) -> list[list[str]]:
    """The first different texts of each column."""
    columns = []
    for number in range(width):
        texts = dict.fromkeys(row[number] for row in rows if number < len(row) and row[number])
        columns.append(list(texts)[:SAMPLES])
    return columns


@blueprint.post("/<int:draft_id>/remove")
@access.staff
def remove(draft_id: int) -> Response:
    draft = own_draft_or_404(draft_id)
    if draft.state != APPLYING:
        drafts.remove_draft(draft)
        notices.say(_("The list was thrown away."))
    return redirect(url_for("imports.start"), 303)
