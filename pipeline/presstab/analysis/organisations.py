"""Candidates for organisations: legal forms, last words of names, lists, `About X` headings, the registry."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from presstab.analysis.bare_forms import add_bare_forms
from presstab.analysis.legal_names import add_legal_names, cut_what_is_said_before, find_legal_names
from presstab.analysis.organisation_words import ContextRules, NamePatterns
from presstab.analysis.places import Stretches, Tokens
from presstab.analysis.pool import Pool, Refusal
from presstab.analysis.record import Candidate
from presstab.recogniser.reading import Reading
from presstab.registry import Registry
from presstab.rules import id_of

_PRODUCT = ("™", "®")  # the marks of a product's name
_BESIDE = 6  # characters before a name that may join it to another
_GAP = 2  # characters between the parts of one name


def find_organisations(
    tokens: Tokens, candidates: Iterable[Candidate], reading: Reading | None, registry: Registry, patterns: NamePatterns
) -> tuple[Candidate, ...]:
    """Return the candidates with those that the build of names, lists, headings and the registry add or refuse."""
    pool, text = Pool(tokens, candidates), tokens.text
    for start, end, organisation in registry.find(text):
        pool.add(start, end, "ORG", f"registry:{organisation.name}")
    judge = _Judge(text, pool, reading, registry, patterns)
    pool.review(judge)
    join_parts(text, pool, patterns)
    _extend_over_legal_forms(text, pool, patterns)
    ruled = list(_by_rules(text, patterns))
    formed = ((start, end) for start, end, rule in ruled if rule == "org.legal_form")
    add_legal_names(text, pool, find_legal_names(text, formed, pool, patterns))
    openings = _Openings(pool, reading)
    for start, end, rule in ruled:
        if openings.has(start, end):
            pool.add(start, end, "ORG", f"rule:{rule}")
    cut_what_is_said_before(text, pool, patterns.around)
    add_bare_forms(text, pool, reading, patterns)
    return pool.candidates()


class _Judge:
    """Reads the recogniser's candidates again by what only the registry and the words around them can tell."""

    def __init__(
        self, text: str, pool: Pool, reading: Reading | None, registry: Registry, patterns: NamePatterns
    ) -> None:
        self._text, self._pool, self._registry, self._patterns = text, pool, registry, patterns
        self._around = patterns.around
        self._sure_name = reading.thresholds.sure_name if reading else 0.0
        sure = [c for c in pool.open() if c.label == "ORG" and (c.score or 0.0) >= self._sure_name]
        self._starts, self._ends = {c.start for c in sure}, {c.end for c in sure}

    def __call__(self, candidate: Candidate) -> Refusal | None:
        """Return why a candidate is refused, and the organisation that it is instead, if it is one."""
        if candidate.label == "PERSON":
            return self._of_person(candidate)
        score = self._pool.score(candidate)
        if candidate.label != "ORG" or score is None:
            return None
        if candidate.text.startswith(",") and self._patterns.is_form(candidate.text.lstrip(" ,")):
            return Refusal("organisation.part")
        alias = self._around.alias_within.find(candidate.text)
        if alias and self._around.alias_after.find(self._text, candidate.start + alias.start()):
            return self._organisation("organisation.cut", candidate, candidate.start + alias.start())
        if score >= self._sure_name:
            return None
        is_known = self._registry.knows(candidate.text) or self._is_listed(candidate)
        if is_known or _is_vouched_for(self._text, candidate, self._patterns):
            return None
        return Refusal("organisation.unsure")

    def _is_listed(self, candidate: Candidate) -> bool:
        """Return whether a name stands in a list right beside an organisation of which the recogniser is sure."""
        start, end = candidate.start, candidate.end
        before = self._around.beside_before.find(self._text[max(0, start - _BESIDE) : start])
        after = self._around.beside_after.find(self._text, end)
        is_before = before is not None and start - len(before[0]) in self._ends
        return is_before or (after is not None and after.end() in self._starts)

    def _of_person(self, candidate: Candidate) -> Refusal | None:
        """Judge a person: `Phillips 66` has a figure and is a company if known; `Doe Hill` before `PR` is an agency."""
        text, start, end, around = self._text, candidate.start, candidate.end, self._around
        agency = around.agency_after.find(text, end - len(" PR") * candidate.text.endswith(" PR"))
        if agency:
            return self._organisation("person.agency", candidate, agency.end())
        form = around.firm_after.find(text, end)
        if form:
            return self._organisation("person.firm", candidate, end + len(form["form"] or ""))
        if around.listed_after.find(text, end):
            return self._organisation("person.listed", candidate, end)
        if around.end_of_none.find(candidate.text):
            return self._organisation("person.ends_like_organisation", candidate, end)
        if around.award_after.find(text, end) or around.coin_after.find(text, end):
            return Refusal("person.award")
        if around.chair_after.find(text, end) and text[max(0, start - 4) : start] == "the ":
            return Refusal("person.chair")
        if not any(map(str.isdigit, candidate.text)):
            return None
        known = self._registry.knows(candidate.text)
        return self._organisation("person.figure", candidate, end) if known else Refusal("person.figure")

    def _organisation(self, rule: str, person: Candidate, end: int) -> Refusal:
        score = self._pool.score(person)
        return Refusal(rule, self._pool.make(person.start, end, "ORG", person.source, score))


def _is_vouched_for(text: str, candidate: Candidate, patterns: NamePatterns) -> bool:
    """Return whether words around a name explain an organisation, its short form follows, or it ends like one."""
    before, end, around = text[max(0, candidate.start - 80) : candidate.start], candidate.end, patterns.around
    after = around.short_after.find(text, end) or around.explained_after.find(text, end)
    is_common = patterns.is_common(candidate.text)
    announces = not is_common and around.announces_after.find(text, end)
    head = around.end.find(candidate.text)
    # `U.S. Group` ends like an organisation, and names none.
    is_named = head is not None and not patterns.is_place(candidate.text[: head.start()].strip())
    is_alias = around.alias_after.find(text, end) or around.alias_before.find(before)
    return bool(
        after
        or announces
        or around.listed_after.find(text, end)
        or is_alias
        or around.office_of.find(before)
        or is_named
        or around.end_within.find(candidate.text)
    )


def _by_rules(text: str, patterns: NamePatterns) -> Iterator[tuple[int, int, str]]:
    """Yield where the rules see organisations, and which rule does."""
    around = patterns.around
    for match in patterns.rules.finditer(text):
        office = around.office_before.find(match[0])
        start = match.start() + (office.end() if office else 0)
        if not patterns.is_form(match[0]):
            yield start, match.end(), id_of(match)
    for match in around.owned.find_all(text):
        yield *match.span("name"), around.owned.id
        yield *match.span("owner"), around.owned.id
    for match in around.of_office.find_all(text):
        if not patterns.is_place(match["name"]):
            yield *match.span("name"), around.of_office.id
    for start, end in _listed(text, around):
        if not patterns.is_place(text[start:end]):
            yield start, end, around.listed.id
    for match in around.about.find_all(text):
        if _looks_like_name(match["name"]) and not match["name"].endswith(_PRODUCT):
            yield *match.span("name"), around.about.id


class _Openings:
    """Where rules may find an organisation: the recogniser read the text in context, and found none but may see one."""

    def __init__(self, pool: Pool, reading: Reading | None) -> None:
        # A technology may be part of an organisation's name: RISC-V Foundation.
        self._taken = Stretches((c.start, c.end) for c in pool.open() if c.label != "TECH")
        self._reading = reading

    def has(self, start: int, end: int) -> bool:
        """Return whether an organisation may stand between two places."""
        if self._taken.overlap(start, end):
            return False
        reading = self._reading
        return reading is None or reading.probability("ORG", start, end) >= reading.thresholds.thinkable


def _listed(text: str, around: ContextRules) -> Iterator[tuple[int, int]]:
    """Yield where the names of a list of organisations stand: its companies include Acme, Bolt and Calder Foods."""
    for after in around.list_before.find_all(text):
        name = around.listed.find(text, after.end())
        while name:
            yield name.span("name")
            name = around.listed.find(text, name.end()) if name["more"] else None


def join_parts(text: str, pool: Pool, patterns: NamePatterns) -> None:
    """Join what the recogniser parted where no name ends: Dubai Electricity and | Water Authority."""
    found = sorted((c for c in pool.open() if c.label == "ORG"), key=lambda c: (c.start, c.end))
    starts = [candidate.start for candidate in found]
    joined: list[tuple[int, int, float | None]] = []
    gone: set[tuple[int, int]] = set()
    for part in found:
        open_end = patterns.around.open_end.find(part.text)
        if not open_end:
            continue
        gone.add((part.start, part.end))
        after = found[bisect_left(starts, part.end + 1) : bisect_right(starts, part.end + _GAP)]
        if patterns.legal.part(part.text[: open_end.start()]).form:
            after = []  # Oxmere (UK) Limited and | Bolt GmbH: a legal form ends the name
        rest = next((o for o in after if text[part.end : o.start].isspace()), None)
        joined.append((part.start, rest.end if rest else part.start + open_end.start(), pool.score(part)))
        gone |= {(rest.start, rest.end)} if rest else set()
    is_part = Refusal("organisation.part")
    pool.review(lambda c: is_part if c.label == "ORG" and (c.start, c.end) in gone else None)
    for start, end, score in joined:
        pool.add(start, end, "ORG", "rule:org.joined", score)


def _extend_over_legal_forms(text: str, pool: Pool, patterns: NamePatterns) -> None:
    """Add the whole name where the recogniser stopped before `, Inc.` or `Solutions`."""
    for candidate in pool.open():
        if candidate.label != "ORG":
            continue
        start, end, score = candidate.start, candidate.end, pool.score(candidate)
        head = patterns.around.end_after.find(text, end)
        if head:
            pool.add(start, head.end(), "ORG", "rule:org.head", score)
        form = patterns.around.form_after.find(text, head.end() if head else end)
        if form and "\n" not in form[0]:
            stop = form.end() - bool(patterns.around.sentence_stop.find(form[0]))
            pool.add(start, stop, "ORG", "rule:org.legal_form", score)


def _looks_like_name(heading: str) -> bool:
    parts = heading.split()
    return len(parts) <= 9 and sum(w[0].isupper() or not w[0].isalpha() for w in parts) * 2 >= len(parts)
