"""What calendars ask for: no launch, no cookie. Whoever has no good address gets one answer, whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, request
from flask_babel import gettext as _
from werkzeug import Response as BaseResponse

from ..agenda.whose import Whose
from ..care_model.link_views import kept_link, signed_course
from ..days import today
from ..language import speak
from ..people.access import public
from .entries import all_entries
from .icalendar_text import calendar_text
from .models import CalendarAddress
from .queries import address_with

blueprint = Blueprint("feed", __name__)
_PLACE = "-number-"
ENDING = ".ics"  # some calendars take no other address


@blueprint.get("/calendar/<path:name>")
@public
def read(name: str) -> BaseResponse:
    address = address_with(name.removesuffix(ENDING), today()) if name.endswith(ENDING) else None
    if address is None:
        return Response(_("This calendar address is not in use."), 404, mimetype="text/plain")
    speak(address.language)
    response = Response(_calendar_of(address), mimetype="text/calendar")
    response.add_etag()
    return response.make_conditional(request)


def _calendar_of(address: CalendarAddress) -> bytes:
    whose = Whose(address.organisation_id, None if address.team else address.person_id, address.team)
    name = _("Partnerships: %(team)s", team=address.team.name) if address.team else _("My partnerships")
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname or ""
    return calendar_text(name, all_entries(whose, today()), host, _links(address))


def _links(address: CalendarAddress) -> Callable[[tuple[str, int]], str]:
    """The address of a kind and a number, by the address's course. Making one costs Flask more than all else of an entry."""
    course = signed_course(address.course_id)

    @cache
    def around(kind: str) -> list[str]:
        return kept_link(kind, _PLACE, course).split(_PLACE)

    return lambda link: str(link[1]).join(around(link[0]))


@blueprint.after_request
def keep_to_the_calendar(response: Response) -> Response:
    """The address is the key: no cache between and no search engine keeps it, and the calendar asks each time."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
