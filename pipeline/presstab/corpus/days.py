"""Days as pages, feeds and tables of the world write them, where only one day can be meant. No clock."""

from __future__ import annotations

import datetime as dt
import email.utils
import re

_MAX_CHARS = 80
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?=$|[T ])")  # 2024-05-14T09:00:00Z
_YEAR_FIRST = re.compile(r"(\d{4})([./]?)(\d\d)\2(\d\d)(?=$|[T ,])")  # 2024/05/14, 20240514
_YEAR_LAST = re.compile(
    r"(?:\w{2,10}\.?,\s*)?(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?=$|[T ,])"
)  # 14.05.2024; Di., 14.05.2024
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|-\d\d\b")  # without one, a clock would have to tell
_LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs"]
_SETTINGS = {"PARSERS": ["absolute-time"], "STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"]}


def day_of(given: str) -> dt.date | None:
    """Return the day that a text names; None where it names none, or may be one of two.

    >>> day_of("14.05.2024"), day_of("05/06/2024")
    (datetime.date(2024, 5, 14), None)
    """
    if len(given) > _MAX_CHARS:
        return None
    if match := _ISO.match(given):
        return _day(match[1], match[2], match[3])
    if match := _YEAR_FIRST.match(given):
        return _day(match[1], match[3], match[4])
    if match := _YEAR_LAST.match(given):
        return _year_last(match[1], match[2], match[3], match[4])
    try:
        return email.utils.parsedate_to_datetime(given).date()  # Wed, 20 Nov 2019 08:00:00 GMT
    except (ValueError, OverflowError, TypeError):
        return _in_words(given) if _YEAR.search(given) else None


def _year_last(first: str, mark: str, second: str, year: str) -> dt.date | None:
    """Return the day of 14.05.2024 or 05/14/2024; the point stands after the day, a slash before either."""
    by_day, by_month = _day(year, second, first), _day(year, first, second)
    if mark == ".":
        return by_day
    if by_day and by_month and by_day != by_month:
        return None
    return by_day or by_month


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _in_words(given: str) -> dt.date | None:
    """Return the day of `May 14, 2024` or `Do, 16 Mai 2024 11:41`."""
    import dateparser

    try:
        found = dateparser.parse(given, languages=_LANGUAGES, settings=_SETTINGS)
    except (ValueError, OverflowError, RecursionError, TypeError, AttributeError, IndexError):
        return None
    return found.date() if found else None
