"""What annotated relations teach: the answer for each pair of organisations in a sentence, and the status."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from presstab.analysis.ties.ends import Pair, pairs
from presstab.analysis.ties.relation_rows import relation_rows
from presstab.analysis.ties.relations import ANSWERS
from presstab.analysis.ties.scene import lay_out
from presstab.corpus.gold import GoldRelease
from presstab.evaluate.prediction import Prediction
from presstab.evaluate.rows import align
from presstab.schema import STATUSES, SYMMETRIC

from training.ties.fit import Answers
from training.ties.releases import Annotated

_Told = dict[tuple[str, str], list[tuple[int, int, int, int]]]  # answer, status, evidence by the pair in its order


class Lessons(NamedTuple):
    """The examples of both questions that one release gives."""

    relation: Answers
    status: Answers | None


def lessons(release: Annotated) -> Lessons | None:
    """Return what a release teaches of relations.

    A pair that is told of in another sentence teaches nothing: nobody has said whether this one tells it too.
    """
    laid = lay_out(release.scene)
    found = pairs(laid)
    if not found:
        return None
    aligned = align(release.gold, Prediction(release.mentions), "ORG")
    told = _told(release.gold)
    numbers, answers, statuses = [], [], []
    for number, pair in enumerate(found):
        names = [aligned.ours.get(end.entity) for end in pair]
        if aligned.optional & {pair.first.entity, pair.second.entity}:
            continue
        relations = told.get((names[0] or "", names[1] or ""), [])
        here = [r for r in relations if _overlaps(release, pair, r[2:])]
        if relations and not here:
            continue
        numbers.append(number)
        answers.append(here[0][0] if here else 0)
        statuses.append(here[0][1] if here else -1)
    if not numbers:
        return None
    rows = relation_rows(laid, [found[number] for number in numbers])
    known = np.array(statuses) >= 0
    status = Answers(rows[known], np.array(statuses)[known]) if known.any() else None
    return Lessons(Answers(rows, np.array(answers)), status)


def _told(gold: GoldRelease) -> _Told:
    told: _Told = {}
    for relation in gold.relations:
        status = STATUSES.index(relation.status)
        for reverse, ends in (
            (False, (relation.subject, relation.object)),
            (True, (relation.object, relation.subject)),
        ):
            wanted = (relation.type, reverse and relation.type not in SYMMETRIC)
            answer = next(n for n, a in enumerate(ANSWERS) if a and tuple(a) == wanted)
            told.setdefault(ends, []).append((answer, status, relation.start, relation.end))
    return told


def _overlaps(release: Annotated, pair: Pair, evidence: tuple[int, int]) -> bool:
    """Return whether the evidence stands in the sentence of a pair."""
    start, end = release.scene.sentence(pair.second.start)
    return evidence[0] < end and start < evidence[1]
