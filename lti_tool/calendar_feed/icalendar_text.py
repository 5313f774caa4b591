"""A calendar as RFC 5545 writes it: a few properties, all of them texts, numbers or whole days.

Written here and not by a library for the time it takes (decision 0015); a library reads it in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from flask_babel import gettext as _

from .entries import CalendarEntry

_ESCAPED = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"))  # 3.3.11; the backslash first
_NO_TEXT = re.compile("[\x00-\x09\x0b-\x1f\x7f\u2028\u2029]")
_PIECE = re.compile(rb".{1,74}(?![\x80-\xbf])")  # of a line of 75 octets with the blank before it, never within a letter
ASKED_EVERY = "PT6H"


def calendar_text(name: str, entries: Iterable[CalendarEntry], host: str, link_of: Callable[[tuple[str, int]], str]) -> bytes:
    """The whole calendar, for `text/calendar; charset=utf-8`. `host` makes the keys of entries unique in the world."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Hoitomalli//Calendar feed//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{ASKED_EVERY}",
        f"X-PUBLISHED-TTL:{ASKED_EVERY}",
    ]
    for entry in entries:
        lines += _event(entry, host, link_of(entry.link) if entry.link else "")
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(entry: CalendarEntry, host: str, link: str) -> Iterator[str]:
    """DTEND is the day after the last one (3.6.1). Not every calendar looks at STATUS, so the title tells it too."""
    title = _("Cancelled: %(title)s", title=entry.title) if entry.is_cancelled else entry.title
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.key}@{host}"
    yield f"DTSTAMP:{_moment(entry.changed_at)}"
    yield f"DTSTART;VALUE=DATE:{_day(entry.starts_on)}"
    yield f"DTEND;VALUE=DATE:{_day(entry.ends_on + timedelta(days=1))}"
    yield f"SEQUENCE:{entry.version}"
    yield f"SUMMARY:{_text(title)}"
    if details := "\n".join(filter(None, (entry.details, link))):
        yield f"DESCRIPTION:{_text(details)}"
    if entry.place:
        yield f"LOCATION:{_text(entry.place)}"
    if link:
        yield f"URL:{link}"
    yield "STATUS:CANCELLED" if entry.is_cancelled else "STATUS:CONFIRMED"
    yield "TRANSP:TRANSPARENT"  # nobody is busy all day for it
    yield "END:VEVENT"


def _text(value: str) -> str:
    text = _NO_TEXT.sub(" ", value.replace("\r\n", "\n"))
    for sign, written in _ESCAPED:
        text = text.replace(sign, written)
    return text


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _folded(line: str) -> bytes:
    """The line with its end; a longer one goes on in the next, after a blank (3.1)."""
    octets = line.encode()
    pieces = [octets] if len(octets) <= 75 else _PIECE.findall(octets)
    return b"\r\n ".join(pieces) + b"\r\n"
