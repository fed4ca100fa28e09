"""What a relation rests on: the words that state it, the sum that is paid, the day from which it holds."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from presstab.analysis.ties.ends import Pair
from presstab.analysis.ties.relations import Tie
from presstab.analysis.ties.scene import Scene
from presstab.money import Money, find_money

_MAX_EVIDENCE = 160  # characters, unless the two organisations stand farther apart
_PAID = frozenset(["acquisition", "funding", "supply"])
_LOOKED_BACK = 60
_BESIDE = 60  # characters between a sum and the beginning of an organisation's name


def evidence(scene: Scene, pair: Pair) -> tuple[int, int]:
    """Return the words that state a relation: the two organisations with what stands around them, within the sentence."""
    start, end = pair.first.start, pair.second.end
    begin, stop = scene.sentence(end - 1)
    begin = min(begin, start)
    stop -= len(scene.text[begin:stop]) - len(scene.text[begin:stop].rstrip())
    room = max(0, _MAX_EVIDENCE - (end - start))
    before = min(start - begin, room // 2 if stop - end > room // 2 else room - (stop - end))
    after = min(stop - end, room - before)
    return _word_start(scene.text, start - before, start), _word_end(scene.text, end + after, end)


def _word_start(text: str, at: int, last: int) -> int:
    """Return the first place from `at` on where a word begins, at most `last`."""
    while 0 < at < last and (not text[at - 1].isspace() or text[at].isspace()):
        at += 1
    return at


def _word_end(text: str, at: int, first: int) -> int:
    """Return the last place up to `at` where a word ends, at least `first`."""
    while first < at < len(text) and (not text[at].isspace() or text[at - 1].isspace()):
        at -= 1
    return at


class Sums:
    """The sums of money of a release, each sentence read once, and whose they are by the words beside them."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._of_sentence: dict[int, list[_Sum]] = {}

    def paid(self, tie: Tie) -> Money | None:
        """Return the sum that is paid; None where the sentence names none, a vague one, or one that is another's.

        Of several it is the one that an end of the relation stands beside (`$5 million to Acme, $6 million to Beta`).
        """
        if tie.type not in _PAID:
            return None
        start, end = self._scene.sentence(tie.pair.second.start)
        if start not in self._of_sentence:
            sums = find_money(self._scene.text[start:end])
            self._of_sentence[start] = [self._read(start, money) for money in sums if not self._is_other(start, money)]
        found, ends = self._of_sentence[start], {tie.subject, tie.object}
        own = [one for one in found if ends & (one.goes_to | one.comes_from)]
        if len(own) != 1 and (len(found) != 1 or found[0].goes_to):
            return None
        money = (own or found)[0].money
        return money if money.amount is not None else None

    def _is_other(self, start: int, money: Money) -> bool:
        """Return whether a sum of the sentence that begins at `start` is a worth, a stock or a total, and paid to nobody."""
        first, last = start + money.start, start + money.end
        text, rules = self._scene.text, self._scene.words.rules
        before = rules.other_before.find(text, max(start, first - 2 * _BESIDE), first)
        return bool(before or rules.other_after.find(text, last, last + _BESIDE))

    def _read(self, start: int, money: Money) -> _Sum:
        """Return a sum of the sentence that begins at `start` with the organisations beside it."""
        first, last = start + money.start, start + money.end
        mentions, rules, text = self._scene.mentions, self._scene.words.rules, self._scene.text
        begin = bisect_left(mentions, first - _BESIDE, key=lambda m: m.start)
        end = bisect_left(mentions, last + _BESIDE, key=lambda m: m.start)
        near = [(m, m.entity) for m in mentions[begin:end] if m.label == "ORG" and m.entity]
        to = {
            who for m, who in near if rules.sum_to.find(text, last, m.start) or rules.sum_after.find(text, m.end, first)
        }
        return _Sum(money, to, {who for m, who in near if rules.sum_from.find(text, last, m.start)})


class _Sum(NamedTuple):
    money: Money
    goes_to: set[str]
    comes_from: set[str]


def stated_day(scene: Scene, pair: Pair) -> tuple[int, int] | None:
    """Return the place of the date from which a relation holds, where its sentence says so."""
    start, end = scene.sentence(pair.second.start)
    for day in scene.named("DATE", start, end):
        if scene.words.rules.of_relation.find(scene.text, max(start, day.start - _LOOKED_BACK), day.start):
            return day.start, day.end
    return None


def named_first(scene: Scene, one: str, other: str) -> tuple[str, str]:
    """Return two entities, the one that the release names first before the other."""
    places = scene.first_named
    return (one, other) if places.get(one, 0) <= places.get(other, 0) else (other, one)
