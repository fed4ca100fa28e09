"""What a text says around an expression: its anchor, the way the words point, the date named before."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from presstab.dates import cues
from presstab.dates.values import day_value, interval

Match = re.Match[str]
_REACH = 80
_BESIDE = 80  # characters from a date to one without a year that shares its own where nothing dates the release
_NEAR = 400  # characters from a date to the `previous year` that is counted from it
_BY_ANCHOR = {"this": 0, "last": -1, "next": 1}


def point(text: str, at: int) -> str | None:
    """Return which way the words before a character point within its sentence: future, past, None where they do not."""
    before = text[max(0, at - _REACH) : at]
    ends = list(cues.SENTENCE_END.find_all(before))
    pointers = list(cues.POINTER.find_all(before, ends[-1].end() if ends else 0))
    return pointers[-1].lastgroup if pointers else None


@dataclass(frozen=True)
class DateReading:
    """The value of an expression, how it is known, and whether it can be one side of a range.

    `year_given` is False for a day or month that the text leaves without its year; `yearless`
    is then what it does say (`07-30`, `07`), for the other side of a range to complete. `end`
    is set where the expression ends later than its rule's match (`two weeks after May 13`).
    """

    value: str | None
    resolution: str = "explicit"
    modifier: str | None = None
    joins: bool = True
    year_given: bool = True
    yearless: str | None = None
    end: int | None = None


UNRESOLVED = DateReading(None, "unresolved", joins=False)


class Context:
    """What the text has established when an expression is read.

    `year` is the one that the release means where nothing gives its day: what it leaves without
    a year lies in it. `day_first` is how the text orders numeric dates, None where it does not say. `read_at`
    reads the expression that begins at a character, for rules that contain another date.
    """

    def __init__(
        self,
        text: str,
        anchor: dt.date | None,
        read_at: Callable[[int], tuple[DateReading, int] | None],
        year: int | None = None,
    ) -> None:
        self.text = text
        self.anchor = anchor
        self.year = year
        self.read_at = read_at
        self.day_first: bool | None = None
        self.last_value: str | None = None
        self._last_at = 0
        self.last_quarter: str | None = None

    @property
    def day(self) -> dt.date:
        """Return the anchor, for rules that are asked only where there is one."""
        if self.anchor is None:
            raise ValueError("no anchor")
        return self.anchor

    def note(self, value: str | None, at: int) -> None:
        """Remember the value of the last expression, and where it stands."""
        if value:
            self.last_value, self._last_at = value, at
        if value and re.fullmatch(r"\d{4}-Q\d", value) and not self._is_year_ago(value):
            self.last_quarter = value

    def _is_year_ago(self, quarter: str) -> bool:
        """Return whether a quarter is the year-ago one of the quarter told of: named to compare with."""
        last = self.last_quarter
        return last is not None and int(last[:4]) - int(quarter[:4]) == 1 and last[4:] == quarter[4:]

    def last_day(self, at: int | None = None) -> dt.date | None:
        """Return the last day of the date named before, for `the following year` and the like; near `at` if given."""
        if not self.last_value or (at is not None and at - self._last_at > _NEAR):
            return None
        days = interval(self.last_value)
        return days.end_on or days.start_on

    def year_by(self, which: str) -> int | None:
        """Return the year that `last year` means by the anchor, `that year` and `the following year` by the date named before."""
        word = which.lower().split()[-1]
        if word in _BY_ANCHOR:
            return self.anchor.year + _BY_ANCHOR[word] if self.anchor else None
        day = self.last_day() or self.anchor
        return day.year + {"following": 1, "previous": -1}.get(word, 0) if day else None

    def is_alone(self, match: Match) -> bool:
        """Return whether the text holds nothing but the expression: then it is a date, if it can be one."""
        before, after = self.text[max(0, match.start() - 20) : match.start()], self.text[match.end() : match.end() + 3]
        return match.start() < 20 and not after.strip(" .\n") and bool(cues.FIELD.find(before))

    def is_future(self, match: Match) -> bool | None:
        """Return which way the words of its sentence point, the nearest before it first; None where they do not."""
        if self.is_alone(match):
            return True  # a question or a field, not a report
        way = point(self.text, match.start())
        if way:
            return way == "future"
        after = self.text[match.end() : match.end() + _REACH]
        end = cues.SENTENCE_END.find(after)
        pointer = cues.POINTER.find(after, 0, end.start() if end else len(after))
        return pointer.lastgroup == "future" if pointer else None

    def day_without_year(self, month: int, day: int, match: Match, weekday: int | None = None) -> DateReading:
        """Return the day nearest to the anchor, on the side that the words point to.

        A weekday that stands with the day (0 is Monday) leaves only the years in which they agree.
        """
        if self.year or self.anchor is None:
            year = self.year or self._stated_year(match.start())
            value = _valid_day(year, month, day) if year else None
            known = "inferred"
        else:
            value = _nearest(self.anchor, month, day, self.is_future(match), weekday)
            known = "relative"
        known = known if value else "unresolved"
        return DateReading(value, known, year_given=False, yearless=f"{month:02}-{day:02}")

    def month_without_year(self, month: int, match: Match) -> DateReading:
        """Return the month nearest to the anchor, on the side that the words point to."""
        reading = self.day_without_year(month, 15, match)
        value = reading.value[:7] if reading.value else None
        return DateReading(value, reading.resolution, year_given=False, yearless=f"{month:02}")

    def _stated_year(self, at: int) -> int | None:
        """Return the year of the date named just before: further on the text may speak of another."""
        if at - self._last_at > _BESIDE:
            return None
        value = (self.last_value or "").removeprefix("FY")
        return int(value[:4]) if value[:4].isdigit() else None


def align(first: DateReading, last: DateReading) -> tuple[str | None, str | None]:
    """Return both sides of a range, a side without year with the year of the other."""
    if first.yearless and last.year_given and last.value and last.value[:4].isdigit():
        year = int(last.value[:4])
        moved = f"{year:04}-{first.yearless}"
        return (moved if moved <= last.value else f"{year - 1:04}-{first.yearless}"), last.value
    if last.yearless and first.value and first.value[:4].isdigit():
        year = int(first.value[:4])
        moved = f"{year:04}-{last.yearless}"
        return first.value, (moved if moved >= first.value else f"{year + 1:04}-{last.yearless}")
    return first.value, last.value


def _valid_day(year: int, month: int, day: int) -> str | None:
    try:
        return day_value(dt.date(year, month, day))
    except ValueError:
        return None


def _nearest(anchor: dt.date, month: int, day: int, is_future: bool | None, weekday: int | None) -> str | None:
    values = (_valid_day(anchor.year + step, month, day) for step in (-1, 0, 1))
    days = [dt.date.fromisoformat(value) for value in values if value]
    if not days:
        return None
    days = [d for d in days if d.weekday() == weekday] or days
    # A clear pointer moves the middle by four months: `in November` of a March release that
    # says `was` is the last one, and one that says `will` the next.
    lean = {None: 0, True: 120, False: -110}[is_future]
    return day_value(min(days, key=lambda d: abs((d - anchor).days - lean)))
