"""The cluster engine makes of decisions what the local one makes: its tasks run here one after another, without Ray."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from presstab.batch import decide
from presstab.batch.extract import extract_into, silent
from presstab.batch.options import Options
from presstab.check.tables import check_store
from presstab.cluster import parts
from presstab.cluster.actor import Extracting
from presstab.cluster.source import ReadOptions, list_sources, read_parts
from presstab.corpus.read import read_releases
from presstab.schema import TABLES
from presstab.store.dataset import Dataset
from presstab.store.location import Location
from presstab.store.store import Store

from tests.test_corrections_store import TEXTS, decisions_of, tables_of, write

_DRIVER = "presstab.cluster.extract"


class _Tasks:
    """Runs the tasks of a job here."""

    def __init__(self, job: Any) -> None:
        self._job = job

    def each(self, function: Callable[..., Any], arguments: Iterable[tuple[Any, ...]] = ((),)) -> list[Any]:
        if function is parts.lay_anew:
            function(self._job)  # a task that failed late is tried again
        return [function(self._job, *given) for given in arguments]

    kept = each


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return the module that drives a run, imported without Ray, which nothing here calls."""
    import importlib

    data = ModuleType("ray.data")
    ray = ModuleType("ray")
    ray.data = data  # type: ignore[attr-defined]
    for name, module in (("ray", ray), ("ray.data", data)):
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.delitem(sys.modules, _DRIVER, raising=False)
    yield importlib.import_module(_DRIVER)
    sys.modules.pop(_DRIVER, None)


def _run(driver: Any, source: Path, out: Path, corrections: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
    location = Location.parse(str(out))
    cluster = driver.Cluster(1, files=2, bucket=5)
    job = driver._begin(location, Options(corrections=corrections), cluster)
    extracting = Extracting(job, parts.known(job))
    n_parts = 0
    for found in list_sources([str(source)]):
        for part in read_parts(found, ReadOptions(2, {})):
            extracting(part)
            n_parts += 1
    driver._commit(job, driver._link(job, _Tasks(job), cluster, silent), n_parts)
    with Dataset(location) as dataset:
        assert check_store(dataset.reader) == []
        left_out = {"runs", "run_inputs"}
        return {
            name: dataset.reader.tables.read(table).read_all().to_pylist()
            for name, table in TABLES.items()
            if name not in left_out
        }


def test_both_engines_make_the_same_of_decisions(
    tmp_path: Path, nlp: Any, driver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decide, "_CHUNK", 1)
    source = tmp_path / "in.jsonl"
    lines = (json.dumps({"id": doc_id, "text": text}) + "\n" for doc_id, text in TEXTS.items())
    source.write_text("".join(lines), encoding="utf-8")

    def locally(folder: str, corrections: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
        with Store(tmp_path / folder) as store:
            extract_into(store, read_releases([str(source)]), Options(corrections=corrections), nlp)
            return tables_of(store)

    plain = locally("plain", ())
    files = write(tmp_path / "corrections.csv", decisions_of(plain))
    wanted = locally("made", files)
    assert wanted != plain
    assert _run(driver, source, tmp_path / "cluster", ()) == plain
    assert _run(driver, source, tmp_path / "cluster", files) == wanted
    assert _run(driver, source, tmp_path / "at once", files) == wanted
    assert _run(driver, source, tmp_path / "cluster", ()) == plain
