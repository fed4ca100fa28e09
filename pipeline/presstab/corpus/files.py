"""Files of the input, on disk or inside an archive, opened as streams under limits.

Nothing of an archive is ever written to disk, and no name in it is used as a path.
"""

from __future__ import annotations

import functools
import gzip
import io
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NamedTuple, cast

from presstab.corpus.decode import MAX_BYTES
from presstab.corpus.names import shared_stems, shown_entry, stem_of, suffix_of
from presstab.corpus.release import Issue
from presstab.errors import InputError

STDIN = "-"
ARCHIVES = frozenset([".gz", ".zip"])
MAX_UNPACKED = 200_000_000  # bytes of one archive on disk, all that is nested in it included
MAX_ENTRIES = 10_000
MAX_RATIO = 100  # unpacked to packed
MAX_DEPTH = 2  # archives within archives
_RATIO_FROM = 1_000_000  # bytes from which the ratio counts: a small file of one letter is no bomb


class File(NamedTuple):
    """A file of the input: its name below it, `/` between parts, and how it is opened.

    `shares_stem` where another file differs from it in the extension alone.
    """

    name: str
    open: Callable[[], BinaryIO]
    shares_stem: bool = False

    @property
    def suffix(self) -> str:
        """The lower-case extension with its dot."""
        return suffix_of(self.name)

    @property
    def stem(self) -> str:
        """The name without the extension."""
        return stem_of(self.name)

    @property
    def doc_id(self) -> str:
        """The id of the release that the file holds: its stem, the whole name where two files share that."""
        return self.name if self.shares_stem else self.stem

    def read(self) -> bytes:
        """Return all bytes.

        Raises:
            InputError: it is larger than what is read at once.
        """
        with self.open() as stream:
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise InputError(f"larger than {MAX_BYTES // 1_000_000} MB: split it")
        return data


def _opened(path: str | bytes | os.PathLike[str] | int) -> BinaryIO:
    """Open a file; a descriptor stays open when the file is closed."""
    return open(path, "rb", closefd=not isinstance(path, int))


def on_disk(path: str | bytes | os.PathLike[str], name: str) -> File:
    """Return a file of the file system under a name."""
    return File(name, functools.partial(_opened, path))


def standard_input() -> File:
    """Return standard input as a file of JSON lines: its bytes, whatever the locale."""
    return File(STDIN, functools.partial(_opened, 0))


def unreadable(error: Exception, name: str) -> Issue:
    """Return the issue of a file that its reader gave up, whatever it raised."""
    if isinstance(error, InputError):
        said = str(error)
    elif isinstance(error, OSError) and error.strerror:
        said = error.strerror
    else:
        said = f"damaged, or of another form than its name says: {type(error).__name__}: {error}"[:400]
    return Issue("unreadable_file", "error", f"{said}; file skipped", None, name)


@dataclass
class _Budget:
    """What may still be unpacked of one archive on disk."""

    unpacked: int = MAX_UNPACKED
    entries: int = field(default=MAX_ENTRIES)


def unpack(file: File, depth: int = 1, budget: _Budget | None = None) -> Iterator[File | Issue]:
    """Yield the files of a `.gz` or `.zip`, archives within it unpacked in turn, and an issue for what is refused.

    Raises:
        InputError: it is no such archive, or passes a limit.
    """
    allowed = budget or _Budget()
    if depth > MAX_DEPTH:
        raise InputError(f"archives nested more than {MAX_DEPTH} deep; left out")
    for inner in _gzipped(file, allowed) if file.suffix == ".gz" else _zipped(file, allowed):
        if isinstance(inner, File) and inner.suffix in ARCHIVES:
            try:
                yield from unpack(inner, depth + 1, allowed)
            except MemoryError:
                raise
            except Exception as error:  # a damaged archive makes its reader raise nearly anything
                yield unreadable(error, inner.name)
        else:
            yield inner


def _gzipped(file: File, budget: _Budget) -> Iterator[File]:
    def opened() -> BinaryIO:
        packed = _Tally(file.open())
        return _limited((gzip.GzipFile(fileobj=cast(BinaryIO, packed)), packed), budget, lambda: packed.count)

    yield File(file.name[: -len(".gz")], opened, file.shares_stem)


def _zipped(file: File, budget: _Budget) -> Iterator[File | Issue]:
    stream = file.open()
    try:
        archive = zipfile.ZipFile(stream if stream.seekable() else io.BytesIO(file.read()))
    except (zipfile.BadZipFile, RuntimeError, ValueError, OSError) as error:  # RuntimeError: a version it does not know
        stream.close()
        raise InputError(f"no readable zip: {error}") from error
    with stream, archive:
        entries = [(f"{file.name}/{shown_entry(e.filename)}", e) for e in archive.infolist() if not e.is_dir()]
        shared = shared_stems(name for name, _ in entries)
        for name, entry in entries:
            budget.entries -= 1
            if budget.entries < 0:
                raise InputError(f"more than {MAX_ENTRIES:,} files in the archive; the rest is left out")
            if entry.flag_bits & 1:
                yield Issue("unreadable_file", "error", "encrypted; skipped", None, name)
                continue
            yield File(name, _opener(archive, entry, budget), name in shared)


def _opener(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: _Budget) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        try:
            stream = archive.open(entry)
        except MemoryError:
            raise
        except Exception as error:  # an unknown compression, a damaged header
            raise InputError(f"cannot be unpacked: {error}") from error
        return _limited((stream,), budget, lambda: entry.compress_size)

    return opened


class _Tally(io.RawIOBase):
    """Counts the bytes that are read of a stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.count += len(data)
        return data

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Limited(io.RawIOBase):
    """Reads an unpacked stream until a limit is passed; the first of the streams is it, the others feed it."""

    def __init__(self, streams: tuple[Any, ...], budget: _Budget, packed: Callable[[], int]) -> None:
        self._streams, self._budget, self._packed = streams, budget, packed
        self._unpacked = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._streams[0].read(len(buffer))
        except (InputError, MemoryError):
            raise
        except Exception as error:  # each compression has errors of its own: zlib.error, LZMAError, EOFError
            raise InputError(f"cannot be unpacked: {error}") from error
        self._unpacked += len(data)
        self._budget.unpacked -= len(data)
        if self._budget.unpacked < 0:
            raise InputError(f"unpacks to more than {MAX_UNPACKED // 1_000_000} MB; the rest is left out")
        if self._unpacked > _RATIO_FROM and self._unpacked > MAX_RATIO * max(1, self._packed()):
            raise InputError(f"unpacks to more than {MAX_RATIO} times its size; the rest is left out")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        for stream in self._streams:
            stream.close()
        super().close()


def _limited(streams: tuple[Any, ...], budget: _Budget, packed: Callable[[], int]) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Limited(streams, budget, packed)))
