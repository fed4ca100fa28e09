"""Which mention of one state is which of the other: by id, by place, by overlap."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from presstab.diff.alignment import steps

_WORD = re.compile(r"\w+|[^\w\s]")
_ALIKE = 0.7  # share of characters in common from which a replaced name is another spelling of itself
Place = Callable[[int], int | None]  # a place in the old text: the same place in the new one


class MentionRow(NamedTuple):
    """What pairing needs of a mention."""

    mention_id: str
    start: int
    end: int
    text: str
    label: str


def aligned(old: str, new: str) -> Place:
    """Return where each character of the old text stands in the new one; None where it is gone.

    Texts are compared by words. Where words were replaced by others, the first character of the
    old ones stands where the first of the new ones does, and the last where the last does; words
    that were replaced one by one stand for each other.
    """
    before, after = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    words: list[tuple[int, int, int, int]] = []  # start and end of a word, of what it is now
    for kind, a, a_end, b, b_end in steps([m[0] for m in before], [m[0] for m in after]):
        if kind == "equal" or (kind == "replace" and a_end - a == b_end - b):
            pairs = zip(before[a:a_end], after[b:b_end], strict=True)
            words += [(*was.span(), *now.span()) for was, now in pairs]
        elif kind == "replace":
            words.append((before[a].start(), before[a_end - 1].end(), after[b].start(), after[b_end - 1].end()))
    starts = [word[0] for word in words]

    def place(at: int) -> int | None:
        number = bisect_right(starts, at) - 1
        if number < 0 or at >= words[number][1]:
            return None
        start, end, now, now_end = words[number]
        if end - start == now_end - now or at == start:
            return now + at - start
        return now_end - 1 if at == end - 1 else None

    return place


def pair_mentions(old: Iterable[MentionRow], new: Iterable[MentionRow], place: Place) -> Iterator[tuple[str, str]]:
    """Yield (old id, new id) of the mentions of one release that are the same.

    First those at the same place with the same words, then those of the same id, then those that
    overlap, the longest overlap first. No mention is paired twice.
    """
    olds, news = {m.mention_id: m for m in old}, {m.mention_id: m for m in new}
    here = {m.mention_id: _placed(m, place) for m in olds.values()}
    by_place = {(m.start, m.end): m for m in reversed(news.values())}  # of two at one place the first

    def taken(was: MentionRow, now: MentionRow) -> tuple[str, str]:
        del olds[was.mention_id], news[now.mention_id]
        return was.mention_id, now.mention_id

    for was in list(olds.values()):
        now = by_place.get(here[was.mention_id] or (-1, -1))
        if now is not None and now.mention_id in news and now.text == was.text:
            yield taken(was, now)
    for was in list(olds.values()):
        if was.mention_id in news:
            yield taken(was, news[was.mention_id])
    for was, now in sorted(_overlapping(olds.values(), news.values(), here), key=_nearest(here)):
        if was.mention_id in olds and now.mention_id in news:
            yield taken(was, now)


def _placed(mention: MentionRow, place: Place) -> tuple[int, int] | None:
    """Return where a mention stands in the new text: from the first of its words that is there to the last."""
    found = [
        (start, end + 1)
        for word in _WORD.finditer(mention.text)
        if (start := place(mention.start + word.start())) is not None
        and (end := place(mention.start + word.end() - 1)) is not None
    ]
    if not found:  # replaced as a whole by more or fewer words
        start, end = place(mention.start), place(mention.end - 1)
        return None if start is None or end is None or end < start else (start, end + 1)
    return None if found[-1][1] <= found[0][0] else (found[0][0], found[-1][1])


def _overlapping(
    olds: Iterable[MentionRow], news: Iterable[MentionRow], here: Mapping[str, tuple[int, int] | None]
) -> Iterator[tuple[MentionRow, MentionRow]]:
    lines: dict[int, list[MentionRow]] = defaultdict(list)
    for now in news:
        for line in range(now.start // 64, now.end // 64 + 1):
            lines[line].append(now)
    placed = ((was, span) for was in olds if (span := here[was.mention_id]))
    for was, (start, end) in placed:
        near = {now.mention_id: now for line in range(start // 64, end // 64 + 1) for now in lines[line]}
        for now in near.values():
            if start < now.end and now.start < end and _alike(was.text, now.text):
                yield was, now


def _alike(was: str, now: str) -> bool:
    """Return whether two names may be one in two spellings: Acme and Acme Corp., not Roe and Doe.

    The last word alone shows nothing: companies share their legal forms, people their surnames.
    """
    one, other = sorted((was.casefold(), now.casefold()))
    if one in other or other in one or set(one.split()[:-1]) & set(other.split()[:-1]):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _nearest(here: Mapping[str, tuple[int, int] | None]) -> Callable[[tuple[MentionRow, MentionRow]], tuple[int, ...]]:
    """Return the key by which overlaps are taken: equal in both directions of the diff."""

    def key(pair: tuple[MentionRow, MentionRow]) -> tuple[int, ...]:
        (start, end), now = here[pair[0].mention_id] or (0, 0), pair[1]
        common = min(end, now.end) - max(start, now.start)
        joint = max(end, now.end) - min(start, now.start)
        other_label = pair[0].label != now.label
        return (-common, joint, other_label, min(start, now.start), max(start, now.start), min(end, now.end))

    return key
