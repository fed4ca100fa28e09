"""Builds the spaCy `Language` from the packaged configuration."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Collection
from pathlib import Path

from spacy.language import Language
from spacy.util import load_config, load_model_from_config

from presstab.components.ner import OWN
from presstab.errors import InputError

CONFIG = Path(__file__).parent / "resources" / "pipeline.cfg"
_COMPONENTS = (
    "tokenizer", "sentences", "zones", "ner", "organisations", "people", "technologies", "dates", "arbiter",
    "linker", "roles", "quotations", "relations",
)  # fmt: skip


SOURCES = ("model", "rules", "lexicon")
# Which components are handed which files.
_HANDED = {
    "lexicon": ("press_technologies", "press_arbiter", "press_linker"),
    "registry": ("press_organisations", "press_arbiter", "press_linker"),
    "resources": (
        "press_sentences", "press_zones", "press_organisations", "press_people", "press_technologies", "press_arbiter",
        "press_linker", "press_roles", "press_quotations", "press_relations",
    ),
}  # fmt: skip


def load(
    model: str = OWN,
    without: Collection[str] = (),
    lexicon: str | Path | None = None,
    registry: str | Path | None = None,
    resources: str | Path | None = None,
) -> Language:
    """Return the pipeline; call it on a text and read `doc.ents`.

    `model` is `presstab`, our own recogniser, or the name of an installed spaCy pipeline
    whose `ner` takes its place. `without` leaves out sources of candidates (model, rules,
    lexicon), to measure what each brings; dates are rules. `lexicon` is a file of technologies
    of the user's own, which wins over the packaged one; `registry` one of organisations. `resources` is
    a folder whose files stand in for packaged ones, to try an edit of them.

    Raises:
        InputError: that pipeline is not installed or has no `ner`, a source is unknown, or the
            lexicon, registry or folder of resources is no such.
    """
    if unknown := sorted(set(without) - set(SOURCES)):
        raise InputError(f"unknown source {unknown[0]!r}: choose from {', '.join(SOURCES)}")
    for name in _COMPONENTS:  # registers the factories where no entry point does
        importlib.import_module(f"presstab.components.{name}")
    overrides: dict[str, object] = {
        "components.press_ner.model": model,
        "components.press_arbiter.without": sorted(without),
    }
    for given, path in (("lexicon", lexicon), ("registry", registry), ("resources", resources)):
        overrides |= {f"components.{name}.{given}": str(path) if path else None for name in _HANDED[given]}
    config = load_config(CONFIG, overrides=overrides)
    nlp = load_model_from_config(config, auto_fill=True)
    nlp.max_length = sys.maxsize
    return nlp
