"""In how many releases each pattern of presstab matches: what none contains is a rule for nothing.

    python -m benchmarks.patterns RELEASES [--first N] [--dates]    every pattern, rarest first

Every `re.compile` and every call of `re` in the package is counted by its line, a rule of `resources/rules/` by its
id, one of several that are joined in one pattern too, a trap of dates where it catches something, while releases are
read as usual; `--dates` reads calendar expressions alone, which takes a fiftieth of the time.
Patterns that read files, pages and mail are not asked here: `tests/test_forms.py` holds them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

_PACKAGE = str(Path(__file__).parent.parent / "pipeline" / "presstab")
_REAL = {
    name: getattr(re, name)
    for name in ("compile", "search", "match", "fullmatch", "finditer", "findall", "sub", "split")
}
_METHODS = tuple(_REAL)[1:]

matched: set[str] = set()  # the places, and ids of joined rules, that matched in the release that is read
known: dict[str, str] = {}  # the beginning of the pattern at each place


class Counted:
    """A compiled pattern that notes when it matches."""

    def __init__(self, pattern: re.Pattern[str], place: str) -> None:
        self._pattern, self._place = pattern, place

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._pattern, name)
        return _noting(method, name, self._place) if name in _METHODS else method

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str, int]]:
        return _REAL["compile"], (self._pattern.pattern, self._pattern.flags)


def _noting(method: Callable[..., Any], name: str, place: str) -> Callable[..., Any]:
    def call(*given: Any, **named: Any) -> Any:
        result = method(*given, **named)
        if name == "finditer":
            return _noted(result, place)
        matched.add(_joined_rule(result))
        text = given[-1] if given else None
        if (result != text and result != [text]) if name in {"sub", "split"} else result:
            matched.add(place)
        return result

    return call


def _noted(matches: Iterator[Any], place: str) -> Iterator[Any]:
    for match in matches:
        matched.update((place, _joined_rule(match)))
        yield match


def _joined_rule(found: Any) -> str:
    """Return the id of the rule by which a pattern of joined rules matched: their groups are called so."""
    return (getattr(found, "lastgroup", None) or "").replace("__", ".")


def _place() -> str | None:
    """Return `file:line` of the caller of `re`, if that is presstab."""
    frame = sys._getframe(2)
    file = frame.f_code.co_filename
    return f"{file[len(_PACKAGE) + 1 :]}:{frame.f_lineno}" if file.startswith(_PACKAGE) else None


def _compile(pattern: Any, flags: int = 0) -> Any:
    compiled = _REAL["compile"](pattern, flags)
    place = _place()
    if place is None or isinstance(compiled.pattern, bytes):
        return compiled
    # The rules of one table are compiled in one line: each is a place of its own.
    place = next(
        p
        for n in itertools.count()
        if known.get(p := f"{place}#{n}" if n else place, compiled.pattern) == compiled.pattern
    )
    known[place] = compiled.pattern
    return Counted(compiled, place)


def _called(name: str) -> Callable[..., Any]:
    def call(pattern: Any, *given: Any, **named: Any) -> Any:
        place = _place()
        if place is None or isinstance(pattern, Counted):
            return (
                getattr(pattern, name)(*given)
                if isinstance(pattern, Counted)
                else _REAL[name](pattern, *given, **named)
            )
        known.setdefault(place, str(pattern))
        return _noting(_REAL[name], name, place)(pattern, *given, **named)

    return call


def watch() -> None:
    """Count all patterns that are compiled from now on."""
    re.compile = _compile  # type: ignore[assignment]
    for name in _METHODS:
        setattr(re, name, _called(name))


def reader(dates_alone: bool) -> Callable[[Any], object]:
    """Return what reads a release."""
    if dates_alone:
        from presstab.dates.find import find_by_rule
        from presstab.dates.rule import EXAMPLE_ANCHOR
        from presstab.dates.starts import RULES

        known.update({f"rule {rule.id}": rule.pattern.pattern for rule in RULES})
        day = dt.date.fromisoformat(EXAMPLE_ANCHOR)
        return lambda release: matched.update(
            f"rule {rule}" for rule, _ in find_by_rule(release.text, release.published_on or day)
        )
    from presstab.extraction import extract_release
    from presstab.nlp import load

    nlp = load()
    return lambda release: extract_release(nlp, release)


def watch_traps() -> None:
    """Count the traps of dates by what they catch: all patterns of one are met."""
    from presstab.dates.starts import RULES
    from presstab.dates.trap import Trap
    from presstab.dates.traps import ANY_TRAPS

    catches = Trap.catches

    def noting(trap: Trap, found: Any) -> bool:
        is_caught = catches(trap, found)
        matched.update([f"trap {trap.id}"] if is_caught else [])
        return is_caught

    Trap.catches = noting  # type: ignore[method-assign]
    traps = (trap for traps in (ANY_TRAPS, *(rule.traps for rule in RULES)) for trap in traps)
    known.update({f"trap {trap.id}": trap.reason for trap in traps})


def rule_ids() -> dict[str, str]:
    """Return the ids of the rules in `resources/rules/`, and of the cues of dates, by their patterns."""
    from presstab.dates import cues
    from presstab.resources import packaged
    from presstab.resources.files import rule_stages
    from presstab.rules import Rule

    rules = [rule for stage in rule_stages() for rule in packaged().rules(stage).values()]
    rules += [cue for cue in vars(cues).values() if isinstance(cue, Rule)]
    return {rule.pattern.pattern: rule.id for rule in rules}


def main() -> None:
    """Print a line for each pattern: how many releases, its place, its beginning."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("releases")
    parser.add_argument("--first", type=int, default=1_000)
    parser.add_argument("--dates", action="store_true")
    options = parser.parse_args()
    watch()
    from presstab.corpus.read import read_texts

    read = reader(options.dates)
    watch_traps()
    counts: Counter[str] = Counter()
    for release in itertools.islice(read_texts([options.releases]), options.first):
        matched.clear()
        read(release)
        counts.update(matched)
    ids = rule_ids()
    # What files, pages and mail look like no release is asked; the patterns of a trap are asked for together.
    asked = ((ids.get(known[p], p), p) for p in known if not p.startswith(("corpus/", "dates/trap.py")))
    found = sorted((max(counts[name], counts[place]), name, known[place]) for name, place in asked)
    for number, name, pattern in found:
        print(f"{number:6} {name:45} {' '.join(pattern.split())[:100]}")


if __name__ == "__main__":
    main()
