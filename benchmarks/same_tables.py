"""Whether two checkouts extract the same tables: all CSV files but those that name a run, compared byte for byte.

    python -m benchmarks.same_tables OLD NEW RELEASES [RELEASES ...] [--sample 400] [--workers 1]

OLD and NEW are checkouts; RELEASES are folders or files, of JSON lines the first `--sample` releases.
"""

from __future__ import annotations

import argparse
import filecmp
import gzip
import itertools
import os
import subprocess
import sys
import tempfile
from pathlib import Path

_OF_RUNS = frozenset(["runs.csv", "run_inputs.csv"])


def main() -> int:
    """Print which tables differ; return 1 where one does."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("releases", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=400, help="releases taken of each file of JSON lines")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder whose tables of OLD are used again, made where it is absent")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        paths = [_sampled(path, given.sample, work / f"{at}.jsonl") for at, path in enumerate(given.releases)]
        old = given.keep or work / "old"
        if not old.exists():
            _extract(given.old, paths, old, given.workers)
        _extract(given.new, paths, work / "new", given.workers)
        return _compare(old, work / "new")


def _sampled(path: Path, number: int, target: Path) -> Path:
    if path.is_dir() or ".jsonl" not in path.name:
        return path.resolve()
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines, target.open("w", encoding="utf-8") as sample:
        sample.writelines(itertools.islice(lines, number))
    return target


def _extract(checkout: Path, paths: list[Path], out: Path, workers: int) -> None:
    """Extract with the code of a checkout: its source root stands first on the path."""
    source = checkout.resolve() / "pipeline"
    command = [sys.executable, "-m", "presstab", "extract", *map(str, paths), "--out", str(out.resolve())]
    environment = {**os.environ, "PYTHONPATH": str(source)}
    subprocess.run([*command, "--workers", str(workers)], cwd=source, env=environment, check=True)


def _compare(old: Path, new: Path) -> int:
    names = sorted({path.name for folder in (old, new) for path in folder.glob("*.csv")} - _OF_RUNS)
    _, differing, absent = filecmp.cmpfiles(old, new, names, shallow=False)
    for name in differing + absent:
        print(f"{name}: {'differs' if name in differing else 'stands on one side only'}")
    print(f"{len(names)} tables compared, {len(differing) + len(absent)} differ")
    return 1 if differing or absent or not names else 0


if __name__ == "__main__":
    sys.exit(main())
