"""What has just been changed is said once, with a way to undo it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, flash, g, get_flashed_messages, redirect, request
from werkzeug import Response

from . import db
from .errors import RuleBroken
from .history import ChangeSet, is_admins_act


@dataclass(frozen=True)
class Notice:
    """A sentence for the foot of the page; with `undo` it offers to take that change set back."""

    text: str
    undo: int | None = None
    undo_at: str = "care_model.undo"


def say(text: str, change_set: ChangeSet | None = None) -> None:
    """Show this on the page that comes next, or in the fragment of this very answer."""
    message: dict[str, Any] = {"text": text}
    if change_set:
        message |= {"undo": change_set.id, "undo_at": undo_endpoint(change_set)}
    flash(message)  # type: ignore[arg-type]


def undo_endpoint(change_set: ChangeSet) -> str:
    """Where an act is taken back: what only admins may do has an address of its own."""
    return "admin.undo" if is_admins_act(change_set) else "care_model.undo"


def notices() -> list[Notice]:
    return [Notice(**message) for message in get_flashed_messages()]  # type: ignore[arg-type]


def is_fragment() -> bool:
    """Whether htmx asks for a part of the page."""
    return "HX-Request" in request.headers


def page_address() -> str:
    """The page the user is looking at, as a path of this launch: where a form leads back to."""
    own = request.full_path if request.method == "GET" else ""
    return _inside_launch(request.headers.get("HX-Current-URL") or request.form.get("back") or own)


def came_from() -> str:
    """The page that led to this one, for a form on a page of its own."""
    return _inside_launch(request.form.get("back") or request.referrer or "")


def _inside_launch(address: str) -> str:
    """Only paths of this launch are led back to; anything else is the overview."""
    url = urlsplit(address)
    path = url.path + (f"?{url.query}" if url.query else "")
    overview = f"/l/{g.launch_key}/"
    return path if path.startswith(overview) else overview


def back(anchor: str = "") -> Response:
    """303 to where the user came from."""
    return redirect(page_address() + (f"#{anchor}" if anchor else ""), 303)


def tell_broken(broken: RuleBroken) -> Response:
    """A rule refused an act that has no form of its own, e.g. two pressed at the same moment: say it where the user was."""
    db.discard()
    say(broken.message)
    return back()


def init_app(app: Flask) -> None:
    app.register_error_handler(RuleBroken, tell_broken)
    app.jinja_env.globals.update(notices=notices, undo_endpoint=undo_endpoint, page_address=page_address, came_from=came_from)
