"""The cluster engine beside the local one, and what grows with the number of releases; needs presstab[ray].

    python -m benchmarks.cluster speed RELEASES [NUMBER]     # two actors beside two workers, paired rounds, medians
    python -m benchmarks.cluster growth RELEASES [NUMBER …]  # seconds a release, memory of an actor

A cluster is started anew for each run; its start counts. Releases beyond those of the file
are the same ones with other names.
"""

from __future__ import annotations

import itertools
import statistics
import sys
import tempfile
from pathlib import Path

from presstab.corpus.read import read_texts

from benchmarks.batch import exchanged, extract, family, memory_of_all, write

ROUNDS = 2
_ACTOR = b"ray::MapWorker"


def main() -> None:
    """Do what the command line names."""
    what, path, *numbers = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if what == "speed":
            speed(Path(path), int(numbers[0]) if numbers else None, work)
        else:
            growth(Path(path), [int(number) for number in numbers] or [1_000, 20_000], work)


def speed(path: Path, number: int | None, work: Path) -> None:
    """Print releases a second of two workers and of two actors, and their ratio."""
    n = len(write(work / "in.jsonl", itertools.islice(read_texts([path]), number)))
    took: dict[str, list[float]] = {"local": [], "ray": []}
    for round_ in range(ROUNDS):
        for engine, times in took.items():
            out = work / f"{engine}-{round_}"
            times.append(extract(work / "in.jsonl", out, 2, "--engine", engine).wall)
            print(f"{engine:5} {n / times[-1]:6.1f} releases/s", flush=True)
    ratio = statistics.median(a / b for a, b in zip(took["local"], took["ray"], strict=True))
    print(f"two actors: {ratio:.2f} of two workers")


def growth(path: Path, numbers: list[int], work: Path) -> None:
    """Print seconds a release and the greatest memory of an actor, by number of releases."""
    for number in numbers:
        source = work / f"{number}.jsonl"
        write(source, itertools.islice(exchanged(path, work), number))
        run = extract(source, work / f"out-{number}", 2, "--engine", "ray", measure=_greatest_actor)
        print(
            f"{number:6} releases: {1000 * run.wall / number:6.1f} ms a release; an actor {run.peak:5.0f} MB",
            flush=True,
        )


def _greatest_actor(pid: int) -> float:
    """Return the memory of the greatest actor and its child process, in MB."""
    return max((memory_of_all(member) for member in family(pid) if _is_actor(member)), default=0.0)


def _is_actor(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().startswith(_ACTOR)
    except OSError:
        return False


if __name__ == "__main__":
    main()
