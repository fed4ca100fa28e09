"""`press_people`: names without honorifics and degrees, later surname-only mentions."""

from __future__ import annotations

import re

from ahocorasick_rs import AhoCorasick
from spacy.language import Language
from spacy.tokens import Doc, Span

from presstab.components.state import add_candidate, candidates_of, make_span, state_of, text_of
from presstab.names.people import HONORIFICS, part_name, strip_titles

# Dr. Jane Q. Doe; Mr. van der Berg
_WITH_HONORIFIC = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof)\.?[ \u00a0](?P<name>(?:[A-ZÀ-Þ][\w'’\-À-ÿ]+|[A-ZÀ-Þ]\.)(?:[ \u00a0](?:van|von|der|den|de|la|bin|al|el|[A-ZÀ-Þ]\.|[A-ZÀ-Þ][\w'’\-À-ÿ]+)){0,3})"
)

# Below it most lone words that are part of no fuller name are places, products and headings.
_SURE_LONE_WORD = 0.9
# Below it a word behind an honorific is no longer of the name.
_NAME_WORD = 0.3
# GlimmerIQ: small letters before a capital stretch; McDONALD is a name in capitals. TherapeuticsJane, AGJane: words that
# a conversion glued to a name; SungYup and DJ are names. Doe_Photographer: a file's name
_MIXED_WORD = re.compile(
    r"\b(?:(?!(?:Mc|Mac|De|Di|Du|La|Le|Van|O)[A-Z])[A-Z]?[a-z]+[A-Z]{2,}|[A-Z][a-z]{5,}[A-Z][a-z]+|[A-Z]{3,}[a-z]{3,})|_"
)

# Not inside a longer capitalised name: `Doe` of `Doe Foundation` or of `John Doe`.
_NAME_BEGINS = re.compile(r"(?<![\w\-.@])(?<![A-Z]\w[ ])")
_NAME_ENDS = re.compile(r"(?=['’]s\b|[^\w\-@]|$)(?!\s[A-Z&])")


@Language.component("press_people")
def press_people(doc: Doc) -> Doc:
    """Find people by honorific, cut titles off names, and find known people again by surname.

    Reads: text, candidates. Writes: candidates PERSON; corrects the span of those that begin
    with an honorific or end with a degree.
    """
    _strip_candidates(doc)
    _drop_doubtful(doc)
    for match in _WITH_HONORIFIC.finditer(text_of(doc)):
        at, (start, end) = match.start("name"), strip_titles(match["name"])
        end = _end_as_read(doc, at + start, at + end)
        if end > at + start:
            add_candidate(doc, at + start, end, "PERSON", "rule:person.honorific")
    _add_surnames(doc)
    return doc


def _end_as_read(doc: Doc, start: int, end: int) -> int:
    """Return where a name behind an honorific ends: `Dr. Jane Doe Introduces` goes on in capitals, but no longer as a name."""
    reading, text = state_of(doc).reading, text_of(doc)
    while reading is not None and end > start:
        last = start + text[start:end].rfind(" ") + 1
        if reading.probability("PERSON", last, end) >= _NAME_WORD:
            break
        end = max(start, last - 1)
    return end


def _strip_candidates(doc: Doc) -> None:
    group = candidates_of(doc)
    kept = []
    for span in group:
        start, end = strip_titles(span.text) if span.label_ == "PERSON" else (0, len(span.text))
        if (start, end) == (0, len(span.text)):
            kept.append(span)
            continue
        at = span.start_char
        cut = make_span(doc, at + start, at + end, "PERSON", span.id_, span._.score)
        kept += [cut] if cut is not None else []
    doc.spans["candidates"] = kept


def _drop_doubtful(doc: Doc) -> None:
    """Drop a lone word of no fuller name unless the recogniser is sure of it, and what no person is called.

    A lone word directly before a full name is what that person is: Futurist Jane Doe.
    """
    group = candidates_of(doc)
    full = [span for span in group if span.label_ == "PERSON" and " " in span.text]
    words = {word for span in full for word in span.text.split()}
    text, begins = text_of(doc), {span.start_char for span in full}
    doc.spans["candidates"] = [
        span for span in group
        if span.label_ != "PERSON"
        or ((span.text in words or not _is_doubtful(text, span, begins)) and not _MIXED_WORD.search(span.text))
    ]  # fmt: skip


def _is_doubtful(text: str, span: Span, begins: set[int]) -> bool:
    if " " in span.text or span._.score is None:
        return False
    is_before_name = span.end_char + 1 in begins and text[span.end_char] == " "
    return is_before_name or span._.score < _SURE_LONE_WORD


def _add_surnames(doc: Doc) -> None:
    """Add every later occurrence of the family name of a person found in full."""
    first: dict[str, int] = {}
    for span in candidates_of(doc):
        if span.label_ == "PERSON" and " " in span.text:
            family = part_name(span.text).family
            if len(family) > 2 and family[0].isupper() and family.casefold() not in HONORIFICS:
                first[family] = min(span.start_char, first.get(family, span.start_char))
    if not first:
        return
    names, text = list(first), text_of(doc)
    # All names at once, the longest first where several begin: a text may name thousands of people.
    found = AhoCorasick(names).find_matches_as_indexes(text, overlapping=True)
    done = 0
    for number, start, end in sorted(found, key=lambda match: (match[1], -match[2])):
        if start >= done and _NAME_BEGINS.match(text, start) and _NAME_ENDS.match(text, end):
            done = end
            if start > first[names[number]]:
                add_candidate(doc, start, end, "PERSON", "rule:person.surname")
