"""presstab used from Python: what it takes, what it refuses, what it does not do twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import presstab
import pytest
from presstab.batch.extract import extract_into
from presstab.batch.options import Options
from presstab.corpus.records import read_records
from presstab.export.tables import to_frames
from presstab.schema import RUNS
from presstab.store.store import Store

RECORDS = [{"id": "a", "text": "Acme Corp. grew.", "published": "2026-03-01"}, {"id": "b", "text": "Bolt Corp. grew."}]


def test_of_records_with_one_id_the_first_counts(nlp: Any) -> None:
    frames = presstab.extract([*RECORDS, {"id": "a", "text": "Calder Corp. grew."}], nlp)
    assert list(frames["documents"]["doc_id"]) == ["a", "b"]
    assert set(frames["organisations"]["name"]) == {"Acme Corp.", "Bolt Corp."}
    assert list(frames["issues"]["code"]) == ["duplicate_id"]


@pytest.mark.parametrize("day", ["2026-03-01", pd.Timestamp("2026-03-01")])
def test_a_data_frame_is_taken_row_by_row(nlp: Any, day: Any) -> None:
    given = pd.DataFrame([{**RECORDS[0], "published": day}, RECORDS[1]])
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
