"""PDF to text: lines and words joined that the page cut, columns one by one, running heads left out."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from presstab.corpus.columns import split_columns
from presstab.corpus.decode import clean
from presstab.corpus.pages import Found
from presstab.errors import InputError
from presstab.resources import packaged

MAX_PAGES = 500
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": ""}
)
_HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")  # manufac-\nturing
_UNMAPPED = re.compile(r"[A-Za-z]*[\x00\ufffd][A-Za-z\x00\ufffd]*")  # \x00rst quarter, o\x00ce
_LETTERS = ("fi", "fl", "ff", "ffi", "ffl")  # what a glyph without a name mostly is, the commonest first
# P R E S S  R E L E A S E
_SPACED = re.compile(r"(?<!\S)[A-Z0-9&](?: {1,3}[A-Z0-9&]){4,}(?!\S)")
_HEAD_LINES = 3  # at either end of a page
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?i)\s*(?:[-–—|]\s*)?(?:page\s+)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?(?:\s*[-–—|])?\s*"
)  # Page 2 of 5; - 3 -
_LEAST_CUT = 6  # words of a line that a page break may have cut; a heading has fewer
_ENDS = (".", ":", "!", "?", ".”", '."')


def read_pdf(data: bytes) -> Found:
    """Return the text of a PDF.

    Raises:
        InputError: it is damaged, encrypted, too long, or holds no text.
    """
    text = clean("\n".join(_joined([_mended(page) for page in _pages(data)]))).strip()
    if not text.strip():
        raise InputError("PDF without text, perhaps a scan: run character recognition first")
    return Found(text)


def _pages(data: bytes) -> list[str]:
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("encrypted PDF; save it without a password")
        if len(reader.pages) > MAX_PAGES:
            raise InputError(f"PDF of more than {MAX_PAGES} pages: split it")
        return [_page_text(page) for page in reader.pages]
    except (InputError, MemoryError):
        raise
    except PyPdfError as error:
        raise InputError(f"damaged PDF: {error}") from error
    except Exception as error:  # a damaged file makes the reader raise nearly anything
        raise InputError(f"damaged PDF: {type(error).__name__}: {error}"[:400]) from error


def _page_text(page: Any) -> str:
    """Return the text of a page, its columns one below the other."""
    plain = str(page.extract_text())
    try:
        columns = split_columns(page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False))
    except MemoryError:
        raise
    except Exception:  # the layout is a help, no more
        columns = None
    return columns or plain


def _mended(page: str) -> str:
    """Return the text of a page with its ligatures as letters, its spaced words closed."""
    mended = _UNMAPPED.sub(lambda match: _word(match[0]), page.translate(_LIGATURES))
    return _SPACED.sub(_closed, mended)


def _closed(match: re.Match[str]) -> str:
    return " ".join(word.replace(" ", "") for word in re.split(" {2,}", match[0]))


def _word(damaged: str) -> str:
    """Return the word that a glyph without a name is missing from; as it stands where no known word fits."""
    if len(damaged) > 30:
        return damaged
    for letters in _LETTERS:
        word = re.sub("[\x00\ufffd]", letters, damaged)
        if _is_word(word.lower()):
            return word
    return damaged


def _is_word(word: str) -> bool:
    known = packaged().english_words
    return word in known or (len(word) > 4 and any(word.removesuffix(end) in known for end in ("s", "ed", "ly", "ing")))


def _joined(pages: Sequence[str]) -> list[str]:
    """Return the paragraphs of all pages, without what stands at the same place of every page."""
    lines = [page.strip("\n").split("\n") for page in pages]
    repeated = _repeated(lines)
    kept = [_without_ends(page, repeated) for page in lines]
    width = max((len(line) for page in kept for line in page), default=0)
    return _over_breaks([_reflow(page, width) for page in kept])


def _over_breaks(pages: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of all pages; a sentence that a page break cut is one line."""
    joined: list[str] = []
    for page in pages:
        last = joined[-1].rstrip() if joined else ""
        if page and len(last.split()) >= _LEAST_CUT and not last.endswith(_ENDS):
            joined[-1] = f"{last} {page[0].lstrip()}"
            page = page[1:]
        joined.extend(page)
    return joined


def _repeated(pages: Sequence[Sequence[str]]) -> set[str]:
    """Return the lines near the ends of pages that most pages have, numbers apart."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_NUMBER.sub("#", line.strip()) for line in [*page[:_HEAD_LINES], *page[-_HEAD_LINES:]]})
    return {line for line, number in seen.items() if line and number > 1 and number > len(pages) / 2}


def _without_ends(page: Sequence[str], repeated: set[str]) -> list[str]:
    last = len(page) - _HEAD_LINES
    return [
        line for at, line in enumerate(page)
        if not ((at < _HEAD_LINES or at >= last)
                and (_NUMBER.sub("#", line.strip()) in repeated or _PAGE_NUMBER.fullmatch(line)))
    ]  # fmt: skip


def _reflow(page: Sequence[str], width: int) -> list[str]:
    """Return the lines of a page with words and lines joined that only the width of the text cut."""
    joined: list[str] = []
    cut = False
    for line in _HYPHENATED.sub("", "\n".join(page)).split("\n"):
        if cut and line.strip():
            joined[-1] = f"{joined[-1].rstrip()} {line.lstrip()}"
        else:
            joined.append(line)
        full = len(line.rstrip()) > 0.75 * width
        cut = full and not line.rstrip().endswith(_ENDS)
        cut = cut or (full and len(line.rstrip()) > 0.9 * width)
    return joined
