"""What may be chosen of a partner and of its rows, with its names for readers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

ROLES = ("contact", "deputy", "manager")  # who of ours stands in a row, each as a person we know or as a name
WANTED, CURRENT, ENDED = "wanted", "current", "ended"
STATE_NAMES = {WANTED: _l("wanted"), CURRENT: _l("in force"), ENDED: _l("ended")}
EFFECTS = {"furthers": _l("furthers our goals"), "hinders": _l("hinders our goals")}  # Malin 2022, ch. 5.3
APPROACHES = {
    "ask": _l("Ask our contact person first"),
    "tell": _l("Tell our contact person afterwards"),
    "free": _l("Feel free to contact"),
}
