"""Names with a legal form: organisations whatever they look like, with a place in brackets within them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from presstab.analysis.organisation_words import PLAIN_FORMS, ContextRules, NamePatterns
from presstab.analysis.places import Stretches
from presstab.analysis.pool import Pool, Refusal
from presstab.analysis.record import Candidate

# After a bracket that is no place one of these is no form: (CCA) Company
_NO_NAME = PLAIN_FORMS - {"limited"}
_NAMES = frozenset(["ORG", "PERSON"])
_SLACK = 3  # characters between the end of what the recogniser saw and the form


class LegalName(NamedTuple):
    """A name with its legal form, in characters."""

    start: int
    end: int


def find_legal_names(text: str, seen: Iterable[tuple[int, int]], pool: Pool, patterns: NamePatterns) -> list[LegalName]:
    """Return the names with a legal form that is no plain word.

    `seen` are where a rule sees such names. It knows where a form ends; where the name begins the recogniser knows
    better, whatever it takes the name for.
    """
    named = [c for c in pool.candidates() if c.label in _NAMES and c.source == "model"]
    by_end = {c.end: c for c in sorted(named, key=lambda c: c.start, reverse=True)}
    starts = _Starts(text, named, patterns.around)
    names: dict[int, LegalName] = {}
    for start, end in (part for place in seen for part in _parts(text, *place, patterns)):
        known = next((by_end[at] for at in (end, end - 1, end + 1) if at in by_end), None)
        if known is not None and known.label == "ORG" and _is_formed(known.text, patterns):
            start, end = starts.whole(known.start, start), known.end
        name = _read(text, start, end, starts, patterns)
        if name is not None:
            names[name.end] = name
    for match in patterns.around.bracketed.find_all(text):
        form = patterns.form.match(text, match.end())
        if form and _is_of_name(match, form[0], patterns):
            start = starts.of(match.start(), match.end("name"), match.end("name"))
            names[form.end()] = LegalName(start, form.end())
    for name in _with_form_before(text, pool, names, patterns):
        names[name.end] = name
    return sorted(names.values())


def _with_form_before(
    text: str, pool: Pool, names: Mapping[int, LegalName], patterns: NamePatterns
) -> Iterator[LegalName]:
    """Yield what is a name, an organisation or a person to the recogniser, right after a form: PT Nusa Bumi."""
    end_of = {c.start: c.end for c in pool.open() if c.label in _NAMES and c.source == "model"}
    end_of |= {name.start: name.end for name in names.values()}
    for match in patterns.around.form_before.find_all(text):
        whole = end_of.get(match.start(), 0)
        end = whole if whole > match.end() else end_of.get(match.end())
        if end is not None:
            yield LegalName(match.start(), end)


def _is_formed(name: str, patterns: NamePatterns) -> bool:
    """Return whether a string is a name with a legal form, no form alone: Pvt. Ltd."""
    return patterns.legal.part(name).form is not None and not patterns.is_form(name)


def _is_of_name(match: re.Match[str], form: str, patterns: NamePatterns) -> bool:
    """Return whether what stands in brackets is part of a name: a known place, or a word right before a form.

    `Limited Partnerships (FLPs), Limited Liability` is no name, nor is what a plain word goes on with.
    """
    if patterns.is_place(match["place"].rstrip(".")):
        return True
    is_right_before = not match["rest"] and match.string[match.end("place") + 1 : match.end()] == " "
    goes_on = patterns.around.goes_on.find(match.string, match.end() + len(form))
    return is_right_before and form.casefold() not in _NO_NAME and not goes_on and not match["place"].endswith("s")


def _parts(text: str, start: int, end: int, patterns: NamePatterns) -> Iterator[tuple[int, int]]:
    """Yield the names of a list that the rule took for one: Bergmann AG and Lundgren AB."""
    for form in patterns.around.form_in_list.find_all(text, start, end):
        yield start, form.end("form")
        start = form.end()
    yield start, end


class _Starts:
    """Where names begin: where the recogniser sees one that reaches to a place, else after what is no part of it."""

    def __init__(self, text: str, named: Iterable[Candidate], around: ContextRules) -> None:
        self._text, self._around = text, around
        self._start_of = {c.end: c.start for c in sorted(named, key=lambda c: c.start)}

    def of(self, start: int, stem_end: int, end: int) -> int:
        """Return where a name begins that ends at `end`, its form left out at `stem_end`, and not before `start`."""
        for at in range(end, max(start, stem_end - _SLACK) - 1, -1):
            if start <= self._start_of.get(at, -1) < stem_end:
                return self.whole(self._start_of[at], start)
        for joint in self._around.list_joint.find_all(self._text, start, stem_end):
            start = joint.end()
        before = self._around.begins_sentence.find(self._text, start, stem_end)
        return before.end() if before and before.end() < stem_end else start

    def whole(self, at: int, least: int) -> int:
        """Return where a name begins that the recogniser saw as several names, one right after the other."""
        while self._text[at - 1 : at] == " ":
            before = self._start_of.get(at - 1, -1)
            if not least <= before < at or " " in self._text[before : at - 1]:
                break
            at = before
        return at


def _read(text: str, start: int, end: int, starts: _Starts, patterns: NamePatterns) -> LegalName | None:
    parted = patterns.legal.part(text[start:end])
    if (
        parted.form is None
        or parted.form.casefold() in PLAIN_FORMS
        or patterns.around.figures.find(parted.stem)
        or patterns.around.heading.find(parted.stem)
        or (text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha())  # Committee Co|-Chair
        or patterns.is_form(text[start:end])
    ):
        return None
    if patterns.legal.ends_with_stop(parted.form):
        end += text[end : end + 1] == "." and text[end - 1] != "."  # s.r.o | .
    elif text[end - 1] == ".":
        end -= 1  # Delmas SNC | .
    after = text[end : end + 2]
    if (len(parted.form) == 2 and after[:1] == " " and after[1:].isupper()) or (
        after[:1] == " " and after[1:].isdigit()
    ):
        return None  # SE Asia, the Inc. 5000
    return LegalName(starts.of(start, start + len(parted.stem), end), end)


def add_legal_names(text: str, pool: Pool, names: list[LegalName]) -> None:
    """Add the names in place of what was taken for a person or a part there."""
    places = Stretches([(name.start, name.end) for name in names])
    whole = {(name.start, name.end) for name in names}
    longer = _longer(pool, names)

    def judge(candidate: Candidate) -> Refusal | None:
        place = (candidate.start, candidate.end)
        if candidate.label not in _NAMES or place in longer or not places.overlap(*place):
            return None
        return None if candidate.label == "ORG" and place in whole else Refusal("organisation.has_legal_form")

    pool.review(judge)
    for name in names:
        if not any(start <= name.start and name.end <= end for start, end in longer):
            pool.add(name.start, name.end, "ORG", "rule:org.legal_form")


def cut_what_is_said_before(text: str, pool: Pool, around: ContextRules) -> None:
    """Cut off what a report says of an organisation before its name, and the article of an owner's."""

    def judge(candidate: Candidate) -> Refusal | None:
        if candidate.label != "ORG":
            return None
        is_owner = around.before_owner.find(text, max(0, candidate.start - 3), candidate.start)
        before = around.said_before.find(candidate.text) or (
            around.owner_article.find(text, candidate.start) if is_owner else None
        )
        if before is None:
            return None
        start, score = candidate.start + len(before[0]), pool.score(candidate)
        return Refusal("organisation.cut", pool.make(start, candidate.end, "ORG", candidate.source, score))

    pool.review(judge)


def _longer(pool: Pool, names: list[LegalName]) -> set[tuple[int, int]]:
    """Return the organisations that reach beyond a name on both sides or its start: the recogniser saw the whole."""
    ordered = sorted(names, key=lambda name: name.start)
    starts = [name.start for name in ordered]

    def holds_one(candidate: Candidate) -> bool:
        within = ordered[bisect_right(starts, candidate.start) : bisect_left(starts, candidate.end)]
        return any(name.end <= candidate.end for name in within)

    return {(c.start, c.end) for c in pool.open() if c.label == "ORG" and holds_one(c)}
