"""A partner's other names on its page: added and removed, each with its undo."""

from __future__ import annotations

from flask import Blueprint, make_response
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..errors import RuleBroken
from ..people import access
from .fact_forms import OtherNameForm
from .models import OtherName, Partner
from .other_names import add_other_name, remove_other_name
from .views import partner_page

blueprint = Blueprint("other_names", __name__, url_prefix="/l/<launch>/partners")


@blueprint.post("/<int:partner_id>/other-names")
@access.staff
def add_name(partner_id: int) -> Response:
    partner = access.owned_or_404(Partner, partner_id)
    form = OtherNameForm()
    if not form.validate():
        return make_response(partner_page(partner, form), 422)
    name = form.new_name.data or ""
    try:
        act = add_other_name(partner, name, access.person())
    except RuleBroken as broken:
        form.show_error(broken)
        return make_response(partner_page(access.owned_or_404(Partner, partner_id), form), 422)
    notices.say(_("%(name)s is a name of the partner now.", name=name), act)
    return notices.back("other-names")


@blueprint.post("/other-names/<int:name_id>/remove")
@access.staff
def remove_name(name_id: int) -> Response:
    other = access.owned_or_404(OtherName, name_id)
    notices.say(_("%(name)s is no name of the partner any more.", name=other.name), remove_other_name(other, access.person()))
    return notices.back("other-names")
