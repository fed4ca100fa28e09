"""HTML to text: pages by trafilatura, fragments by their blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, NamedTuple

from lxml import etree, html

from presstab.corpus.decode import clean, decode
from presstab.corpus.filings import is_wrapper, without_wrapper
from presstab.corpus.page_days import days_of_page
from presstab.corpus.release import Dated
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
_LOOKS_HTML = re.compile(r"\s*<(?:!doctype html|(?:html|body|p|div|h[1-6]|span|article|section)[\s>])", re.IGNORECASE)
_CHARSET = re.compile(
    rb"(?i)<meta[^>]{1,200}charset\s*=\s*[\"']?([\w-]{1,40})|<\?xml[^>]{1,100}encoding=[\"']([\w-]{1,40})"
)
_HIDDEN = re.compile(r"(?i)display\s*:\s*none")  # the preview text of a mail
_BLANK_LINES = re.compile(r"[ \t\r]*\n[ \t\r]*\n\s*")
_BARS = re.compile(r"(?m)^\| ([^|\n]*) \|[ \t]*$")  # a table of one cell: | Acme opens plant |
_LEAST_TEXT = 200  # characters
_LINES = re.compile(r"[ \t]*\n[ \t\n]*")


class EmptyPageError(InputError):
    """HTML without any element."""


class Found(NamedTuple):
    """What a page or document brings: its text, and what it says of itself; `guessed` is an encoding."""

    text: str
    title: str | None = None
    source: str | None = None
    days: tuple[Dated, ...] = ()
    guessed: str | None = None


def read_page(data: bytes) -> Found:
    """Return the main text of an HTML page, its title, publisher and dates; nothing is fetched.

    Raises:
        InputError: it is no page, or has no text.
    """
    decoded = decode(data, _declared(data))
    tree, is_whole = _tree(decoded.text)
    heading = collapse(tree.findtext(".//title") or "")
    days = tuple(days_of_page(tree, heading))
    plain = _plain(tree) if is_whole else _flat_text(decoded.text)
    is_typed = sum(len(part.text_content()) for part in tree.iter("pre")) > len(plain) / 2
    body, title, publisher = _main(tree) if is_whole else ("", "", "")
    body = plain if is_typed else _BARS.sub(r"\1", body)
    if len(body) < _LEAST_TEXT:  # a page of few words: everything that it shows
        body = max(body, plain, key=len)
    body = without_wrapper(body)
    if not body.strip():
        raise InputError("the page holds no text")
    title = "" if is_wrapper(title or heading) else title or heading
    first = collapse(body.split("\n", 1)[0])
    if first and title.startswith(first):  # Acme opens plant | The Acme newsroom
        title = first
    elif title and title not in collapse(body[: 3 * len(title) + 200]):
        body = f"{title}\n\n{body}"
    guessed = decoded.encoding if decoded.guessed else None
    return Found(body, title or None, publisher or None, days, guessed)


def _main(tree: Any) -> tuple[str, str, str]:
    """Return the main text of a page, its title and publisher; nothing where it is built in no way that can be told."""
    import trafilatura

    try:
        found: Any = trafilatura.bare_extraction(tree, deduplicate=False, include_comments=False, with_metadata=True)
    except MemoryError:
        raise
    except Exception:  # what it shows is read in another way
        found = None
    if not found:
        return "", "", ""
    return clean(found.text or ""), collapse(clean(found.title or "")), collapse(clean(found.sitename or ""))


def _declared(data: bytes) -> str | None:
    """Return the encoding that a page declares; Latin-1 means Windows-1252, as browsers take it."""
    match = _CHARSET.search(data[:4096])
    name = (match[1] or match[2]).decode().lower() if match else None
    return "cp1252" if name in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"} else name


def looks_html(text: str) -> bool:
    """Return whether HTML stands where text was promised."""
    return bool(_LOOKS_HTML.match(text)) and "</" in text


def plain_text(fragment: str) -> str:
    r"""Return the text of an HTML fragment, a line a block.

    >>> plain_text("<p>Acme <b>grows</b></p><ul><li>now</li></ul><script>x()</script>")
    'Acme grows\n\nnow'
    """
    if not fragment.strip():
        return ""
    try:
        tree, is_whole = _tree(fragment)
    except EmptyPageError:  # <!-- nothing -->
        return ""
    return _plain(tree) if is_whole else _flat_text(fragment)


def text_of_tree(tree: Any) -> str:
    """Return the text of an element of XML that holds HTML, a line a block."""
    return _plain(tree)


def _tree(text: str) -> tuple[Any, bool]:
    """Return the tree of a page, and whether it is whole: the parser drops what is nested too deeply."""
    # As bytes: lxml refuses text that declares an encoding.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        tree = html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError as error:
        raise EmptyPageError(f"no HTML: {error}") from error
    except (ValueError, AssertionError, etree.LxmlError) as error:
        raise InputError(f"no HTML: {error}") from error
    return tree, not any("depth" in entry.message for entry in parser.error_log)


def _plain(tree: Any) -> str:
    return clean(_LINES.sub("\n\n", "".join(_pieces(tree))).strip())


def _pieces(tree: Any) -> Iterator[str]:
    """Yield the pieces of text in order, without recursion, which a hostile page could exhaust."""
    silent = kept = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            yield "" if silent else _spaced(element.tail, kept)
            continue
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        step = 1 if event == "start" else -1
        silent += step * (name in _SILENT or bool(_HIDDEN.search(element.get("style") or "")))
        kept += step * (name == "pre")
        if not silent:
            yield "\n" if name in _BLOCKS else ""
            yield _spaced(element.text if event == "start" else element.tail, kept)


def _spaced(text: str | None, kept: int) -> str:
    """Return text with white space as a browser shows it; within `pre`, the lines of a paragraph joined."""
    parts = _BLANK_LINES.split(text or "") if kept else [text or ""]
    return "\n".join(re.sub(r"\s+", " ", part) for part in parts)


class _Flat(HTMLParser):
    """Collects the text of a page that is nested too deeply for a tree."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._silent += tag in _SILENT - {"head"}
        self.pieces.append("\n" if tag in _BLOCKS else "")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT - {"head"}))
        self.pieces.append("\n" if tag in _BLOCKS else "")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def _flat_text(text: str) -> str:
    parser = _Flat()
    parser.feed(text)
    parser.close()
    return clean(_LINES.sub("\n\n", "".join(parser.pieces)).strip())
