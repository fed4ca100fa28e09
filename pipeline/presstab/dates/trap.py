"""What a trap is: words around an expression, or its own, by which it looks like the calendar and is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

_REACH = 60


class Around(NamedTuple):
    """The words of an expression and what stands before and after them."""

    words: str
    before: str
    after: str


def around(text: str, start: int, end: int) -> Around:
    """Return an expression with the characters around it that may tell against it."""
    return Around(text[start:end], text[max(0, start - _REACH) : start], text[end : end + _REACH])


@dataclass(frozen=True)
class Trap:
    """Words by which what a rule matches is no date: all of its patterns are met, `unless` is not.

    `words` is the whole expression, `before` and `unless` are looked for before it, `after` stands right after it,
    `near` anywhere on either side. In `examples` and `counterexamples` the expression stands in square brackets:
    the trap alone keeps the first from being read, and takes none of the others.
    """

    id: str
    reason: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    words: re.Pattern[str] | None = None
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    near: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None

    def catches(self, found: Around) -> bool:
        """Return whether an expression is none by the words around it."""
        return bool(
            (self.words is None or self.words.fullmatch(found.words))
            and (self.after is None or self.after.match(found.after))
            and (self.before is None or self.before.search(found.before))
            and (self.near is None or self.near.search(found.before) or self.near.search(found.after))
            and not (self.unless and self.unless.search(found.before))
        )


def trap(id: str, reason: str, examples: Iterable[str], counterexamples: Iterable[str], **patterns: str) -> Trap:
    """Return a trap of verbose patterns."""
    compiled = {name: re.compile(pattern, re.VERBOSE) for name, pattern in patterns.items()}
    return Trap(id, reason, tuple(examples), tuple(counterexamples), **compiled)


def is_caught(found: Around, traps: Iterable[Trap]) -> bool:
    """Return whether any trap says that an expression is none."""
    return any(trap.catches(found) for trap in traps)
