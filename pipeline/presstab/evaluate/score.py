"""The scores of extractions against gold, each as `corpus/gold/README.md` defines it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from presstab.corpus.gold import GoldRelease
from presstab.evaluate.count import Counts, Evaluation
from presstab.evaluate.prediction import Prediction
from presstab.evaluate.rows import score_rows
from presstab.evaluate.spans import score_spans
from presstab.evaluate.statements import score_quotations, score_relations, score_roles
from presstab.schema import ENTITY_LABELS, LABELS


def evaluate(gold: Sequence[GoldRelease], predictions: Mapping[str, Prediction]) -> Evaluation:
    """Return the scores of predictions by doc_id; a release without prediction counts as empty."""
    evaluation = Evaluation()
    for release in gold:
        predicted = predictions.get(release.doc_id, Prediction())
        counts: Counts = {}
        for label in LABELS:
            score_spans(release, predicted, label, counts, evaluation.errors)
        for label in ENTITY_LABELS:
            score_rows(release, predicted, label, counts)
        score_roles(release, predicted, counts)
        score_quotations(release, predicted, counts)
        score_relations(release, predicted, counts)
        evaluation.by_release.append(counts)
    return evaluation
