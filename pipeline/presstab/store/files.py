"""Files that appear whole or not at all, and folders that are gone when their process is."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = ".presstab-tmp-"


def put(made: Path, target: Path) -> None:
    """Move a file to its place, on disk before it takes the place of another.

    A write-ahead log that a reader left beside the old one is not the new one's.
    """
    sync(made)
    target.with_name(f"{target.name}.wal").unlink(missing_ok=True)
    os.replace(made, target)


def sync(path: Path) -> None:
    """Let a file, or the names in a folder, reach the disk."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


@contextmanager
def temporary(parent: Path | None = None, prefix: str = PREFIX) -> Iterator[Path]:
    """Yield a new folder that is removed at the end; if this process is killed, by the next that asks for one."""
    where = parent or Path(tempfile.gettempdir())
    remove_leftovers(where, prefix)
    made, held = _held(where, prefix)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        os.close(held)


def _held(where: Path, prefix: str) -> tuple[Path, int]:
    """Return a new folder and its lock; another process may take it for a leftover before it is locked."""
    while True:
        made = Path(tempfile.mkdtemp(prefix=prefix, dir=where))
        held = os.open(made, os.O_RDONLY)
        with contextlib.suppress(OSError):  # a file system without such locks
            fcntl.flock(held, fcntl.LOCK_EX)
        if made.exists():
            return made, held
        os.close(held)


def remove_leftovers(parent: Path, prefix: str = PREFIX) -> None:
    """Remove the temporary folders of processes that were killed."""
    for left in parent.glob(f"{prefix}*"):
        try:
            found = os.open(left, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            if os.fstat(found).st_uid == os.geteuid() and _is_free(found):
                shutil.rmtree(left, ignore_errors=True)
        finally:
            os.close(found)


def _is_free(folder: int) -> bool:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
