"""How large a block is: others write between two blocks, so none may take long."""

from __future__ import annotations

BLOCK_SECONDS = 0.05  # of writing, aimed at: on SQLite nobody else writes meanwhile, and 0.1 should rarely be passed
FIRST_ROWS = 20
MOST_ROWS = 2000


class Pace:
    """How many rows a block may write: as many as lately took the time that a block may take."""

    def __init__(self) -> None:
        self.rows = FIRST_ROWS

    def note(self, seconds: float) -> None:
        """A block took so long: the next is at most twice as large, and smaller at once where it took too long."""
        fitting = self.rows * BLOCK_SECONDS / max(seconds, 0.001)
        self.rows = max(1, min(MOST_ROWS, int(fitting), self.rows * 2))
