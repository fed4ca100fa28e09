"""The kinds of model that the recogniser is compared with, trained on the same releases.

    python -m training.baselines light|spacy|spacy-vectors --gold ../shared/gold [--texts releases.jsonl.gz]

`light`: embeddings of word pieces and shapes, dilated convolutions, nothing pretrained. `spacy`: the
`ner` of spaCy (hashed embeddings, CNN, transitions) trained anew; with `-vectors` static vectors beside,
trained by floret on the unannotated releases. Prints exact-span figures on dev and words a second.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import spacy
import torch
from spacy.language import Language
from spacy.training import Example as SpacyExample
from spacy.util import filter_spans, minibatch

from training.data import Annotated, Habits, gold_example, load_annotated, load_texts
from training.fit import Settings, fit, seed_all
from training.score import Finder, figures, line_of, predict
from training.tagger import LightTagger
from training.vocabulary import student_encoder, vocabulary

SPACY_EPOCHS = 25
LIGHT = Settings(epochs=40, window=254, batch=8, learning_rate=2e-3, head_rate=2e-3, habits=Habits())


def light(train: Sequence[Annotated], seed: int) -> Finder:
    """Return a light tagger trained from nothing."""
    seed_all(seed)
    encoder = student_encoder()
    examples = [gold_example(*release, encoder) for release in train]
    model = LightTagger(len(vocabulary()))
    trained = fit(model, lambda epoch: examples, encoder, LIGHT._replace(seed=seed), lambda model: "")
    return lambda texts: predict(trained, encoder, texts)


def spacy_ner(train: Sequence[Annotated], seed: int, vectors: Path | None = None) -> Finder:
    """Return spaCy's `ner` trained anew, with static vectors where a floret table is given."""
    spacy.util.fix_random_seed(seed)
    nlp = spacy.blank("en")
    if vectors is not None:
        from spacy.vectors import Mode, Vectors

        table = Vectors(mode=Mode.floret, strings=nlp.vocab.strings, **floret_table(vectors))
        nlp.vocab.vectors = table
    tok2vec = {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
            "rows": [5000, 2500, 2500, 2500], "include_static_vectors": vectors is not None,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 96, "depth": 4, "window_size": 1,
            "maxout_pieces": 3,
        },
    }  # fmt: skip
    model = {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False,
        "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "nO": None, "tok2vec": tok2vec,
    }  # fmt: skip
    nlp.add_pipe("ner", config={"model": model})
    examples = [_spacy_example(nlp, *release) for release in train]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(SPACY_EPOCHS):
        random.shuffle(examples)
        for batch in minibatch(examples, 4):
            nlp.update(batch, sgd=optimizer, drop=0.2)
    return lambda texts: [{(e.start_char, e.end_char, e.label_) for e in doc.ents} for doc in nlp.pipe(texts)]


def _spacy_example(nlp: Language, text: str, mentions: Sequence[object]) -> SpacyExample:
    doc = nlp.make_doc(text)
    spans = [doc.char_span(m.start, m.end, m.label) for m in mentions if not m.optional]  # type: ignore[attr-defined]
    return SpacyExample.from_dict(doc, {"entities": [
        (s.start_char, s.end_char, s.label_) for s in filter_spans([s for s in spans if s is not None])
    ]})  # fmt: skip


def train_vectors(texts: Sequence[str], out: Path) -> Path:
    """Train floret vectors (hashed subwords, 100 dimensions) on texts; return the table's file."""
    import floret

    nlp = spacy.blank("en")
    corpus = out / "corpus.txt"
    with corpus.open("w", encoding="utf-8") as lines:
        for text in texts:
            lines.write(" ".join(token.text for token in nlp.make_doc(text[:50_000]) if not token.is_space) + "\n")
    model = floret.train_unsupervised(
        str(corpus), model="cbow", mode="floret", bucket=20_000, minn=4, maxn=5, hashCount=2, dim=100, epoch=5, thread=2
    )
    model.save_floret_vectors(str(out / "vectors.floret"))
    return out / "vectors.floret"


def floret_table(path: Path) -> dict[str, object]:
    """Return the fields of a floret table as spaCy's vectors take them."""
    import numpy

    with path.open(encoding="utf-8") as lines:
        head = lines.readline().split()
        rows = [[float(x) for x in line.rstrip().split(" ")[1:]] for line in lines]
    return {
        "data": numpy.asarray(rows, dtype="f"), "minn": int(head[2]), "maxn": int(head[3]), "hash_count": int(head[4]),
        "hash_seed": int(head[5]), "bow": head[6], "eow": head[7],
    }  # fmt: skip


def main() -> None:
    """Train one baseline and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["light", "spacy", "spacy-vectors"])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    train, dev = load_annotated(given.gold / "train"), load_annotated(given.gold / "dev")
    began = time.monotonic()
    if given.kind == "light":
        find = light(train, given.seed)
    else:
        with tempfile.TemporaryDirectory() as folder:
            needs = given.kind == "spacy-vectors"
            find = spacy_ner(
                train, given.seed, train_vectors([*load_texts(given.texts).values()], Path(folder)) if needs else None
            )
    took = time.monotonic() - began
    torch.set_num_threads(1)
    began = time.perf_counter()
    scores = figures(dev, find)
    speed = sum(len(text.split()) for text, _ in dev) / (time.perf_counter() - began)
    print(f"{given.kind} seed {given.seed}: trained in {took:.0f} s, {speed:.0f} words/s  {line_of(scores)}")


if __name__ == "__main__":
    main()
