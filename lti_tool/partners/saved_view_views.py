"""Saving a view of the list under a name, and forgetting it."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from .. import notices
from ..fields import one_line
from ..people import access
from ..people.queries import is_account_of
from .addresses import kept_in_address, read_filter, tier_in
from .saved_views import SavedView, forget_view, save_view

blueprint = Blueprint("saved_views", __name__, url_prefix="/l/<launch>/partners/views")


@blueprint.post("")
@access.staff
def add_view() -> Response:
    """`query` is that of the list's address; what a list does not know is left out of it."""
    asked: MultiDict[str, str] = MultiDict(parse_qsl(request.form.get("query", "")[:2000]))
    kept = kept_in_address(read_filter(tier_in(asked), asked))
    query = urlencode({name: value for name, value in kept.items() if value is not None})
    name = one_line(request.form.get("view_name"))
    act = save_view(name, query, access.person())
    if act.has_changed:
        notices.say(_("The view %(name)s was saved.", name=name), act)
    return redirect(url_for("partners.list_partners") + (f"?{query}" if query else ""), 303)


@blueprint.post("/<int:view_id>/forget")
@access.staff
def forget(view_id: int) -> Response:
    view = access.owned_or_404(SavedView, view_id)
    if not is_account_of(view.person_id, access.person()):
        abort(404)
    notices.say(_("The view %(name)s was forgotten.", name=view.name), forget_view(view, access.person()))
    return redirect(url_for("partners.list_partners"), 303)
