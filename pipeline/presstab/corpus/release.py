"""What every reader yields: releases, and issues where an input could not be one."""

from __future__ import annotations

import dataclasses
import datetime as dt
import email.utils
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from presstab.errors import InputError

Severity = Literal["info", "warning", "error"]
Dated = tuple[str, dt.date]  # where a day was read, and the day
MAX_ID_CHARS = 500
# Where a publication date may be read, the best evidence first; `option` is a fallback.
DAY_SOURCES = ("record", "index", "json-ld", "meta", "dateline", "mail", "feed", "option")

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=$|[T ])")


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


@dataclass(frozen=True)
class Release:
    """One input document.

    `origin` is the file that it was read from, relative to the input, and tells two
    sources of one id apart; `source` is what the table `documents` shows. `days` are all
    dates that the input gives, by source. A page or document whose text costs time to read
    brings its bytes as `original` and no text yet: `documents.convert` reads it.
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
    """Return the day that `value` names: a date, a datetime, ISO 8601 or mail text; None if empty.

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
    try:
        if _ISO_DAY.match(given):
            return dt.date.fromisoformat(given[:10])
        return email.utils.parsedate_to_datetime(given).date()  # Wed, 20 Nov 2019 08:00:00 GMT
    except (ValueError, OverflowError):
        raise InputError(f"{given[:40]!r} is no date: write it as YYYY-MM-DD") from None
