"""What a calendar expression can begin with, and which rules are tried there."""

from __future__ import annotations

import re
from collections.abc import Callable

from presstab.dates.business_rules import BUSINESS_RULES
from presstab.dates.calendar_rules import CALENDAR_RULES
from presstab.dates.day_rules import DAY_RULES
from presstab.dates.fiscal_rules import FISCAL_RULES
from presstab.dates.named_rules import NAMED_RULES
from presstab.dates.relative_rules import RELATIVE_RULES
from presstab.dates.rule import DateRule
from presstab.dates.week_rules import WEEK_RULES
from presstab.dates.weekday_rules import WEEKDAY_RULES
from presstab.dates.words import MONTHS, NUMBERS, ORDINALS, WEEKDAYS

RULES: tuple[DateRule, ...] = (
    *FISCAL_RULES,
    *BUSINESS_RULES,
    *DAY_RULES,
    *CALENDAR_RULES,
    *WEEK_RULES,
    *RELATIVE_RULES,
    *WEEKDAY_RULES,
    *NAMED_RULES,
)


def _first_letters(words: list[str]) -> str:
    """Return alternatives of the first letters of words, in any case without the cost of ignoring it."""
    stems = sorted({word[:3] for word in words})
    return "|".join("".join(f"[{c.upper()}{c}]" for c in stem) for stem in stems)


_UNIT_AFTER = r"(?=[-\s]+(?:[a-z]+[-\s]+)?(?:(?:and|to|or)\s+\w+\s+)?(?:day|week|wk|month|quarter|qtr|year|yr|decade|centur|spring|summer|fall|winter|upcoming|coming|next|past|few|fortnight|[A-Z]?[a-z]+days?\s))"
# What an expression can begin with. Nothing that would make it part of a longer word, number or
# address may stand before it.
STARTS = re.compile(
    r"(?<![\w@#$€£¥/\\.])(?:(?<!\d[,:-])|(?=[A-Z]))(?<![-–][A-Z])(?:"
    rf"(?P<digit>['’]?\d{{1,4}}(?![\d%]|[,.]\d{{3}}|\.\d+\s|\s?(?:million|billion|percent|cents|shares)))|(?P<the>[Tt]he\s)|(?P<which>(?:[Tt]his|[Tt]hat|[Tt]hese|[Oo]ur|[Ii]ts|[Ll]ast|[Pp]ast|[Pp]revious|[Pp]rior|[Pp]receding|[Nn]ext|[Cc]oming|[Uu]pcoming|[Ff]ollowing|[Rr]ecent|[Cc]urrent|[Ff]inal|LAST|NEXT|THIS)\s)"
    r"|(?P<a>[Aa]n?\s(?=(?:few|couple|day|week|month|quarter|year|decade|century|fortnight)))"
    r"|(?P<over>(?:[Oo]ver|[Mm]ore\s+than|[Jj]ust\s+over|[Nn]early|[Aa]lmost|[Aa]bout|[Aa]round|[Ss]ome)\s(?=[\w-]+\s+(?:year|month|week|day|decade|quarter)))"
    r"|(?P<later>[Ll]ater|[Ee]arlier)\s|(?P<today>[Tt]oday|TODAY|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Dd]ay\s(?:after|before)\s|tmrw)"
    r"|(?P<mid>[Mm]id-?(?=year|month|week))"
    r"|(?P<season>[Ss]pring|[Ss]ummer|[Ff]all|[Aa]utumn|[Ww]inter|SPRING|SUMMER|FALL|WINTER)\b"
    r"|(?P<fiscal>[Ff]iscal|FISCAL|[Ff]inancial|FY|fy|CY|cy)|(?P<code>[QHqh][1-4])"
    r"|(?P<year>[Yy]ear(?:[-\s][Ee]nd|['’]s|-ago|-earlier)|YEAR-END|[Pp]rior[-\s]year|EOM|EOY|[Mm]onth-end|(?<=nd\sof\s)(?:year|month|quarter)\b|[Qq]uarter(?=\s+[Ee]nd(?:ed|ing)\s))"
    rf"|(?P<ordinal>(?:{_first_letters(list(ORDINALS))}|[Tt]hi|[Tt]we|[Ff]in|[Ll]as|[Bb]ack(?=[-\s]half)|[Ff]ront(?=[-\s]half))[a-z]*(?=[-\s]))"
    rf"|(?P<number>(?:{'|'.join(NUMBERS)}|[Cc]ouple){_UNIT_AFTER})"
    rf"|(?P<word>[Ff]ull|[Ww]eek(?:end)?\s|[Rr]est|[Rr]emainder|[Bb]alance|[Nn]ineteen|[Tt]wenty|[Ee]ighteen|[Tt]wo[\s-]thousand)"
    rf"|(?P<month>{_first_letters(list(MONTHS))})|(?P<weekday>{_first_letters(list(WEEKDAYS))}))"
)
# A word can begin expressions of several classes: `last` is an ordinal too, `twenty` a number.
_ALSO = {
    "which": ("ordinal", "year"),
    "number": ("word", "ordinal"),
    "word": ("number", "ordinal"),
    "ordinal": ("number", "word", "which"),
}
# The rules that are tried at a start, each with its pattern's `match`: looked up here once, not at every start.
BY_START: dict[str, tuple[tuple[Callable[[str, int], re.Match[str] | None], DateRule], ...]] = {
    start: tuple((r.pattern.match, r) for r in RULES if {start, *_ALSO.get(start, ())} & set(r.starts.split()))
    for start in STARTS.groupindex
}

# `The` begins no expression without a word of these beginnings, or a figure, soon after it: asking first spares a
# twelfth of the time.
_CALENDAR_STEMS = frozenset(
    [*(word[:3].lower() for word in (*MONTHS, *WEEKDAYS)), "day", "dat", "wee", "mon", "qua", "qtr", "yea", "yr", "dec",
     "cen", "hal", "per", "spr", "sum", "fal", "aut", "win", "sea", "for", "eve", "nin", "eig", "sev", "six", "fif", "thi",
     "twe", "tee", "nou", "bus", "wor"]
)  # fmt: skip
_AFTER = 48  # characters
_SEPARATORS = str.maketrans(dict.fromkeys("-–'’\"“(", " "))


def is_calendar_after(text: str, at: int) -> bool:
    """Return whether a word of the calendar or a figure stands within a few words."""
    after = text[at : at + _AFTER].translate(_SEPARATORS)
    return any(word[:3].lower() in _CALENDAR_STEMS or word[0].isdigit() for word in after.split()[:7])
