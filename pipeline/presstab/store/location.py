"""A folder on any file system that pyarrow knows: a path of this machine, or a URI such as `s3://bucket/tables`."""

from __future__ import annotations

import os
from typing import Any, NamedTuple, Self

import pyarrow as pa
import pyarrow.fs as pf
import pyarrow.parquet as pq

from presstab.errors import StoreError
from presstab.store.connection import Connection

_SCHEME = "store"  # of the file system by which DuckDB reads what is not on this machine
_ROWS = 20_000  # of a row group: what a reader holds at once


class Location(NamedTuple):
    """A file system, and a folder or file in it; it can be sent to other machines."""

    filesystem: pf.FileSystem
    path: str

    @classmethod
    def parse(cls, given: str) -> Self:
        """Return the location that a path or URI names.

        Raises:
            StoreError: no file system here goes by that URI.
        """
        if "://" not in given:
            return cls(pf.LocalFileSystem(), os.path.abspath(given))
        try:
            return cls(*pf.FileSystem.from_uri(given))
        except (pa.ArrowException, OSError, ValueError) as error:
            raise StoreError(f"{given}: {error}") from error

    def __truediv__(self, name: str) -> Location:
        return Location(self.filesystem, f"{self.path.rstrip('/')}/{name}")

    @property
    def is_local(self) -> bool:
        """Whether it is a folder of this machine."""
        return isinstance(self.filesystem, pf.LocalFileSystem)

    def files(self) -> list[pf.FileInfo]:
        """Return all files below it, by path; the file itself where it is one."""
        found = self.filesystem.get_file_info(self.path)
        if found.type == pf.FileType.File:
            return [found]
        below = self.filesystem.get_file_info(pf.FileSelector(self.path, allow_not_found=True, recursive=True))
        return sorted((info for info in below if info.type == pf.FileType.File), key=lambda info: info.path)

    def folders(self) -> list[str]:
        """Return the names of the folders in it, in order; none where it is none."""
        within = self.filesystem.get_file_info(pf.FileSelector(self.path, allow_not_found=True))
        return sorted(info.base_name for info in within if info.type == pf.FileType.Directory)

    def read(self) -> bytes:
        """Return the bytes of the file."""
        with self.filesystem.open_input_stream(self.path) as stream:
            data: bytes = stream.read()
        return data

    def write(self, data: bytes) -> None:
        """Write a file at once: nobody reads half of it."""
        self.make_folder()
        # An object appears when it is whole; a file on disk is moved to its place.
        at = f"{self.path}.part" if self.is_local else self.path
        with self.filesystem.open_output_stream(at) as stream:
            stream.write(data)
        if self.is_local:
            self.filesystem.move(at, self.path)

    def write_table(self, table: pa.Table) -> None:
        """Write a Parquet file."""
        self.make_folder()
        pq.write_table(table, self.path, filesystem=self.filesystem, compression="zstd", row_group_size=_ROWS)

    def read_table(self) -> pa.Table:
        """Return a Parquet file's rows."""
        # The reader would take `run=1` in the path for a column.
        return pq.read_table(self.path, filesystem=self.filesystem, partitioning=None)

    def make_folder(self) -> None:
        """Make the folder that it lies in; object stores need none."""
        if self.is_local:
            self.filesystem.create_dir(os.path.dirname(self.path), recursive=True)

    def remove(self) -> None:
        """Delete a file, or a folder with all that is in it; nothing where there is neither."""
        kind = self.filesystem.get_file_info(self.path).type
        if kind == pf.FileType.Directory:
            self.filesystem.delete_dir(self.path)
        elif kind == pf.FileType.File:
            self.filesystem.delete_file(self.path)

    def url(self) -> str:
        """Return it as DuckDB reads it, a literal of SQL."""
        plain = self.path if self.is_local else f"{_SCHEME}://{self.path}"
        return "'" + plain.replace("'", "''") + "'"

    def register(self, database: Connection) -> None:
        """Let a database read from its file system.

        Raises:
            StoreError: a library that this needs is not installed.
        """
        if not self.is_local:
            database.register_filesystem(_bridge(self.filesystem))


def _bridge(filesystem: pf.FileSystem) -> Any:
    try:
        from fsspec.implementations.arrow import ArrowFSWrapper
    except ImportError:
        raise StoreError("reading from an object store needs fsspec: install presstab[ray]") from None

    class Bridge(ArrowFSWrapper):  # type: ignore[misc]
        """The file system under a scheme that DuckDB has no extension of its own for."""

        protocol = _SCHEME

        @classmethod
        def _strip_protocol(cls, path: str) -> str:
            return path.partition("://")[2] or path

    return Bridge(filesystem)
