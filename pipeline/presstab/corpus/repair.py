"""Texts that were decoded wrongly before they came here: mended where that is sure, and told.

The one exception from the rule that a text is stored as it was given. Offsets count the
characters of the mended text, which is what the store keeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import ftfy

from presstab.corpus.release import Issue

# Only what was encoded twice and entities: quotation marks, widths, line ends and accents stay as they are.
_CONFIG = ftfy.TextFixerConfig(
    unescape_html="auto", remove_terminal_escapes=False, fix_latin_ligatures=False, fix_character_width=False,
    uncurl_quotes=False, fix_line_breaks=False, fix_surrogates=False, remove_control_chars=False,
    normalization=None, explain=False,
)  # fmt: skip
# `Pe&ntilde;arol`, `&#8217;`: without one of these or a character beyond ASCII there is nothing to mend.
_MENDABLE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});|[\x80-\uffff]")
_LOST = "\ufffd"


def repair(text: str) -> str:
    """Return `text` with double encoding undone and entities read.

    >>> repair("Grupo PeÃ±arol &amp; Co")
    'Grupo Peñarol & Co'
    """
    return ftfy.fix_text(text, _CONFIG) if _MENDABLE.search(text) else text


def told(given: str, mended: str, doc_id: str, location: str) -> Iterator[Issue]:
    """Yield an issue where a text was mended, and one where characters were lost before it came."""
    if mended != given:
        message = "text that was encoded twice, or entities in it, were read; offsets count the mended text"
        yield Issue("text_repaired", "info", message, doc_id, location)
    if lost := mended.count(_LOST):
        message = f"{lost} characters were lost before the text came here (U+FFFD): names may be spelt wrongly"
        yield Issue("lost_characters", "warning", message, doc_id, location)
