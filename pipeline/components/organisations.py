"""`press_organisations`: legal forms, body heads, tickers, defined terms, `About X` headings."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.components.state import Definition, Listing, add_candidate, candidates_of, make_span, state_of, text_of
from pipeline.patterns import load_exchanges, load_legal_forms, load_organisation_rules
from pipeline.registry import Registry, load_registry

_BRACKET = re.compile(r"\(([^()\n]{3,160})\)")
_LISTING = re.compile(r"([A-Z][A-Za-z .\-]{1,30}?)\s*[:：]\s*\$?([A-Z0-9]{1,6}(?:\.[A-Z]{1,2})?)\b")
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
_FORM_AFTER = re.compile(rf"\s*,?\s{load_legal_forms().pattern}(?!-)")  # no form: Acme Co-Founder
# The last words of companies' names.
_HEAD_AFTER = re.compile(
    r"(?:[ ](?:Solutions?|Technologies|Holdings|Systems|Industries|Motors|Networks|Laboratories|Labs|Ventures|"
    r"Pharmaceuticals|Therapeutics|Biosciences|Entertainment|Resources|Enterprises|Logistics|Robotics|Semiconductors?))+\b(?!-)"
)
# `Chief Scientific Officer of Acme GmbH`: an office is no part of the name
_OFFICE_BEFORE = re.compile(
    r".*\b(?:Officer|Director|President|Manager|Chairman|Chairwoman|Chair|Head|Partner|Founder|CEO|CFO|CTO|COO|Counsel|"
    r"Secretary|Professor|Editor|Minister|Governor)\s+(?:of|at|for)\s+(?:the\s+)?(?=[A-Z])"
)
# Words before which a body stands: CEO of; subsidiary of; joint venture between Acme and
_BODY_BEHIND = re.compile(
    r"(?:\b(?:Officer|Director|President|Manager|Chairman|Chairwoman|Chair|Partner|[Ff]ounder|CEO|CFO|CTO|COO|Counsel)\s+(?:of|at|for)"
    r"|\b(?:subsidiary|division|unit|affiliate|spin-?off|customers?|shareholders?)\s+of"
    r"|\b(?:acquired|owned|operated|founded|headed|sponsored|backed)\s+by"
    r"|\b(?:partnership|partnered|partnering|collaboration|joint\s+venture|agreement|merger)\s+(?:with|between\s+[^,.\n]{2,40}\s+and))\s+(?:the\s+)?$"
)
_ABBREVIATED = re.compile(r" \([\"“]?[A-Z][A-Z&]{1,6}[\"”]?\)")
# `CVR Partners, LP.`: a form in capitals without inner full stops ends the sentence, not itself.
# Below it a candidate of the recogniser is wrong more often than it helps (chosen on the dev gold).
_SURE_NAME = 0.85
_FIGURE = re.compile(r"\d")
_AGENCY = re.compile(r" (?:PR|Public Relations)\b")
_SENTENCE_STOP = re.compile(r"(?<![.\w])[A-Z]{2,}\.$")


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
            agency = _AGENCY.match(text, end - len(" PR") * span.text.endswith(" PR"))
            if agency:
                return make_span(doc, at, agency.end(), "ORG", span.id_, score)
            if not _FIGURE.search(span.text):
                return span
            return make_span(doc, at, end, "ORG", span.id_, score) if self._registry.knows(span.text) else None
        if span.label_ != "ORG" or score is None or score >= _SURE_NAME:
            return span
        return span if self._registry.knows(span.text) or _is_vouched_for(text, span) else None


def _is_vouched_for(text: str, span: Span) -> bool:
    """Return whether the words before await a body, or the name has its abbreviation behind it."""
    around = text[max(0, span.start_char - 80) : span.start_char], text[span.end_char : span.end_char + 12]
    return bool(_BODY_BEHIND.search(around[0]) or _ABBREVIATED.match(around[1]))


def _by_rules(doc: Doc) -> Doc:
    _extend_over_legal_forms(doc)
    text = text_of(doc)
    # A technology may be part of a body's name: RISC-V Foundation.
    taken = sorted((span.start_char, span.end_char) for span in candidates_of(doc) if span.label_ != "TECH")
    for match in load_organisation_rules().finditer(text):
        # What the recogniser has read there, it has read in context.
        office = _OFFICE_BEFORE.match(match[0])
        start = match.start() + (office.end() if office else 0)
        if _is_free(taken, start, match.end()):
            rule = (match.lastgroup or "").replace("__", ".")
            add_candidate(doc, start, match.end(), "ORG", f"rule:{rule}")
    _read_brackets(doc)
    for match in _ABOUT.finditer(text):
        if _looks_like_name(match["name"]) and _is_free(taken, *match.span("name")):
            add_candidate(doc, match.start("name"), match.end("name"), "ORG", "rule:org.about")
    return doc


def _is_free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_left(taken, (start, start))
    return (at == 0 or taken[at - 1][1] <= start) and (at == len(taken) or taken[at][0] >= end)


def _extend_over_legal_forms(doc: Doc) -> None:
    """Add the whole name where the recogniser stopped before `, Inc.` or `Solutions`."""
    text = text_of(doc)
    for span in list(candidates_of(doc)):
        if span.label_ == "ORG":
            head = _HEAD_AFTER.match(text, span.end_char)
            if head:
                add_candidate(doc, span.start_char, head.end(), "ORG", "rule:org.head", span._.score)
            form = _FORM_AFTER.match(text, head.end() if head else span.end_char)
            if form and "\n" not in form[0]:
                end = form.end() - bool(_SENTENCE_STOP.search(form[0]))
                add_candidate(doc, span.start_char, end, "ORG", "rule:org.legal_form", span._.score)


def _read_brackets(doc: Doc) -> None:
    state, text = state_of(doc), text_of(doc)
    for bracket in _BRACKET.finditer(text):
        after = len(text[: bracket.start()].rstrip())
        for listing in _LISTING.finditer(bracket[1]):
            exchange = _exchange(listing[1])
            if exchange:
                state.listings.append(Listing(after, listing[2], exchange))
                state.brackets.append(bracket.span())
        for term in _TERM.finditer(bracket[1]):
            start = bracket.start(1) + term.start("term")
            end = start + len(term["term"].rstrip())
            state.definitions.append(Definition(after, term["term"].rstrip(), start, end))


@cache
def _exchange(name: str) -> str | None:
    return load_exchanges().get(" ".join(name.split()).casefold())


def is_generic_term(term: str) -> bool:
    """Return whether a defined term is a word for any body (the "Company"), never a name."""
    return term.split()[-1].casefold() in _GENERIC


def _looks_like_name(heading: str) -> bool:
    words = heading.split()
    return len(words) <= 9 and sum(w[0].isupper() or not w[0].isalpha() for w in words) * 2 >= len(words)
