"""*Vastuullesi siirtyi 14 kumppania*: exactly what an act has given to somebody, or taken, and putting the line aside."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from werkzeug import Response

from .. import notices
from ..people import access
from ..people.queries import is_account_of
from .carried import in_groups
from .models import HandoverNotice
from .notes import lines_of_notice, put_aside

blueprint = Blueprint("handover_notices", __name__, url_prefix="/l/<launch>/handover/notices")


@blueprint.get("/<int:notice_id>")
@access.staff
def show(notice_id: int) -> str:
    notice = _own_or_404(notice_id)
    return render_template("handover/told.html", notice=notice, groups=in_groups(lines_of_notice(notice)))


@blueprint.post("/<int:notice_id>/seen")
@access.staff
def put_notice_aside(notice_id: int) -> Response:
    put_aside(_own_or_404(notice_id))
    return notices.back()


def _own_or_404(notice_id: int) -> HandoverNotice:
    """Only whom it tells sees it: what a colleague has got is no list for others."""
    notice = access.owned_or_404(HandoverNotice, notice_id)
    return notice if is_account_of(notice.person_id, access.person()) else abort(404)
