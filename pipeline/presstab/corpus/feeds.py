"""RSS and Atom feeds: a release an entry. Nothing is fetched, no entity resolved; torn XML gives what it can."""

from __future__ import annotations

import contextlib
import html
import itertools
import re
from typing import Any, NamedTuple

from lxml import etree

from presstab.corpus.decode import decode
from presstab.corpus.pages import plain_text, text_of_tree
from presstab.corpus.release import parse_day
from presstab.errors import InputError
from presstab.text import collapse

# By local name, whatever the namespace: RSS 0.9 to 2.0, RDF and Atom differ in nothing else.
_ENTRIES = frozenset(["item", "entry"])
_TEXTS = ("encoded", "content", "description", "summary")
_DAYS = ("pubDate", "published", "date", "issued", "updated")
_ROOTS = frozenset(["rss", "RDF", "feed"])
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")  # <?xml version="1.0" encoding="UTF-8"?>
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML may hold them
# What stays as it is, and `&ndash;` or a bare `&`, which XML does not know.
_ENTITY = re.compile(
    r"(?s)(<!\[CDATA\[.*?\]\]>|<!--.*?-->|&(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)|&(?:([A-Za-z]\w{1,30});)?"
)
_MARKUP = re.compile(r"<(/?)(description|summary|content:encoded)>")
_XML_OWN = frozenset("<>&\"'")
_CLOSED = re.compile(r"</(?:\w+:)?(?:rss|RDF|feed)\s*>\s*\Z")


class Feed(NamedTuple):
    """The entries of a feed as elements, its publisher; `damage` is what was wrong with the XML."""

    entries: list[Any]
    publisher: str | None
    damage: str | None

    def record(self, entry: Any) -> dict[str, Any]:
        """Return an entry as a record of our fields."""
        title = _child(entry, "title")
        title = collapse(plain_text(title)) or None if title else None
        return {
            "id": _child(entry, "guid") or _child(entry, "id") or _link(entry),
            "text": _text(entry) or title or "",
            "title": title,
            "source": self.publisher,
            "published": _published(entry),
        }


def read_feed(data: bytes) -> Feed:
    """Return the entries of a feed.

    Raises:
        InputError: it is no XML, no feed, or it defines entities.
    """
    declared = _DECLARED.search(data[:1000])
    text = _mended(decode(data, declared[1].decode() if declared else None).text)
    root, damage = _parse(text)
    if root is None or _local(root) not in _ROOTS:
        raise InputError(f"no XML: {damage}" if damage else f"no RSS or Atom feed, but <{_local(root)[:40]}>")
    entries = [element for element in root.iter() if _local(element) in _ENTRIES]
    if damage and not _CLOSED.search(text):  # torn: of the last entry a half is there
        entries = entries[:-1]
    if damage and not entries:
        raise InputError(f"no XML: {damage}")
    channel = next((element for element in root.iter() if _local(element) == "channel"), root)
    return Feed(entries, _child(channel, "title"), damage)


def _mended(text: str) -> str:
    """Return XML without what its writers often forget: bare `&`, HTML's entities, control characters, blank lines."""
    body = _CONTROLS.sub(" ", text)[_end(_DECLARATION.match(text)) :].lstrip()
    return _ENTITY.sub(_reference, body)


def _end(match: re.Match[str] | None) -> int:
    return match.end() if match else 0


def _reference(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    if match[2]:
        character = html.unescape(f"&{match[2]};")
        if character != f"&{match[2]};" and not _XML_OWN & set(character):
            return character
    return "&amp;" + match[0][1:]


def _quoted(text: str) -> str:
    """Return a feed with those texts quoted that are HTML but no XML: `<description><p>Acme<br>grew</description>`."""
    parts, at = [], 0
    tags = list(_MARKUP.finditer(text))
    for tag, end in itertools.pairwise(tags):
        content = text[tag.end() : end.start()]
        if not tag[1] and end[1] and tag[2] == end[2] and "<" in content and "]]>" not in content:
            parts += [text[at : tag.end()], "<![CDATA[", content, "]]>"]
            at = end.start()
    return "".join([*parts, text[at:]])


def _parse(text: str) -> tuple[Any, str | None]:
    """Return the root of an XML text and what is wrong with it; what can be read of a damaged one."""
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": True, "encoding": "utf-8"}
    root, damage = None, None
    for source, recover in ((text, False), (quoted := _quoted(text), False), (quoted, True)):
        try:
            root = etree.fromstring(source.encode(), etree.XMLParser(recover=recover, **options))
        except (etree.XMLSyntaxError, ValueError) as error:
            damage = str(error)
            continue
        damage = damage if recover else None
        break
    if root is None:
        return None, damage
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise InputError("XML that defines entities is refused")
    return root, damage


def _local(element: Any) -> str:
    """Return the name of an element without its namespace, declared (`{http://…}date`) or not (`dc:date`)."""
    return re.split("[}:]", element.tag)[-1] if isinstance(element.tag, str) else ""


def _child(element: Any, name: str) -> str | None:
    found = next((child for child in element if _local(child) == name), None)
    return collapse("".join(found.itertext(etree.Element, with_tail=True))) or None if found is not None else None


def _link(entry: Any) -> str | None:
    found = next((child for child in entry if _local(child) == "link"), None)
    return None if found is None else found.get("href") or collapse(found.text or "") or None


def _text(entry: Any) -> str:
    texts = {_local(child): child for child in reversed(list(entry)) if _local(child) in _TEXTS}
    found = next((texts[name] for name in _TEXTS if name in texts and _has_text(texts[name])), None)
    if found is None:
        return ""
    if len(found):
        return text_of_tree(found)
    markup = found.text or ""
    return plain_text(markup) if "<" in markup else markup.strip()


def _has_text(element: Any) -> bool:
    return len(element) > 0 or bool((element.text or "").strip())


def _published(entry: Any) -> str | None:
    for name in _DAYS:
        value = _child(entry, name)
        with contextlib.suppress(InputError):
            if parse_day(value):
                return value
    return None
