"""Scores `find_dates` and its peers on other people's date sets, in one run.

    python -m benchmarks.dates [FOLDER] [--errors SET]

Reads `dates_*.jsonl` of `../shared/gold/thirdparty`. Peers are scored where they are installed
(`requirements/peers.in`, an environment of its own). Dates and date ranges only: a prediction
that overlaps a gold time, duration, set, holiday or reference to now, past or future is left out.
F1 in percent: equal span / overlap / overlap with the right bare value, a range also as the sets count
it that leave out its last part; the last column is thousand characters per CPU second.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.date_systems import DAY, Day, Found, Interval, System, day_of, ours, systems

FOLDER = Path(__file__).parent.parent.parent / "shared" / "gold" / "thirdparty"
_REFERENCE = re.compile(r"(?:PAST|PRESENT|FUTURE)_REF")


class Gold(NamedTuple):
    """An annotated expression; `days` holds every interval that is right."""

    start: int
    end: int
    label: str
    value: str
    days: frozenset[Interval]
    first: Day  # chrono's gold names the first day alone where there is no range


def load(path: Path) -> list[tuple[str, Day, list[Gold]]]:
    """Return text, anchor and gold of every case of a set."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(r["text"], day_of(r["ref"]), [_gold(t) for t in r["timexes"]]) for r in records]


def _gold(timex: dict[str, Any]) -> Gold:
    is_day = not timex.get("holiday") and not _REFERENCE.fullmatch(str(timex["value"]))
    label = timex["type"] if is_day else "OTHER"
    pairs = timex.get("accept") or ([[timex["from"], timex["to"]]] if timex.get("from") else [])
    if timex.get("end_date_inclusive"):
        last = day_of(timex["end_date_inclusive"])
        pairs = [[timex["start_date"], (last + DAY).isoformat() if last else None]]
    first = day_of(timex.get("start_date")) if not pairs else None
    days = frozenset((day_of(a), day_of(b)) for a, b in pairs)
    return Gold(timex["start"], timex["end"], label, str(timex["value"]), days, first)


def is_right(found: Found, gold: Gold) -> bool:
    """Return whether the bare value, or the days that it means, are the gold's."""
    if gold.first:
        return any(days[0] == gold.first for days in found.days)
    return bool(found.days & gold.days) or (found.value is not None and _bare(found.value) == _bare(gold.value))


def _bare(value: str) -> str:
    """Return a value as TimeML writes it: `198X` is 198, `FY1989` is 1989."""
    return value.removeprefix("FY").rstrip("X-")


class Score(NamedTuple):
    """Counts of a system on a set."""

    exact: int = 0
    overlap: int = 0
    value: int = 0
    n_gold: int = 0
    n_found: int = 0

    def line(self) -> str:
        """Return the three F1 in percent."""
        total = max(1, self.n_gold + self.n_found)
        return "/".join(f"{200 * n / total:.0f}" for n in (self.exact, self.overlap, self.value))


def score(system: System, cases: list[tuple[str, Day, list[Gold]]], report: Callable[..., None] | None) -> Score:
    """Return the counts; `report` is called with the kind of every error and where it stands."""
    counts = [0] * 5
    for text, anchor, timexes in cases:
        gold = [g for g in timexes if g.label == "DATE"]
        other = [g for g in timexes if g.label != "DATE"]
        free = system(text, anchor)
        pairs: list[tuple[Gold, Found]] = []
        for exactly in (True, False):
            for g in gold:
                if any(g is paired for paired, _ in pairs):
                    continue
                fits = [f for f in free if ((f.start, f.end) == (g.start, g.end) if exactly else _overlap(f, g))]
                if fits:
                    pairs.append((g, fits[0]))
                    free.remove(fits[0])
        left = [f for f in free if not any(_overlap(f, o) for o in [*other, *gold])]
        counts[0] += sum((g.start, g.end) == (f.start, f.end) for g, f in pairs)
        counts[1] += len(pairs)
        counts[2] += sum(is_right(f, g) for g, f in pairs)
        counts[3] += len(gold)
        counts[4] += len(pairs) + len(left)
        if report:
            _report(report, text, anchor, gold, pairs, left)
    return Score(*counts)


def _report(
    report: Callable[..., None],
    text: str,
    anchor: Day,
    gold: list[Gold],
    pairs: list[tuple[Gold, Found]],
    left: list[Found],
) -> None:
    for g, f in pairs:
        if not is_right(f, g):
            report("value", anchor, _around(text, g), text[f.start : f.end], g.value, f.value)
        elif (g.start, g.end) != (f.start, f.end):
            report("span", anchor, _around(text, g), text[f.start : f.end], g.value, f.value)
    for g in gold:
        if not any(g is paired for paired, _ in pairs):
            report("miss", anchor, _around(text, g), "", g.value, None)
    for f in left:
        report("spurious", anchor, _around(text, f), "", None, f.value)


def _around(text: str, span: Gold | Found) -> str:
    before, after = text[max(0, span.start - 45) : span.start], text[span.end : span.end + 30]
    return " ".join(f"{before}[{text[span.start : span.end]}]{after}".split())


def _overlap(one: Found | Gold, other: Found | Gold) -> bool:
    return one.start < other.end and other.start < one.end


def main() -> None:
    """Print one row a system, or a set's errors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--errors")
    given = parser.parse_args()
    paths = sorted(given.folder.glob("dates_*.jsonl"))
    if not paths:
        raise SystemExit(f"{given.folder}: no dates_*.jsonl here, nothing to measure")
    warnings.simplefilter("ignore")
    if given.errors:
        cases = load(given.folder / f"dates_{given.errors}.jsonl")
        print(score(ours, cases, lambda *row: print(" | ".join(map(str, row)))).line())
        return
    sets = {path.stem.removeprefix("dates_"): load(path) for path in paths}
    print("| system | " + " | ".join(sets) + " | thousand characters/s |\n|---" * 1 + "|---" * (len(sets) + 1) + "|")
    for name, system in systems().items():
        cells = [score(system, cases, None).line() for cases in sets.values()]
        print(f"| {name} | " + " | ".join(cells) + f" | {speed(system, sets):.0f} |", flush=True)


def speed(system: System, sets: dict[str, list[tuple[str, Day, list[Gold]]]]) -> float:
    """Return thousand characters a CPU second on news, the longest set's texts in pieces of 4,000."""
    whole = "\n".join(text for text, _, _ in max(sets.values(), key=lambda cases: sum(len(c[0]) for c in cases)))
    pieces = [whole[at : at + 4_000] for at in range(0, min(len(whole), 200_000), 4_000)]
    best = float("inf")
    for _ in range(3 if system is ours else 1):
        began = time.process_time()
        for piece in pieces:
            system(piece, dt.date(1998, 3, 6))
        best = min(best, time.process_time() - began)
    return sum(map(len, pieces)) / best / 1_000


if __name__ == "__main__":
    main()
