"""Work that outlasts a request: what a job is and how far it has come is a row, done in blocks by any number of runners.

A feature registers its kinds (`kinds.register_kind`) and starts a job in the transaction of what caused it (`operations.start`).
"""

from flask import Flask

from .kinds import register_kind
from .tidying import TIDYING


def init_app(_app: Flask) -> None:
    register_kind(TIDYING)
