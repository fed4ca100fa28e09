"""What readers marked in unannotated releases: what is measured by is none of what is taught."""

from __future__ import annotations

import csv

from tests.conftest import ROOT


def _rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "training" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_nothing_learns_from_stretches_that_are_measured_by() -> None:
    held = _rows("held_readings.csv")
    assert not {row["release"] for row in held} & {row["release"] for row in _rows("readings.csv")}
    decided = {(row["release"], int(row["start"])) for row in _rows("decisions.csv")}
    parts = [(row["release"], int(row["start"]), int(row["end"])) for row in held if row["label"] == "READ"]
    assert not [at for at in decided for doc_id, start, end in parts if doc_id == at[0] and start <= at[1] < end]


def test_what_stands_in_a_stretch_lies_within_it() -> None:
    for name in ("readings.csv", "held_readings.csv"):
        parts: dict[str, list[tuple[int, int]]] = {}
        rows = _rows(name)
        for row in rows:
            if row["label"] == "READ":
                parts.setdefault(row["release"], []).append((int(row["start"]), int(row["end"])))
        assert {row["label"] for row in rows} == {"READ", "ORG", "PERSON", "TECH", "TITLE", "UNSURE"}
        outside = [
            row for row in rows
            if not any(a <= int(row["start"]) < b for a, b in parts[row["release"]])
        ]  # fmt: skip
        assert outside == []
