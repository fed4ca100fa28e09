"""`press_organisations`: legal forms, body heads, tickers, defined terms, `About X` headings."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Mapping
from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from presstab.components import body_words as words
from presstab.components.state import Definition, Listing, add_candidate, candidates_of, make_span, state_of, text_of
from presstab.patterns import load_exchanges, load_organisation_rules, load_places
from presstab.registry import Registry, load_registry
from presstab.text import end_of_words

_BRACKET = re.compile(r"\(([^()\n]{3,160})\)")
_LISTING = re.compile(r"([A-Z][A-Za-z .\-]{1,30}?)\s*[:：]\s*\$?([A-Z0-9]{1,6}(?:\.[A-Z]{1,2})?)\b")
# Acme Robotics ($ACMR); Acme (ACM): a ticker or a coin, unless the letters begin the words of the name
_SYMBOL = re.compile(r"\((?P<dollar>\$?)(?P<letters>[A-Z][A-Z0-9]{2,5})\)")
_WORD = re.compile(r"[\w.&'’-]+")
_MAX_WORDS_BEFORE = 60  # characters
# (the "Company"); ("Acme" or the "Company"); (“ACME”)
_TERM = re.compile(r"(?:^|\s|,|;)(?P<the>(?:the|The|our|its)\s+)?[\"“‘'](?P<term>[A-Z][\w&.\-' ]{1,40}?)[,.]?[\"”’']")
_GENERIC = frozenset(
    [
        "company",
        "companies",
        "corporation",
        "firm",
        "group",
        "bank",
        "fund",
        "trust",
        "partnership",
        "partners",
        "parties",
        "party",
        "issuer",
        "seller",
        "buyer",
        "agency",
        "university",
        "institute",
        "foundation",
        "association",
        "board",
        "council",
        "commission",
        "department",
        "offering",
        "transaction",
        "merger",
        "acquisition",
        "agreement",
        "project",
        "program",
        "notes",
        "shares",
        "securities",
        "plan",
        "closing",
        "exchange",
        "act",
    ]
)
_ABOUT = re.compile(
    r"(?:^|\n)[ \t*#]*(?:About|ABOUT)[ \t]+(?:[Tt]he[ \t]+)?(?P<name>[^\n:]{2,80}?)[ \t]*:?[ \t]*(?=\n|$)"
)
_IS_MARKED = re.compile(r"[™®]$")  # a product's name
# Below it a candidate of the recogniser is wrong more often than it helps (chosen on the dev gold).
_SURE_NAME = 0.91
# Below it on average no rule finds a body: seen so, nine names in ten were none (800 unannotated releases).
_THINKABLE = 0.15
_GAP = 2  # characters between the parts of one name


@Language.factory("press_organisations", default_config={"registry": None})
def make_press_organisations(nlp: Language, name: str, registry: str | None) -> PressOrganisations:
    """Return the component with the packaged registry, and the user's file over it where one is named.

    Raises:
        InputError: that file is none.
    """
    return PressOrganisations(load_registry(Path(registry) if registry else None))


class PressOrganisations:
    """Finds organisations by the build of their names, listings, defined terms and the user's registry.

    Reads: text, candidates. Writes: candidates ORG; listings, definitions and registry of the state.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes."""
        state_of(doc).registry = self._registry
        for start, end, body in self._registry.find(text_of(doc)):
            add_candidate(doc, start, end, "ORG", f"registry:{body.name}")
        self._weigh_doubtful(doc)
        return _by_rules(doc)

    def _weigh_doubtful(self, doc: Doc) -> None:
        """Read the recogniser's candidates again by what only the registry and the words around them can tell."""
        text = text_of(doc)
        read = (self._reading(doc, text, span) for span in candidates_of(doc))
        doc.spans["candidates"] = [span for span in read if span is not None]

    def _reading(self, doc: Doc, text: str, span: Span) -> Span | None:
        """Return a candidate, as a body where it is no person's name; None for what nothing vouches for.

        `Phillips 66` has a figure and is taken for the company that it is; `Doe Hill` before `PR` is an agency.
        """
        at, end, score = span.start_char, span.end_char, span._.score
        if span.label_ == "PERSON":
            agency = words.AGENCY.match(text, end - len(" PR") * span.text.endswith(" PR"))
            if agency:
                return make_span(doc, at, agency.end(), "ORG", span.id_, score)
            form = words.FIRM_BEHIND.match(text, end)
            if form:
                return make_span(doc, at, end + len(form["form"] or ""), "ORG", span.id_, score)
            if words.BODY_END.search(span.text):
                return make_span(doc, at, end, "ORG", span.id_, score)
            if words.AWARD_BEHIND.match(text, end) or words.TICKER_BEHIND.match(text, end):
                return None
            is_chair = words.CHAIR_BEHIND.match(text, end) and words.CHAIR_BEFORE.search(text, max(0, at - 5), at)
            if is_chair or words.ENDOWED.match(text, end):
                return None
            if not words.FIGURE.search(span.text):
                return span
            return make_span(doc, at, end, "ORG", span.id_, score) if self._registry.knows(span.text) else None
        if span.label_ != "ORG" or score is None or score >= _SURE_NAME:
            return span
        return span if self._registry.knows(span.text) or _is_vouched_for(text, span) else None


def _is_vouched_for(text: str, span: Span) -> bool:
    """Return whether the words around a name await or explain a body, its abbreviation follows, or it ends like one."""
    before, end = text[max(0, span.start_char - 80) : span.start_char], span.end_char
    ahead = words.ABBREVIATED.match(text, end) or words.BODY_AHEAD.match(text, end)
    head = words.BODY_HEAD.search(span.text)
    # `U.S. Group` ends like a body, and names none.
    is_named = head is not None and span.text[: head.start()].strip().casefold() not in load_places()
    return bool(ahead or words.BODY_BEHIND.search(before) or is_named)


def _by_rules(doc: Doc) -> Doc:
    join_parts(doc)
    _extend_over_legal_forms(doc)
    text = text_of(doc)
    openings = _Openings(doc)
    for match in load_organisation_rules().finditer(text):
        office = words.OFFICE_BEFORE.match(match[0])
        start = match.start() + (office.end() if office else 0)
        if openings.has(start, match.end()):
            rule = (match.lastgroup or "").replace("__", ".")
            add_candidate(doc, start, match.end(), "ORG", f"rule:{rule}")
    for match in words.OF_OFFICE.finditer(text):
        start, end = match.span("name")
        if openings.has(start, end) and match["name"].casefold() not in load_places():
            add_candidate(doc, start, end, "ORG", "rule:org.of_office")
    for start, end in _listed(text):
        if openings.has(start, end) and text[start:end].casefold() not in load_places():
            add_candidate(doc, start, end, "ORG", "rule:org.listed")
    _read_brackets(doc)
    for match in _ABOUT.finditer(text):
        if (
            _looks_like_name(match["name"])
            and not _IS_MARKED.search(match["name"])
            and openings.has(*match.span("name"))
        ):
            add_candidate(doc, match.start("name"), match.end("name"), "ORG", "rule:org.about")
    return doc


class _Openings:
    """Where the rules may find a body: the recogniser has read the text in context, and found none but may see one."""

    def __init__(self, doc: Doc) -> None:
        # A technology may be part of a body's name: RISC-V Foundation.
        self._taken = sorted((span.start_char, span.end_char) for span in candidates_of(doc) if span.label_ != "TECH")
        self._reading = state_of(doc).reading

    def has(self, start: int, end: int) -> bool:
        """Return whether a body may stand between two places."""
        at = bisect_left(self._taken, (start, start))
        if (at and self._taken[at - 1][1] > start) or (at < len(self._taken) and self._taken[at][0] < end):
            return False
        return self._reading is None or self._reading.probability("ORG", start, end) >= _THINKABLE


def _listed(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the names stand that a list of bodies gives: its companies include Acme, Bolt and Calder Foods."""
    for behind in words.LISTED_BEHIND.finditer(text):
        name = words.LISTED_NAME.match(text, behind.end())
        while name:
            yield name.span("name")
            name = words.LISTED_NAME.match(text, name.end()) if name["more"] else None


def join_parts(doc: Doc) -> None:
    """Join what the recogniser parted where no name ends: Dubai Electricity and | Water Authority."""
    text = text_of(doc)
    bodies = sorted((s for s in candidates_of(doc) if s.label_ == "ORG"), key=lambda s: (s.start_char, s.end_char))
    starts = [span.start_char for span in bodies]
    joined: list[Span] = []
    gone: set[tuple[int, int]] = set()
    for span in bodies:
        open_end = words.OPEN_END.search(span.text)
        if not open_end:
            continue
        gone.add((span.start_char, span.end_char))
        behind = bodies[bisect_left(starts, span.end_char + 1) : bisect_right(starts, span.end_char + _GAP)]
        rest = next((o for o in behind if text[span.end_char : o.start_char].isspace()), None)
        end = rest.end_char if rest else span.start_char + open_end.start()
        made = make_span(doc, span.start_char, end, "ORG", "rule:org.joined", span._.score)
        if made is not None:
            joined.append(made)
            gone |= {(rest.start_char, rest.end_char)} if rest else set()
    if gone:
        kept = [s for s in candidates_of(doc) if s.label_ != "ORG" or (s.start_char, s.end_char) not in gone]
        doc.spans["candidates"] = [*kept, *joined]


def _extend_over_legal_forms(doc: Doc) -> None:
    """Add the whole name where the recogniser stopped before `, Inc.` or `Solutions`."""
    text = text_of(doc)
    for span in list(candidates_of(doc)):
        if span.label_ == "ORG":
            head = words.HEAD_AFTER.match(text, span.end_char)
            if head:
                add_candidate(doc, span.start_char, head.end(), "ORG", "rule:org.head", span._.score)
            form = words.FORM_AFTER.match(text, head.end() if head else span.end_char)
            if form and "\n" not in form[0]:
                end = form.end() - bool(words.SENTENCE_STOP.search(form[0]))
                add_candidate(doc, span.start_char, end, "ORG", "rule:org.legal_form", span._.score)


def _read_brackets(doc: Doc) -> None:
    state, text = state_of(doc), text_of(doc)
    for bracket in _BRACKET.finditer(text):
        after = end_of_words(text, bracket.start())
        for listing in _LISTING.finditer(bracket[1]):
            exchange = _exchange(listing[1])
            if exchange:
                state.listings.append(Listing(after, listing[2], exchange))
                state.brackets.append(bracket.span())
        for term in _TERM.finditer(bracket[1]):
            start = bracket.start(1) + term.start("term")
            end = start + len(term["term"].rstrip())
            state.definitions.append(Definition(after, term["term"].rstrip(), start, end))
    listed = {listing.ticker for listing in state.listings}
    named = {span.end_char: span.text for span in candidates_of(doc) if span.label_ == "ORG"}
    state.brackets += [m.span() for m in _SYMBOL.finditer(text) if _is_symbol(m, named, listed)]


def _is_symbol(bracket: re.Match[str], named: Mapping[int, str], listed: Container[str]) -> bool:
    """Return whether capitals in brackets are what is traded, not the name before them made short.

    So are the tickers that the text gives with their exchange, and capitals behind a body of one word;
    `named` are bodies by where they end.
    """
    text, letters = bracket.string, bracket["letters"]
    line = text[max(0, bracket.start() - _MAX_WORDS_BEFORE) : bracket.start()].rpartition("\n")[2]
    if "".join(word[0] for word in _WORD.findall(line)).upper().endswith(letters):
        return False
    name = named.get(bracket.start() - len(line) + len(line.rstrip()), "")
    one_word = bool(name) and " " not in name and not name.islower()
    return bool(bracket["dollar"]) or letters in listed or one_word


@cache
def _exchange(name: str) -> str | None:
    return load_exchanges().get(" ".join(name.split()).casefold())


def is_generic_term(term: str) -> bool:
    """Return whether a defined term is a word for any body (the "Company"), never a name."""
    return term.split()[-1].casefold() in _GENERIC


def _looks_like_name(heading: str) -> bool:
    parts = heading.split()
    return len(parts) <= 9 and sum(w[0].isupper() or not w[0].isalpha() for w in parts) * 2 >= len(parts)
