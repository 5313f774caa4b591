"""The operator's command `hoitomalli`."""

from . import platforms as platforms  # these two add their commands to `main`
from . import upkeep as upkeep
from .main import main as main
