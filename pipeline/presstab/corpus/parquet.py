"""Rows of a Parquet file, one at a time: what its dictionaries repeat is never unfolded."""

from __future__ import annotations

import io
import os
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

from presstab.corpus.files import MAX_RATIO, MAX_UNPACKED, File
from presstab.errors import InputError

_BATCH = 64  # rows read at once


def parquet_rows(file: File, wanted: Collection[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file with the `wanted` columns (lower case) alone.

    A string that a dictionary holds once and a million rows repeat would take terabytes: so
    dictionaries stay packed, and the sum of the values is limited.

    Raises:
        InputError: it is no Parquet, or unpacks to more than it should.
    """
    import pyarrow as pa

    with file.open() as opened:
        stream = opened if opened.seekable() else io.BytesIO(file.read())
        allowed = max(MAX_UNPACKED, MAX_RATIO * _size(stream))
        try:
            for row in _rows(stream, wanted):
                allowed -= sum(len(value) for value in row.values() if isinstance(value, str | bytes))
                if allowed < 0:
                    raise InputError("unpacks to more than it should; the rest is left out")
                yield row
        except (pa.ArrowException, OSError) as error:
            raise InputError(f"not Parquet: {error}") from error


def _rows(stream: BinaryIO, wanted: Collection[str]) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(stream) as table:
        schema = table.schema_arrow
    columns = [name for name in schema.names if name.strip().lower() in wanted]
    strings = [name for name in columns if _is_string(schema.field(name).type)]
    stream.seek(0)
    with pq.ParquetFile(stream, read_dictionary=strings) as table:
        for batch in table.iter_batches(batch_size=_BATCH, columns=columns):
            yield from ({name: _value(batch.column(name)[at]) for name in columns} for at in range(batch.num_rows))


def _size(stream: BinaryIO) -> int:
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    return size


def _is_string(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_binary(kind))


def _value(scalar: Any) -> Any:
    """Return a scalar as Python has it; a string that is no UTF-8 as its bytes."""
    import pyarrow as pa

    plain = scalar.value if isinstance(scalar, pa.DictionaryScalar) else scalar
    if plain is None or not plain.is_valid:
        return None
    if not hasattr(plain, "as_buffer"):
        return plain.as_py()
    data = plain.as_buffer().to_pybytes()
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data
