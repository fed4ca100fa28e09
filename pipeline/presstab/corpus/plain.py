"""Plain text to releases: one a file, but for filings, and for files that hold several."""

from __future__ import annotations

import re
from collections.abc import Iterator

from presstab.corpus.decode import decode
from presstab.corpus.files import File
from presstab.corpus.filings import exhibits, is_submission, without_wrapper
from presstab.corpus.pages import looks_html, plain_text
from presstab.corpus.release import Issue, Release
from presstab.corpus.repair import repair, told
from presstab.resources import packaged
from presstab.zones import find_layout

# ###; # # #; -30-; * * *; - END -; ENDS: what stands alone on a line below a release
_END = re.compile(
    r"(?im)^[ \t]*(?:#[ \t]*#[ \t]*#+|-[ \t]*30[ \t]*-|\*[ \t]*\*[ \t]*\*+|-*[ \t]*ends?[ \t]*-+|ENDS"
    r"|={5,}|-{10,}|_{10,}|\f)[ \t]*\r?$"
)
_MOST_PARTS = 500


def read_plain(file: File) -> Iterator[Release | Issue]:
    """Yield the release of a text file, its parts where it holds several, and what was guessed or mended.

    Raises:
        InputError: it is too large, or no text.
    """
    decoded = decode(file.read())
    if decoded.guessed:
        message = f"not UTF-8: read as {decoded.encoding}"
        yield Issue("encoding_guessed", "warning", message, file.doc_id, file.name)
    text = decoded.text
    if is_submission(text):
        yield Issue(
            "filing", "info", "a filing: its exhibits 99 are read, without their wrapper", file.doc_id, file.name
        )
        shown = (plain_text(part) if looks_html(part) else part for part in exhibits(text))
        texts = [without_wrapper(part) for part in shown] or [text]
    elif looks_html(text):
        yield Issue("html_text", "info", "the text is HTML: its marks are left out", file.doc_id, file.name)
        texts = [without_wrapper(plain_text(text))]
    else:
        texts = parts_of(text)
        if len(texts) > 1:
            message = f"{len(texts)} releases in one file, each with a dateline: parted at the marks between them"
            yield Issue("several_releases", "info", message, None, file.name)
    for number, part in enumerate(texts, 1):
        doc_id = file.doc_id if len(texts) == 1 else f"{file.doc_id}-{number}"
        mended = repair(part)
        yield from told(part, mended, doc_id, file.name)
        yield Release(doc_id, mended, source=file.name, origin=file.name)


def parts_of(text: str) -> list[str]:
    """Return the releases in a text: parted at end marks below which another has its dateline.

    What has none (contacts below the mark) belongs to the release before it.
    """
    marks = list(_END.finditer(text))
    if not marks or len(marks) > _MOST_PARTS:
        return [text]
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(text)]
    dated = [at for at, (start, end) in enumerate(zip(starts, ends, strict=True)) if _is_dated(text[start:end])]
    if len(dated) < 2 or dated[0] != 0:
        return [text]
    last = [ends[at - 1] for at in dated[1:]] + [len(text)]
    return [text[starts[at] : end].strip("\r\n") for at, end in zip(dated, last, strict=True)]


def _is_dated(part: str) -> bool:
    layout = find_layout(part.strip(), packaged().layout)
    return layout.dateline_date is not None and layout.place is not None
