"""What a rule is, as a file of `resources/rules/` holds it: when it counts, why it is there, and its proof. Pure."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

Place = Literal["start", "whole", "anywhere"]
Words = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Rule:
    """A wording that decides something.

    `at` says where in the words that it is asked of it has to stand; where `unless` stands anywhere in them, it
    counts for nothing. It is found in each of its `examples` and in none of its `counterexamples`; `decides` is a text
    that is read otherwise without it. `written` is the pattern as its file has it.
    """

    id: str
    reason: str
    written: str
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


def compile_rules(stage: Mapping[str, Any], words: Words | None = None) -> dict[str, Rule]:
    """Return the rules of a file by the last part of their ids, in its order.

    Patterns are verbose regular expressions; `{word}` stands for the entry of that name among the file's `words` or
    those of all files: a pattern, or a list of which any may stand there. A word may hold
    those after it and those of all files.

    >>> stage = {"words": {"verb": ["says", "said"]}, "rules": [
    ...     {"id": "quotation.verb", "reason": "…", "pattern": "{verb} [ ] so", "examples": [], "counterexamples": []}]}
    >>> compile_rules(stage)["verb"].find("Jane Doe says so").span()
    (9, 16)

    Raises:
        re.error: a pattern is no regular expression.
        KeyError: a rule lacks a part, or its id stands twice.
    """
    own = stage.get("words", {})
    meanings = own | {name: meaning for name, meaning in (words or {}).items() if name not in own}
    meant = {f"{{{name}}}": _any(meaning) for name, meaning in meanings.items()}
    rules: dict[str, Rule] = {}
    for rule in (_rule(entry, meant) for entry in stage["rules"]):
        if rules.setdefault(rule.id.rpartition(".")[2], rule) is not rule:
            raise KeyError(f"{rule.id} stands twice")
    return rules


def joined(rules: Iterable[Rule], before: str, after: str = "") -> re.Pattern[str]:
    """Return one pattern of rules, between what has to stand around each: a text is read once for all.

    The first that matches counts; `id_of` tells which it was.
    """
    parts = (f"(?P<{rule.id.replace('.', '__')}>{rule.pattern.pattern})" for rule in rules)
    return re.compile(rf"{before}(?:{'|'.join(parts)}){after}", re.VERBOSE)


def id_of(match: re.Match[str]) -> str:
    """Return the id of the rule by which a pattern of joined rules matched."""
    return (match.lastgroup or "").replace("__", ".")


def _any(meaning: str | list[str]) -> str:
    return meaning if isinstance(meaning, str) else f"(?:{'|'.join(meaning)})"


def _rule(entry: Mapping[str, Any], words: Mapping[str, str]) -> Rule:
    return Rule(
        id=entry["id"],
        reason=entry["reason"],
        written=entry["pattern"].strip(),
        pattern=_compiled(entry["pattern"], words),
        at=entry.get("at", "anywhere"),
        unless=_compiled(entry["unless"], words) if "unless" in entry else None,
        examples=tuple(entry["examples"]),
        counterexamples=tuple(entry["counterexamples"]),
        decides=entry.get("decides", ""),
    )


def _compiled(pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    for word, meant in words.items():
        pattern = pattern.replace(word, meant)
    return re.compile(pattern, re.VERBOSE)
