"""`press_quotations`: who said what."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from presstab.analysis.quotations import NamedEntity, QuotationRules, Setting, SpeakerRole, find_quotations
from presstab.analysis.record import Entities, Mentions, Quotations, Role
from presstab.components.results import needed, text_of
from presstab.resources import Resources, load_resources

QUOTATIONS = "quotations"
_NO_MORE = frozenset(["held", "leaves"])


@Language.factory(
    "press_quotations",
    requires=["doc._.press_mentions", "doc._.press_entities", "doc._.press_roles"],
    assigns=["doc._.press_quotations", "doc.spans"],
    default_config={"resources": None},
)
def press_quotations(nlp: Language, name: str, resources: str | None) -> PressQuotations:
    """Return the component; `resources` is a folder whose files stand in for packaged ones.

    Raises:
        InputError: there is no such folder.
    """
    return PressQuotations(load_resources(resources))


class PressQuotations:
    """Finds what is quoted and who says it; the places are `doc.spans["quotations"]`."""

    def __init__(self, resources: Resources) -> None:
        self._rules = resources.rules_as(QuotationRules, "quotations")

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes."""
        mentions = needed(doc, "press_mentions", "press_quotations")
        entities = needed(doc, "press_entities", "press_quotations")
        offices = _offices(needed(doc, "press_roles", "press_quotations").items)
        people, organisations = (_named(mentions, entities, label) for label in ("PERSON", "ORG"))
        setting = Setting(text_of(doc), self._rules, people, organisations, offices, entities.issuer)
        found = tuple(find_quotations(setting))
        doc._.press_quotations = Quotations(found)
        spans = (doc.char_span(q.start, q.end, label="QUOTATION", alignment_mode="expand") for q in found)
        doc.spans[QUOTATIONS] = SpanGroup(doc, name=QUOTATIONS, spans=[span for span in spans if span is not None])
        return doc


def _named(mentions: Mentions, entities: Entities, label: str) -> Iterator[NamedEntity]:
    for number, entity in entities.of_mention.items():
        if entity.label == label:
            mention = mentions.items[number]
            yield NamedEntity(mention.start, mention.end, entity.local_id)


def _offices(roles: tuple[Role, ...]) -> Iterator[SpeakerRole]:
    for role in roles:
        is_held = role.action not in _NO_MORE
        yield SpeakerRole(role.person, role.organisation, role.title, role.title_start, is_held)
