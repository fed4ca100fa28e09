"""`press_linker`: which mentions of one release mean the same entity, and whose release it is."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from presstab.analysis.linking.draft import Evidence
from presstab.analysis.linking.link import link
from presstab.analysis.linking.rules import LinkRules
from presstab.analysis.record import Brackets, Outline
from presstab.components.annotate import set_ents
from presstab.components.results import needed, text_of
from presstab.resources import Resources, load_resources


@Language.factory(
    "press_linker",
    requires=["doc._.press_mentions"],
    assigns=["doc._.press_entities", "doc.ents"],
    default_config={"lexicon": None, "registry": None, "resources": None},
)
def press_linker(
    nlp: Language, name: str, lexicon: str | None, registry: str | None, resources: str | None
) -> PressLinker:
    """Return the component with the packaged lexicon and registry, and files of the user's over them.

    `resources` is a folder whose files stand in for packaged ones.

    Raises:
        InputError: a file or folder is none.
    """
    return PressLinker(load_resources(resources), lexicon, registry)


class PressLinker:
    """Groups the mentions of a release into entities, whose local ids are `kb_id_` of `doc.ents`."""

    def __init__(self, resources: Resources, lexicon: str | None, registry: str | None) -> None:
        self._resources, self._rules = resources, resources.rules_as(LinkRules, "links")
        self._lexicon, self._registry = resources.lexicon(lexicon), resources.registry(registry)

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes."""
        mentions = needed(doc, "press_mentions", "press_linker").items
        entities = link(
            Evidence(
                text=text_of(doc),
                mentions=mentions,
                outline=doc._.press_outline or Outline(),
                brackets=doc._.press_brackets or Brackets(),
                abbreviations=doc._.press_abbreviations or {},
                registry=self._registry,
                lexicon=self._lexicon,
                resources=self._resources,
                rules=self._rules,
            )
        )
        doc._.press_entities = entities
        set_ents(doc, mentions, {number: entity.local_id for number, entity in entities.of_mention.items()})
        return doc
