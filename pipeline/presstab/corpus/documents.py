"""Files that hold one release in a form that costs time to read: HTML, Markdown, PDF, DOCX, mail.

`convert` runs where releases are extracted, not where files are listed: a file whose bytes
are known is not converted again, and one that hangs or crashes its reader is lost alone.
"""

from __future__ import annotations

import contextlib
import email
import email.policy
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage

from presstab.corpus.decode import clean, decode
from presstab.corpus.files import MAX_RATIO
from presstab.corpus.pages import Found, plain_text, read_page
from presstab.corpus.release import Release, parse_day
from presstab.errors import InputError
from presstab.text import collapse

MAX_PAGES = 500
_MAX_PART = 50_000_000  # bytes of a document's part
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": ""}
)
_HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")  # manufac-\nturing
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def convert(release: Release) -> Release:
    """Return the release with the text of its file, and what the file says of itself where nothing else did.

    Raises:
        InputError: the file is damaged, encrypted, past a limit, or holds no text.
    """
    if release.original is None:
        return release
    found = CONVERTERS[release.form](release.original)
    named = release.source if release.source != release.origin else found.source or release.source
    whole = Release(
        release.doc_id, found.text, named, release.origin, release.published_on, release.published_from,
        release.title or found.title, release.days,
    )  # fmt: skip
    return whole.with_days(found.days)


def _read_markdown(data: bytes) -> Found:
    """Return what a Markdown text shows: no marks, no addresses of links."""
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark", {"html": True}).enable("table").disable("code").render(decode(data).text)
    return Found(plain_text(html))


def _read_pdf(data: bytes) -> Found:
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("encrypted PDF; save it without a password")
        if len(reader.pages) > MAX_PAGES:
            raise InputError(f"PDF of more than {MAX_PAGES} pages: split it")
        pages = [page.extract_text() for page in reader.pages]
    # A damaged file makes the reader raise nearly anything.
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, OSError, RecursionError,
            NotImplementedError, ZeroDivisionError) as error:  # fmt: skip
        raise InputError(f"damaged PDF: {error}") from error
    text = clean("\n".join(_reflow(page) for page in pages)).strip()
    if not text.strip():
        raise InputError("PDF without text, perhaps a scan: run character recognition first")
    return Found(text)


def _reflow(page: str) -> str:
    """Return the text of a page with words and lines joined that only the width of the page cut."""
    lines = _HYPHENATED.sub("", page.translate(_LIGATURES)).split("\n")
    width = max(map(len, lines), default=0)
    joined: list[str] = []
    cut = False
    for line in lines:
        if cut and line.strip():
            joined[-1] = f"{joined[-1].rstrip()} {line.lstrip()}"
        else:
            joined.append(line)
        full = len(line.rstrip()) > 0.75 * width
        cut = full and not line.rstrip().endswith((".", ":", "!", "?", ".”", '."'))
        cut = cut or (full and len(line.rstrip()) > 0.9 * width)
    return "\n".join(joined)


def _read_docx(data: bytes) -> Found:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body = fromstring(_part(archive, "word/document.xml"))
            title = None
            with contextlib.suppress(KeyError):
                title = fromstring(_part(archive, "docProps/core.xml")).findtext(f".//{_DC}title")
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, RuntimeError, NotImplementedError) as error:
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
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise InputError("no mail: it has no header")
    try:
        part = message.get_body(("plain", "html"))
        content = part.get_content() if part else ""
    except (LookupError, ValueError, AttributeError, KeyError) as error:
        raise InputError(f"mail that cannot be read: {error}") from error
    if not isinstance(content, str) or not content.strip():
        raise InputError("mail without a text part")
    text = plain_text(content) if part and part.get_content_subtype() == "html" else content.replace("\r\n", "\n")
    day = None
    with contextlib.suppress(InputError):
        day = parse_day(message.get("Date"))
    days = (("mail", day),) if day else ()
    subject, sender = (collapse(str(message.get(name) or "")) for name in ("Subject", "From"))
    return Found(clean(text), clean(subject) or None, clean(sender) or None, days)


CONVERTERS: dict[str, Callable[[bytes], Found]] = {
    ".md": _read_markdown,
    ".html": read_page,
    ".htm": read_page,
    ".xhtml": read_page,
    ".pdf": _read_pdf,
    ".docx": _read_docx,
    ".eml": _read_mail,
}
