"""An act that changed many rows, on a page of its own, and the undoing of any act."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug import Response

from .. import db, history, notices
from ..history.chains import is_brought_back_by_undoing
from ..history.past import past_act, rows_of, title_of_first
from ..history.tracked import tracked_models
from ..history.undoing import undo as undo_act
from ..history.wholes import whole_of
from ..history.words import describe_kept_changes, value_words
from ..partners.row_models import Partnership
from ..people import access
from ..people.big_undo import MOST_AT_ONCE, start_undo

blueprint = Blueprint("acts", __name__, url_prefix="/l/<launch>")
ROWS_LOOKED_AT = 5


@blueprint.get("/acts/<int:change_set_id>")
@access.staff_or_admin
def show_act(change_set_id: int) -> str:
    """What an act has changed, row by row."""
    change_set = _change_set_or_404(change_set_id)
    asked = request.args.get("after", 0, type=int)
    page = rows_of(change_set, asked if db.is_id(asked) else 0)
    return render_template("care_model/act.html", act=past_act(change_set), rows=page.rows, after=page.after)


@blueprint.post("/undo/<int:change_set_id>")
@access.staff_or_admin
def undo(change_set_id: int) -> Response:
    change_set = _change_set_or_404(change_set_id)
    if change_set.rows > MOST_AT_ONCE and not whole_of(change_set):
        return redirect(url_for("jobs.show_job", job_id=start_undo(change_set, access.person()).id), 303)
    outcome = undo_act(change_set, access.person())
    notices.say(describe_kept_changes(outcome.kept_fields) if outcome.kept else _done_sentence(change_set), outcome.act)
    return notices.back(_anchor(change_set))


def _change_set_or_404(change_set_id: int) -> history.ChangeSet:
    """An act of this college: an admin's for admins, all others for whom the course is open to."""
    change_set = access.owned_or_404(history.ChangeSet, change_set_id)
    may_see = access.is_admin() if change_set.is_admins else access.launch().may_enter
    return change_set if may_see else abort(404)


def _anchor(change_set: history.ChangeSet) -> str:
    """Where on the page the undone thing stands, so that one sees it; an undone addition is off the list."""
    entity_and_id = (history.Change.entity, history.Change.entity_id)
    places = select(*entity_and_id).where(history.Change.change_set_id == change_set.id).group_by(*entity_and_id)
    rows_of_lists_first = (history.Change.entity != Partnership.__tablename__, *entity_and_id)
    for entity, row_id in db.session.execute(places.order_by(*rows_of_lists_first).limit(ROWS_LOOKED_AT)):
        row = db.session.get(tracked_models[entity], row_id) if entity in tracked_models else None
        anchor = row.tracking.anchor(row) if row else ""
        if anchor:
            return anchor
    return ""


def _done_sentence(change_set: history.ChangeSet) -> str:
    """What is said when all of an act was taken back."""
    name = _subject(change_set)
    if not name:
        return _("Undone.")
    if is_brought_back_by_undoing(change_set):
        return _("%(name)s is again as it was before the undo.", name=name)
    if change_set.act.endswith(".add"):
        return _("Undone: %(name)s is gone again.", name=name)
    return _("Undone: %(name)s is as it was.", name=name)


def _subject(change_set: history.ChangeSet) -> str:
    """What a change set is about, in words; an undoing is about what its act was about."""
    if change_set.subject_id is not None:
        return change_set.shown_subject
    root = db.session.get(history.ChangeSet, change_set.root_id) if change_set.root_id else None
    model = tracked_models.get((root or change_set).act.partition(".")[0])
    kind = model.tracking.subject_kind if model else "text"
    if kind == "title":
        return ", ".join(filter(None, [title_of_first(change_set), change_set.subject]))
    if kind not in value_words:
        return change_set.subject
    return value_words[kind]({change_set.subject}, change_set.organisation_id).get(change_set.subject, "")
