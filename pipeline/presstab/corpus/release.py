"""What every reader yields: releases, and issues where an input could not be one."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from presstab.corpus.days import day_of
from presstab.errors import InputError

Severity = Literal["info", "warning", "error"]
Dated = tuple[str, dt.date]  # where a day was read, and the day
MAX_ID_CHARS = 500
MAX_CHARS = 5_000_000  # of one release: a year of releases, or a filing with all its exhibits, is split
# Where a publication date may be read, the best evidence first; `option` is a fallback.
DAY_SOURCES = ("record", "index", "json-ld", "meta", "dateline", "page", "mail", "feed", "option")
WHOLE_INPUT = "."  # the location of an issue that hides all of an input
# Issues that kept something from being read. What lies there may be unchanged: it is no absence.
_HIDING = frozenset(
    ["unreadable_file", "unreadable_folder", "malformed_record", "too_large", "reader_lost", "damaged_feed",
     "more_faults"]
)  # fmt: skip


@dataclass(frozen=True)
class Issue:
    """One row of the table `issues`, before it has an id.

    `location` is `file:line`, or `start-end` in characters of the release's text.
    """

    code: str
    severity: Severity
    message: str
    doc_id: str | None = None
    location: str | None = None

    @property
    def origin(self) -> str:
        """The file or folder of the input that the issue lies in, by its location."""
        location = self.location or ""
        return location.rsplit(":", 1)[0] if location.rpartition(":")[2].isdigit() else location

    @property
    def hides(self) -> str | None:
        """The file, archive or folder below which releases may lie that could not be read; None if nothing is hidden.

        `--sync` must not take for absent what `is_hidden` says of it.
        """
        return (self.origin or WHOLE_INPUT) if self.code in _HIDING else None


def too_large(size: int, limit: int) -> str:
    """Return what is said of a text that passes the limit."""
    return f"a text of {size:,} characters, more than {limit:,}: split it"


def is_hidden(origin: str, hidden: Collection[str]) -> bool:
    """Return whether a file of the input lies in one of the places that could not be read.

    >>> is_hidden("day.zip/a.txt", {"day.zip"}), is_hidden("day.zip.txt", {"day.zip"})
    (True, False)
    """
    if not hidden:
        return False
    parts = origin.split("/")
    return WHOLE_INPUT in hidden or any("/".join(parts[:n]) in hidden for n in range(1, len(parts) + 1))


@dataclass(frozen=True)
class Release:
    """One input document.

    `origin` is the file that it was read from, relative to the input, and tells two
    sources of one id apart; `source` is what the table `documents` shows. `days` are all
    dates that the input gives, by source. A page or document whose text costs time to read
    brings its bytes as `original` and no text yet: `documents.convert` reads it, and no text longer than `max_chars`.
    `notes` are what is to be told of the text itself: that it was repaired, say.
    """

    doc_id: str
    text: str
    source: str
    origin: str
    published_on: dt.date | None = None
    published_from: str = "none"
    title: str | None = None
    days: tuple[Dated, ...] = ()
    original: bytes | None = None
    form: str = ""
    notes: tuple[Issue, ...] = ()
    max_chars: int = MAX_CHARS

    def with_days(self, days: Iterable[Dated]) -> Release:
        """Return the release with further evidence of its date; the best of all decides."""
        known = dict(self.days)
        if self.published_on:
            known.setdefault(self.published_from, self.published_on)
        for source, day in days:
            known.setdefault(source, day)
        found = tuple(sorted(known.items(), key=lambda item: DAY_SOURCES.index(item[0])))
        if not found:
            return self
        return dataclasses.replace(self, days=found, published_from=found[0][0], published_on=found[0][1])


def parse_day(value: object) -> dt.date | None:
    """Return the day that `value` names: a date, a datetime, or a text in which one day is meant; None if empty.

    Raises:
        InputError: it is not empty and names no day.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    given = "" if value is None else str(value).strip()
    if not given:
        return None
    day = day_of(given)
    if day is None:
        raise InputError(f"{given[:40]!r} is no date: write it as YYYY-MM-DD")
    return day
