"""A kind of job that counts: each number is a row with a unique key, so that one done twice fails and one left out is seen.

As a program it is a runner of its own process: python -m tests.jobs.counting DATABASE_URL [FILE]. With a file it writes the
rows of its third block, makes the file, and stands there: for a kill in the middle.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from lti_tool import db
from lti_tool.app import create_app
from lti_tool.config import Settings
from lti_tool.jobs import kinds, operations
from lti_tool.jobs.runner import Runner
from lti_tool.lti.models import UsedNonce

IN_A_BLOCK = 5


def run_block(block):
    begin = block.job.cursor["next"]
    end = min(begin + IN_A_BLOCK, block.job.total)
    expires_at = db.now() + timedelta(days=1)
    db.session.add_all([UsedNonce(nonce=f"number {number:03}", expires_at=expires_at) for number in range(begin, end)])
    db.session.flush()
    block.job.cursor = {"next": end}
    block.job.done = end
    block.job.result = {"counted": str(end)}
    return end == block.job.total


COUNTING = kinds.Kind("tests.counting", "Counting", run_block, tell_result=lambda job: f"counted {job.result.get('counted')}")


def start(total=12, **values):
    return operations.start(COUNTING, cursor={"next": 0}, total=total, **values)


def numbers():
    found = db.session.scalars(select(UsedNonce.nonce).where(UsedNonce.nonce.startswith("number ")).order_by(UsedNonce.nonce))
    return [int(nonce.removeprefix("number ")) for nonce in found]


def stand_still(block, file):
    run_block(block)
    if block.job.done > 2 * IN_A_BLOCK:
        file.touch()
        time.sleep(600)
    return False


if __name__ == "__main__":
    kind = COUNTING
    if len(sys.argv) > 2:
        kind = kinds.Kind("tests.counting", "Counting", lambda block: stand_still(block, Path(sys.argv[2])))
    kinds.register_kind(kind)
    ledger = Path(tempfile.mkdtemp()) / "erasures.jsonl"  # the nightly job writes it; not into the working folder
    Runner(create_app(Settings("https://tool.test", sys.argv[1], "s" * 64, erasure_ledger=str(ledger)))).run()
