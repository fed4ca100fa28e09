"""The expressions of the calendar, as one regular expression that is run once over a text.

Each kind in `KINDS` is one alternative, tried in this order at every place; `PARSERS`
holds the same patterns with their named groups, to read a match's parts.
"""

from __future__ import annotations

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
         "august aug", "september sept sep", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thur thu", "friday fri",
         "saturday sat", "sunday sun"))
    for name in names.split()
}  # fmt: skip
ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "final": 4,
    "last": 4,
}
NUMBERS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"], 1)
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100}  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}


def _cased(words: dict[str, int], *, full: bool) -> str:
    """Return alternatives in Title and UPPER case: `may` and `march` in lower case are verbs."""
    chosen = [
        w for w in sorted(words, key=len, reverse=True) if (len(w) > 4 or w in {"may", "june", "july"}) or not full
    ]
    return "|".join(form for w in chosen for form in (w.title(), w.upper()))


_MONTH = rf"(?P<month>(?:{_cased(MONTHS, full=False)})\b\.?)"
_FULL_MONTH = rf"(?P<month>(?:{_cased(MONTHS, full=True)})\b)"
_WEEKDAY = rf"(?:(?P<weekday>{_cased(WEEKDAYS, full=False)})\b\.?,?\s+)"
_FULL_WEEKDAY = rf"(?P<weekday>{_cased(WEEKDAYS, full=True)})"
# 3, 03, 3rd; not the 3 of 3,000 or of 3.5 or of 3%
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)(?:st|nd|rd|th|ST|ND|RD|TH)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_DASH = r"\s?[-–—]\s?"
_TO_DAY = rf"(?:(?:{_DASH}|\s+to\s+)(?:the\s+)?(?P<day2>{_DAY})(?!\s*(?:[.:]\d|a\.?m|p\.?m|AM|PM)))"
_NUMBER = rf"(?:\d{{1,3}}|(?i:{'|'.join(sorted(NUMBERS, key=len, reverse=True))}))(?:-(?i:one|two|three|four|five|six|seven|eight|nine))?"
_VAGUE = r"(?i:few|several|couple(?:\s+of)?)"
_UNIT = r"(?P<unit>(?i:day|week|month|quarter|half|year|decade|century|weekend|spring|summer|fall|autumn|winter))"
_SHORT_YEAR = r"['’]\d\d(?!\d)"

_PATTERNS: dict[str, str] = {
    # 2024-08-01, also before T12:00
    "iso": r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
    # Tuesday, May 6, 2025; May 6-8, 2025; October 1st to 13th; May 6 of this year
    "month_day": rf"{_WEEKDAY}?{_MONTH}\s*(?:the\s+)?(?P<day>{_DAY}){_TO_DAY}?(?:(?:\s*,\s*|\s+(?:of\s+)?)(?P<year>{_YEAR})(?![\d%]))?",
    # 6 May 2025; the 3rd of June; 6-8 May
    "day_month": rf"{_WEEKDAY}?(?:the\s+)?(?P<day>{_DAY}){_TO_DAY}?\s*[-\s]\s*(?:of\s+)?{_MONTH}(?:[-,]?\s*(?P<year>{_YEAR})(?![\d%]))?",
    # November 2024; November of 2024; November, 2024; Nov-2024
    "month_year": rf"{_MONTH}(?:\s+of|,|-)?\s*(?:(?P<year>{_YEAR})(?![\d%])|(?P<short>{_SHORT_YEAR}))",
    # November last year
    "month_relative": rf"{_FULL_MONTH}(?:\s+of)?\s+(?P<which>last|this|next)\s+year",
    # 12/11/2024, 12.11.2024
    "numeric": r"(?P<first>\d{1,2})(?P<mark>[/.])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)(?![\d./])",
    # FY26 Q3, fiscal 2026, fiscal year 2024, Q3 FY24, third quarter of fiscal 2025, CY2025
    "fiscal": (
        r"(?:(?P<part>[QH][1-4]|[1-4][QH]|(?i:(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th)[-\s]+(?P<period>quarter|half)))"
        r"[-,\s]*(?i:of\s+)?(?i:the\s+)?(?i:our\s+|its\s+)?)?"
        rf"(?:(?P<calendar>CY)|(?i:fiscal|financial)(?:[-\s](?i:year))?|FY)[-\s]?(?:(?P<year>{_YEAR})(?:[-/–](?P<last>\d\d(?:\d\d)?))?|['’]?(?P<short>\d\d))(?![\d%])"
        r"(?:[-,\s]*(?P<after>[QH][1-4]|[1-4][QH]))?"
    ),
    # the 2025 fiscal year, the fiscal year of 2025
    "fiscal_of": rf"(?:[Tt]he\s+)?(?i:fiscal|financial)\s+(?i:year)\s+of\s+(?P<year>{_YEAR})(?![\d%])",
    "fiscal_after": rf"(?:[Tt]he\s+)?(?P<year>{_YEAR})\s+(?i:fiscal|financial)\s+(?i:year)",
    # Q3 2024, Q3'24, Q3, H1 2026, 3Q24, 1H25
    "part": rf"(?:(?P<letter>[QH])(?P<number>[1-4])|(?P<number2>[1-4])(?P<letter2>[QH]))(?:\s+of)?(?:[-,\s]*(?P<year>{_YEAR})(?![\d%])|[-\s]?['’]?(?P<short>\d\d)(?![\d%]))?",
    # the third quarter of 2024, third-quarter 2024, the second half of the year, first quarter
    "part_words": (
        rf"(?:[Tt]he\s+)?(?P<ordinal>(?i:first|second|third|fourth|final|last|1st|2nd|3rd|4th))[-\s](?P<period>(?i:quarter|half))\b(?!-(?!\d))"
        rf"(?:,?\s+(?:(?:of|in)\s+)?(?P<year>{_YEAR})(?![\d%])|\s+(?:of\s+)?(?P<which>this|last|next)\s+year|\s+of\s+the\s+year)?"
    ),
    # summer 2024, the spring of 2025
    "season": rf"(?:[Tt]he\s+(?=\w+\s+of\b))?(?P<season>(?i:spring|summer|fall|autumn|winter))(?:\s+of)?\s+(?P<year>{_YEAR})(?![\d%])",
    # the 1990s, 2000s, '90s, the early part is a modifier
    "decade": r"(?:[Tt]he\s+)?(?:(?P<decade>(?:1[5-9]|20)\d)0['’]?s|['’](?P<short>\d)0s)\b",
    # the 21st century
    "century": r"(?:[Tt]he\s+)?(?P<number>1[5-9]|2[01])(?:st|nd|th)[-\s]century\b(?!-)",
    # 2024-2026, 2023/24, 2011–14
    "years": rf"(?P<first>{_YEAR})(?:{_DASH}|/)(?P<second>{_YEAR}|\d\d)(?![\d%/-])",
    # later this year, earlier this week
    "later": rf"(?P<part>(?i:later|earlier))\s+(?P<which>(?i:this|that|next|in the))\s+{_UNIT}\b",
    # today, yesterday, tomorrow
    "day_word": r"(?P<word>(?i:today|yesterday|tomorrow|tonight|this\s+morning|this\s+afternoon|this\s+evening))\b",
    # the next five years, the past decade, this past week, next month, coming months
    "stretch": (
        r"(?:(?i:the|this|these|our|its)\s+)?(?P<which>(?i:last|past|previous|prior|preceding|next|coming|upcoming|following|recent|current|this))"
        rf"\s+(?:(?:(?P<least>{_NUMBER})(?:\s+(?:to|or)\s+|[-–]))?(?!an?\b)(?P<count>{_NUMBER})(?:\s+and\s+a\s+half)?[-\s]+|(?P<vague>{_VAGUE})\s+)?{_UNIT}(?P<plural>(?i:s)?)\b"
    ),
    # three years ago, over 14 years ago, a year earlier
    "ago": rf"(?:(?P<approx>(?i:over|more\s+than|nearly|almost|about|around|some))\s+)?(?P<count>{_NUMBER}|{_VAGUE}|a\s+few)[-\s]+{_UNIT}s?\s+ago\b",
    # in two years' time, five years from now
    "ahead": rf"(?P<count>{_NUMBER})\s+{_UNIT}(?:s['’]?|['’]s)?\s+(?:time\b|from\s+(?:now|today)\b)",
    # year-end 2024, year's end, end of the year is a modifier with `the year`
    "year_end": rf"(?i:year)(?:[-\s](?i:end)|['’]s\s+end)\b(?:\s+(?P<year>{_YEAR})(?![\d%]))?",
    # the end of the year, the second week of June is left to the month
    "the_unit": r"(?:[Tt]he|[Tt]his)\s+(?P<unit>year|month|week|quarter|decade|century)\b(?=\s*(?:[.,;:)]|$|end\b|and\b|in\b|to\b|as\b|with\b|for\b|at\b))",
    # last Friday, Monday
    "weekday": rf"(?:(?P<which>last|next|this|this\s+past|this\s+coming)\s+)?{_FULL_WEEKDAY}\b",
    # last November, this May, July
    "month": rf"(?:(?P<which>last|next|this|this\s+past|this\s+coming)\s+)?{_FULL_MONTH}",
    # 2028, full-year 2028
    "year": rf"(?:(?:[Tt]he\s+)?(?i:full)[-\s](?i:year)\s+)?(?P<year>{_YEAR})(?![\d%])",
}

KINDS = tuple(_PATTERNS)
_NAMED = re.compile(r"\(\?P<\w+>")
_BACKREFERENCE = re.compile(r"\(\?P=\w+\)")


def _anonymous(pattern: str) -> str:
    """Return `pattern` without group names, to stand beside others that use the same names."""
    return _BACKREFERENCE.sub("[/.]", _NAMED.sub("(?:", pattern))


# Nothing that would make the expression part of a longer word, number or address may adjoin.
_BEFORE = r"(?<![\w@#$€£¥/\\.])(?<![\d][,:-])(?<![-–][A-Z])"
EXPRESSION = re.compile(
    _BEFORE + "(?:" + "|".join(f"(?P<{k}>{_anonymous(p)})" for k, p in _PATTERNS.items()) + r")(?![\w@])"
)
PARSERS = {kind: re.compile(pattern) for kind, pattern in _PATTERNS.items()}

# Words before an expression that belong to it, and the modifier they give. Each is matched
# against the text that ends where the expression begins.
MODIFIERS = (
    (re.compile(r"(?i:\bpre-)$"), "BEFORE"),
    (re.compile(r"(?i:\bpost-)$"), "AFTER"),
    (re.compile(r"(?i:\bmid(?:-|\s|dle\s+of\s+|-?way\s+through\s+))(?:the\s+)?$"), "MID"),
    (re.compile(r"(?i:(?:\bthe\s+)?\bmiddle\s+of\s+(?:the\s+)?)$"), "MID"),
    (re.compile(r"(?i:\bearl(?:y|ier)(?:\s+in|\s+part\s+of)?[-\s]+(?:the\s+)?)$"), "START"),
    (re.compile(r"(?i:(?:\bthe\s+)?\b(?:beginning|start|early\s+part|onset)\s+of\s+(?:the\s+)?)$"), "START"),
    (re.compile(r"(?i:\blate(?:r)?(?:\s+in|\s+part\s+of)?[-\s]+(?:the\s+)?)$"), "END"),
    (re.compile(r"(?i:(?:\bthe\s+)?\b(?:end|close|latter\s+part|final\s+stretch|final\s+months|tail\s+end)\s+of\s+(?:the\s+)?)$"), "END"),
    (re.compile(r"(?i:\b(?:around|about|approximately|circa|roughly|c\.)\s+)$"), "APPROX"),
    (re.compile(r"(?i:\bno\s+later\s+than\s+)$"), "NO_LATER"),
    (re.compile(r"(?i:\bno\s+earlier\s+than\s+)$"), "NO_EARLIER"),
)  # fmt: skip
# `beyond 2025` keeps the word outside the span.
OUTSIDE_MODIFIERS = ((re.compile(r"(?i:\bbeyond\s+)$"), "AFTER"),)
BOUND = re.compile(r"(?i:\b(since|from|by|until|till|through|before|after)\s+(?:the\s+)?)$")
# What joins two expressions into one range: July 30 to August 2; 2011 to 2014; Q1 – Q3.
JOIN = re.compile(r"\s*[-–—]\s*|\s+to\s+(?:the\s+)?")
BETWEEN = re.compile(r"(?i:\bbetween\s+)$")
