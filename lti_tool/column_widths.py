"""How wide the columns of a table are on paper: by what stands in them and by what is to be written there."""

from __future__ import annotations

from itertools import zip_longest

LINE = 80  # characters on a line of A4
TO_WRITE = 25  # characters: what one writes into an empty cell,
NAME = "Virtanen"  # of which one stands whole
AROUND = 3  # characters: what stands free beside a text in its cell


def shares_of_columns(rows: list[list[str]]) -> list[float]:
    """Of each column its part of the line, together 1: its longest word has room, the rest goes to the long texts.

    Where no text is longer than what is filled in by hand, all columns are alike. A row may lack cells at its end.
    """
    columns = list(zip_longest(*rows, fillvalue=""))
    longest = [max(len(text) or TO_WRITE for text in column) for column in columns]
    if max(longest) <= TO_WRITE:
        return [1 / len(columns)] * len(columns)
    words = [max(len(word) for text in column for word in text.split() or [NAME]) for column in columns]
    least = [min(length, TO_WRITE) + AROUND for length in words]
    fair = LINE / sum(min(length, LINE) for length in longest)
    lacks = [max(1.0, fair * min(length, LINE) - few) for length, few in zip(longest, least, strict=True)]
    rest = max(0, LINE - sum(least)) / sum(lacks)
    wanted = [few + rest * lack for few, lack in zip(least, lacks, strict=True)]
    return [one / sum(wanted) for one in wanted]
