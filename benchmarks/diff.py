"""Compares two generated states of a million mentions each, beside csv-diff and datacompy on the same CSV.

    python -m benchmarks.diff [MENTIONS]

The peers run in the environment `.venv-peers` (requirements/peers.in), each at most ten minutes.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from presstab.schema import TABLES
from presstab.store.opening import quoted
from presstab.store.tables import DUCKDB_TYPES

ROOT = Path(__file__).parent.parent
PEERS = ROOT / ".venv-peers" / "bin" / "python"
LIMIT = 600
_MENTIONS_PER_RELEASE = 45
# Of a hundred mentions one is relabelled, one gone, one new, and one has another boundary.
_MENTIONS = """
SELECT 'm_' || left(sha256(i::VARCHAR), 16) AS mention_id, 'doc-' || (i // {per}) AS doc_id,
       CASE WHEN i % 100 = 7 AND {new} THEN 'TECH' WHEN i % 9 = 8 THEN 'DATE' WHEN i % 5 = 4 THEN 'PERSON'
            ELSE 'ORG' END AS label,
       (i % {per}) * 90 AS start, (i % {per}) * 90 + CASE WHEN i % 100 = 31 AND {new} THEN 18 ELSE 12 END AS "end",
       CASE WHEN i % 100 = 31 AND {new} THEN 'Acme ' || i % 8000 || ' Holdings' ELSE 'Acme ' || i % 8000 END AS text,
       CASE WHEN i % 9 = 8 THEN NULL ELSE 'org_acme-' || i % 8000 END AS entity_id, 'body' AS zone,
       'Acme ' || i % 8000 || ' said that it would open a plant in the town of its founders in two years.' AS sentence,
       'model' AS found_by, NULL AS rule_id, 0.9 AS score
FROM range({number}) t(i) WHERE NOT (i % 100 = {gone})
"""
_PEERS = {
    "csv-diff": "from csv_diff import load_csv, compare\n"
    "r = compare(load_csv(open({old!r}), key='mention_id'), load_csv(open({new!r}), key='mention_id'))\n"
    "print({{k: len(v) for k, v in r.items()}})",
    "datacompy": "import pandas, datacompy\n"
    "C = getattr(datacompy, 'PandasCompare', None) or datacompy.Compare\n"
    "r = C(pandas.read_csv({old!r}), pandas.read_csv({new!r}), join_columns='mention_id')\n"
    "print(len(r.df1_unq_rows), len(r.df2_unq_rows), len(r.all_mismatch()))",
}


def main() -> None:
    """Generate both states, then time each tool on them."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "old", Path(folder) / "new"
        _generate(old, number, new=False)
        _generate(new, number, new=True)
        command = [sys.executable, "-m", "presstab", "diff", str(old), str(new), "--out", folder, "--limit", "3"]
        _time("presstab", command)
        if not PEERS.exists():
            print("no environment .venv-peers: csv-diff and datacompy are not timed")
            return
        for name, script in _PEERS.items():
            code = script.format(old=str(old / "mentions.csv"), new=str(new / "mentions.csv"))
            _time(name, [str(PEERS), "-c", code])


def _time(name: str, command: list[str]) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    began = time.perf_counter()
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        print(f"{name:10} more than {LIMIT} s")
        return
    peak = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1000
    said = (done.stdout or done.stderr).strip().splitlines()
    print(f"{name:10} {time.perf_counter() - began:6.1f} s, peak of this or an earlier one {peak:6.0f} MB: {said[:1]}")


def _generate(folder: Path, number: int, *, new: bool) -> None:
    folder.mkdir()
    query = _MENTIONS.format(per=_MENTIONS_PER_RELEASE, new=str(new).lower(), number=number, gone=53 if new else 71)
    documents = (
        f"SELECT 'doc-' || i AS doc_id, 't' || i AS text_sha256 FROM range({number // _MENTIONS_PER_RELEASE + 1}) t(i)"
    )
    organisations = "SELECT 'org_acme-' || i AS organisation_id, 'Acme ' || i AS name FROM range(8000) t(i)"
    with duckdb.connect() as database:
        for name, source in (("documents", documents), ("mentions", query), ("organisations", organisations)):
            columns = ", ".join(f'"{c.name}" {DUCKDB_TYPES[c.type]}' for c in TABLES[name].columns)
            database.execute(f"CREATE TABLE {name} ({columns})")
            database.execute(f"INSERT INTO {name} BY NAME {source}")
            database.execute(f"COPY {name} TO {quoted(folder / f'{name}.csv')} (HEADER true)")


if __name__ == "__main__":
    main()
