"""Two versions of a text as one, with what went, what came, and whose marks changed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from presstab.diff.alignment import steps

_WORD = re.compile(r"\S+\s*|^\s+")
_NEAR = 240  # characters before and after a change that are shown of a long line
_BREAKS = re.compile(r"(\n+)")


class Mark(NamedTuple):
    """Characters of a text whose mention changed: how it looks, and what is said of it."""

    start: int
    end: int
    look: str
    title: str


class Part(NamedTuple):
    """A run of words: `change` is ins, del or nothing; `look` and `title` are those of the mark that it is in."""

    text: str
    change: str = ""
    look: str = ""
    title: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether anything about it changed."""
        return bool(self.change or self.look)


def changed_lines(old: str, new: str, old_marks: Sequence[Mark], new_marks: Sequence[Mark]) -> list[list[Part]]:
    """Return the lines in which anything changed, in order; an empty list stands for lines that are left out."""
    lines = list(_lines(_joined(_parts(old, new, old_marks, new_marks))))
    found: list[list[Part]] = []
    for is_changed, group in groupby(lines, key=lambda line: any(part.is_changed for part in line)):
        found += [list(_shortened(line)) for line in group] if is_changed else [[]]
    return found


def _joined(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield the parts, those that follow and look alike as one."""
    for _, group in groupby(parts, key=lambda part: part[1:]):
        alike = list(group)
        yield alike[0]._replace(text="".join(part.text for part in alike))


def _shortened(line: list[Part]) -> Iterator[Part]:
    """Yield a line, of what did not change only the words near to what did: a line may be a whole release."""
    for number, part in enumerate(line):
        if part.is_changed or len(part.text) <= 2 * _NEAR:
            yield part
            continue
        before = part.text[:_NEAR].rsplit(" ", 1)[0] + " " if number else ""
        after = " " + part.text[-_NEAR:].split(" ", 1)[-1] if number < len(line) - 1 else ""
        yield Part(f"{before}…{after}")


def _lines(parts: Iterable[Part]) -> Iterator[list[Part]]:
    line: list[Part] = []
    for part in parts:
        for text in _BREAKS.split(part.text):
            if text.startswith("\n"):
                yield line
                line = []
            elif text:
                line.append(part._replace(text=text))
    yield line


def _parts(old: str, new: str, old_marks: Sequence[Mark], new_marks: Sequence[Mark]) -> Iterator[Part]:
    for change, (a, a_end), (b, b_end) in _pieces(old, new):
        if change == "del":
            yield from _cut(old, a, a_end, old_marks, "del")
            continue
        here = [mark for mark in new_marks if mark.start < b_end and mark.end > b]
        if not change:  # what was marked there before stands in the new text now
            here += [mark._replace(start=max(mark.start, a) + b - a, end=min(mark.end, a_end) + b - a)
                     for mark in old_marks if mark.start < a_end and mark.end > a]  # fmt: skip
        yield from _cut(new, b, b_end, here, change)


def _cut(text: str, start: int, end: int, marks: Iterable[Mark], change: str) -> Iterator[Part]:
    """Yield a run of a text, cut where marks begin and end; of marks at one place the first counts."""
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    cuts = sorted({start, end, *(at for mark in inside for at in mark[:2] if start < at < end)})
    for at, stop in pairwise(cuts):
        mark = next((mark for mark in inside if mark.start <= at and stop <= mark.end), None)
        yield Part(text[at:stop], change, mark.look if mark else "", mark.title if mark else "")


def _pieces(old: str, new: str) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """Yield runs of words that stayed, went (del) or came (ins), with their characters on either side.

    White space that changed is no change.
    """
    before, after = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    if old == new:
        yield "", (0, len(old)), (0, len(new))
        return
    words, others = [found[0].strip() for found in before], [found[0].strip() for found in after]
    for kind, a, a_end, b, b_end in steps(words, others):
        if kind == "equal":
            yield from (("", was.span(), now.span()) for was, now in zip(before[a:a_end], after[b:b_end], strict=True))
            continue
        if a_end > a:  # the line breaks where the words do that came in their place
            stop = before[a_end - 1].start() + len(words[a_end - 1]) if b_end > b else before[a_end - 1].end()
            yield "del", (before[a].start(), stop), (0, 0)
        if b_end > b:
            yield "ins", (0, 0), (after[b].start(), after[b_end - 1].end())
