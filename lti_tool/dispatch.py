"""The Flask of this tool: a request is committed while its failure can still be told."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, Response, request
from werkzeug.routing import MapAdapter

from . import db, notices
from .errors import RuleBroken


class Tool(Flask):
    """Flask that commits inside the dispatch.

    A commit may fail (disk full, connection lost, a deferred constraint). In `after_request` that would be too late for
    the error pages; here it is one more exception of the view.
    """

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Addresses are made and matched as those of the public URL, never of the Host header, which anybody can write."""
        if request is None:
            return super().create_url_adapter(None)
        public = urlsplit(self.config["PUBLIC_URL"])
        return self.url_map.bind(
            public.netloc, script_name=request.root_path, url_scheme=public.scheme, default_method=request.method,
            path_info=request.path, query_args=request.query_string.decode(errors="replace"),
        )  # fmt: skip

    def dispatch_request(self) -> Response:
        """The view's answer, committed if it is good, with the notices for the page that it leads to.

        A broken rule that no view has caught leaves nothing but its notice.
        """
        try:
            response = self.make_response(super().dispatch_request())
        except RuleBroken as broken:
            db.discard()
            response = self.make_response(self.handle_user_exception(broken))
        if request.method not in db.SAFE_METHODS and response.status_code < 400:
            notices.keep_unseen()
            db.keep()
        return response

    def log_exception(self, exc_info: Any) -> None:
        """Nothing: `errors` logs what failed under its code, and Flask's line would hold the address with its launch key."""
