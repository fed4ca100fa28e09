"""Candidates for technologies: lexicon terms cut to the term proper, and long forms with their abbreviations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from presstab.abbreviation_pairs import AbbreviationPair, begins_long_form, find_abbreviations, find_reversed
from presstab.analysis.places import Tokens
from presstab.analysis.pool import Pool, Refusal
from presstab.analysis.record import Candidate
from presstab.lexicon import Lexicon, Technology
from presstab.recogniser.reading import Reading
from presstab.rules import Rule
from presstab.terms import term_key
from presstab.text import is_owner


class TermRules(NamedTuple):
    """The rules of `resources/rules/technologies.yml`, by name; the file says what each is for."""

    needs_head: Rule
    trait: Rule
    generic_head: Rule
    any_head: Rule
    management: Rule
    head_at_end: Rule
    driven: Rule
    organisation_name: Rule


def find_technologies(
    tokens: Tokens,
    candidates: Iterable[Candidate],
    reading: Reading | None,
    lexicon: Lexicon,
    terms: Iterable[tuple[int, int, str]],
    rules: TermRules,
) -> tuple[tuple[Candidate, ...], Mapping[str, str]]:
    """Return the candidates with technologies added and cut, and the long form of each abbreviation.

    `terms` are the places where the text holds forms of the lexicon's entries, with the entry's name.
    """
    pool, text = Pool(tokens, candidates), tokens.text
    pairs = [*find_abbreviations(text), *find_reversed(text)]
    for start, end, name in _not_explained_otherwise(text, terms, pairs, lexicon):
        pool.add(start, end, "TECH", f"lexicon:{name}")
    _keep_generic_heads(text, pool, rules)
    is_word = Refusal("technology.generic")
    pool.review(lambda c: is_word if c.label == "TECH" and _is_plain_word(c.text, lexicon) else None)
    pool.review(_Trimmer(pool, lexicon, rules))
    abbreviations = _pair_abbreviations(text, pairs, pool, reading, rules.organisation_name)
    if lexicon.ignored:
        ignored = Refusal("technology.ignored")
        pool.review(lambda c: ignored if c.label == "TECH" and term_key(c.text) in lexicon.ignored else None)
    return pool.candidates(), abbreviations


def _is_plain_word(text: str, lexicon: Lexicon) -> bool:
    """Return whether a word in small letters is what a guarded proper name means elsewhere: rust on the gate."""
    entry = lexicon.get(term_key(text)) if text.islower() else None
    return entry is not None and entry.guarded and entry.name.istitle() and entry.name.lower() == text


class _Trimmer:
    """Cuts the recogniser's technologies to the term proper."""

    def __init__(self, pool: Pool, lexicon: Lexicon, rules: TermRules) -> None:
        self._pool, self._lexicon, self._rules = pool, lexicon, rules
        named = {label: {c.text for c in pool.open() if c.label == label} for label in ("ORG", "TECH")}
        self._owners = {name for name in named["ORG"] - named["TECH"] if not name.isupper()}

    def __call__(self, candidate: Candidate) -> Refusal | None:
        """Return the cut of a candidate, where it is to be cut."""
        if candidate.label != "TECH" or candidate.source != "model":
            return None
        start, end = self._term_within(candidate.text, self._owners)
        if (start, end) == (0, len(candidate.text)):
            return None
        at, score = candidate.start, self._pool.score(candidate)
        cut = self._pool.make(at + start, at + end, "TECH", "rule:tech.trimmed", score)
        return None if cut is None else Refusal("technology.trimmed", cut)

    def _term_within(self, text: str, owners: Set[str]) -> tuple[int, int]:
        """Return where the term proper begins and ends.

        No owner: Acme's `data analytics` in `Acme data analytics`. No generic head that it does without:
        `autonomous driving` technology; `AI` of AI-driven solutions, which are no technology.
        """
        first, _, rest = text.partition(" ")
        start = len(first) + 1 if rest[:1].islower() and " " in rest and first in owners else 0
        head = self._rules.head_at_end.find(text, start)
        if head and self._is_term(text[start : head.start()]) and not self._is_term(text[start:]):
            return start, head.start()
        driven = self._rules.driven.find(text, start)
        if driven and self._is_term(driven["base"]):
            return driven.span("base")
        return start, len(text)

    def _is_term(self, text: str) -> bool:
        entry = self._lexicon.get(term_key(text))
        return entry is not None and not entry.guarded and (not text.islower() or text not in entry.abbreviations)


def _not_explained_otherwise(
    text: str, terms: Iterable[tuple[int, int, str]], pairs: Iterable[AbbreviationPair], lexicon: Lexicon
) -> Iterator[tuple[int, int, str]]:
    """Yield the places of the lexicon's entries but for abbreviations that the text explains by something else.

    `Accounts Receivable (AR)` is no augmented reality.
    """
    long_of = {text[p.short_start : p.short_end].removesuffix("s"): text[p.long_start : p.long_end] for p in pairs}
    for start, end, name in terms:
        long = long_of.get(text[start:end].removesuffix("s"))
        entry = lexicon.get(term_key(long)) if long else None
        if long is None or name in (long, entry.name if entry else None) or name.casefold() in long.casefold():
            yield start, end, name


def _pair_abbreviations(
    text: str, pairs: Iterable[AbbreviationPair], pool: Pool, reading: Reading | None, organisation_name: Rule
) -> dict[str, str]:
    """Tie a bracketed abbreviation to its long form, and give it the label that the long form has."""
    abbreviations: dict[str, str] = {}
    # National Space Council’s (NSC): the bracket follows the owner's mark
    ends = {(c.end + 2, c.label): c for c in pool.open() if is_owner(text, c.end)}
    ends |= {(candidate.end, candidate.label): candidate for candidate in pool.open()}
    organisations = {candidate.text: candidate for candidate in pool.open() if candidate.label == "ORG"}
    for pair in pairs:
        short = text[pair.short_start : pair.short_end]
        long = ends.get((pair.long_end, "ORG")) or ends.get((pair.long_end, "TECH"))
        if (
            long is not None
            and long.label == "TECH"
            and pair.long_start < long.start
            and begins_long_form(text[pair.long_start : long.start], short)
        ):
            long = pool.add(pair.long_start, pair.long_end, "TECH", "rule:abbreviation", pool.score(long)) or long
        if long is not None:
            abbreviations[short] = long.text
            pool.add(pair.short_start, pair.short_end, long.label, "rule:abbreviation")
        elif organisation_name.find(text[pair.long_start : pair.long_end]) and _names_long_form(
            text, pool, pair, organisations.get(short), reading
        ):
            abbreviations[short] = text[pair.long_start : pair.long_end]
            score = pool.score(organisations[short])
            pool.add(pair.long_start, pair.long_end, "ORG", "rule:abbreviation", score)
    return abbreviations


def _names_long_form(
    text: str, pool: Pool, pair: AbbreviationPair, short: Candidate | None, reading: Reading | None
) -> bool:
    """Return whether a long form is an organisation, as its abbreviation surely is: Hands On Bay Area (HOBA)."""
    long = text[pair.long_start : pair.long_end]
    if short is None or reading is None:
        return False
    if (pool.score(short) or 0) < reading.thresholds.sure_abbreviation:
        return False
    return not any(c.text == long or (c.start < pair.long_end and pair.long_start < c.end) for c in pool.open())


def _keep_generic_heads(text: str, pool: Pool, rules: TermRules) -> None:
    """Add the term with its generic head where it names no technology without: charging solutions."""
    for candidate in pool.open():
        if candidate.label == "TECH":
            head = rules.management.find(text, candidate.end)
            if head is None and rules.needs_head.find(candidate.text):
                head = rules.generic_head.find(text, candidate.end)
            elif head is None and rules.trait.find(candidate.text):
                head = rules.any_head.find(text, candidate.end)
            if head:
                pool.add(candidate.start, head.end(), "TECH", "rule:tech.generic_head", pool.score(candidate))


def forms_of(entry: Technology) -> Iterator[str]:
    """Yield the forms of an entry in singular and plural, those that are abbreviations left out."""
    for form in (entry.name, *entry.aliases):
        yield form
        yield f"{form[:-1]}ies" if form.endswith("y") and form[-2:-1] not in "aeou" else f"{form}s"
        if form.endswith(("x", "ch", "sh", "ss")):
            yield f"{form}es"
