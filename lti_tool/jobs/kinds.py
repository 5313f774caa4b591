"""Kinds of jobs, which features register: what one block does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .models import Job


@dataclass(frozen=True)
class Block:
    """A part of a job, in a transaction of its own: at most so many rows are written.

    `fetched` is what the kind's `fetch` gave before the transaction.
    """

    job: Job
    at_most: int
    fetched: Any = None


def _do_nothing(_job: Job) -> None:
    pass


def _tell_nothing(_job: Job) -> str:
    return ""


@dataclass(frozen=True)
class Kind:
    """What a kind of job does.

    `run_block` writes through `db.session`, which the runner commits together with the job's row: it sets the job's `cursor`
    anew (never changes it in place), counts `done`, and gives whether all is done. It makes no outgoing call.
    `fetch` is for outgoing calls and for what takes long to read: it runs before the block's transaction, with a `db.session`
    that only reads. PostgreSQL refuses there to lock rows, too.
    A block that raises RuleBroken ends the job with that message; after any other error it is tried again.
    """

    name: str  # <feature>.<what>
    title: Any  # a lazy text
    run_block: Callable[[Block], bool]
    fetch: Callable[[Job], Any] | None = None
    tell_result: Callable[[Job], str] = _tell_nothing
    address: Callable[[Job], str] = _tell_nothing  # where the reader sees what has come of it; empty for nowhere
    at_end: Callable[[Job], None] = _do_nothing  # also of one that was stopped or failed; in the transaction of its end
    is_admins: bool = False  # shown to admins only
    takes_back: bool = False  # when it is stopped, what it has done is taken back
    is_nightly: bool = False  # the runners start it themselves, once a night


kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Make a kind known; a runner takes jobs of known kinds only, so an older program leaves those of a newer one."""
    kinds[kind.name] = kind
