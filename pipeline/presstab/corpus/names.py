"""Names of files as they are shown, stored and taken for ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

# Extensions of files that hold one release, and of those that hold many.
SINGLES = frozenset([".txt", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".eml"])
MANY = frozenset([".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".rss", ".atom", ".xml"])
# `plant\n.txt`, `exe\u202etxt`: controls and the marks that turn a line's direction.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def shown(name: str | bytes) -> str:
    r"""Return the name of a file as one to show: what is no UTF-8, and every control character, as `\xNN`.

    >>> shown(b"caf\xe9/a\nb.txt")
    'caf\\xe9/a\\x0ab.txt'
    """
    raw = name if isinstance(name, bytes) else name.encode("utf-8", "surrogateescape")
    text = raw.decode("utf-8", "backslashreplace")
    return _UNSEEN.sub(lambda match: f"\\x{ord(match[0]):02x}" if match[0] < "\x80" else "", text)


def shown_entry(name: str) -> str:
    r"""Return the name of an archive's entry as one to show: no absolute path, no `..`.

    >>> shown_entry("..\\..\\etc/passwd")
    'etc/passwd'
    """
    parts = shown(name.encode("utf-8", "replace")).replace("\\x", "\0").replace("\\", "/").replace("\0", "\\x")
    return "/".join(part for part in parts.split("/") if part not in {"", ".", ".."}) or "unnamed"


def suffix_of(name: str) -> str:
    """Return the lower-case extension of a name with its dot."""
    return PurePosixPath(name).suffix.lower()


def stem_of(name: str) -> str:
    """Return a name without its extension."""
    return name[: len(name) - len(suffix_of(name))]


def shared_stems(names: Iterable[str]) -> frozenset[str]:
    """Return the names that differ from one of their own kind in their extension alone.

    `tick.html` and `tick.md` would be one id; `tick.jsonl`, whose records have ids, is of another kind.
    """
    keys = {name: _stem_key(name) for name in names}
    number = Counter(key for key in keys.values() if key)
    return frozenset(name for name, key in keys.items() if key and number[key] > 1)


def _stem_key(name: str) -> tuple[str, bool] | None:
    inner = name[: -len(".gz")] if suffix_of(name) == ".gz" else name
    suffix = suffix_of(inner)
    return (stem_of(inner), suffix in SINGLES) if suffix in SINGLES or suffix in MANY else None
