"""What no list shows by itself: which partnerships ask for attention."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from ..partners.filters import FurtherFilter, further_filters
from . import attention


def init_app(app: Flask) -> None:
    further_filters["care"] = FurtherFilter(
        attention.rows_that_ask, _l("Asks for attention: development, strategic, networks"), attention.NAMES, shows_met=True
    )
