"""What it takes to read a table: in the child that reads it, and in the process that takes its answer."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from lti_tool.transfer.columns import guess_layout
from lti_tool.transfer.pasted_rows import read_pasted
from lti_tool.transfer.reading import read_file
from lti_tool.transfer.table_rows import read_table
from tests.transfer.building import csv_text, xlsx

ROUNDS = 5
_CHILD = """
import json, resource, sys
from lti_tool.transfer import child
child.main()
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([used.ru_utime + used.ru_stime, *(int(status[name].split()[0]) for name in ("VmHWM", "VmPeak"))]), file=sys.stderr)
"""


def partner_rows(number: int) -> list[list[str]]:
    header = [
        "Kumppani",
        "Verkkosivu",
        "Kuvaus",
        "Yhteyshenkilö",
        "Taso",
        "Y-tunnus",
        "Puhelin",
        "Sähköposti",
        "Kunta",
        "Laskutus 2025",
    ]
    return [header, *(partner_row(place) for place in range(number))]


def partner_row(number: int) -> list[str]:
    return [
        f"Leipomo {number} Oy",
        f"www.leipomo{number}.example",
        f"Työssäoppimista, näyttöjä ja opintokäyntejä {number}, lukuvuosittain sovittuna ryhmänohjaajan kanssa",
        f"Maija Mäkelä {chr(97 + number % 26).upper()}",
        ("arki", "kehittäminen", "strateginen", "verkosto")[number % 4],
        "1234500-6",
        f"040 123 {number % 10_000:04}",
        f"info{number}@leipomo.example",
        "Vaasa",
        str(number * 17 % 9_000),
    ]


def transfer_figures() -> Iterator[tuple[str, str]]:
    rows = partner_rows(10_000)
    for kind, content in (("xlsx", xlsx(rows)), ("csv", csv_text(rows).encode("cp1252", "replace"))):
        processor, resident, address_space = in_child(content)
        yield (
            f"reading 10,000 rows of {kind}, {len(content) / 1e6:.1f} MB",
            f"{seconds_of(lambda content=content: read_file(content, 'x'), time.perf_counter):.2f} s",
        )
        yield (
            f"its child ({kind})",
            f"{processor:.2f} s of the processor, {resident / 1024:.0f} MB, address space {address_space / 1024:.0f} MB",
        )
    yield "columns and rows of it", f"{seconds_of(lambda: read_table(rows, guess_layout(rows))):.2f} s of the processor"
    text = "Arki\n" + "".join(f"• {row[0]} ({row[1]}) + {row[2]} + {row[3]}\n" for row in rows[1:1_001])
    yield "a pasted list of 1,000 lines", f"{seconds_of(lambda: read_pasted(text)):.2f} s of the processor"


def seconds_of(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = clock()
        work()
        taken.append(clock() - begun)
    return statistics.median(taken)


def in_child(content: bytes) -> list[float]:
    """Seconds of the processor, kB resident and kB of address space at the most, of a child of its own."""
    ended = subprocess.run([sys.executable, "-P", "-c", _CHILD], input=content, capture_output=True, check=True, env=os.environ)
    return json.loads(ended.stderr)
