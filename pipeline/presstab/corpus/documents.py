"""Files that hold one release in a form that costs time to read: HTML, Markdown, PDF, DOCX, mail.

`convert` runs where releases are extracted, not where files are listed: a file whose bytes
are known is not converted again, and one that hangs or crashes its reader is lost alone.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import zipfile
from collections.abc import Callable, Iterator

from presstab.corpus.decode import clean, decode
from presstab.corpus.files import MAX_RATIO
from presstab.corpus.mail import read_mail
from presstab.corpus.pages import Found, plain_text, read_page
from presstab.corpus.pdf import read_pdf
from presstab.corpus.release import Issue, Release, too_large
from presstab.corpus.repair import repair, told
from presstab.errors import InputError, TooLargeError
from presstab.text import collapse

_MAX_PART = 50_000_000  # bytes of a document's part
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def convert(release: Release) -> Release:
    """Return the release with the text of its file, and what the file says of itself where nothing else did.

    Raises:
        TooLargeError: the text is longer than the release may be.
        InputError: the file is damaged, encrypted, past another limit, or holds no text.
    """
    if release.original is None:
        return release
    found = _converted(release.form, release.original)
    if len(found.text) > release.max_chars:
        raise TooLargeError(too_large(len(found.text), release.max_chars))
    named = release.source if release.source != release.origin else found.source or release.source
    text, title = repair(found.text), found.title and repair(found.title)
    notes = tuple(told(found.text, text, release.doc_id, release.origin))
    if found.guessed:
        message = f"not UTF-8: read as {found.guessed}"
        notes += (Issue("encoding_guessed", "warning", message, release.doc_id, release.origin),)
    whole = dataclasses.replace(
        release, text=text, source=named, title=release.title or title, original=None, form="", notes=notes
    )
    return whole.with_days(found.days)


def _converted(form: str, data: bytes) -> Found:
    try:
        return CONVERTERS[form](data)
    except (InputError, MemoryError):
        raise
    except Exception as error:  # a damaged file makes its reader raise nearly anything
        raise InputError(f"damaged {form[1:].upper()}: {type(error).__name__}: {error}"[:400]) from error


def _read_markdown(data: bytes) -> Found:
    """Return what a Markdown text shows: no marks, no addresses of links."""
    from markdown_it import MarkdownIt

    decoded = decode(data)
    html = MarkdownIt("commonmark", {"html": True}).enable("table").disable("code").render(decoded.text)
    return Found(plain_text(html), guessed=decoded.encoding if decoded.guessed else None)


def _read_docx(data: bytes) -> Found:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body = fromstring(_part(archive, "word/document.xml"))
            title = None
            with contextlib.suppress(KeyError):
                title = fromstring(_part(archive, "docProps/core.xml")).findtext(f".//{_DC}title")
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, RuntimeError) as error:
        raise InputError(f"no readable DOCX: {error}") from error
    paragraphs = ["".join(_runs(paragraph)) for paragraph in body.iter(f"{_W}p")]
    text = clean("\n\n".join(paragraph for paragraph in paragraphs if paragraph.strip()))
    if not text:
        raise InputError("DOCX without text")
    return Found(text, collapse(title or "") or None)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    entry = archive.getinfo(name)
    if entry.file_size > max(1_000_000, MAX_RATIO * entry.compress_size) or entry.file_size > _MAX_PART:
        raise InputError(f"{name} of the DOCX unpacks to more than it should")
    with archive.open(entry) as stream:
        return stream.read(_MAX_PART)


def _runs(paragraph: object) -> Iterator[str]:
    marks = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
    for element in paragraph.iter():  # type: ignore[attr-defined]
        yield element.text or "" if element.tag == f"{_W}t" else marks.get(element.tag, "")


def _read_mail(data: bytes) -> Found:
    attached = {suffix: reader for suffix, reader in CONVERTERS.items() if reader is not _read_mail}
    return read_mail(data, attached)


CONVERTERS: dict[str, Callable[[bytes], Found]] = {
    ".md": _read_markdown,
    ".html": read_page,
    ".htm": read_page,
    ".xhtml": read_page,
    ".pdf": read_pdf,
    ".docx": _read_docx,
    ".eml": _read_mail,
}
