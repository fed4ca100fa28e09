"""One process writes a store: a lock that the system lets go when the process ends, however it ends."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from presstab.errors import BusyError

FILE = "lock"
_WAIT = 0.5  # seconds between two looks at a busy store
_PATIENCE = 0.2  # seconds that even the impatient wait: a reader's look at the lock holds it for a moment
_TRY = 0.05


class Lock:
    """The right to write below a folder; it outlives that the database within is replaced by another file.

    Raises:
        BusyError: another process has it, and `wait` is not wanted.
        OSError: nothing can be written there.
    """

    def __init__(self, folder: Path, *, wait: bool) -> None:
        self._path = folder / FILE
        until = time.monotonic() + _PATIENCE
        while not self._take():
            if not wait and time.monotonic() > until:
                raise BusyError(f"in use (PID {holder(folder) or 'unknown'})")
            time.sleep(_WAIT if wait else _TRY)

    def _take(self) -> bool:
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._file)
            return False
        except OSError:
            pass  # a file system without such locks: the database's own is left
        if not self._is_there():  # whoever had it before has removed the file since it was opened here
            os.close(self._file)
            return False
        os.truncate(self._file, 0)
        os.pwrite(self._file, str(os.getpid()).encode(), 0)
        return True

    def _is_there(self) -> bool:
        try:
            return os.path.samestat(os.fstat(self._file), os.stat(self._path))
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Let another process write."""
        self._path.unlink(missing_ok=True)
        os.close(self._file)


def holder(folder: Path) -> str:
    """Return the id of the process that writes below a folder, empty where there is none."""
    try:
        file = os.open(folder / FILE, os.O_RDONLY)
    except OSError:
        return ""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.pread(file, 20, 0).decode("ascii", "replace") or "unknown"
    except OSError:
        return ""
    finally:
        os.close(file)
    return ""
