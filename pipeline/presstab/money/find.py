"""Finds sums of money.

What is a range, a bound (`up to $5 million`) or a price for one of many (`$27.00 per share`) is found
and has no amount: nobody has stated the sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from presstab.money import words

MAX_AMOUNT = Decimal(10) ** 18  # what is more is a slip or an attack, no sum


@dataclass(frozen=True)
class Money:
    """A sum at the characters `start` to `end`; `amount` is in whole units of `currency`, None where none is stated.

    `currency` is ISO 4217, or a coin's symbol; a bare `$` counts as USD, a bare `¥` as JPY.
    """

    start: int
    end: int
    text: str
    amount: Decimal | None
    currency: str


def _any(listed: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first; their blanks match any white space."""
    longest = sorted(listed, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace("\\ ", r"\s") for word in longest) + ")"


_CODE = _any(words.CODES)
_TIMES_WORD = _any(words.MULTIPLIERS)
_BLANK = r"[ \u00a0\u202f]"
_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?"  # 1,250.75
    r"|\d{1,2}(?:,\d{2})+,\d{3}"  # 1,00,000
    r"|\d{1,3}(?:\.\d{3}){2,}"  # 1.500.000
    r"|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)"  # 25 000
    r"|\d{1,15},\d{1,2}(?!\d)"  # 3,5
    r"|\d{1,15}(?:\.\d{1,15})?)"
)
# million after a blank, a line break or a hyphen; m and K right after the number too
_TIMES = rf"(?:[\s-]?{_TIMES_WORD}(?![A-Za-z]))"
# US$25 million; €3.5m; Rs. 500 crore; USD $40.5 million; EUR3.5m; $5 million CAD; $100M+
_BEFORE = re.compile(
    rf"(?<![\w$€£¥])(?:(?:(?P<lead>{_CODE}){_BLANK}?)?(?P<sign>{_any(words.SIGNS)})|(?P<only>{_CODE})){_BLANK}?"
    rf"(?P<number>{_NUMBER})(?P<times>{_TIMES})?(?P<plus>\+)?(?:{_BLANK}(?P<code>{_CODE})\b)?"
)
# 1.5 billion yen; 25,000 BTC; a 3.5 million-euro grant; one million dollars
_AFTER = re.compile(
    rf"(?<![\w.,$€£¥])(?P<number>{_NUMBER}|(?i:{_any(words.NUMBER_WORDS)})(?=\s{_TIMES_WORD}\b))"
    rf"(?P<times>{_TIMES})?(?P<plus>\+)?[\s-](?P<code>{_any([*words.CODES, *words.COINS])}|(?i:{_any(words.UNITS)}))\b"
)
_TO = re.compile(rf"{_BLANK}?(?:-|–|—|to|and|or){_BLANK}?")  # $5 million to $10 million; $20-$25 million
# $5-10 million; 5 to 10 million euros: a number that a range goes on with, or came from
_RANGE_ON = re.compile(rf"{_BLANK}?(?:-|–|—|to){_BLANK}?{_NUMBER}{_TIMES}?(?!\w)")
_RANGE_FROM = re.compile(rf"\d{_TIMES}?{_BLANK}?(?:-|–|—|to){_BLANK}?$")
_BETWEEN = re.compile(r"\bbetween\s$", re.IGNORECASE)
_REACH = 40  # characters before a sum in which what bounds it stands
# up to ; more than an additional
_BOUND = re.compile(
    rf"\b{_any(words.BOUND_BEFORE)}\s+(?:(?:an?|the|another|additional|approximately|about)\s+){{0,2}}$", re.IGNORECASE
)
_EACH = re.compile(rf"\s?{_any(words.EACH_AFTER)}\b", re.IGNORECASE)


def find_money(text: str) -> Iterator[Money]:
    """Yield the sums of a text in order; a range is one sum without amount.

    >>> [(m.text, str(m.amount), m.currency) for m in find_money("paid US$1.2bn, or up to 25,000 BTC")]
    [('US$1.2bn', '1200000000', 'USD'), ('25,000 BTC', 'None', 'BTC')]
    """
    waiting: Money | None = None
    for found in _sums(text):
        if waiting and _is_range(text, waiting, found):
            waiting = Money(waiting.start, found.end, text[waiting.start : found.end], None, found.currency)
            continue
        if waiting:
            yield waiting
        waiting = found
    if waiting:
        yield waiting


def _is_range(text: str, first: Money, second: Money) -> bool:
    gap = text[first.end : second.start]
    if first.currency != second.currency or not _TO.fullmatch(gap):
        return False
    if gap.strip() in {"and", "or"}:  # two sums, but for `between $5 million and $10 million`
        return bool(_BETWEEN.search(text, max(0, first.start - _REACH), first.start))
    return True


def _sums(text: str) -> Iterator[Money]:
    """Yield every single sum in order; where two overlap, the one that begins first."""
    matches = sorted([*_BEFORE.finditer(text), *_AFTER.finditer(text)], key=lambda match: match.start())
    at = 0
    for match in matches:
        if match.start() >= at:
            money = _read(text, match)
            at = money.end
            yield money


def _read(text: str, match: re.Match[str]) -> Money:
    parts = match.groupdict()
    on = _RANGE_ON.match(text, match.end())
    end = on.end() if on else match.end()
    times = (parts["times"] or "").strip("- \n\r\t\u00a0\u202f")
    amount = _number(parts["number"]) * words.MULTIPLIERS.get(" ".join(times.split()), 1)
    is_stated = not (on or parts["plus"] or _is_bound(text, match.start()) or _EACH.match(text, end))
    stated = _plain(amount) if is_stated and amount <= MAX_AMOUNT else None
    return Money(match.start(), end, text[match.start() : end], stated, _currency(parts))


def _is_bound(text: str, start: int) -> bool:
    reach = max(0, start - _REACH)
    return bool(_BOUND.search(text, reach, start) or _RANGE_FROM.search(text, reach, start))


def _currency(parts: dict[str, str | None]) -> str:
    """Return the currency that signs and codes mean together: `CAD $5`, `$5 CAD` and `C$5` are the same."""
    code = parts["code"] or parts.get("lead") or parts.get("only")
    if code is None:
        return words.SIGNS[" ".join((parts["sign"] or "").split())]
    return words.UNITS.get(" ".join(code.casefold().split()), code)


def _number(written: str) -> Decimal:
    if word := words.NUMBER_WORDS.get(" ".join(written.casefold().split())):
        return word
    plain = re.sub("[ \u00a0\u202f]", "", written)
    if re.fullmatch(r"\d+,\d{1,2}", plain):  # 3,5
        return Decimal(plain.replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", plain):  # 1.500.000
        return Decimal(plain.replace(".", ""))
    return Decimal(plain.replace(",", ""))


def _plain(amount: Decimal) -> Decimal:
    """Return an amount without decimals that say nothing: 1200000000, not 1200000000.0."""
    return amount.to_integral_value() if amount == amount.to_integral_value() else amount
