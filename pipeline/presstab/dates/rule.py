"""What a rule is: where it may begin, what it matches, what that means, and its own proof."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from presstab.dates.context import Context, Match, Reading

# The anchor of every rule's examples: a Thursday.
EXAMPLE_ANCHOR = "2024-08-01"

Reader = Callable[[Match, Context], Reading | None]


@dataclass(frozen=True)
class Rule:
    """A kind of calendar expression.

    `starts` names the classes of first words (`STARTS` of `find.py`) that it may begin with.
    `examples` are texts with the value that the rule gives at `EXAMPLE_ANCHOR`, None for one
    that it finds and leaves unresolved; it finds nothing in its `counterexamples`.
    """

    id: str
    starts: str
    pattern: re.Pattern[str]
    read: Reader
    examples: tuple[tuple[str, str | None], ...]
    counterexamples: tuple[str, ...] = ()


def rule(
    id: str,
    starts: str,
    pattern: str,
    read: Reader,
    examples: dict[str, str | None],
    counterexamples: tuple[str, ...] = (),
) -> Rule:
    """Return a rule; its match must not end within a word or number."""
    compiled = re.compile(f"(?:{pattern})(?![\\w@])")
    return Rule(id, starts, compiled, read, tuple(examples.items()), counterexamples)
