"""What relations teach that somebody has read: what is told of each pair of organisations in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from presstab.analysis.ties.ends import Pair
from presstab.analysis.ties.pieces import sentences_of
from presstab.analysis.ties.scene import Scene
from presstab.recogniser.encode import Encoder

from training.ties.told import Lesson, ToldPair


def lessons(scene: Scene, found: Sequence[Pair], told: Mapping[int, ToldPair], encoder: Encoder) -> list[Lesson]:
    """Return the sentences of a release with what is told, by the numbers of the pairs.

    Raises:
        ValueError: no recogniser gave the release's states.
    """
    if scene.states is None:
        raise ValueError("a release teaches relations with the states of a recogniser alone")
    numbers, states = list(told), scene.states
    sentences = sentences_of(scene, [found[number] for number in numbers], encoder)
    return [
        Lesson(sentence, [told[numbers[one.pair]] for one in sentence.asked], states.of(np.array(sentence.rows)))
        for sentence in sentences
    ]
