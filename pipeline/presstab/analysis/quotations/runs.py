"""Runs of quoted words: what stands between quotation marks of any kind, paragraph by paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from presstab.analysis.quotations.rules import QuotationRules
from presstab.rules import Rule
from presstab.text import LONG_LINE

MAX_RUN = 5_000  # characters; what is longer lacks its closing mark

_MIN_SINGLE_WORDS = 3
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_BREAK = re.compile(r"\n\s*")
_RUN_TOGETHER = re.compile(r"(?<=[.!?)\w])[^\S\n]{2,}(?=\S)")  # what a conversion left of the break between paragraphs
_BLANKS = 6  # characters before a blank line in which blanks may stand
_FULL_LINE = 50  # characters; a line as long may go on in the next one
_SAID_NEXT = (",”", ',"', ",’", ",'")  # …,”¶¶said Jane Doe.
_SENTENCE_END = tuple('.!?:;”"’)…')
_BEFORE_OPENING = frozenset("([{—–-/:>*•")
_AFTER_CLOSING = frozenset(",.;:!?)]}—–-/…*")


class Run(NamedTuple):
    """Quoted words `text[start:end]`; the marks around them reach from `opens` to `closes`.

    `is_closed` is false where the paragraph ends without a closing mark. `paragraph` is where it stands.
    """

    start: int
    end: int
    opens: int
    closes: int
    is_closed: bool
    paragraph: tuple[int, int]


def find_paragraphs(text: str) -> list[tuple[int, int]]:
    """Return where the paragraphs of a text stand: blank lines part them, and line breaks that are no wrapping."""
    cuts = [m.span() for m in _BLANK_LINE.finditer(text) if not _is_said_next(text, *m.span())]
    ends = [start for start, _ in cuts] + [len(text)]
    begins = [0] + [end for _, end in cuts]
    return [
        part for start, end in zip(begins, ends, strict=True) for part in _unwrapped(text, start, end) if start < end
    ]


def _is_said_next(text: str, start: int, end: int) -> bool:
    """Return whether who said it comes after a blank line: `…,”` before it, a small letter after it."""
    return text[end : end + 1].islower() and text[max(0, start - _BLANKS) : start].rstrip().endswith(_SAID_NEXT)


def _unwrapped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = line = start
    for match in _LINE_BREAK.finditer(text, start, end):
        before = text[line : match.start()].rstrip()
        goes_on = match.end() < end and (
            text[match.end()].islower() or (len(before) >= _FULL_LINE and not before.endswith(_SENTENCE_END))
        )
        line = match.end()
        if not goes_on:
            yield at, match.start()
            at = match.end()
    yield at, end


def find_runs(text: str, rules: QuotationRules) -> list[Run]:
    """Return the runs of a text in order; what is quoted within a run belongs to it.

    A run without a closing mark ends before a verb of saying (`unclosed`), else with its paragraph.
    """
    runs: list[Run] = []
    for paragraph in find_paragraphs(text):
        begin = paragraph[0]
        if runs and (closing := _closing_of(text, runs[-1], paragraph, rules.mark)):
            runs[-1] = _closed_by(text, runs[-1], closing, paragraph)
            begin = closing.end()
        double = list(_double_runs(text, (begin, paragraph[1]), rules))
        ends = [run.closes for run in double]
        single = [
            run
            for run in _single_runs(text, (begin, paragraph[1]), rules)
            if _is_apart(run, double, bisect_right(ends, run.opens))
        ]
        runs += sorted([*double, *single])
    return runs


def _closing_of(text: str, run: Run, paragraph: tuple[int, int], rule: Rule) -> re.Match[str] | None:
    """Return the mark that closes an open run in a later paragraph: “We grew.¶Sales rose.” without a mark between.

    Where whole paragraphs stand between, it ends its own.
    """
    if run.is_closed or paragraph[1] - run.start > MAX_RUN:
        return None
    mark = rule.find(text, run.closes, paragraph[1])
    if mark is None or mark.start() < paragraph[0] or text[mark.start() - 1].isdigit():
        return None
    if text[run.closes : paragraph[0]].strip():
        is_whole = run.closes == run.paragraph[1] and not text[mark.end() : paragraph[1]].strip()
        return mark if is_whole and mark.lastgroup != "opening" else None
    return None if _opens(text, mark, paragraph, is_open=False) else mark


def _closed_by(text: str, run: Run, mark: re.Match[str], paragraph: tuple[int, int]) -> Run:
    end = run.start + len(text[run.start : mark.start()].rstrip())
    return run._replace(end=end, closes=mark.end(), is_closed=True, paragraph=(run.paragraph[0], paragraph[1]))


def _is_apart(run: Run, others: Sequence[Run], following: int) -> bool:
    """Whether a run ends before the `following` of the others begins."""
    return following == len(others) or run.closes <= others[following].opens


def _double_runs(text: str, paragraph: tuple[int, int], rules: QuotationRules) -> Iterator[Run]:
    """Yield the runs between double marks; a mark that opens within a run opens one inside it."""
    open_mark: re.Match[str] | None = None
    nested: re.Match[str] | None = None
    for mark in rules.mark.find_all(text, *paragraph):
        opens = _opens(text, mark, paragraph, is_open=open_mark is not None)
        if open_mark is None:
            open_mark = mark if opens else None
        elif opens and mark[0] == open_mark[0] and _begins_sentence(text, mark.start()):
            yield from _unclosed_run(text, open_mark.span(), (paragraph[0], mark.start()), rules.unclosed)
            open_mark, nested = mark, None
        elif opens:
            nested = nested or mark
        elif nested is not None and _is_inner(text, nested, mark):
            nested = None
        else:
            yield from _run(text, (open_mark if nested is None else nested).span(), mark.span(), paragraph)
            open_mark = nested = None
    if open_mark is not None:
        # “We grow, said Doe. “And more”: of two that nobody closed, the later one
        yield from _unclosed_run(text, (nested or open_mark).span(), paragraph, rules.unclosed)


def _begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence ends before a mark: “We grow. “And more,” where paragraphs are run together."""
    before = text[max(0, at - 5) : at]
    return before[-1:].isspace() and before.rstrip().endswith((".", "!", "?"))


def _is_inner(text: str, opening: re.Match[str], closing: re.Match[str]) -> bool:
    """Whether two marks within a run quote words inside it: the “best” of all."""
    return closing.start() - opening.end() < 80 and text[closing.start() - 1 : closing.start()] not in {".", "!", "?"}


def _opens(text: str, mark: re.Match[str], paragraph: tuple[int, int], *, is_open: bool) -> bool:
    """Return whether a mark opens a run, by its kind and what it stands between."""
    kind = mark.lastgroup
    before = text[mark.start() - 1] if mark.start() > paragraph[0] else " "
    after = text[mark.end()] if mark.end() < paragraph[1] else " "
    begins = before.isspace() or before in _BEFORE_OPENING
    ends = after.isspace() or after in _AFTER_CLOSING
    if kind == "low":
        return True
    if kind == "angled":
        return not is_open
    if kind == "opening":
        return not (is_open and ends and not begins)
    if kind == "closing":
        return not is_open and begins and not ends
    if before.isdigit() and not is_open:  # a 15" screen
        return False
    if begins and not ends:
        return True
    return False if ends and not begins else not is_open


def _single_runs(text: str, paragraph: tuple[int, int], rules: QuotationRules) -> Iterator[Run]:
    at = paragraph[0]
    while opening := rules.single_opens.find(text, at, paragraph[1]):
        following = rules.single_opens.find(text, opening.end(), paragraph[1])
        closing = rules.single_closes.find(text, opening.end(), following.start() if following else paragraph[1])
        at = opening.end()
        if closing:
            at = closing.end()
            if len(text[opening.end() : closing.start()].split()) >= _MIN_SINGLE_WORDS:
                yield from _run(text, opening.span(), closing.span(), paragraph)


def _unclosed_run(text: str, opening: tuple[int, int], paragraph: tuple[int, int], unclosed: Rule) -> Iterator[Run]:
    """Yield the run after a mark that nothing closes: “We cannot win, said Jane Doe."""
    is_long = paragraph[1] - paragraph[0] > LONG_LINE
    cut = _RUN_TOGETHER.search(text, opening[1], paragraph[1]) if is_long else None
    end = cut.start() if cut else paragraph[1]
    said = unclosed.find(text, opening[1], end)
    end = said.end() if said else end
    for run in _run(text, opening, (end, end), paragraph):
        yield run._replace(is_closed=False)


def _run(text: str, opening: tuple[int, int], closing: tuple[int, int], paragraph: tuple[int, int]) -> Iterator[Run]:
    start, end = opening[1], closing[0]
    words = text[start:end].strip()
    if words and end - start <= MAX_RUN:
        start += len(text[start:end]) - len(text[start:end].lstrip())
        yield Run(start, start + len(words), opening[0], closing[1], is_closed=True, paragraph=paragraph)
