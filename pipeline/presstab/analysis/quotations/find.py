"""Finds the quotations of a release, each with who says it and for which organisation."""

from __future__ import annotations

from collections.abc import Sequence

from presstab.analysis.quotations.runs import Run, find_runs
from presstab.analysis.quotations.setting import Setting, Voice
from presstab.analysis.quotations.voices import find_voice
from presstab.analysis.statements import Quotation

_TITLE_CASE = 0.8  # share of the words of a title that begin with a capital
_FEW = 2  # words that no statement has, unless its mark ends a sentence
_BLANK = 200  # characters; a longer gap is not looked into
_MIN_WORDS = 5  # of a run whose speaker is not named right beside it
# Words of a title that need no capital: Harbour Lights of the North
_SMALL_WORDS = frozenset([
    "a", "an", "the", "of", "and", "or", "to", "in", "for", "by", "with", "on", "at",
    "from", "as", "into", "is", "&", "vs",
])  # fmt: skip


def find_quotations(setting: Setting) -> list[Quotation]:
    """Return the quotations of a release in the order of the text."""
    runs = [run for run in find_runs(setting.text, setting.rules) if not _is_term(setting, run)]
    found: list[Voice | None] = []
    for at, run in enumerate(runs):
        before = runs[at - 1] if at else None
        after = runs[at + 1] if at + 1 < len(runs) else None
        found.append(find_voice(setting, run, before, after, found[-1] if found else None))
    _pass_on(setting.text, runs, found)
    quotations = []
    for run, voice in zip(runs, found, strict=True):
        if voice is not None and _is_statement(setting.text, run, voice):
            office = setting.office(voice)
            organisation = voice.organisation or (office.organisation if office else setting.organisation_beside(voice))
            quotations.append(
                Quotation(run.start, run.end, voice.person, organisation, office.title if office else None)
            )
    return quotations


def _pass_on(text: str, runs: Sequence[Run], found: list[Voice | None]) -> None:
    """Give a speaker's other paragraphs to the speaker: those before and after the one that names who speaks."""
    for at in range(1, len(runs)):
        if found[at] is None and found[at - 1] and _follows(text, runs[at - 1], runs[at]):
            found[at] = found[at - 1]
    for at in range(len(runs) - 2, -1, -1):
        if found[at] is None and found[at + 1] and _goes_on(text, runs[at], runs[at + 1]):
            found[at] = found[at + 1]


def _follows(text: str, before: Run, run: Run) -> bool:
    """Whether a run goes on with what was said: right after it, or as a whole paragraph after its paragraph."""
    if len(text[run.start : run.end].split()) < _MIN_WORDS:
        return False
    is_paragraph = _is_blank(text, run.paragraph[0], run.opens) and _is_blank(text, run.closes, run.paragraph[1])
    return _is_blank(text, before.paragraph[1] if is_paragraph else before.closes, run.opens)


def _goes_on(text: str, run: Run, following: Run) -> bool:
    """Whether only white space stands between two runs, and the first ends its sentence."""
    return _is_blank(text, run.closes, following.opens) and len(text[run.start : run.end].split()) >= _MIN_WORDS


def _is_blank(text: str, start: int, end: int) -> bool:
    return end - start <= _BLANK and not text[start:end].strip()


def _is_term(setting: Setting, run: Run) -> bool:
    """Whether the quoted words are a title, a term or a defined word: (the “Company”); titled “Growing Together”."""
    text, rules = setting.text, setting.rules
    quoted = text[run.start : run.end]
    listed = quoted.split()
    reach = max(0, run.opens - 80)
    if len(listed) == 1 or rules.title_before.find(text, reach, run.opens):
        return True
    if _is_title(listed):
        return True
    if quoted[0].islower() and len(listed) <= _MIN_WORDS and rules.article_before.find(text, reach, run.opens):
        return True
    is_sentence = quoted.endswith((".", "!", "?", ",")) and len(listed) > _MIN_WORDS
    return not is_sentence and rules.term_before.find(text, reach, run.opens) is not None


def _is_title(listed: Sequence[str]) -> bool:
    """Whether words bear capitals as titles do: Harbour Lights of the North."""
    large = [word for word in listed if word.lower() not in _SMALL_WORDS] or listed
    capitals = sum(word[0].isupper() or not word[0].isalpha() for word in large)
    return capitals >= _TITLE_CASE * len(large)


def _is_statement(text: str, run: Run, voice: Voice) -> bool:
    """Whether the words say something by themselves: a few of them only where who says them stands beside."""
    quoted = text[run.start : run.end]
    n_words = len(quoted.split())
    return n_words >= _MIN_WORDS or (voice.is_beside and (n_words > _FEW or quoted.endswith((",", ".", "!", "?"))))
