"""What every reader yields: releases, and issues where an input could not be one."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from pipeline.errors import InputError

Severity = Literal["info", "warning", "error"]
MAX_ID_CHARS = 500

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
    sources of one id apart; `source` is what the table `documents` shows.
    """

    doc_id: str
    text: str
    source: str
    origin: str
    published_on: dt.date | None = None
    published_from: str = "none"
    title: str | None = None


def parse_day(value: object) -> dt.date | None:
    """Return the day that `value` names: a date, a datetime or ISO 8601 text; None if empty.

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
        return dt.date.fromisoformat(given[:10]) if _ISO_DAY.match(given) else _refuse(given)
    except ValueError:
        return _refuse(given)


def _refuse(given: str) -> dt.date:
    raise InputError(f"{given[:40]!r} is no date: write it as YYYY-MM-DD")
