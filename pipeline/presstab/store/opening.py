"""The one place where databases are opened: nothing is fetched or loaded, and a foreign one reaches no other file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

MEMORY = 500  # MB of a database's own buffers; beyond it writes to `spill`
_TIMES = 2  # not everything spills: sorts and joins of a whole store need about as much as its file has


def open_database(
    path: Path | None = None,
    *,
    spill: Path | str,
    memory: int = MEMORY,
    read_only: bool = False,
    within: Iterable[Path] | None = None,
) -> duckdb.DuckDBPyConnection:
    """Return a connection to a database file, or to one in memory.

    With `within` its queries reach no files but the database's own and what lies in those folders:
    for files that came from elsewhere.
    """
    config: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "memory_limit": f"{memory}MB",
        "preserve_insertion_order": False,
        "temp_directory": str(spill),
        # One thread: workers need the others, and sorts and copies then keep within the limit.
        "threads": 1,
    }
    # A whole path: `md:x` or `sqlite:x` would ask for an extension.
    name = ":memory:" if path is None else str(path.absolute())
    database = duckdb.connect(name, read_only=read_only, config=config)
    if within is not None:
        folders = ", ".join(quoted(folder.absolute()) for folder in within)
        database.execute(f"SET allowed_directories = [{folders}]")
        database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")
    return database


def memory_for(path: Path) -> int:
    """Return the MB of buffers that queries over a whole database file need: twice its size, `MEMORY` at least."""
    return max(MEMORY, _TIMES * megabytes(path))


def megabytes(path: Path) -> int:
    """Return the size of a file in MB, 0 where there is none."""
    return path.stat().st_size // 1_000_000 if path.is_file() else 0


def refused(database: duckdb.DuckDBPyConnection, name: str = "") -> list[str]:
    """Return the views and macros of a database that came from elsewhere: reading them would run its queries.

    `name` is what it is attached as; empty for the one that was opened.
    """
    within = f"database_name = '{name}'" if name else "database_name = current_database()"
    rows = database.execute(
        f"SELECT view_name FROM duckdb_views() WHERE NOT internal AND NOT temporary AND {within}"
        f" UNION ALL SELECT function_name FROM duckdb_functions() WHERE NOT internal AND {within} ORDER BY 1"
    ).fetchall()
    return [str(row[0]) for row in rows]


def quoted(path: Path) -> str:
    """Return a path as a literal of SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def first_line(error: BaseException) -> str:
    """Return the beginning of an error's message, in one line."""
    return " ".join(str(error).split())[:300]
