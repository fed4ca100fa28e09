"""Texts that were damaged before they came here: mended where that is sure, and told.

The one exception from the rule that a text is stored as it was given. Offsets count the
characters of the mended text, which is what the store keeps. A word that loses marks gets
blanks after it, so that all other offsets stay those of the given text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import ftfy
from ftfy.badness import is_bad

from presstab.corpus.release import Issue

# Only what was encoded twice and entities: quotation marks, widths, line ends and accents stay as they are.
_CONFIG = ftfy.TextFixerConfig(
    unescape_html="auto", remove_terminal_escapes=False, fix_latin_ligatures=False, fix_character_width=False,
    uncurl_quotes=False, fix_line_breaks=False, fix_surrogates=False, remove_control_chars=False,
    normalization=None, explain=False,
)  # fmt: skip
# `Pe&ntilde;arol`, `&#8217;`, and controls that were Windows-1252; what was encoded twice, ftfy tells by itself
_MENDABLE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});|[\x80-\x9f]")
# `Acme&#58 a plant`: browsers read it so too
_UNCLOSED = re.compile(r"&#(\d{2,5})(?![\d;])")
# `Ã±`, `â€™`: two characters beyond ASCII side by side, as what was encoded twice always has them; ’” has none
_PAIR = re.compile("[^\x00-\x7f\xa0‘’“”–—…•™®©][^\x00-\x7f]")
_LOST = "\ufffd"
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\xad"  # zero-width marks, soft hyphen
_MARKS = re.compile(f"[\u0300-\u036f{_UNSEEN}]")
_HIDDEN_LINE = re.compile(rf"(?m)^[ \t{_UNSEEN}]+$")  # a line that looks blank is
_LATIN = re.compile(r"[A-Za-z0-9À-ɏ]")  # other scripts, and emoji, need their joiners
_DECOMPOSED = re.compile("[^\\W\\d_][\u0300-\u036f]+")  # e and U+0301


def repair(text: str) -> str:
    r"""Return `text` with double encoding undone, entities read, accents composed, unseen marks left out of words.

    >>> repair("Grupo PeÃ±arol &amp; Co"), repair("\u200bZur\xadich grew"), repair("Acme&#58 a plant")
    ('Grupo Peñarol & Co', ' Zurich  grew', 'Acme: a plant')
    >>> repair("said:\n\u200d\n“We grew”")
    'said:\n \n“We grew”'
    """
    text = _UNCLOSED.sub(r"&#\1;", text)
    is_damaged = _PAIR.search(text) and is_bad(text)
    mended = ftfy.fix_text(text, _CONFIG) if is_damaged or _MENDABLE.search(text) else text
    if not _MARKS.search(mended):
        return mended
    lined = _HIDDEN_LINE.sub(lambda line: " " * len(line[0]), mended)
    return "".join(map(_visible, re.split(r"(\s+)", lined)))


def _visible(word: str) -> str:
    """Return a word without marks that hide it; blanks keep its length."""
    if not _MARKS.search(word) or not _LATIN.search(word):
        return word
    bare = word.lstrip(_UNSEEN)
    composed = _DECOMPOSED.sub(lambda match: unicodedata.normalize("NFC", match[0]), bare)
    for mark in _UNSEEN:
        composed = composed.replace(mark, "")
    return " " * (len(word) - len(bare)) + composed.ljust(len(bare))


def told(given: str, mended: str, doc_id: str, location: str) -> Iterator[Issue]:
    """Yield an issue where a text was mended, and one where characters were lost before it came."""
    if mended != given:
        message = ("text encoded twice, entities, decomposed accents or unseen marks were read as they were meant; "
                   "offsets count the mended text")  # fmt: skip
        yield Issue("text_repaired", "info", message, doc_id, location)
    if lost := mended.count(_LOST):
        message = f"{lost} characters were lost before the text came here (U+FFFD): names may be spelt wrongly"
        yield Issue("lost_characters", "warning", message, doc_id, location)
