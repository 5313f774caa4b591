"""Which launch a request belongs to and what it may do. Every view declares its access; one that does not is refused."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import joinedload
from werkzeug import Response

from .. import db
from .entry import show_admins_only, show_closed
from .models import Launch, Organisation, Person

View = TypeVar("View", bound=Callable[..., Any])
Row = TypeVar("Row")


class SessionMissing(Exception):
    """The launch in the address is unknown to this browser, or its eight hours are over."""


class ConnectionOff(SessionMissing):
    """The launch would go on, but the connection by which it came has been switched off or removed."""


# model -> the id of the row that has taken a row's place, None where that stands for itself; features add theirs
successors: dict[type, Callable[[Any], int | None]] = {}
launch_conditions: list[ColumnElement[bool]] = []  # what else a launch hangs on; `lti` adds that its connection is on


def _declared(access: str) -> Callable[[View], View]:
    def declare(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return declare


public = _declared("public")  # no launch: LTI messages, files
staff = _declared("staff")  # a launch of someone the course is open to
staff_or_admin = _declared("staff_or_admin")  # the view asks which of the two what is asked for needs
admin = _declared("admin")  # a launch of an LTI Administrator, also in a closed course


def launch() -> Launch:
    """The launch of this request."""
    return g.launch


def launch_here() -> Launch | None:
    """The launch of this request, if it has one: for what every page shows."""
    return g.get("launch")


def is_admin() -> bool:
    """Whether an Administrator is at the page."""
    return "launch" in g and g.launch.is_admin


def person() -> Person:
    """Who is at the page: the actor of operations."""
    return g.launch.person


def organisation() -> Organisation:
    """The college of this launch."""
    return g.launch.person.organisation


def organisation_id() -> int:
    """Whose data this request may see."""
    return g.launch.person.organisation_id


def own_placeholder_name() -> str:
    """*Colleague 12* if one's own name is withheld, else empty: templates mark it as oneself."""
    return "" if person().name else person().shown_name


def owned_or_404(model: type[Row], row_id: int) -> Row:
    """The row if it belongs to this launch's organisation; another's id is answered as one that does not exist.

    If the row was merged into another, a GET is redirected to that row, and a POST works on that row.
    """
    query = select(model).where(model.id == row_id, model.organisation_id == person().organisation_id)  # type: ignore[attr-defined]
    row = db.session.scalar(query) if db.is_id(row_id) else None
    if row is None:
        abort(404)
    successor_id = successors[model](row) if model in successors else None
    if successor_id is None:
        return row
    if request.method in db.SAFE_METHODS:
        _redirect_to_successor(row_id, successor_id)
    return owned_or_404(model, successor_id)


def _redirect_to_successor(row_id: int, successor_id: int) -> None:
    """End the request with a redirect to the same page of the other row. Does nothing if the address does not hold the row's id.

    The arguments of the address are compared by value: any that equals the old id is replaced.
    """
    values = request.view_args or {}
    if row_id in values.values():
        view_args: dict[str, Any] = {name: successor_id if value == row_id else value for name, value in values.items()}
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        abort(redirect(url_for(str(request.endpoint), **view_args) + query, 303))


def declared_access(app: Flask, endpoint: str) -> str | None:
    """What a route declares."""
    return getattr(app.view_functions[endpoint], "access", None)


def _take_launch_from_address(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.launch_key = (values or {}).pop("launch", None)


def _put_launch_into_address(endpoint: str, values: dict[str, Any]) -> None:
    key = g.get("launch_key")
    if key and "launch" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "launch"):
        values["launch"] = key


def _find_launch() -> Launch:
    key = g.launch_key
    if not key or session.get("launch") != key:  # the cookie's name alone proves nothing: a browser can rename it
        raise SessionMissing
    found = live_launch(key)
    if found is None:
        language = db.session.scalar(select(Launch.language).where(Launch.key == key, Launch.expires_at > db.now()))
        if language is None:
            raise SessionMissing
        g.language = language
        raise ConnectionOff
    g.launch = found
    g.language = found.language
    g.frame_origins = found.frame_origins
    return found


@cache
def _launch_query() -> Select[Launch]:
    """The launch of a key, while it goes on; built once, since each request asks."""
    goes_on = [Launch.key == bindparam("key"), Launch.expires_at > bindparam("now"), *launch_conditions]
    return select(Launch).where(*goes_on).options(joinedload(Launch.person).joinedload(Person.organisation))


def live_launch(key: str) -> Launch | None:
    """The launch of a key while it goes on. Whether the browser may have it is another question."""
    return db.session.scalar(_launch_query(), {"key": key, "now": db.now()})


def look_for_launch() -> None:
    """For a page that is shown with or without a launch, but better in its language: also at an address that no route knows."""
    if "launch" in g:
        return
    g.launch_key = g.get("launch_key") or session.get("launch")
    with suppress(SessionMissing):
        _find_launch()


def _refuse_nul() -> None:
    for source in (request.args, request.form):
        for name, value in source.items(multi=True):
            if "\0" in name or "\0" in value:
                abort(400)  # PostgreSQL takes no NUL in a text


def _check_access() -> Response | None:
    """Let the request in, else answer it with the page that says why not."""
    if request.endpoint is None:
        return None
    _refuse_nul()
    access = declared_access(current_app, request.endpoint)
    if access == "public":
        return None
    if access not in ("staff", "staff_or_admin", "admin"):
        raise RuntimeError(f"{request.endpoint} declares no access")
    found = _find_launch()
    is_allowed = {
        "staff": found.may_enter,
        "staff_or_admin": found.may_enter or found.is_admin,
        "admin": found.is_admin,
    }
    if is_allowed[access]:
        return None
    if access == "admin" and (found.may_enter or found.is_teacher):
        return show_admins_only(found)
    return show_closed(found)


def init_app(app: Flask) -> None:
    app.url_value_preprocessor(_take_launch_from_address)
    app.url_defaults(_put_launch_into_address)
    app.before_request(_check_access)
