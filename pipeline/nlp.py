"""Builds the spaCy `Language` from the packaged configuration."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from spacy.language import Language
from spacy.util import load_config, load_model_from_config

from pipeline.components.ner import OWN

CONFIG = Path(__file__).parent / "resources" / "pipeline.cfg"
_COMPONENTS = (
    "tokenizer", "sentences", "zones", "ner", "organisations", "people", "technologies", "dates", "arbiter",
    "linker", "roles",
)  # fmt: skip


def load(model: str = OWN) -> Language:
    """Return the pipeline; call it on a text and read `doc.ents`.

    `model` is `presstab`, our own recogniser, or the name of an installed spaCy pipeline
    whose `ner` takes its place.

    Raises:
        InputError: that pipeline is not installed or has no `ner`.
    """
    for name in _COMPONENTS:  # registers the factories where no entry point does
        importlib.import_module(f"pipeline.components.{name}")
    config = load_config(CONFIG, overrides={"components.press_ner.model": model})
    nlp = load_model_from_config(config, auto_fill=True)
    nlp.max_length = sys.maxsize
    return nlp
