"""The tables of runs."""

from __future__ import annotations

from presstab.schema.columns import count, text
from presstab.schema.types import Column, Reference, Table

RUNS = Table(
    "runs",
    "One row a run of presstab on this output.",
    (
        text("run_id", "run_ and a running number.", "run_000001"),
        Column("started_at", "datetime", "When it began, UTC.", "2024-08-01T02:00:00Z"),
        Column("finished_at", "datetime", "When it ended, UTC; empty where it was cut off.", "2024-08-01T02:04:11Z",
               nullable=True),
        text("version", "Version of presstab.", "0.1.0"),
        count("n_seen", "Releases read.", "120"),
        count("n_new", "Releases not known before.", "20"),
        count("n_changed", "Known releases extracted again.", "1"),
        count("n_unchanged", "Known releases left as they were.", "99"),
        count("n_failed", "Releases that could not be extracted.", "0"),
    ),
    ("run_id",),
    ("run_id",),
    query="""
        SELECT * REPLACE (printf('run_%06d', run_id) AS run_id) FROM runs WHERE run_id <= $run""",
)  # fmt: skip

RUN_INPUTS = Table(
    "run_inputs",
    "What each run was made of.",
    (
        text("run_id", "The run.", "run_000001"),
        text("input", "Kind of input.", "rules",
             values=("code", "model", "rules", "lexicon", "registry", "options", "corrections")),
        text("sha256", "Digest of it.", "9f86d0818…"),
    ),
    ("run_id", "input"),
    ("run_id", "input"),
    (Reference("run_id", "runs", "run_id"),),
    query="""
        SELECT * REPLACE (printf('run_%06d', run_id) AS run_id) FROM run_inputs
        WHERE run_id <= $run AND run_id IN (SELECT run_id FROM runs)""",
)  # fmt: skip
