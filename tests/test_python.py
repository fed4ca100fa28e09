"""presstab used from Python: what it takes, what it refuses, what it does not do twice."""

from __future__ import annotations

import datetime as dt
import inspect
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import presstab
import pytest
from presstab.batch.extract import extract_into
from presstab.batch.options import Options
from presstab.corpus.records import read_records
from presstab.export.tables import to_frames
from presstab.schema import RUNS, TABLES
from presstab.store.store import Store

from benchmarks.notebook import NOTEBOOK, shown
from tests.conftest import ROOT

RECORDS = [{"id": "a", "text": "Acme Corp. grew.", "published": "2026-03-01"}, {"id": "b", "text": "Bolt Corp. grew."}]


def test_of_records_with_one_id_the_first_counts(nlp: Any) -> None:
    frames = presstab.extract([*RECORDS, {"id": "a", "text": "Calder Corp. grew."}], nlp)
    assert list(frames["documents"]["doc_id"]) == ["a", "b"]
    assert set(frames["organisations"]["name"]) == {"Acme Corp.", "Bolt Corp."}
    assert list(frames["issues"]["code"]) == ["duplicate_id"]


@pytest.mark.parametrize("day", ["2026-03-01", pd.Timestamp("2026-03-01"), dt.date(2026, 3, 1)])
def test_a_data_frame_is_taken_row_by_row(nlp: Any, day: Any) -> None:
    given = pd.DataFrame([{**RECORDS[0], "published": day, "desk": 1}, RECORDS[1]], index=[7, 7])
    frames, expected = presstab.extract(given, nlp), presstab.extract(RECORDS, nlp)
    for name in ("documents", "mentions", "organisations", "issues"):
        pd.testing.assert_frame_equal(frames[name], expected[name])
    assert presstab.extract(given[:0], nlp)["documents"].empty


@pytest.mark.parametrize(
    "given", ["Acme Corp. grew.", b"Acme", Path("a.txt"), RECORDS[0], ["Acme Corp. grew."], 7, None]
)
def test_what_is_no_record_is_refused_with_what_to_pass(nlp: Any, given: Any) -> None:
    with pytest.raises(TypeError, match=r'takes records, such as \[{"id": "a", "text": "..."}\], or a DataFrame; not'):
        presstab.extract(given, nlp)


@pytest.mark.parametrize("records", [RECORDS, []], ids=["rows", "none"])
def test_days_and_moments_of_frames_are_datetimes(nlp: Any, records: list[dict[str, str]]) -> None:
    frames = presstab.extract(records, nlp)
    for name, table in TABLES.items():
        for column in table.columns:
            is_time = pd.api.types.is_datetime64_dtype(frames[name][column.name])
            assert is_time == (column.type in {"date", "datetime"}), (name, column.name)
    days = frames["documents"]["published_on"]
    assert list(days.dt.strftime("%d.%m.%Y").dropna()) == ["01.03.2026"] * bool(records)
    assert days.isna().sum() == bool(records)


def test_frames_of_one_run_are_records_of_the_next(nlp: Any) -> None:
    frames = presstab.extract(RECORDS, nlp)
    given = frames["documents"].rename(columns={"doc_id": "id", "published_on": "published"})
    again = presstab.extract(given.assign(text=[record["text"] for record in RECORDS]), nlp)
    pd.testing.assert_frame_equal(again["mentions"], frames["mentions"])
    pd.testing.assert_series_equal(again["documents"]["published_on"], frames["documents"]["published_on"])


def test_nothing_to_read_is_a_run_that_saw_nothing(tmp_path: Path, nlp: Any) -> None:
    with Store(tmp_path) as store:
        assert extract_into(store, iter(()), nlp=nlp).n_seen == 0
        rows = store.reader.tables.read(RUNS).read_all().to_pylist()
    assert [(row["n_seen"], row["finished_at"] is not None) for row in rows] == [(0, True)]


def test_commits_are_made_by_bytes_as_well(tmp_path: Path, nlp: Any) -> None:
    def commits(**options: Any) -> list[int]:
        told: list[int] = []

        def note(name: str, **facts: Any) -> None:
            if name == "committed":
                told.append(facts["n_releases"])

        records = [{"id": str(n), "text": f"Acme Corp. grew by {n}. " * size} for n, size in enumerate((1, 1, 500, 1))]
        with Store(tmp_path / str(options)) as store:
            extract_into(store, read_records(records), Options(**options), nlp, note)
            assert len(to_frames(store.reader)["documents"]) == 4
        return told

    assert commits() == [4]
    assert commits(commit_bytes=12_000) == [3, 1]
    assert commits(commit_bytes=1) == [1, 1, 1, 1]


def test_notebook_runs_and_shows_what_it_says(tmp_path: Path) -> None:
    made = tmp_path / "made.ipynb"
    command = [sys.executable, "-m", "benchmarks.notebook", str(made)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told, found = (shown(nbformat.read(path, as_version=4)) for path in (NOTEBOOK, made))
    assert len(told) > 5
    assert found == told, "python -m benchmarks.notebook writes it anew"


def test_page_of_the_pipeline_names_every_component_and_argument(nlp: Any) -> None:
    page = (ROOT / "docs" / "spacy.md").read_text(encoding="utf-8")
    for name in (*nlp.pipe_names, *inspect.signature(presstab.load).parameters):
        assert f"`{name}`" in page, name
