"""Precision and recall of identity across releases, on pairs of names whose verdict a reader gave.

    the releases of ../shared/releases that pairs name, extracted to OUT, then:
    python -m benchmarks.identity OUT

A pair counts where both releases name an entity of that label so: tied right, tied wrongly, missed.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

import duckdb

PAIRS = Path(__file__).parent / "identity_pairs.csv"

# The name that a release's row bears comes last: it wins over a mention of the same words that means another.
_NAMED = """
    SELECT DISTINCT doc_id, label, regexp_replace(trim(text), '\\s+', ' ', 'g') AS name, entity_id FROM mentions
    WHERE entity_id IS NOT NULL
    UNION ALL SELECT doc_id, label, name, entity_id FROM document_entities"""


def main() -> None:
    """Print one line a label and half."""
    tables = duckdb.connect(str(Path(sys.argv[1]) / "presstab.duckdb"), read_only=True)
    entity = {(doc, label, name): found for doc, label, name, found in tables.execute(_NAMED).fetchall()}
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            one = entity.get((row["doc_id"], row["label"], row["name"]))
            other = entity.get((row["other_doc_id"], row["label"], row["other_name"]))
            for half in (row["half"], "all"):
                counts[row["label"], half][_verdict(one, other, row["same"] == "yes")] += 1
    print("| label | half | pairs | precision | recall |\n|---|---|---|---|---|")
    for (label, half), (right, wrong, missed, rest) in sorted(counts.items()):
        precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
        print(f"| {label} | {half} | {right + wrong + missed + rest} | {precision:.3f} | {recall:.3f} |")


def _verdict(one: str | None, other: str | None, is_same: bool) -> int:
    """Return 0 for a pair that is rightly tied, 1 wrongly tied, 2 missed, 3 rightly apart or not found."""
    if one is None or other is None:
        return 3
    return (0 if is_same else 1) if one == other else (2 if is_same else 3)


if __name__ == "__main__":
    main()
