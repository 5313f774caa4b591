"""What has just been changed is said once, with a way to undo it.

Said in a fragment, a notice is part of that very answer. Where a page comes after (303), it waits in the database, and the
launch's cookie holds only its id: sentences are long, and all cookies of a browser's partition share 8 kB (`sessions.py`).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, g, make_response, redirect, request, session
from flask_babel import gettext as _
from sqlalchemy import ForeignKey, Integer, insert, literal, select
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug import Response

from . import db
from .errors import RuleBroken
from .history import Act

MOST_WAITING = 5  # of one launch: whoever never looks at a page does not fill the cookie


@dataclass(frozen=True)
class Notice:
    """A sentence for the foot of the page; with `undo` it offers to take that change set back."""

    text: str
    undo: int | None = None


class WaitingNotice(db.Base):
    """A notice for the page that comes next; it goes with its launch at the latest."""

    __tablename__ = "notice"
    __table_args__ = {"info": {"is_short_lived": True}}

    id: Mapped[int] = mapped_column(primary_key=True)
    launch_key: Mapped[str] = mapped_column(ForeignKey("launch.key", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    undo: Mapped[int | None]


def say(text: str, act: Act | None = None) -> None:
    """Show this in the fragment of this very answer, or on the page that comes next; with a way to take an act back."""
    done = act.change_set if act else None
    notice = Notice(text, done.id if done else None)
    _unseen().append(notice)


def notices() -> list[Notice]:
    """What has not been shown yet; asking for it counts as showing it."""
    shown = [*_waiting(session.get("notices", [])), *_unseen()]
    if session.get("notices"):
        session["notices"] = []
    _unseen().clear()
    return shown


def note_taken(response: Response) -> None:
    """A form leads to a page: that one tells the script that it was taken."""
    if response.status_code == 303 and "launch" in session:
        session["is_taken"] = True


def last_form_was_taken() -> bool:
    """Whether a form led to this page; told once, to the first page that asks."""
    if not session.get("is_taken"):
        return False
    session["is_taken"] = False
    return True


def keep_unseen() -> None:
    """Keep what this answer has not shown, in the request's transaction, for the page that it leads to."""
    kept = [row_id for notice in _unseen() if (row_id := _keep(notice)) is not None]
    if kept:
        session["notices"] = [*session["notices"], *kept][-MOST_WAITING:]


def _keep(notice: Notice) -> int | None:
    """Its id; None where the launch is not there any more: who is erased meanwhile is told nothing."""
    (of_launch,) = WaitingNotice.__table__.foreign_keys
    key = of_launch.column
    row = select(key, literal(notice.text), literal(notice.undo, Integer)).where(key == g.launch_key)
    keeping = insert(WaitingNotice).from_select(["launch_key", "text", "undo"], row.with_for_update(read=True, key_share=True))
    return db.session.scalar(keeping.returning(WaitingNotice.id))


def _unseen() -> list[Notice]:
    """What has been said in this request and not been shown."""
    return g.setdefault("unseen_notices", [])


def _waiting(ids: list[int]) -> list[Notice]:
    """What earlier requests of this launch have left to say."""
    if not ids:
        return []
    query = select(WaitingNotice).where(WaitingNotice.id.in_(ids), WaitingNotice.launch_key == g.launch_key)
    rows = db.session.scalars(query.order_by(WaitingNotice.id))
    return [Notice(row.text, row.undo) for row in rows]


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
    overview = f"/l/{g.launch_key}/"
    try:
        url = urlsplit(address)
    except ValueError:
        return overview
    path = url.path + (f"?{url.query}" if url.query else "")
    return path if path.startswith(overview) else overview


def older() -> int | None:
    """Before which act the history of this page goes on, when the user has asked for older ones."""
    number = request.args.get("older", type=int)
    return number if db.is_id(number) else None


def back(anchor: str = "") -> Response:
    """303 to where the user came from."""
    return redirect(page_address() + (f"#{anchor}" if anchor else ""), 303)


def tell_broken(broken: RuleBroken) -> Response:
    """A rule refused an act that has no form of its own, e.g. two pressed at the same moment: say it where the user was."""
    db.discard()
    say(broken.message)
    return back()


def forget_unseen() -> None:
    """Take back what was said of an attempt that came to nothing."""
    _unseen().clear()


def tell_repeated() -> Response:
    """The very same form was sent twice, by a second press or by a browser that tried again: it is done once."""
    say(_("This was saved already."))
    if not is_fragment():
        return back()
    response = make_response("", 204)
    response.headers["HX-Redirect"] = page_address()
    return response


def new_form_id() -> str:
    """A number for a form, which makes its second sending known as such."""
    return secrets.token_urlsafe(9)


def init_app(app: Flask) -> None:
    app.register_error_handler(RuleBroken, tell_broken)
    for name in (notices, page_address, came_from, new_form_id, last_form_was_taken):
        app.jinja_env.globals[name.__name__] = name
