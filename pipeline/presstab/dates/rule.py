"""What a rule is: where it may begin, what it matches, what that means, and its own proof."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from presstab.dates.context import Context, DateReading, Match
from presstab.dates.trap import Trap

# The anchor of every rule's examples: a Thursday.
EXAMPLE_ANCHOR = "2024-08-01"

Reader = Callable[[Match, Context], DateReading | None]


@dataclass(frozen=True)
class DateRule:
    """A kind of calendar expression.

    `starts` names the classes of first words (`STARTS` of `starts.py`) that it may begin with; a match that
    any of its `traps` catches is no date. `takes_about` is False where `about` before it governs (talk about this
    year) and never approximates; `is_subject` is False for what is named to be compared with, which later words
    do not go on from. `examples` are texts with the value that the rule gives at `EXAMPLE_ANCHOR`, None for one
    that it finds and leaves unresolved; it finds nothing in its `counterexamples`.
    """

    id: str
    starts: str
    pattern: re.Pattern[str]
    read: Reader
    examples: tuple[tuple[str, str | None], ...]
    counterexamples: tuple[str, ...] = ()
    traps: tuple[Trap, ...] = ()
    takes_about: bool = True
    is_subject: bool = True


def rule(
    id: str,
    starts: str,
    pattern: str,
    read: Reader,
    examples: dict[str, str | None],
    counterexamples: tuple[str, ...] = (),
    *,
    traps: tuple[Trap, ...] = (),
    takes_about: bool = True,
    is_subject: bool = True,
) -> DateRule:
    """Return a rule; its match must not end within a word or number."""
    compiled = re.compile(f"(?:{pattern})(?![\\w@])")
    return DateRule(
        id, starts, compiled, read, tuple(examples.items()), counterexamples, traps, takes_about, is_subject
    )
