"""The words of the calendar, the numbers that go with them, and the patterns that match them."""

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
SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBERS = {word: n for n, word in enumerate([*_ONES, *_TEENS], 1)} | {w: 10 * n for n, w in enumerate(_TENS, 2)}
COUNTS = NUMBERS | {"a": 1, "an": 1, "couple": 2, "couple of": 2, "hundred": 100}
_NTH = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
ORDINALS = {word: n for n, word in enumerate(_NTH, 1)}
DAY_ORDINALS = ORDINALS | {
    word: n
    for n, word in enumerate(
        ["thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
         *(f"twenty-{w}" for w in _NTH[:9]), "thirtieth", "thirty-first"], 13)
}  # fmt: skip
UNITS = {"yr": "year", "qtr": "quarter", "wk": "week", "mo": "month", "fortnight": "week"}


def any_of(words: dict[str, int] | dict[str, str] | list[str] | tuple[str, ...]) -> str:
    """Return alternatives in any case, the longest first, blanks and hyphens exchangeable."""
    longest = sorted(words, key=lambda w: (-len(w), w))
    return "(?i:" + "|".join(re.sub(r"[ -]", r"[-\\s]+", w) for w in longest) + ")"


_FULL_MONTHS = [m for m in MONTHS if len(m) > 4 or m in {"may", "june", "july"}]
# Nov. and Sept bear a full stop of their own; the one after `the first week of November.` is the sentence's.
MONTH = rf"(?P<month>(?:{any_of(_FULL_MONTHS)}|{any_of([m for m in MONTHS if m not in _FULL_MONTHS])}\.?)(?![A-Za-z]))"
FULL_MONTH = rf"(?P<month>{any_of(_FULL_MONTHS)}\b)"
WEEKDAY = rf"(?P<weekday>{any_of(WEEKDAYS)}\b)"
# 3, 03, 3rd; not the 3 of 3,000 or of 3.5 or of 3%
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?![\d%])(?:\s?(?i:st|nd|rd|th)\b)?"
DAY_WORD = any_of(DAY_ORDINALS)
YEAR = r"(?:1[5-9]|20)\d\d(?![\d%])"
SHORT_YEAR = r"['’]\d\d(?!\d)"
_BELOW_100 = rf"(?:{any_of(_TENS)}(?:[-\s]+{any_of(_ONES)})?|{any_of(_TEENS)})\b"
# nineteen ninety-six, two thousand and fifteen, twenty twenty-five
YEAR_WORDS = (
    rf"(?:(?i:nineteen|twenty|eighteen)[-\s]+{_BELOW_100}"
    rf"|(?i:two[-\s]+thousand)(?:(?:[-\s]+and)?[-\s]+(?:{_BELOW_100}|{any_of(_ONES)}\b))?)"
)
ANY_YEAR = rf"(?:(?P<year>{YEAR})|(?P<words>{YEAR_WORDS}\b))"
DASH = r"\s?[-–—]\s?"
# 15:50:06; 10:30 a.m. ET; at 9pm; at noon; (7 p.m.); from 6:00 to 9:00 p.m. Eastern Time: a time of day
_CLOCK = r"(?:\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[AaPp]\.?[Mm]\b\.?)?|\d{1,2}\s?[AaPp]\.?[Mm]\b\.?|noon\b|midnight\b)"
_ZONE = r"(?:\s+\(?(?:[A-Z]{2,4}\b|(?:Eastern|Central|Mountain|Pacific|local)(?:\s+\w+)?\s+[Tt]ime\b|[+-]\d{4}\b)\)?)"
TIME = rf"\(?(?:(?:at|from)\s+)?{_CLOCK}(?:\s?[-–]\s?{_CLOCK}|\s+(?:to|until)\s+{_CLOCK})?{_ZONE}?\)?"
COUNT = rf"(?:\d{{1,3}}|{any_of(NUMBERS)}(?:[-\s]{any_of(_ONES)})?)"
UNIT = r"(?P<unit>(?i:days?|weeks?|wks?|months?|quarters?|qtrs?|years?|yrs?|decades?|century|centuries|weekends?|fortnights?))"
WHICH_YEAR = r"(?P<which>(?i:this|last|next|the))\s+(?i:year)\b"
# last year, of that year; not `this year's`
BY_YEAR = r"(?:\s+(?:(?:of|in)\s+)?|,\s+(?=\w+\s+year[.,;)]))(?P<by>(?i:this|last|next|that|(?:the\s+)?(?:same|following|previous)))\s+(?i:year)\b(?!['’])"
STEP = {"last": -1, "prior": -1, "previous": -1, "this": 0, "next": 1, "the": 0}


def month_number(text: str) -> int:
    """Return the number of a month's name."""
    return MONTHS[text.rstrip(".").lower()]


def day_number(text: str) -> int:
    """Return the day that digits or an ordinal name: `3rd`, `twenty-first`."""
    digits = re.sub(r"\D", "", text)
    return int(digits) if digits else DAY_ORDINALS["-".join(text.lower().replace("-", " ").split())]


def full_year(text: str) -> int:
    """Return the year that digits or words mean; two digits 00 to 49 lie in this century."""
    digits = re.sub(r"\D", "", text)
    if not digits:
        return _year_of_words(text.lower().replace("-", " ").replace(" and ", " ").split())
    number = int(digits)
    return number if len(digits) > 2 else (2000 if number < 50 else 1900) + number


def _year_of_words(words: list[str]) -> int:
    if words[1:2] == ["thousand"]:
        return 2000 + sum(NUMBERS[w] for w in words[2:])
    return NUMBERS[words[0]] * 100 + sum(NUMBERS[w] for w in words[1:])


def count_of(text: str) -> int | None:
    """Return the count that words or digits name; None for a vague one."""
    if text.isdigit():
        return int(text)
    words = " ".join(text.lower().replace("-", " ").split())
    if words in COUNTS:
        return COUNTS[words]
    numbers = [NUMBERS.get(word) for word in words.split()]
    return None if None in numbers or not numbers else sum(n for n in numbers if n)


def unit_of(text: str) -> str:
    """Return a unit in singular: `yrs` is year; a fortnight counts as weeks."""
    word = text.lower()
    word = "century" if word == "centuries" else word.removesuffix("s")
    return UNITS.get(word, word)
