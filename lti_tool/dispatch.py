"""The Flask of this tool: a request is committed while its failure can still be told."""

from __future__ import annotations

import hashlib
from collections.abc import MutableMapping
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, Request, Response, g, request
from flask.templating import Environment
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import iter_multi_items
from werkzeug.exceptions import Conflict
from werkzeug.routing import MapAdapter

from . import db, notices
from .errors import RepeatedRequest, RuleBroken
from .history.act import REQUEST_KEY

_ANY_LAUNCH = "LAUNCH"  # for the key in an address that is kept
_OTHERWISE = {"launch", "_anchor", "_external", "_method", "_scheme"}  # what makes an address one that is not kept


class _Environment(Environment):
    """Flask's, whose templates have the names that all share as they are, not in a chain of mappings that is walked each time."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


class Tool(Flask):
    """Flask that commits inside the dispatch.

    A commit may fail (disk full, connection lost, a deferred constraint). In `after_request` that would be too late for
    the error pages; here it is one more exception of the view.
    """

    jinja_environment = _Environment

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._kept_path = lru_cache(maxsize=4096)(super().url_for)

    @cached_property
    def _arguments(self) -> dict[str, set[str]]:
        """What stands in the path of each route."""
        return {rule.endpoint: rule.arguments for rule in self.url_map.iter_rules()}

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """As Flask's, which builds an address in 25 µs, and a page has forty.

        A path inside launches is the same for all of them but for their key, so it is built once. Not kept are those outside,
        which may hold a secret, and what stands behind the question mark, which people may have typed.
        """
        given = {name: value for name, value in values.items() if value is not None}
        arguments = self._arguments.get(endpoint, set())
        if "launch" not in g or "launch" not in arguments or not _OTHERWISE.isdisjoint(given):
            return super().url_for(endpoint, **values)
        of_path = {name: given.pop(name) for name in arguments & given.keys()}
        path = self._kept_path(endpoint, launch=_ANY_LAUNCH, **of_path).replace(_ANY_LAUNCH, g.launch_key, 1)
        query = urlencode([pair for pair in iter_multi_items(given) if pair[1] is not None])
        return f"{path}?{query}" if query else path

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Addresses are made and matched as those of the public URL, never of the Host header, which anybody can write."""
        if request is None:
            return super().create_url_adapter(None)
        public = urlsplit(self.config["PUBLIC_URL"])
        return self.url_map.bind(
            public.netloc,
            script_name=request.root_path,
            url_scheme=public.scheme,
            default_method=request.method,
            path_info=request.path,
            query_args=request.query_string.decode(errors="replace"),
        )

    def dispatch_request(self) -> Response:
        """The view's answer, committed if it is good, with the notices for the page that it leads to.

        A broken rule that no view has caught leaves nothing but its notice.
        """
        if request.method not in db.SAFE_METHODS:
            db.session.info[REQUEST_KEY] = _request_key()
        try:
            response = self.make_response(self._answer())
        except RuleBroken as broken:
            db.discard()
            response = self.make_response(self.handle_user_exception(broken))
        except RepeatedRequest:
            db.discard()
            notices.forget_unseen()
            response = self.make_response(notices.tell_repeated())
        if request.method not in db.SAFE_METHODS and response.status_code < 400:
            notices.keep_unseen()
            notices.note_taken(response)
            db.keep()
        return response

    def _answer(self) -> ResponseReturnValue:
        """The view's answer; once more from the beginning when it met others at the same rows."""
        try:
            return super().dispatch_request()
        except DBAPIError as error:
            if not was_ended_for_another(error):
                raise
        except StaleDataError:
            pass
        db.discard()
        notices.forget_unseen()
        try:
            return super().dispatch_request()
        except (DBAPIError, StaleDataError) as error:
            if not (isinstance(error, StaleDataError) or was_ended_for_another(error)):
                raise
            raise Conflict from error

    def log_exception(self, exc_info: Any) -> None:
        """Nothing: `errors` logs what failed under its code, and Flask's line would hold the address with its launch key."""


def _request_key() -> str | None:
    """What is the same when a form is sent twice: its number and all that stands in it; None for a form without number."""
    if not request.form.get("once"):
        return None
    digest = hashlib.sha256(request.path.encode())
    for name, value in sorted(pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"):
        digest.update(f"\0{name}\0{value}".encode())
    return digest.hexdigest()


def was_ended_for_another(error: DBAPIError) -> bool:
    """Whether PostgreSQL has ended this transaction because of another: a deadlock or a serialisation failure."""
    return getattr(error.orig, "sqlstate", None) in ("40P01", "40001")
