"""The operator's command `hoitomalli`."""

from . import archive as archive  # these add their commands to `main`
from . import export as export
from . import importing as importing
from . import jobs as jobs
from . import platforms as platforms
from . import serve as serve
from . import upkeep as upkeep
from .main import main as main
