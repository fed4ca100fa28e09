"""The systems that `benchmarks.dates` scores: presstab, and its peers where they are installed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

from presstab.dates import find_dates
from presstab.dates.values import interval

DAY = dt.timedelta(days=1)

Day = dt.date | None
Interval = tuple[Day, Day]  # half-open


class Found(NamedTuple):
    """An expression as a system sees it: its value, if it has such a thing, and the days it may mean."""

    start: int
    end: int
    value: str | None
    days: frozenset[Interval]


System = Callable[[str, Day], list[Found]]


def ours(text: str, anchor: Day) -> list[Found]:
    """Return what presstab finds; the bare value's days, and those with modifier or bound applied."""
    found = []
    for d in find_dates(text, anchor):
        days: set[Interval] = set()
        if d.value:
            bare = interval(d.value)
            days = {
                *_without_last(d.value),
                _half_open(*bare),
                _half_open(d.start_on, d.end_on),
                *_bounded(_half_open(*bare), d.bound),
            }
        found.append(Found(d.start, d.end, d.value, frozenset(days)))
    return found


def _without_last(value: str) -> Iterator[Interval]:
    """Yield a range as the sets count it that leave out its last part: `2014 to 2018` ends as 2018 begins."""
    first, slash, last = value.partition("/")
    if slash and ".." not in value:
        yield interval(first)[0], interval(last)[0]


def _half_open(first: Day, last: Day) -> Interval:
    return first, last + DAY if last and last < dt.date.max else None


def _bounded(days: Interval, bound: str | None) -> Iterator[Interval]:
    """Yield what `since 1999` and the like mean where a set puts the preposition into the value."""
    if bound in {"since", "from"}:
        yield days[0], None
    elif bound == "after":
        yield days[1], None
    elif bound in {"before", "until", "till", "by"}:
        yield from ((None, days[0]), (None, days[1]))


def date_wrangler() -> System:
    """Return date-wrangler as a system."""
    from date_wrangler import parse

    def find(text: str, anchor: Day) -> list[Found]:
        return [
            Found(*m.span, None, frozenset([(m.range.start, m.range.end)]))
            for m in parse(text, today=anchor or dt.date(2000, 1, 1))
        ]

    return find


def dateparser() -> System:
    """Return dateparser's `search_dates` as a system."""
    from dateparser.date import DateDataParser
    from dateparser.search import search_dates

    sizes = {"month": 7, "year": 4}

    def find(text: str, anchor: Day) -> list[Found]:
        moment = dt.datetime.combine(anchor or dt.date(2000, 1, 1), dt.time())
        settings = {"RELATIVE_BASE": moment}
        found, at = [], 0
        parser = DateDataParser(languages=["en"], settings=settings)
        for string, day in search_dates(text, languages=["en"], settings=settings) or []:
            at = max(text.find(string, at), at)
            value = dt.date(day.year, day.month, day.day).isoformat()
            value = value[: sizes.get(parser.get_date_data(string).period, 10)]
            found.append(Found(at, at + len(string), value, frozenset([_half_open(*interval(value))])))
            at += len(string)
        return found

    return find


def recognizers() -> System:
    """Return Recognizers-Text as a system, its dates and date ranges."""
    from recognizers_date_time import Culture, recognize_datetime

    def find(text: str, anchor: Day) -> list[Found]:
        moment = dt.datetime.combine(anchor or dt.date(2000, 1, 1), dt.time())
        found = []
        for r in recognize_datetime(text, Culture.English, reference=moment):
            if r.type_name in {"datetimeV2.date", "datetimeV2.daterange"}:
                values = (r.resolution or {}).get("values") or []
                days = frozenset(_recognised(v) for v in values)
                found.append(Found(r.start, r.end + 1, next((v.get("timex") for v in values), None), days))
        return found

    return find


def _recognised(value: dict[str, str]) -> Interval:
    if value.get("value", "")[:4].isdigit():
        return _half_open(day_of(value["value"]), day_of(value["value"]))
    return day_of(value.get("start")), day_of(value.get("end"))


def day_of(text: str | None) -> Day:
    """Return the day that an ISO date or time begins with, if it does."""
    try:
        return dt.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def systems() -> dict[str, System]:
    """Return presstab and every peer that is installed."""
    found: dict[str, System] = {"presstab": ours}
    for name, make in (("date-wrangler", date_wrangler), ("dateparser", dateparser), ("recognizers", recognizers)):
        try:
            found[name] = make()
        except ImportError:
            print(f"{name}: not installed, left out")
    return found
