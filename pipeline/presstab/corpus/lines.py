"""Bytes of a stream to lines of text, however long the stream is and wherever its encoding changes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import AnyStr, BinaryIO

from presstab.corpus.decode import MAX_BYTES, SAMPLE, decode, encoding_of
from presstab.corpus.release import Issue
from presstab.errors import InputError


class Lines:
    """The lines of a stream as text, their ends kept; iterate once, then ask for `issues`.

    The beginning decides on the encoding. Where it is UTF-8, a line that is none (one record of a
    feed that joins several sources) is read in the encoding that fits it.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        sample = _at_least(stream, SAMPLE)
        self._encoding = encoding_of(sample)
        self._rest = io.BufferedReader(_Joined(sample[len(self._encoding.mark) :], stream))
        self._old_ends = b"\r" in sample and b"\n" not in sample
        self._name = name
        self._strange: list[tuple[int, str]] = []

    def __iter__(self) -> Iterator[str]:
        if self._encoding.name == "utf-8" and not self._old_ends:
            return self._line_by_line()
        return self._as_a_whole()

    def issues(self) -> Iterator[Issue]:
        """Yield what was guessed of the encoding."""
        if self._encoding.guessed and self._encoding.name != "utf-8":
            yield Issue("encoding_guessed", "warning", f"not UTF-8: read as {self._encoding.name}", None, self._name)
        if self._strange:
            number, encoding = self._strange[0]
            message = f"{len(self._strange)} lines are not UTF-8 as the others are: read as {encoding}"
            yield Issue("encoding_guessed", "warning", message, None, f"{self._name}:{number}")

    def _as_a_whole(self) -> Iterator[str]:
        stream = io.TextIOWrapper(self._rest, self._encoding.name, errors="replace", newline="")
        while line := stream.readline(MAX_BYTES + 1):
            yield _short(line)

    def _line_by_line(self) -> Iterator[str]:
        number = 0
        while line := _short(self._rest.readline(MAX_BYTES + 1)):
            number += 1
            try:
                yield line.decode()
            except UnicodeDecodeError:
                decoded = decode(line)
                self._strange.append((number, decoded.encoding))
                yield decoded.text


def _short(line: AnyStr) -> AnyStr:
    if len(line) > MAX_BYTES:
        raise InputError(f"a line is longer than {MAX_BYTES // 1_000_000} MB: split the file")
    return line


def _at_least(stream: BinaryIO, size: int) -> bytes:
    data = b""
    while len(data) < size and (more := stream.read(size - len(data))):
        data += more
    return data


class _Joined(io.RawIOBase):
    """A stream whose beginning was read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)
