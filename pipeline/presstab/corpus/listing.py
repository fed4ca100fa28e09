"""What lies below a folder: its files in order, and an issue for what cannot be listed or is no file."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from presstab.corpus.files import File, on_disk
from presstab.corpus.names import shown
from presstab.corpus.release import WHOLE_INPUT, Issue

_KINDS = {stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket", stat.S_IFBLK: "a device", stat.S_IFCHR: "a device"}


def list_folder(folder: Path) -> list[File | Issue]:
    """Return the files below a folder by name, bytewise, and what is no file; what begins with a dot is left out.

    Links to files are followed, links to folders are not: they could lead round in a circle.
    """
    found: list[tuple[bytes, File | Issue]] = []
    waiting = [(os.fsencode(folder), b"")]
    while waiting:
        path, prefix = waiting.pop()
        try:
            entries = _entries(path)
        except OSError as error:
            found.append((prefix, unlisted(error, shown(prefix).rstrip("/") or WHOLE_INPUT)))
            continue
        for entry in entries:
            name = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, name + b"/"))
            else:
                found.append((name, _file(entry, shown(name))))
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]


def _entries(path: bytes) -> list[os.DirEntry[bytes]]:
    with os.scandir(path) as entries:
        return [entry for entry in entries if not entry.name.startswith(b".")]


def unlisted(error: OSError, name: str) -> Issue:
    """Return the issue of a folder that cannot be listed."""
    return Issue("unreadable_folder", "error", f"cannot be listed: {error.strerror}; folder skipped", None, name)


def _file(entry: os.DirEntry[bytes], name: str) -> File | Issue:
    try:
        mode = entry.stat().st_mode
    except OSError as error:
        said = f"a link that leads nowhere: {error.strerror}" if entry.is_symlink() else str(error.strerror)
        return Issue("unreadable_file", "error", f"{said}; skipped", None, name)
    return on_disk(entry.path, name) if stat.S_ISREG(mode) else no_file(mode, name)


def no_file(mode: int, name: str) -> Issue:
    """Return the issue of what is neither file nor folder; it is never opened, for that could wait for ever."""
    if stat.S_ISDIR(mode):
        return Issue("not_a_file", "info", "a link to a folder is not followed; skipped", None, name)
    kind = _KINDS.get(stat.S_IFMT(mode), "no file")
    return Issue("not_a_file", "warning", f"{kind}, which is not read; skipped", None, name)
