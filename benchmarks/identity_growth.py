"""Seconds and memory that identity takes over so many releases.

    python -m benchmarks.identity_growth OUT 20000      # OUT: what some hundred releases were extracted to

The local entities of OUT come again and again, every second time under other names: as with further releases some
names are known and some are new. Measured in a process of its own, which reads them from a file as a store does.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from presstab.corrections.decided import NOTHING
from presstab.identity.link import identify
from presstab.resources import packaged
from presstab.rows.entities import evidence_of
from presstab.store.connection import Connection
from presstab.store.entities import StoredEntities
from presstab.store.facts import Facts

_LOCAL = "doc_id, local_id, label, name, n_mentions, facts, key, evidence"
_LETTERS = "bcdfghjklmnpqrstvwxz"


def _copied(rows: list[dict[str, Any]], number: int) -> Iterator[dict[str, Any]]:
    """Yield local entities of further releases; those of odd copies bear other names."""
    end = _LETTERS[number // len(_LETTERS) % len(_LETTERS)] + _LETTERS[number % len(_LETTERS)] if number % 2 else ""
    for row in rows:
        facts = json.loads(row["facts"]) | {"key": row["key"] + end}
        if end:
            facts["forms"] = {form + end: count for form, count in facts["forms"].items()}
            facts |= {"tickers": [], "registry": None}
        made = row | {"doc_id": f"{row['doc_id']}-{number}", "name": row["name"] + end, "key": facts["key"]}
        decoded = Facts.decode(json.dumps(facts))
        evidence = "\n".join(evidence_of(row["label"], made["key"], made["name"], decoded)) or None
        yield made | {"facts": decoded.encode(), "evidence": evidence}


def _make(source: Path, target: Path, releases: int) -> None:
    """Write a database of the local entities of so many releases."""
    with duckdb.connect(str(target)) as database:
        database.execute(f"ATTACH '{source}' AS given (READ_ONLY)")
        cursor = database.execute(f"SELECT {_LOCAL} FROM given.entities WHERE removed_by IS NULL")
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        docs = len({row["doc_id"] for row in rows})
        database.execute(
            f"CREATE TABLE entities AS SELECT {_LOCAL}, NULL::BIGINT AS removed_by FROM given.entities LIMIT 0"
        )
        database.execute("CREATE TABLE documents (doc_id VARCHAR, issuer VARCHAR, removed_by BIGINT)")
        for number in range(-(-releases // docs)):
            copy = pa.Table.from_pylist(list(_copied(rows, number)))
            database.register("copy", copy)
            database.execute(f"INSERT INTO entities SELECT {_LOCAL}, NULL FROM copy")
            database.execute(
                f"INSERT INTO documents SELECT doc_id || '-{number}', issuer, NULL FROM given.documents"
                " WHERE removed_by IS NULL"
            )


def _measure(path: str) -> None:
    """Print what identity over a database takes."""
    resources = packaged()
    with duckdb.connect(path, read_only=True, config={"threads": 1, "memory_limit": "200MB"}) as database:
        began, worked = time.perf_counter(), time.process_time()
        made = identify(StoredEntities(Connection(database)).local, NOTHING, [], resources)
        wall, worked = time.perf_counter() - began, time.process_time() - worked
    docs = len(set(made["links"]["doc_id"].to_pylist()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = ", ".join(f"{made[name].num_rows:,} {name}" for name in ("links", "organisations", "people", "technologies"))
    print(f"{docs:,} releases: {worked:.1f} s of one processor ({wall:.1f} s passed), {peak:.0f} MB; {rows}")


def main() -> None:
    """Make the database and measure in another process."""
    if sys.argv[1] == "--measure":
        _measure(sys.argv[2])
        return
    [source] = sorted((Path(sys.argv[1]) / ".store").glob("finished-*.duckdb"))[-1:]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "local.duckdb"
        _make(source, target, int(sys.argv[2]))
        subprocess.run([sys.executable, "-m", "benchmarks.identity_growth", "--measure", str(target)], check=True)


if __name__ == "__main__":
    main()
