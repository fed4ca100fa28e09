"""RSS and Atom feeds: a release an entry. XML through defusedxml; nothing is fetched, no entity resolved."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring, tostring

from presstab.corpus.pages import plain_text
from presstab.corpus.release import parse_day
from presstab.errors import InputError
from presstab.text import collapse

# By local name, whatever the namespace: RSS 0.9 to 2.0, RDF and Atom differ in nothing else.
_ENTRIES = frozenset(["item", "entry"])
_TEXTS = ("encoded", "content", "description", "summary")
_DAYS = ("pubDate", "published", "date", "issued", "updated")


class Entry(NamedTuple):
    """An entry of a feed: `number` from 1; `published` as given, where it names a day."""

    number: int
    id: str | None
    text: str
    title: str | None
    source: str | None
    published: str | None


def read_feed(data: bytes) -> Iterator[Entry]:
    """Yield the entries of a feed.

    Raises:
        InputError: it is no XML, no feed, or it defines entities.
    """
    try:
        root = fromstring(data)
    except DefusedXmlException as error:
        raise InputError(f"XML that defines entities is refused: {error}") from error
    except (ParseError, ValueError, LookupError) as error:
        raise InputError(f"no XML: {error}") from error
    if _local(root) not in {"rss", "RDF", "feed"}:
        raise InputError(f"no RSS or Atom feed, but <{_local(root)[:40]}>")
    channel = next((element for element in root.iter() if _local(element) == "channel"), root)
    publisher = _child(channel, "title")
    for number, entry in enumerate((element for element in root.iter() if _local(element) in _ENTRIES), 1):
        yield Entry(
            number, _child(entry, "guid") or _child(entry, "id") or _link(entry), _text(entry), _title(entry),
            publisher, _published(entry),
        )  # fmt: skip


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _child(element: Any, name: str) -> str | None:
    found = next((child for child in element if _local(child) == name), None)
    return collapse("".join(found.itertext())) or None if found is not None else None


def _title(entry: Any) -> str | None:
    title = _child(entry, "title")
    return collapse(plain_text(title)) or None if title else None


def _link(entry: Any) -> str | None:
    found = next((child for child in entry if _local(child) == "link"), None)
    return None if found is None else found.get("href") or collapse(found.text or "") or None


def _text(entry: Any) -> str:
    texts = {_local(child): child for child in reversed(list(entry)) if _local(child) in _TEXTS}
    found = next((texts[name] for name in _TEXTS if name in texts), None)
    if found is None:
        return ""
    markup = tostring(found, encoding="unicode") if len(found) else found.text or ""
    return plain_text(markup) if "<" in markup else markup.strip()


def _published(entry: Any) -> str | None:
    for name in _DAYS:
        value = _child(entry, name)
        with contextlib.suppress(InputError):
            if parse_day(value):
                return value
    return None
