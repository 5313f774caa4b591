"""The history: one ChangeSet for each act of one actor, one Change for each field of each row. Append-only.

A model keeps a history by being `Tracked`. Its rows are changed inside of an act and nowhere else:

    with history.act("partnership.edit", partner.name, actor) as act:
        row.description = "…"

What differs is captured when the session flushes, folded for each row and field, and stored once at the act's end. An act
opened inside another joins it, so operations are put together from operations. An act that changes nothing leaves no trace,
and one that raises RuleBroken writes nothing.
"""

from . import capture as capture  # its listeners
from .act import Act as Act
from .act import act as act
from .act import resume as resume
from .models import Change as Change
from .models import ChangeSet as ChangeSet
from .tracked import Actor as Actor
from .tracked import Field as Field
from .tracked import Tracked as Tracked
from .tracked import Tracking as Tracking
from .tracked import Unnamed as Unnamed
