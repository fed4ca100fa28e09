"""Notes every socket that is not of this machine, and every file that is opened for writing, of all Python processes.

Found by them through PYTHONPATH; PRESSTAB_WATCH names the file of the notes.
"""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

_NOTES = os.open(os.environ["PRESSTAB_WATCH"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_ASKING = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.sendto")


def _watch(event: str, given: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(given[0], str | bytes) and (given[2] or 0) & _WRITING:
        _note("write", os.path.abspath(os.fsdecode(given[0])))
    elif event == "socket.__new__" and given[1] != socket.AF_UNIX:
        _note("socket", str(given[1:]))
    elif event in _ASKING and not (event == "socket.connect" and isinstance(given[1], str | bytes)):
        _note("socket", f"{event} {given[1:]}")


def _note(kind: str, what: str) -> None:
    os.write(_NOTES, f"{kind} {what}\n".encode(errors="backslashreplace"))


sys.addaudithook(_watch)
