"""Bringing in a list, between the first step and the preview: what its columns mean, and words that nobody knows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from ..errors import RuleBroken
from ..people import access
from ..teams.queries import teams_own_first
from ..tiers.models import ALL_TIERS
from ..transfer.columns import with_meanings
from ..transfer.headings import meanings
from . import drafts
from .checking import check
from .forms import FILLING, NO_TEAM, REPLACING, ColumnsForm, offer_teams_and_tiers, team_chosen, tier_chosen, words_sent
from .models import APPLYING, CHECKING, DONE, PREVIEW, ImportDraft
from .settings import Settings
from .understanding import Unclear, unclear
from .views import own_draft_or_404, tier_titles
from .words import MEANINGS

blueprint = Blueprint("imports_columns", __name__, url_prefix="/l/<launch>/import")
SAMPLES = 3


@blueprint.get("/<int:draft_id>/columns")
@access.staff
def show(draft_id: int) -> Response:
    draft = own_draft_or_404(draft_id)
    if draft.state in (CHECKING, APPLYING, DONE):
        return redirect(url_for("imports_preview.show", draft_id=draft.id))
    form = _columns_form(draft)
    if draft.meanings is None:
        return _show_columns(draft, form, 200)
    form.words_asked.data = "1"  # a list has no columns to look at first
    settings = draft.settings
    return _show_columns(draft, form, 200, settings, _unclear(draft, settings))


def _unclear(draft: ImportDraft, settings: Settings) -> Unclear:
    return unclear(drafts.table_of(draft, settings), draft.organisation_id, drafts.own_titles(draft.organisation_id))


def _columns_form(draft: ImportDraft) -> ColumnsForm:
    settings = draft.settings
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
def save(draft_id: int) -> Response:
    draft = own_draft_or_404(draft_id)
    if draft.state in (CHECKING, APPLYING, DONE):
        return redirect(url_for("imports_preview.show", draft_id=draft.id), 303)
    form = ColumnsForm()
    settings = _settings_sent(draft, form)
    if not form.validate():
        return _show_columns(draft, form, 422, settings)
    sheet = _sheet_sent(draft, form)
    if _is_other_table(draft, sheet, form.heading_row.data):
        drafts.choose_table(draft, settings, sheet, form.heading_row_chosen)
        return redirect(url_for("imports_columns.show", draft_id=draft.id), 303)
    if draft.state == PREVIEW and settings == draft.settings:
        return redirect(url_for("imports_preview.show", draft_id=draft.id), 303)
    return _look_through(draft, form, settings)


def _look_through(draft: ImportDraft, form: ColumnsForm, settings: Settings) -> Response:
    """Take the rows as the settings say and judge them; words that nobody knows are asked about once before."""
    table = drafts.table_of(draft, settings)
    asked = unclear(table, draft.organisation_id, drafts.own_titles(draft.organisation_id))
    if asked.asks(settings) and not form.words_asked.data:
        form.words_asked.data = "1"
        return _show_columns(draft, form, 422, settings, asked)
    try:
        drafts.take_rows(draft, settings, table)
    except RuleBroken as broken:
        form.show_error(broken)
        return _show_columns(draft, form, 422, settings, asked)
    drafts.remember_columns(draft)
    check(draft)
    return redirect(url_for("imports_preview.show", draft_id=draft.id), 303)


def _settings_sent(draft: ImportDraft, form: ColumnsForm) -> Settings:
    """The draft's settings as the form has them; of columns only where it tells of each."""
    settings = draft.settings
    sent = [meaning if meaning in meanings() else "" for meaning in request.form.getlist("meaning")]
    layout = with_meanings(settings.layout, sent) if len(sent) == len(settings.columns) else settings.layout
    teams = [NO_TEAM, *(str(team.id) for team in teams_own_first(access.person()))]
    return replace(
        settings,
        columns=tuple(layout.columns),
        team_id=team_chosen(form, access.person()),
        tier=tier_chosen(form),
        is_replacing=form.known.data == REPLACING,
        tier_words=settings.tier_words | words_sent("tier", ALL_TIERS),
        team_words=settings.team_words | {word: int(meant) for word, meant in words_sent("team", teams).items()},
    )


def _sheet_sent(draft: ImportDraft, form: ColumnsForm) -> int:
    """The number of the chosen sheet; aborts for one that is none or empty."""
    number = draft.settings.sheet if form.sheet.data is None else form.sheet.data
    sheets = drafts.sheets_of(draft)
    if not 0 <= number < len(sheets) or not sheets[number].rows:
        abort(422)
    return int(number)


def _is_other_table(draft: ImportDraft, sheet: int, heading_row: str | None) -> bool:
    """Whether another sheet or another row of headings was chosen: then the columns are others."""
    settings = draft.settings
    is_list = draft.meanings is not None
    return not is_list and (sheet != settings.sheet or heading_row != str(_heading_row(settings)))


def _show_columns(
    draft: ImportDraft, form: ColumnsForm, status: int, settings: Settings | None = None, asked: Unclear | None = None
) -> Response:
    settings = settings or draft.settings
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
