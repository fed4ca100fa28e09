"""One label a string: what the candidates of a string say together, and where else the string stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from presstab.analysis.places import Tokens
from presstab.analysis.pool import Pool, Refusal
from presstab.analysis.record import Candidate
from presstab.analysis.soundness import NameRules
from presstab.text import collapse

# How much the word of each source counts in the vote over a string's label. The recogniser's is its probability
# (`model` is a tagger that gives none); `lexicon` yields to a recogniser that is sure.
_WEIGHTS = {
    "rule:org.legal_form": 2.0, "rule:org.about": 1.0, "rule:abbreviation": 0.6, "rule:person.honorific": 2.0,
    "rule:person.surname": 0.7, "lexicon": 0.55, "registry": 3.0, "rule": 0.7, "model": 0.8,
}  # fmt: skip
_MIN_SPREAD_LETTERS = 2
_MIN_UPPER_LETTERS = 3
_SURE_NAME = 2.5  # votes from which a capitalised word is an organisation although the text uses it as a noun too
_SURE_ORGANISATION = 1.5  # votes from which a string is an organisation although somebody bears it as surname
NOUN, GLUED, TOWN = "vote.noun", "vote.glued", "vote.town"


class Vote(NamedTuple):
    """What the candidates of one string say together; without a label, `refused_by` holds the rule that takes it."""

    label: str
    source: str
    words: tuple[str, ...]
    refused_by: str = ""

    def in_capitals(self) -> Vote:
        """Return the vote for the same string as a headline in capitals writes it."""
        return self._replace(words=tuple(word.upper() for word in self.words))

    def without_label(self, rule: str) -> Vote:
        """Return the vote that refuses the string by a rule."""
        return self._replace(label="", refused_by=rule)


def vote(pool: Pool, tokens: Tokens, rules: NameRules, certain: float) -> dict[str, Vote]:
    """Return the prevailing label of every string that is a candidate; none for a noun or town read as organisation.

    `certain` is the score from which the recogniser is believed whatever the text says elsewhere.
    """
    totals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    first: dict[str, Candidate] = {}
    sources: dict[tuple[str, str], str] = {}
    read = {(c.start, c.end, c.label) for c in pool.open() if c.score is not None}
    for candidate in pool.open():
        if candidate.label != "DATE":
            surface = collapse(candidate.text)
            totals[surface][candidate.label] += _weight(candidate, _score(pool, candidate, read))
            sources.setdefault((surface, candidate.label), candidate.source)
            first.setdefault(surface, candidate)
    surnames = {surface.split()[-1] for surface, labels in totals.items() if " " in surface and "PERSON" in labels}
    lower = {found[0] for found in rules.whole_word.find_all(tokens.text)}
    towns = _towns(tokens.text, rules) - {collapse(c.text) for c in pool.open() if _is_certain(pool, c, certain)}
    towns -= {start for surface, labels in totals.items() if "ORG" in labels for start in _short_forms(surface, rules)}
    votes = {}
    for surface, labels in totals.items():
        if surface in surnames and labels["ORG"] < _SURE_ORGANISATION:
            labels["PERSON"] += labels["ORG"]  # `Musk` once beside `Elon Musk`
        label = max(labels, key=lambda name: (labels[name], name))
        is_noun = label == "ORG" and labels["ORG"] < _SURE_NAME and _is_noun(surface, lower)
        words = tokens.words(first[surface].start, first[surface].end)
        made = Vote(label, sources.get((surface, label), "rule:person.surname"), words)
        refused_by = NOUN if is_noun else TOWN if label == "ORG" and surface in towns else ""
        votes[surface] = made.without_label(refused_by) if refused_by else made
    named = {surface for surface, known in votes.items() if known.label == "ORG"}
    return {s: v.without_label(GLUED) if s in named and _is_glued(s, named) else v for s, v in votes.items()}


def _score(pool: Pool, candidate: Candidate, read: Container[tuple[int, int, str]]) -> float | None:
    """Return how sure the recogniser is of a candidate; None where it reads nothing there, or another kind."""
    return pool.score(candidate) if (candidate.start, candidate.end, candidate.label) in read else None


def _weight(candidate: Candidate, score: float | None) -> float:
    if score is not None:
        return float(score)
    return _WEIGHTS.get(candidate.source) or _WEIGHTS[candidate.source.partition(":")[0]]


def _is_noun(surface: str, lower: Container[str]) -> bool:
    """Return whether a capitalised word stands in lower case elsewhere in the text: `Light is used`, `a light`."""
    return " " not in surface and surface.istitle() and surface.isalpha() and surface.lower() in lower


def _towns(text: str, rules: NameRules) -> set[str]:
    """Return the names of towns by the state or country after them: `in Woodbury, Ontario`."""
    names = {match["town"] or match["abroad"] for match in rules.town.find_all(text)}
    return {name for name in names if not rules.no_town.find(name)}


def _short_forms(name: str, rules: NameRules) -> Iterator[str]:
    """Yield the words that a name with a legal form begins with: its short form, be it a town's name too."""
    words = name.split(" ") if rules.formed.find(name) else []
    yield from (" ".join(words[:end]) for end in range(1, len(words)))


def _is_certain(pool: Pool, candidate: Candidate, certain: float) -> bool:
    """Return whether a user's registry names an organisation, or the recogniser is certain of it."""
    is_given = candidate.source.partition(":")[0] == "registry"
    return candidate.label == "ORG" and (is_given or (pool.score(candidate) or 0.0) >= certain)


def _is_glued(surface: str, named: set[str]) -> bool:
    """Return whether an organisation's name is another's with a word beside it: AcmeWireAustin, branded Acme."""
    first, _, rest = surface.partition(" ")
    return (first.islower() and rest in named) or any(
        0 < at < len(surface) and surface[at].isupper() and surface[at - 1].islower() and surface[:at] in named
        for at in range(4, len(surface))
    )


def outvoted(candidate: Candidate, votes: dict[str, Vote]) -> Refusal | None:
    """Return the refusal of a candidate whose string is of another label, which replaces it, or of none."""
    known = votes.get(collapse(candidate.text))
    if known is None or candidate.label in {"DATE", known.label}:
        return None
    if not known.label:
        return Refusal(known.refused_by)
    return Refusal("vote.label", _relabelled(candidate, known))


def _relabelled(candidate: Candidate, known: Vote) -> Candidate:
    return Candidate(candidate.start, candidate.end, known.label, candidate.text, candidate.source, candidate.score)


def spread(tokens: Tokens, votes: dict[str, Vote], headline_end: int, rules: NameRules) -> Iterator[Candidate]:
    """Yield every occurrence of the voted strings, a known name in capitals in the headline included."""
    wanted = {
        s: v
        for s, v in votes.items()
        if v.label and len(s) >= _MIN_SPREAD_LETTERS and (v.label == "TECH" or s != s.lower())
    }
    text = tokens.text
    words = [(s, e, text[s:e]) for s, e in zip(tokens.starts, tokens.ends, strict=True)]
    words = [word for word in words if not word[2].isspace()]
    yield from _occurrences(text, wanted.values(), words, rules)
    if headline_end:
        upper = [v.in_capitals() for s, v in wanted.items() if v.label != "TECH" and len(s) > _MIN_UPPER_LETTERS]
        yield from _occurrences(text, upper, [word for word in words if word[0] < headline_end], rules)


def _occurrences(
    text: str, votes: Iterable[Vote], tokens: Sequence[tuple[int, int, str]], rules: NameRules
) -> Iterator[Candidate]:
    """Yield where the strings stand, token for token, whatever the white space between."""
    # By the first word, then by length: thousands of names may begin with one word.
    by_first: dict[str, dict[int, dict[tuple[str, ...], list[Vote]]]] = defaultdict(dict)
    for known in votes:
        by_first[known.words[0]].setdefault(len(known.words), {}).setdefault(known.words, []).append(known)
    words = [word for _, _, word in tokens]
    for at, word in enumerate(words):
        for length, of_length in by_first[word].items() if word in by_first else ():
            alike = of_length.get(tuple(words[at : at + length]), ())
            start, end = tokens[at][0], tokens[min(at + length, len(tokens)) - 1][1]
            if alike and _stands_alone(text, start, end, rules):
                yield from (Candidate(start, end, known.label, text[start:end], known.source) for known in alike)


def _stands_alone(text: str, start: int, end: int, rules: NameRules) -> bool:
    """Whether nothing adjoins that makes it part of an address, a tag or a compound: acme.com, #acme, x-acme."""
    is_bound = rules.bound_before.find(text, max(0, start - 1), start) or rules.bound_after.find(text, end)
    return is_bound is None
