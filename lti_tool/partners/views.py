"""The partner list's addresses. Each answers htmx with a fragment, and a browser without JavaScript with a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..errors import RuleBroken
from ..history.past import past_of
from ..language import host, site
from ..links import split_links
from ..people import access
from ..tiers.models import ALL_TIERS
from ..tiers.views import shown_text, tier_or_404
from . import lookup, queries
from .forms import OtherNameForm, PartnershipForm, QuickAddForm
from .hints import similar_partners
from .listed import listed, listed_of
from .models import Partner, Partnership
from .operations import add_partnership

blueprint = Blueprint("partners", __name__, url_prefix="/l/<launch>/partners")


def empty_form() -> QuickAddForm:
    """A quick-add row to be filled; our contact person is oneself by default."""
    return QuickAddForm(formdata=None, contact=access.person().shown_name)


def read_filter(tier: str = "") -> queries.Filter:
    """The filter of this address."""
    mine = access.person().id if "mine" in request.args else None
    text = request.args.get("q", "")[:200]
    contact = request.args.get("contact", "")[:200]
    return queries.Filter(access.organisation_id(), tier, text.strip(), contact.strip(), mine)


def list_context(wanted: queries.Filter) -> dict[str, Any]:
    """What templates/partners/_list.html needs."""
    after = request.args.get("after", "")[:500]
    page = queries.list_page(wanted, after)
    count = queries.count(wanted) if after or page.after else len(page.rows)
    return {
        "wanted": wanted,
        "page": page,
        "count": count,
        "counted_at_most": queries.COUNTED_AT_MOST,
        "contacts": lookup.contact_suggestions(wanted.organisation_id),
        "show_tier": not wanted.tier,
        "nearly": similar_partners(wanted.organisation_id, wanted.text) if "nearly" in request.args else [],
    }


@blueprint.get("/")
@access.staff
def list_partners() -> str:
    tier = request.args.get("tier", "")
    return render_template("partners/list.html", tiers=ALL_TIERS, **list_context(read_filter(tier if tier in ALL_TIERS else "")))


@blueprint.get("/<int:partner_id>")
@access.staff
def show_partner(partner_id: int) -> str:
    return partner_page(access.owned_or_404(Partner, partner_id))


def partner_page(partner: Partner, form: OtherNameForm | None = None) -> str:
    """A partner's page; with the form of an other name that is to be corrected."""
    return render_template(
        "partners/partner.html",
        partner=partner,
        form=form or OtherNameForm(formdata=None),
        rows=listed_of(partner),
        tiers=ALL_TIERS,
        contacts=lookup.contact_suggestions(partner.organisation_id),
        past=past_of([partner, *partner.partnerships, *partner.other_names], notices.older()),
    )


@blueprint.get("/similar")
@access.staff
def show_similar() -> str:
    """The hint under the name while typing: which partner this may be, and who works with it already."""
    name, links = split_links(request.args.get("name", ""))
    similar = similar_partners(access.organisation_id(), name[:200])
    with_whom = queries.active_partnerships(similar)
    return render_template("partners/_similar.html", similar=similar, with_whom=with_whom, name=name, links=links)


@blueprint.post("/<tier>/add")
@access.staff
def add_to_tier(tier: str) -> Response:
    form = QuickAddForm()
    partner = _chosen_partner(form)
    if not form.validate():
        return _show_add(tier_or_404(tier), form, 422)
    try:
        row, act = add_partnership(
            tier_or_404(tier), form.values(), access.person(), partner=partner, other_than=form.other_than()
        )
    except RuleBroken as broken:
        form.tell(broken, {})
        return _show_add(tier, form, 422, broken, partner)
    notices.say(_added(row.partner, form), act)
    if not notices.is_fragment():
        return notices.back(f"row-{row.id}")
    return make_response(render_template("partners/_added.html", tier=tier, **count_context(tier), **row_context(row)))


def _chosen_partner(form: QuickAddForm) -> Partner | None:
    """The partner that a button names, or one chosen before the last question, unless another name was typed since."""
    by_button = request.form.get("partner_id", 0, type=int)
    chosen = by_button or request.form.get("chosen_before", 0, type=int)
    if not chosen:
        return None
    partner = access.owned_or_404(Partner, chosen)
    if not by_button and form.name.data != partner.name:
        return None
    form.name.data = partner.name
    return partner


def _added(partner: Partner, form: QuickAddForm) -> str:
    """What is said of an addition: how name and links were read. A known partner keeps the link it has."""
    link = form.url.data
    if link and link != partner.url:
        said = _("%(name)s was added. Its link is still %(link)s.", name=partner.name, link=host(partner.url))
    elif link:
        said = _("%(name)s was added, with the link %(link)s.", name=partner.name, link=site(link))
    else:
        said = _("%(name)s was added.", name=partner.name)
    further = ", ".join(site(each) for each in form.further_links)
    return f"{said} {_('In the description: %(links)s.', links=further)}" if further else said


def count_context(tier: str) -> dict[str, int]:
    """How many stand in a tier now: the heading of the list follows what the script adds."""
    return {"count": queries.count(queries.Filter(access.organisation_id(), tier)), "counted_at_most": queries.COUNTED_AT_MOST}


def row_context(row: Partnership) -> dict[str, Any]:
    """What templates/partners/_row.html needs."""
    return {"row": listed(row), "show_tier": shows_tier()}


def shows_tier() -> bool:
    """Whether the list this row is swapped into is of all tiers."""
    return bool(request.values.get("show_tier"))


def ids_asked_about(form: PartnershipForm, partners: Sequence[Partner]) -> str:
    """What the button *another one* says: it is none of these, nor of those asked about before."""
    return " ".join(map(str, sorted({partner.id for partner in partners} | (form.other_than() or set()))))


def _show_add(
    tier: str, form: QuickAddForm, status: int, broken: RuleBroken | None = None, chosen: Partner | None = None
) -> Response:
    similar = broken.details.get("similar", []) if broken else []
    existing = broken.details.get("partner") if broken and not request.form.get("partner_id") else None
    template = "partners/_add.html" if notices.is_fragment() else "partners/add.html"
    page = render_template(
        template,
        tier=tier,
        form=form,
        asked=similar,
        existing=existing,
        chosen=chosen,
        colleagues=broken.details.get("colleagues", []) if broken else [],
        other_than=ids_asked_about(form, [existing] if existing else similar),
        with_whom=queries.active_partnerships(similar),
        contacts=lookup.contact_suggestions(access.organisation_id()),
        title=shown_text(tier).title,
        is_swapped_row=notices.is_fragment(),
    )
    return make_response(page, status)
