"""HTML to text: pages by trafilatura, fragments by their blocks; days from JSON-LD and meta elements."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from lxml import html

from presstab.corpus.decode import clean, decode
from presstab.corpus.release import Dated, parse_day
from presstab.errors import InputError
from presstab.text import collapse

# White space alone is lost here, so a string says as much as a list.
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 "
        "h5 h6 header hr li main nav ol option p pre section table tbody td tfoot th thead tr ul",
    )
)
_SILENT = frozenset(["script", "style", "noscript", "template", "head", "title", "svg", "iframe", "object"])
# Where pages state their day, the commonest first.
_META = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.created", "pubdate", "publish-date", "publication_date", "sailthru.date", "parsely-pub-date",
)  # fmt: skip
_LOOKS_HTML = re.compile(r"\s*<(?:!doctype html|(?:html|body|p|div|h[1-6]|span|article|section)[\s>])", re.IGNORECASE)
_LEAST_TEXT = 200  # characters
_LINES = re.compile(r"[ \t]*\n[ \t\n]*")


class Found(NamedTuple):
    """What a page or document brings: its text, and what it says of itself."""

    text: str
    title: str | None = None
    source: str | None = None
    days: tuple[Dated, ...] = ()


def read_page(data: bytes) -> Found:
    """Return the main text of an HTML page, its title, publisher and dates; nothing is fetched.

    Raises:
        InputError: it is no page, or has no text.
    """
    import trafilatura

    tree = _tree(decode(data).text)
    days, plain, heading = tuple(_days(tree)), _plain(tree), collapse(tree.findtext(".//title") or "")
    found: Any = trafilatura.bare_extraction(tree, deduplicate=False, include_comments=False, with_metadata=True)
    body, title, publisher = (
        (clean(part or "") for part in (found.text, found.title, found.sitename)) if found else ("", "", "")
    )
    if len(body) < _LEAST_TEXT:  # a page of few words: everything that it shows
        body = max(body, plain, key=len)
    if not body.strip():
        raise InputError("the page holds no text")
    title = collapse(title) or heading
    first = collapse(body.split("\n", 1)[0])
    if first and title.startswith(first):  # Acme opens plant | The Acme newsroom
        title = first
    elif title and title not in collapse(body[: 3 * len(title) + 200]):
        body = f"{title}\n\n{body}"
    return Found(body, title or None, collapse(publisher) or None, days)


def looks_html(text: str) -> bool:
    """Return whether HTML stands where text was promised."""
    return bool(_LOOKS_HTML.match(text)) and "</" in text


def plain_text(fragment: str) -> str:
    r"""Return the text of an HTML fragment, a line a block.

    >>> plain_text("<p>Acme <b>grows</b></p><ul><li>now</li></ul><script>x()</script>")
    'Acme grows\n\nnow'
    """
    return _plain(_tree(fragment)) if fragment.strip() else ""


def _tree(text: str) -> Any:
    try:
        # As bytes: lxml refuses text that declares an encoding.
        tree = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (ValueError, html.etree.LxmlError) as error:
        raise InputError(f"no HTML: {error}") from error
    return tree


def _plain(tree: Any) -> str:
    return clean(_LINES.sub("\n\n", "".join(_pieces(tree))).strip())


def _pieces(tree: Any) -> Iterator[str]:
    """Yield the pieces of text in order, without recursion, which a hostile page could exhaust."""
    silent = 0
    for event, element in html.etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            yield "" if silent else element.tail or ""
            continue
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += name in _SILENT
            if not silent:
                yield "\n" if name in _BLOCKS else ""
                yield re.sub(r"\s+", " ", element.text or "")
        else:
            silent -= name in _SILENT
            if not silent:
                yield "\n" if name in _BLOCKS else ""
                yield re.sub(r"\s+", " ", element.tail or "")


def _days(tree: Any) -> Iterator[Dated]:
    for source, values in (("json-ld", _json_ld_days(tree)), ("meta", _meta_days(tree))):
        for value in values:
            with contextlib.suppress(InputError):
                day = parse_day(value)
                if day:
                    yield source, day
                    break


def _json_ld_days(tree: Any) -> Iterator[str]:
    for element in tree.iterfind(".//script[@type='application/ld+json']"):
        with contextlib.suppress(ValueError, RecursionError):
            yield from _published(json.loads(element.text or "", strict=False))


def _published(value: Any, depth: int = 0) -> Iterator[str]:
    if depth > 10:
        return
    if isinstance(value, dict):
        if isinstance(value.get("datePublished"), str):
            yield value["datePublished"]
        yield from _published(list(value.values()), depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _published(item, depth + 1)


def _meta_days(tree: Any) -> Iterator[str]:
    named: dict[str, str] = {}
    for element in tree.iterfind(".//meta"):
        for key in ("property", "name", "itemprop"):
            named.setdefault((element.get(key) or "").lower(), element.get("content") or element.get("value") or "")
    yield from (named[name] for name in _META if name in named)
    yield from _times(tree.iterfind(".//time[@datetime]"))


def _times(elements: Iterable[Any]) -> Iterator[str]:
    for element in elements:
        if element.get("pubdate") is not None or element.get("itemprop") == "datePublished":
            yield element.get("datetime")
