"""What an expression means: its value, from its own words, the anchor and its neighbours."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.dates.grammar import MONTHS, NUMBERS, ORDINALS, SEASONS, WEEKDAYS
from pipeline.dates.values import (
    OPEN,
    SEASON_MONTHS,
    add_months,
    day_value,
    month_value,
    week_value,
)

Match = re.Match[str]
_REACH = 60
# Words around a date without a year or a bare weekday that say which way it lies.
_FUTURE = re.compile(
    r"(?i:\b(?:will|shall|upcoming|scheduled|due|expected?s?|until|opens?|begins?|starts?|launching|to\s+be|"
    r"coming|plans?|deadline|held)\b)"
)
_PAST = re.compile(r"(?i:\b(?:was|were|had|has|since|reported|announced|ended|released|launched|published|said)\b)")


@dataclass(frozen=True)
class Reading:
    """The value of an expression, how it is known, and whether it can be one side of a range.

    `year_given` is False for a day or month that the text leaves without its year; `yearless`
    is then what it does say (`07-30`, `07`), for the other side of a range to complete.
    """

    value: str | None
    resolution: str = "explicit"
    modifier: str | None = None
    joins: bool = True
    year_given: bool = True
    yearless: str | None = None


_UNRESOLVED = Reading(None, "unresolved", joins=False)


class Context:
    """What the text before an expression has established: the anchor and the last year named."""

    def __init__(self, text: str, anchor: dt.date | None) -> None:
        self.text = text
        self.anchor = anchor
        self.last_value: str | None = None

    def note(self, value: str | None) -> None:
        """Remember the value of the last expression."""
        self.last_value = value or self.last_value

    def is_future(self, match: Match) -> bool | None:
        """Return which way the words before the expression point; None where they do not."""
        before = self.text[max(0, match.start() - _REACH) : match.start()]
        past, future = list(_PAST.finditer(before)), list(_FUTURE.finditer(before))
        if not past and not future:
            return None
        return not past or (bool(future) and future[-1].start() > past[-1].start())

    def day_without_year(self, month: int, day: int, match: Match) -> Reading:
        """Return the day nearest to the anchor, on the side that the words point to."""
        if self.anchor is None:
            year = self._stated_year()
            value = _valid_day(year, month, day) if year else None
        else:
            value = _nearest(self.anchor, month, day, self.is_future(match))
        known = "relative" if value else "unresolved"
        return Reading(value, known, year_given=False, yearless=f"{month:02}-{day:02}")

    def month_without_year(self, month: int, match: Match) -> Reading:
        """Return the month nearest to the anchor, on the side that the words point to."""
        reading = self.day_without_year(month, 15, match)
        value = reading.value[:7] if reading.value else None
        return Reading(value, reading.resolution, year_given=False, yearless=f"{month:02}")

    def _stated_year(self) -> int | None:
        value = self.last_value or ""
        return int(value[:4]) if value[:4].isdigit() else None

    def align(self, first: Reading, last: Reading) -> tuple[str | None, str | None]:
        """Return both sides of a range, a side without year with the year of the other."""
        if first.yearless and last.year_given and last.value and last.value[:4].isdigit():
            year = int(last.value[:4])
            moved = f"{year:04}-{first.yearless}"
            return (moved if moved <= last.value else f"{year - 1:04}-{first.yearless}"), last.value
        if last.yearless and first.year_given and first.value and first.value[:4].isdigit():
            year = int(first.value[:4])
            moved = f"{year:04}-{last.yearless}"
            return first.value, (moved if moved >= first.value else f"{year + 1:04}-{last.yearless}")
        return first.value, last.value


def read_expression(kind: str, match: Match, context: Context) -> Reading | None:
    """Return what the expression means; None where its numbers name nothing (Feb 30)."""
    try:
        return _READERS[kind](match, context)
    except (ValueError, OverflowError):
        return None


def _valid_day(year: int, month: int, day: int) -> str | None:
    try:
        return day_value(dt.date(year, month, day))
    except ValueError:
        return None


def _nearest(anchor: dt.date, month: int, day: int, is_future: bool | None) -> str | None:
    days = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        value = _valid_day(year, month, day)
        if value:
            days.append(dt.date.fromisoformat(value))
    if not days:
        return None
    # A clear pointer moves the middle by four months: `in November` of a March release that
    # says `was` is the last one, and one that says `will` the next.
    lean = {None: 0, True: 120, False: -120}[is_future]
    return day_value(min(days, key=lambda d: abs((d - anchor).days - lean)))


def _month(match: Match) -> int:
    return MONTHS[match["month"].rstrip(".").lower()]


def _day(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _full_year(short: str) -> int:
    """Return the year that two digits mean: 00 to 49 lie in this century."""
    number = int(re.sub(r"\D", "", short))
    return (2000 if number < 50 else 1900) + number


def _number(text: str) -> int | None:
    """Return the count that words or digits name; None for a vague one."""
    parts = text.lower().split("-")
    if parts[0].isdigit():
        return int(parts[0])
    numbers = [NUMBERS.get(part) for part in parts]
    return None if None in numbers else sum(n for n in numbers if n)


def _iso(m: Match, context: Context) -> Reading:
    return Reading(day_value(dt.date(int(m["year"]), int(m["month"]), int(m["day"]))))


def _day_of_month(m: Match, context: Context) -> Reading:
    month, day = _month(m), _day(m["day"])
    last = _day(m["day2"]) if m["day2"] else None
    if m["year"]:
        year = int(m["year"])
        value = day_value(dt.date(year, month, day))
        return Reading(f"{value}/{day_value(dt.date(year, month, last))}", joins=False) if last else Reading(value)
    dt.date(2024, month, day)  # a leap year: raises where no year has such a day
    reading = context.day_without_year(month, day, m)
    if not last or not reading.value:
        return reading
    end = dt.date.fromisoformat(reading.value).replace(day=last)
    return Reading(f"{reading.value}/{day_value(end)}", "relative", joins=False)


def _month_year(m: Match, context: Context) -> Reading:
    return Reading(month_value(int(m["year"]) if m["year"] else _full_year(m["short"]), _month(m)))


def _month_relative(m: Match, context: Context) -> Reading:
    if not context.anchor:
        return _UNRESOLVED
    return Reading(month_value(context.anchor.year + _STEP[m["which"]], _month(m)), "relative")


def _numeric(m: Match, context: Context) -> Reading | None:
    first, second = int(m["first"]), int(m["second"])
    if len(m["year"]) == 2 and m["mark"] == ".":
        return None  # 10.12.24 is a version or a section far more often
    year = int(m["year"]) if len(m["year"]) == 4 else _full_year(m["year"])
    month_first = second > 12 or (first <= 12 and m["mark"] == "/")
    month, day = (first, second) if month_first else (second, first)
    return Reading(day_value(dt.date(year, month, day)))


_STEP = {"last": -1, "this": 0, "next": 1}


def _part_value(year: str, part: str) -> str:
    digits = re.sub(r"\D", "", part)
    letter = "Q" if "q" in part.lower() else "H"
    if letter == "H" and digits not in {"1", "2"}:
        raise ValueError(f"{part} is no half")
    return f"{year}-{letter}{digits}"


def _fiscal(m: Match, context: Context) -> Reading | None:
    last = m["last"] or ""
    year = int(m["year"]) if m["year"] else _full_year(m["short"])
    if last:
        year = int(last) if len(last) == 4 else year // 100 * 100 + int(last)
    prefix = f"{year:04}" if m["calendar"] else f"FY{year:04}"
    part = m["after"] or (f"{m['period'][0]}{ORDINALS[m['ordinal'].lower()]}" if m["ordinal"] else m["part"])
    value = _part_value(prefix, part) if part else prefix
    return Reading(value, "explicit" if m["calendar"] else "fiscal", joins=bool(m["calendar"]))


def _fiscal_after(m: Match, context: Context) -> Reading:
    return Reading(f"FY{m['year']}", "fiscal", joins=False)


def _part(m: Match, context: Context) -> Reading | None:
    part = (m["letter"] or m["letter2"]) + (m["number"] or m["number2"])
    if not m["year"] and not m["short"]:
        if m["number2"]:
            return None  # `4H`, `3Q` alone: rather a code
        return _part_without_year(part, m, context)
    year = int(m["year"]) if m["year"] else _full_year(m["short"])
    return Reading(_part_value(f"{year:04}", part))


def _part_words(m: Match, context: Context) -> Reading | None:
    number = ORDINALS[m["ordinal"].lower()]
    letter = m["period"][0].upper()
    if m["ordinal"].lower() in {"last", "final"}:
        if not m["year"] and not m["which"]:
            return None  # `last quarter` is a stretch
        number = 4 if letter == "Q" else 2
    part = f"{letter}{number}"
    if m["year"]:
        return Reading(_part_value(m["year"], part))
    if m["which"]:
        if not context.anchor:
            return _UNRESOLVED
        return Reading(_part_value(f"{context.anchor.year + _STEP[m['which']]:04}", part), "relative")
    return _part_without_year(part, m, context)


def _part_without_year(part: str, m: Match, context: Context) -> Reading:
    """Return the quarter or half that lies nearest to the anchor, as the words point."""
    if not context.anchor:
        return _UNRESOLVED
    size = 3 if part[0] == "Q" else 6
    reading = context.month_without_year(int(part[1]) * size, m)
    return Reading(_part_value(reading.value[:4], part), "relative", year_given=False) if reading.value else _UNRESOLVED


def _season(m: Match, context: Context) -> Reading:
    return Reading(f"{m['year']}-{SEASONS[m['season'].lower()]}")


def _decade(m: Match, context: Context) -> Reading:
    if m["decade"]:
        return Reading(f"{m['decade']}X")
    return Reading(f"{'19' if int(m['short']) > 2 else '20'}{m['short']}X")


def _century(m: Match, context: Context) -> Reading:
    return Reading(f"{int(m['number']) - 1}XX", joins=False)


def _years(m: Match, context: Context) -> Reading | None:
    first, second = int(m["first"]), m["second"]
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    return Reading(f"{first:04}/{last:04}", joins=False) if first < last <= first + 200 else None


def _later(m: Match, context: Context) -> Reading | None:
    if not context.anchor:
        return _UNRESOLVED
    unit, which = m["unit"].lower(), m["which"].lower()
    value = _unit_value(unit, context.anchor, 1 if which == "next" else 0)
    return Reading(value, "relative", "END" if m["part"].lower() == "later" else "START", joins=False)


def _day_word(m: Match, context: Context) -> Reading:
    if not context.anchor:
        return _UNRESOLVED
    step = {"yesterday": -1, "tomorrow": 1}.get(m["word"].lower(), 0)
    return Reading(day_value(context.anchor + dt.timedelta(days=step)), "relative")


_BACK = frozenset({"last", "past", "previous", "prior", "preceding", "recent"})
_CALENDAR_STEP = {
    "last": -1,
    "previous": -1,
    "prior": -1,
    "preceding": -1,
    "next": 1,
    "following": 1,
    "this": 0,
    "current": 0,
}


def _stretch(m: Match, context: Context) -> Reading | None:
    anchor = context.anchor
    unit, which = m["unit"].lower(), m["which"].lower()
    words = m[0].lower()
    back = which in _BACK
    if m["vague"] or (m["plural"] and not m["count"]):
        if which in {"this", "current", "following"}:
            return None
        if not anchor:
            return _UNRESOLVED
        value = f"{OPEN}/{day_value(anchor)}" if back else f"{day_value(anchor)}/{OPEN}"
        return Reading(value, "relative", joins=False)
    count = _number(m["count"]) if m["count"] else 1
    if which in {"this", "current"} and m["count"]:
        return None
    if not anchor or count is None:
        return _UNRESOLVED
    # `last year` and `next month` are calendar units, `the past year` and `the next year` stretches.
    as_unit = which in _CALENDAR_STEP and not m["count"] and not words.startswith(("the last", "the next"))
    if (as_unit or unit in SEASONS) and unit != "century":
        return _calendar_unit(unit, _CALENDAR_STEP.get(which, 1 if not back else -1), anchor)
    if unit in {"quarter", "half"} and not m["count"]:
        return _calendar_unit(unit, -1 if back else 1, anchor)
    other = _shift(anchor, unit, -count if back else count)
    first, last = (other, anchor) if back else (anchor, other)
    return Reading(f"{day_value(first)}/{day_value(last)}", "relative", joins=False)


def _calendar_unit(unit: str, step: int, anchor: dt.date) -> Reading | None:
    value = _unit_value(unit, anchor, step)
    return Reading(value, "relative", joins=False) if value else None


def _unit_value(unit: str, anchor: dt.date, step: int) -> str | None:
    """Return the calendar unit that holds the anchor, or the one `step` units away."""
    match unit:
        case "day":
            return day_value(anchor + dt.timedelta(days=step))
        case "week":
            return week_value(anchor + dt.timedelta(weeks=step))
        case "weekend":
            saturday = anchor + dt.timedelta(days=5 - anchor.weekday(), weeks=step)
            return f"{day_value(saturday)}/{day_value(saturday + dt.timedelta(days=1))}"
        case "month":
            return month_value(anchor.year, anchor.month + step)
        case "quarter" | "half":
            size = 3 if unit == "quarter" else 6
            year, index = divmod(anchor.year * (12 // size) + (anchor.month - 1) // size + step, 12 // size)
            return f"{year:04}-{unit[0].upper()}{index + 1}"
        case "year":
            return f"{anchor.year + step:04}"
        case "decade":
            return f"{anchor.year // 10 + step:03}X"
        case "century":
            return f"{anchor.year // 100 + step:02}XX"
    return _season_value(unit, anchor, step)


def _season_value(unit: str, anchor: dt.date, step: int) -> str:
    """Return `this`, `last` or `next` summer: the one of this year, the last begun, the next to begin."""
    start = SEASON_MONTHS[SEASONS[unit]]
    year = anchor.year
    if step < 0 and start + 2 >= anchor.month:
        year -= 1
    if step > 0 and start <= anchor.month:
        year += 1
    return f"{year:04}-{SEASONS[unit]}"


def _shift(day: dt.date, unit: str, count: int) -> dt.date:
    match unit:
        case "day":
            return day + dt.timedelta(days=count)
        case "week" | "weekend":
            return day + dt.timedelta(weeks=count)
    months = {"month": 1, "quarter": 3, "half": 6, "decade": 120, "century": 1200}.get(unit, 12)
    return add_months(day, months * count)


def _ago(m: Match, context: Context) -> Reading:
    count = _number(m["count"])
    if not context.anchor or count is None:
        return _UNRESOLVED
    modifier = None
    if m["approx"]:
        modifier = "BEFORE" if m["approx"].lower().startswith(("over", "more")) else "APPROX"
    return Reading(_at_unit(_shift(context.anchor, m["unit"].lower(), -count), m["unit"].lower()), "relative", modifier,
                   joins=False)  # fmt: skip


def _ahead(m: Match, context: Context) -> Reading:
    count = _number(m["count"])
    if not context.anchor or count is None:
        return _UNRESOLVED
    return Reading(
        _at_unit(_shift(context.anchor, m["unit"].lower(), count), m["unit"].lower()), "relative", joins=False
    )


def _at_unit(day: dt.date, unit: str) -> str:
    match unit:
        case "day":
            return day_value(day)
        case "week" | "weekend":
            return week_value(day)
        case "month" | "quarter":
            return month_value(day.year, day.month)
        case "decade":
            return f"{day.year // 10:03}X"
    return f"{day.year:04}"


def _year_end(m: Match, context: Context) -> Reading:
    if m["year"]:
        return Reading(m["year"], "explicit", "END", joins=False)
    if not context.anchor:
        return _UNRESOLVED
    return Reading(f"{context.anchor.year:04}", "relative", "END", joins=False)


_END_BEFORE = re.compile(
    r"(?i:\b(?:end|close|start|beginning|middle|rest|remainder|half|quarter|later|earlier|late|early)\s+(?:of|in)\s+)$"
)


def _the_unit(m: Match, context: Context) -> Reading | None:
    """Read `the year` only behind `the end of` and the like: alone it rarely is a date."""
    before = context.text[max(0, m.start() - _REACH) : m.start()]
    if m[0].lower().startswith("the") and not m[0].lower().startswith("this") and not _END_BEFORE.search(before):
        return None
    if not context.anchor:
        return _UNRESOLVED
    return _calendar_unit(m["unit"], 0, context.anchor)


def _weekday(m: Match, context: Context) -> Reading:
    anchor = context.anchor
    if not anchor:
        return _UNRESOLVED
    which = " ".join((m["which"] or "").split())
    ahead = (WEEKDAYS[m["weekday"].lower()] - anchor.weekday()) % 7
    if which in {"next", "this coming"}:
        days = ahead or 7
    elif which in {"last", "this past"}:
        days = ahead - 7
    elif which == "this" or context.is_future(m):
        days = ahead
    else:
        days = ahead - 7 if ahead else 0
    return Reading(day_value(anchor + dt.timedelta(days=days)), "relative")


def _bare_month(m: Match, context: Context) -> Reading:
    month, which = _month(m), " ".join((m["which"] or "").split())
    if not which:
        return context.month_without_year(month, m)
    if not context.anchor:
        return _UNRESOLVED
    year = context.anchor.year
    if which in {"last", "this past"} and month >= context.anchor.month:
        year -= 1
    if which in {"next", "this coming"} and month <= context.anchor.month:
        year += 1
    return Reading(month_value(year, month), "relative", year_given=False)


def _year(m: Match, context: Context) -> Reading:
    return Reading(m["year"])


_READERS: dict[str, Callable[[Match, Context], Reading | None]] = {
    "iso": _iso, "month_day": _day_of_month, "day_month": _day_of_month, "month_year": _month_year,
    "month_relative": _month_relative, "numeric": _numeric, "fiscal": _fiscal,
    "fiscal_of": _fiscal_after, "fiscal_after": _fiscal_after,
    "part": _part, "part_words": _part_words, "season": _season, "decade": _decade, "century": _century,
    "years": _years, "later": _later, "day_word": _day_word, "stretch": _stretch, "ago": _ago,
    "ahead": _ahead, "year_end": _year_end, "the_unit": _the_unit, "weekday": _weekday,
    "month": _bare_month, "year": _year,
}  # fmt: skip
