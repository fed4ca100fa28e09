"""Rules for weekdays that the anchor dates."""

from __future__ import annotations

import datetime as dt

from presstab.dates import cues
from presstab.dates.context import UNRESOLVED, Context, DateReading, Match
from presstab.dates.rule import rule
from presstab.dates.traps import WEEKDAY_TRAPS
from presstab.dates.values import (
    day_value,
)
from presstab.dates.words import (
    COUNT,
    WEEKDAY,
    WEEKDAYS,
    any_of,
    count_of,
)

_WHICH_DAY = r"(?:(?P<which>(?i:last|next|this\s+past|this\s+coming|this|past|coming|previous|following))\s+)?"


def _is_to_come(m: Match, context: Context) -> bool:
    is_future = context.is_future(m)
    if is_future is None:
        return bool(cues.HOUR_AFTER.find(context.text, m.end()))
    return is_future and not cues.TOLD_AFTER.find(context.text, m.end())


def _weekday(m: Match, context: Context) -> DateReading | None:
    name = m["weekday"]
    which = " ".join((m["which"] or "").lower().split())
    is_short = len(name) < 6 and not context.is_alone(m)
    if is_short and (name.islower() or not (which or cues.WEEKDAY_BEFORE.find(context.text[: m.start()][-8:]))):
        return None  # sat, wed, on sun days; Sun Microsystems
    anchor = context.anchor
    if not anchor:
        return UNRESOLVED
    until = (WEEKDAYS[name.lower()] - anchor.weekday()) % 7
    if which in {"next", "this coming", "coming", "following"}:
        days = until or 7
    elif which in {"last", "this past", "past", "previous"}:
        days = until - 7
    elif which == "this" or _is_to_come(m, context):
        days = until
    else:
        days = until - 7 if until else 0
    return DateReading(day_value(anchor + dt.timedelta(days=days)), "relative")


def _weekday_of_week(m: Match, context: Context) -> DateReading:
    if not context.anchor:
        return UNRESOLVED
    which = (m["which"] or m["which2"]).lower()
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(which, 0)
    monday = context.anchor - dt.timedelta(days=context.anchor.weekday())
    day = monday + dt.timedelta(weeks=step, days=WEEKDAYS[(m["weekday"] or m["weekday2"]).lower()])
    return DateReading(day_value(day), "relative")


def _weekdays_counted(m: Match, context: Context) -> DateReading | None:
    count = count_of(m["count"])
    if not context.anchor or not count:
        return UNRESOLVED
    until = (WEEKDAYS[m["weekday"].lower()] - context.anchor.weekday()) % 7
    is_back = m["way"].lower() in {"ago", "back"}
    days = (until - 7 if is_back else until or 7) + 7 * (count - 1) * (-1 if is_back else 1)
    return DateReading(day_value(context.anchor + dt.timedelta(days=days)), "relative")


WEEKDAY_RULES = (
    rule("weekday_of_week", "weekday which",
         rf"(?:{WEEKDAY},?\s+(?:(?:of|from|in)\s+)?(?P<which>(?i:this|last|next|previous|following))\s+week\b"
         rf"|(?P<which2>(?i:this|last|next|previous|following))\s+week(?:['’]s|,?\s+on|,)?\s+(?P<weekday2>{any_of(WEEKDAYS)})\b)",
         _weekday_of_week, {"Tuesday of last week": "2024-07-23", "next week on Tuesday": "2024-08-06"}),
    rule("weekdays_counted", "digit number a",
         rf"(?P<count>{COUNT})\s+(?P<weekday>{any_of(WEEKDAYS)})s?\s+(?P<way>(?i:from\s+now|hence|ago|back))\b", _weekdays_counted,
         {"3 Fridays from now": "2024-08-16", "two Mondays ago": "2024-07-22"}),
    rule("weekday", "weekday which", rf"{_WHICH_DAY}{WEEKDAY}\b(?!\.\w)", _weekday,
         {"last Friday": "2024-07-26", "next Monday": "2024-08-05", "It said Tuesday": "2024-07-30"},
         ("a Black Friday", "Monday through Friday, 9 a.m. to 6 p.m."), traps=WEEKDAY_TRAPS),
)  # fmt: skip
