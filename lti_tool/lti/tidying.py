"""What launches leave behind and nobody needs any more: the nightly tidying takes it (`jobs/tidying.py`).

All of it is refused or not shown by its time already; notices go with their launch.
"""

from __future__ import annotations

from .. import db
from ..jobs.tidying import forget
from ..people.models import Launch
from .launch_log import KEPT
from .models import RefusedLaunch, UsedNonce


def register() -> None:
    forget(UsedNonce, lambda: UsedNonce.expires_at < db.now())
    forget(Launch, lambda: Launch.expires_at < db.now())
    forget(RefusedLaunch, lambda: RefusedLaunch.refused_at < db.now() - KEPT)
