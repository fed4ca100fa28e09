"""Cuts text into sentences that survive `Inc.`, `Co., Ltd.`, `U.S.`, bullets and headlines."""

from __future__ import annotations

import re

# A full stop after these ends no sentence, whatever follows: titles, references, Latin.
_NEVER = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "sen",
        "rep",
        "gov",
        "gen",
        "col",
        "lt",
        "sgt",
        "capt",
        "hon",
        "rev",
        "st",
        "mt",
        "ft",
        "vs",
        "etc",
        "e.g",
        "i.e",
        "cf",
        "no",
        "nos",
        "fig",
        "vol",
        "p",
        "pp",
        "approx",
        "est",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "ph.d",
        "ext",
        "tel",
        "attn",
        "dept",
        "univ",
        "al",
    ]
)
# After these only a word that begins clauses ends the sentence: `Acme Inc. The plant …` (LLC and plc bear none).
_SELDOM = frozenset(
    [
        "inc",
        "corp",
        "co",
        "ltd",
        "bros",
        "s.a",
        "s.p.a",
        "u.s",
        "u.k",
        "u.n",
        "e.u",
        "d.c",
        "n.a",
        "l.p",
        "jr",
        "sr",
        "a.m",
        "p.m",
        "b.v",
        "n.v",
        "a.g",
        "pte",
        "pty",
        "sdn",
        "bhd",
        "intl",
        "assn",
        "mfg",
    ]
)
_STARTERS = frozenset(
    [
        "The",
        "A",
        "An",
        "This",
        "That",
        "These",
        "Those",
        "It",
        "Its",
        "He",
        "She",
        "They",
        "We",
        "Our",
        "In",
        "On",
        "At",
        "As",
        "For",
        "With",
        "By",
        "To",
        "From",
        "After",
        "Before",
        "Since",
        "While",
        "When",
        "If",
        "Under",
        "During",
        "According",
        "About",
        "Additionally",
        "However",
        "Moreover",
        "Founded",
        "Based",
        "Headquartered",
        "Today",
        "Both",
        "All",
    ]
)
_BOUNDARY = re.compile(
    r"""(?P<end>[.!?…]["'”’)\]]*)(?P<gap>[ \t\u00a0]+|(?=["“][A-Z]))(?=["“‘'(\[•*]?[A-Z0-9À-Þ])  # Acme grew. The …
    |(?P<lines>(?<![ \t])[ \t]*\n\s*\n\s*)  # a blank line; blanks are read once
    |(?P<line>(?<![ \t])[ \t]*\r?\n[ \t]*)                                                    # a line break
    |(?P<glued>(?<=[a-z]{3}[.!?])(?=[A-Z][a-z]+\s))                                 # … industry.The plant
    """,
    re.VERBOSE,
)
_LAST_WORD = re.compile(r"[\w.&]+$")
_BULLET = re.compile(r"[•●▪◦*\-–—]\s|\d{1,2}[.)]\s")
_WRAP_WIDTH = 55


def split_sentences(text: str) -> list[int]:
    """Return the starts of the sentences of `text`, in characters; the first is 0."""
    starts = [0]
    for match in _BOUNDARY.finditer(text):
        at = match.end()
        if at < len(text) and at > starts[-1] and _ends(text, match, starts[-1]):
            starts.append(at)
    return starts


def _ends(text: str, match: re.Match[str], sentence_start: int) -> bool:
    if match["lines"] is not None or match["glued"] is not None:
        return True
    if match["line"] is not None:
        return not _is_wrapped(text, match, sentence_start)
    if text[match.start()] != ".":
        return True
    word = _LAST_WORD.search(text, max(sentence_start, match.start() - 30), match.start())
    if word is None:
        return True
    last = word[0].lower().strip(".")
    if last in _NEVER or (len(last) == 1 and last.isalpha()):
        return False
    if last in _SELDOM or re.fullmatch(r"(?:[a-z]\.)+[a-z]", last):
        following = re.match(r"[\"“‘'(]?(\w+)", text[match.end() : match.end() + 30])
        return bool(following and following[1] in _STARTERS)
    return True


def _is_wrapped(text: str, match: re.Match[str], sentence_start: int) -> bool:
    """Whether the line break only wraps a long line: no full stop before, no new item after."""
    line_start = text.rfind("\n", 0, match.start()) + 1
    before = text[line_start : match.start()].rstrip()
    after = text[match.end() : match.end() + 4]
    if len(before) < _WRAP_WIDTH or before[-1:] in ".!?:;" or _BULLET.match(after):
        return False
    return (
        after[:1].islower() or after[:1].isdigit() or before[-1:] in ",-–—" or before.endswith((" and", " of", " the"))
    )
