"""What is known of an organisation of a release: its listings, its entry in the registry, its kind and its country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from presstab.analysis.linking.draft import Draft, Evidence
from presstab.names.descriptions import Description

_OF_UNITED_STATES = ("U.S. ", "US ", "United States ")
_DESCRIBED = 12  # mentions of an organisation around which a description is looked for
_PUBLIC = frozenset(["government", "education", "nonprofit"])  # kinds whose names say where they are


def attach_listings(drafts: Iterable[Draft], evidence: Evidence) -> None:
    """Give each organisation the listings in brackets after its name; after an exchange's they are another's."""
    exchanges = evidence.resources.exchanges
    listed = (draft for draft in drafts if not any(form.casefold() in exchanges for form in draft.forms))
    ends = {evidence.mentions[at].end: draft for draft in listed for at in draft.mentions}
    for listing in evidence.brackets.listings:
        draft = ends.get(listing.after)
        if draft is not None and (listing.ticker, listing.exchange) not in draft.tickers:
            draft.tickers.append((listing.ticker, listing.exchange))


def attach_registry(draft: Draft, evidence: Evidence) -> None:
    """Note what the registry knows of an organisation, and its kind."""
    registry, kinds = evidence.registry, evidence.resources.kinds
    entry = registry.lookup(sorted(draft.forms), draft.tickers)
    kind = kinds.of(draft.name) or ("company" if draft.tickers or draft.facts.get("legal_form") else None)
    draft.tickers_of_others = list(registry.of_others(sorted(draft.forms), draft.tickers))
    if entry is not None:
        draft.facts["registry"] = entry.name
        draft.facts["identifiers"] = entry.identifiers
        draft.facts["country"] = entry.country
        # A listed company may be called by what it is not (Federal Express); a well-known ministry is what it is.
        kind = entry.kind if entry.kind and (entry.is_own or entry.kind != "company") else kind or entry.kind
    if kind:
        draft.facts["kind"] = kind


def attach_description(draft: Draft, evidence: Evidence) -> None:
    """Note the kind and the country that the words around a name state, where name, registry and form state none."""
    if "kind" in draft.facts and draft.facts.get("country"):
        return
    told = list(_descriptions(draft, evidence))
    kind = next((said.kind for said in told if said.kind), None)
    if kind and draft.facts.get("kind", "company") == "company":
        draft.facts["kind"] = kind
    if not draft.facts.get("country"):
        draft.facts["country"] = next((said.country for said in told if said.country), None) or _country(
            draft, evidence
        )


def _descriptions(draft: Draft, evidence: Evidence) -> Iterator[Description]:
    descriptions = evidence.resources.descriptions
    for at in draft.mentions[:_DESCRIBED]:
        yield descriptions.read(evidence.text, evidence.mentions[at].end)
        yield descriptions.read_before(evidence.text, evidence.mentions[at].start)


def _country(draft: Draft, evidence: Evidence) -> str | None:
    """Return the country that the legal form belongs to alone, or that the name of a public organisation names.

    The University of Utah is in the United States; Utah Phillips Records may be anywhere.
    """
    form, resources = draft.facts.get("legal_form"), evidence.resources
    if form and (country := resources.legal_forms.country(form)):
        return country
    kind = draft.facts.get("kind")
    if kind == "government" and draft.name.startswith(_OF_UNITED_STATES):
        return "US"
    return resources.descriptions.country_within(draft.name) if kind in _PUBLIC else None
