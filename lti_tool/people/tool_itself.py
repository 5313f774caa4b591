"""Who acts where nobody pressed anything: a job that the tool started by itself."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _


@dataclass(frozen=True)
class ToolItself:
    """An actor for the history (`history.Actor`) who is no person."""

    organisation_id: int
    id: None = None

    @property
    def shown_name(self) -> str:
        """As it stands in the history, in the language of the act."""
        return _("The tool itself")
