"""Scores extractions against gold, as `corpus/gold/README.md` defines each score."""

from presstab.evaluate.count import Count, Error, Evaluation
from presstab.evaluate.prediction import (
    PredictedMention,
    PredictedQuotation,
    PredictedRelation,
    PredictedRole,
    Prediction,
    prediction_of,
)
from presstab.evaluate.score import evaluate

__all__ = [
    "Count", "Error", "Evaluation", "PredictedMention", "PredictedQuotation", "PredictedRelation", "PredictedRole",
    "Prediction", "evaluate", "prediction_of",
]  # fmt: skip
