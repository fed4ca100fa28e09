"""`press_arbiter`: one reading per character."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from presstab.analysis.arbiter import arbitrate
from presstab.analysis.record import Brackets, Outline
from presstab.analysis.soundness import NameReading
from presstab.components.annotate import set_ents
from presstab.components.results import keep_candidates, needed, tokens_of
from presstab.resources import Resources, load_resources

_SOURCE_OF = {"model": "model", "rules": "rule", "lexicon": "lexicon"}


@Language.factory(
    "press_arbiter",
    requires=["doc._.press_candidates"],
    assigns=["doc._.press_candidates", "doc._.press_mentions", "doc.ents", "span._.score"],
    default_config={"without": [], "registry": None, "lexicon": None, "resources": None},
)
def make_press_arbiter(
    nlp: Language, name: str, without: list[str], registry: str | None, lexicon: str | None, resources: str | None
) -> PressArbiter:
    """Return the component; `without` names sources of candidates to leave out, for measuring.

    `registry` is a file of the user's own, some of whose names may be ones to ignore; `lexicon` is one whose terms
    are found wherever they stand; `resources` is a folder whose files stand in for packaged ones.

    Raises:
        InputError: such a file or folder is none.
    """
    return PressArbiter(without, load_resources(resources), registry, lexicon)


class PressArbiter:
    """Settles the candidates of all components before it: what is chosen is a mention and stands in `doc.ents`."""

    def __init__(self, without: list[str], resources: Resources, registry: str | None, lexicon: str | None) -> None:
        self._without, self._names = {_SOURCE_OF[name] for name in without}, NameReading.of(resources)
        self._ignored, self._listed = resources.registry(registry).ignored, resources.lexicon(lexicon).own

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes."""
        titles = doc._.press_titles
        candidates, mentions = arbitrate(
            tokens_of(doc),
            needed(doc, "press_candidates", "press_arbiter").items,
            outline=doc._.press_outline or Outline(),
            brackets=doc._.press_brackets or Brackets(),
            titles=titles.sure if titles else (),
            names=self._names,
            ignored=self._ignored,
            reading=doc._.press_reading,
            listed=self._listed,
            without=self._without,
        )
        keep_candidates(doc, candidates)
        doc._.press_mentions = mentions
        set_ents(doc, mentions.items, {})
        return doc
