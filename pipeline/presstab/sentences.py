"""Cuts text into sentences that survive `Inc.`, `Co., Ltd.`, `U.S.`, bullets and headlines."""

from __future__ import annotations

import re
from typing import NamedTuple

from presstab.glued import opened_at
from presstab.rules import Rule, id_of, joined

_WRAP_WIDTH = 55  # characters; a shorter line was not wrapped
_REACH = 30  # characters before and after a full stop that tell whether it ends a sentence
_ITEM = 4  # characters of a bullet or number, and the blank after it


class SentenceRules(NamedTuple):
    """The rules of `resources/rules/sentences.yml`, by name; the file says what each is for."""

    mark: Rule
    blank_line: Rule
    line: Rule
    glued: Rule
    abbreviation: Rule
    form: Rule
    opener: Rule
    item: Rule
    runs_on: Rule


class SentenceReading(NamedTuple):
    """All that sentences are told by: what may end one, as one pattern, and what tells that it does not."""

    end: re.Pattern[str]
    rules: SentenceRules

    @classmethod
    def of(cls, rules: SentenceRules) -> SentenceReading:
        """Return the rules with those of ends joined."""
        return cls(joined((rules.mark, rules.blank_line, rules.line, rules.glued), ""), rules)


def split_sentences(text: str, reading: SentenceReading) -> list[int]:
    """Return the starts of the sentences of `text`, in characters; the first is 0."""
    starts = [0]
    for match in reading.end.finditer(text):
        at = match.end()
        if at < len(text) and at > starts[-1] and _ends(text, match, starts[-1], reading.rules):
            starts.append(at)
    return sorted({*starts, *opened_at(text)})


def _ends(text: str, match: re.Match[str], sentence_start: int, rules: SentenceRules) -> bool:
    if id_of(match) == rules.line.id:
        return not _is_wrapped(text, match, rules)
    if id_of(match) != rules.mark.id or text[match.start()] != ".":
        return True
    before = text[max(sentence_start, match.start() - _REACH) : match.start()]
    if rules.abbreviation.find(before):
        return False
    return not rules.form.find(before) or rules.opener.find(text, match.end(), match.end() + _REACH) is not None


def _is_wrapped(text: str, match: re.Match[str], rules: SentenceRules) -> bool:
    """Whether the line break only wraps a long line: no full stop before, no new item after."""
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()].rstrip()
    after = text[match.end()]
    if len(before) < _WRAP_WIDTH or before[-1] in ".!?:;" or rules.item.find(text, match.end(), match.end() + _ITEM):
        return False
    return after.islower() or after.isdigit() or rules.runs_on.find(before) is not None
