r"""Filings with the SEC: the exhibit that is the release, without what the filing wraps around it.

A submission is one text of many documents, each between `<DOCUMENT>` and `</DOCUMENT>` with
lines of the form `<TYPE>EX-99.1` before `<TEXT>`; a page of the archive is one of them.
"""

from __future__ import annotations

import re

# EX-99.1; Exhibit 99.1; EX-99.1 2 d123ex991.htm PRESS RELEASE
_WRAPPER = re.compile(
    r"(?i)\s*(?:(?:ex|exhibit)[- ]?\d{1,3}(?:\.\d{1,3})?(?:\s+\d+\s+\S+\.(?:htm|html|txt)\b[^\n]*)?\s*|<page>\s*)+"
)
_DOCUMENT = re.compile(r"(?s)<DOCUMENT>\s*(.*?)(?:</DOCUMENT>|\Z)")
_TYPE = re.compile(r"<TYPE>([^\s<]+)")
_TEXT = re.compile(r"(?s)<TEXT>\s*(.*?)\s*(?:</TEXT>|\Z)")
_EXHIBIT = re.compile(r"(?i)EX-99")
_BEGINNING = 20_000  # characters within which a submission's header ends


def is_submission(text: str) -> bool:
    """Return whether a text is a filing, or a document of one, in its wrapper."""
    start = text.find("<DOCUMENT>", 0, _BEGINNING)
    return start >= 0 and "<TYPE>" in text[start : start + 100]


def exhibits(text: str) -> list[str]:
    """Return the texts of the releases in a filing: its exhibits 99, else its first document."""
    documents = [(_group(_TYPE, found[1]), _group(_TEXT, found[1])) for found in _DOCUMENT.finditer(text)]
    wanted = [body for kind, body in documents if _EXHIBIT.match(kind) and body]
    return wanted or [body for _, body in documents if body][:1]


def is_wrapper(line: str) -> bool:
    """Return whether a line says which exhibit follows, and nothing else.

    >>> is_wrapper("EX-99.1"), is_wrapper("Exhibit 99.1 opens in Leeds")
    (True, False)
    """
    return bool(_WRAPPER.fullmatch(line))


def without_wrapper(text: str) -> str:
    """Return a text without the lines at its top that say which exhibit it is."""
    lines = text.split("\n")
    at = next((at for at, line in enumerate(lines) if line.strip() and not is_wrapper(line)), 0)
    return "\n".join(lines[at:])


def _group(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""
