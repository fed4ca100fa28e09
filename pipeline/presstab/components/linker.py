"""`press_linker`: which mentions of one release mean the same entity, and whose release it is."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from presstab.analysis.linking.draft import Evidence
from presstab.analysis.linking.link import link
from presstab.analysis.record import Brackets, Outline
from presstab.components.annotate import set_ents
from presstab.components.results import needed, text_of
from presstab.lexicon import Lexicon, load_lexicon
from presstab.registry import Registry, load_registry


@Language.factory(
    "press_linker",
    requires=["doc._.press_mentions"],
    assigns=["doc._.press_entities", "doc.ents"],
    default_config={"lexicon": None, "registry": None},
)
def press_linker(nlp: Language, name: str, lexicon: str | None, registry: str | None) -> PressLinker:
    """Return the component with the packaged lexicon and registry, and files of the user's over them.

    Raises:
        InputError: a file is none.
    """
    return PressLinker(
        load_lexicon(Path(lexicon) if lexicon else None), load_registry(Path(registry) if registry else None)
    )


class PressLinker:
    """Groups the mentions of a release into entities, whose local ids are `kb_id_` of `doc.ents`."""

    def __init__(self, lexicon: Lexicon, registry: Registry) -> None:
        self._lexicon, self._registry = lexicon, registry

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
            )
        )
        doc._.press_entities = entities
        set_ents(doc, mentions, {number: entity.local_id for number, entity in entities.of_mention.items()})
        return doc
