"""What a rule is, as a file of `resources/rules/` holds it: when it counts, why it is there, and its proof. Pure."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

Place = Literal["start", "whole", "anywhere"]


@dataclass(frozen=True)
class Rule:
    """A wording that decides something.

    `at` says where in the words that it is asked of it has to stand; where `unless` stands anywhere in them, it
    counts for nothing. It is found in each of its `examples` and in none of its `counterexamples`; `decides` is a text
    that is read otherwise without it.
    """

    id: str
    reason: str
    pattern: re.Pattern[str]
    at: Place
    unless: re.Pattern[str] | None
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    decides: str

    def find(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return where the rule is met between two characters of a text, None where it is not."""
        found = self._look(text, start, end)
        return None if found and self.unless and self.unless.search(text, start, end) else found

    def find_all(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Yield each place between two characters where the rule is met, whatever its `unless`."""
        return self.pattern.finditer(text, start, end)

    @cached_property
    def _look(self) -> Callable[[str, int, int], re.Match[str] | None]:
        looks = {"start": self.pattern.match, "whole": self.pattern.fullmatch, "anywhere": self.pattern.search}
        return looks[self.at]


def compile_rules(stage: Mapping[str, Any]) -> dict[str, Rule]:
    """Return the rules of a file by the last part of their ids, in its order.

    Patterns are verbose regular expressions; `{word}` stands for the entry of that name among the file's `words`: a
    pattern, or a list of which any may stand there.

    >>> stage = {"words": {"verb": ["says", "said"]}, "rules": [
    ...     {"id": "quotation.verb", "reason": "…", "pattern": "{verb} [ ] so", "examples": [], "counterexamples": []}]}
    >>> compile_rules(stage)["verb"].find("Jane Doe says so").span()
    (9, 16)

    Raises:
        re.error: a pattern is no regular expression.
        KeyError: a rule lacks a part.
    """
    words = {f"{{{name}}}": _any(meant) for name, meant in stage.get("words", {}).items()}
    rules = (_rule(entry, words) for entry in stage["rules"])
    return {rule.id.rpartition(".")[2]: rule for rule in rules}


def _any(meant: str | list[str]) -> str:
    return meant if isinstance(meant, str) else f"(?:{'|'.join(meant)})"


def _rule(entry: Mapping[str, Any], words: Mapping[str, str]) -> Rule:
    pattern = _compiled(entry["pattern"], words)
    unless = _compiled(entry["unless"], words) if "unless" in entry else None
    examples, counterexamples = tuple(entry["examples"]), tuple(entry["counterexamples"])
    at, decides = entry.get("at", "anywhere"), entry.get("decides", "")
    return Rule(entry["id"], entry["reason"], pattern, at, unless, examples, counterexamples, decides)


def _compiled(pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    for word, meant in words.items():
        pattern = pattern.replace(word, meant)
    return re.compile(pattern, re.VERBOSE)
