from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from presstab.nlp import load
from presstab.recogniser.decode import _viterbi, best_path, join_windows, spans, transitions, windows
from presstab.recogniser.encode import Encoder, line_starts
from presstab.recogniser.model import Recogniser

from tests.conftest import ROOT

LABELS = ["O", "B-ORG", "I-ORG", "B-PERSON", "I-PERSON"]
TEXT = "Acme Robotics Inc. named Jane Doe chief executive officer. Its lidar sensors reach Borealis Mining Ltd.\n\n"


@given(st.integers(0, 2_000), st.sets(st.integers(0, 1_999), max_size=60), st.integers(20, 200))
@settings(max_examples=200, deadline=None)
def test_windows_cover_every_piece_and_none_is_too_long(n: int, breaks: set[int], size: int) -> None:
    places = windows(n, sorted(b for b in breaks if b < n), size, size // 4)
    assert {at for start, end in places for at in range(start, end)} == set(range(n))
    assert all(0 < end - start <= size for start, end in places)
    assert all(one[0] < other[0] for one, other in itertools.pairwise(places))


@given(st.integers(1, 40), st.integers(0, 10_000))
@settings(max_examples=100, deadline=None)
def test_best_path_is_lawful_and_the_search_over_all_words_where_labels_contradict(n: int, seed: int) -> None:
    rows = np.random.default_rng(seed).dirichlet(np.ones(len(LABELS)), n).astype(np.float32)
    steps = transitions(LABELS)
    path = best_path(rows, steps, LABELS)
    assert not LABELS[path[0]].startswith("I-")
    assert all(steps[a, b] == 0 for a, b in itertools.pairwise(path))
    if not (rows[:, 0] > 0.9).any():
        inside = np.array([label.startswith("I-") for label in LABELS])
        assert np.isclose(
            np.log(rows[range(n), path]).sum(), np.log(rows[range(n), _viterbi(rows, steps, inside)]).sum(), atol=1e-3
        )


def test_spans_carry_the_mean_probability_of_their_words() -> None:
    rows = np.array([[0.1, 0.9, 0, 0, 0], [0.3, 0, 0.7, 0, 0], [1, 0, 0, 0, 0]], dtype=np.float32)
    assert spans([1, 2, 0], rows, LABELS) == [(0, 1, "ORG", 0.8)]


def test_overlapping_windows_are_joined_by_how_central_a_piece_stands() -> None:
    one, other = np.zeros((3, 2), dtype=np.float32), np.ones((3, 2), dtype=np.float32)
    joined = join_windows([(0, 3, one), (1, 4, other)], 4, 2)
    assert joined[0, 0] == 0
    assert joined[3, 0] == 1
    assert 0 < joined[1, 0] < joined[2, 0] < 1


def test_lines_begin_where_the_shapes_say_so() -> None:
    encoded = Recogniser()._encoder.encode("One two\nthree")
    assert line_starts(encoded.shapes) == [0, encoded.word_of_piece.index(2)]


@pytest.mark.parametrize("number", [1, 2, 64])
def test_a_release_is_read_the_same_alone_and_among_others(number: int) -> None:
    nlp = load()
    release = (ROOT / "corpus" / "releases" / "honda-nissan-2024.txt").read_text(encoding="utf-8")
    others = [TEXT * (1 + at % 7) for at in range(number - 1)]
    alone = [(e.text, e.label_, e._.score) for e in nlp(release).ents]
    last = list(nlp.pipe([*others, release]))[-1]
    assert [(e.text, e.label_, e._.score) for e in last.ents] == alone


def test_nothing_of_a_long_text_is_cut() -> None:
    text = TEXT.replace("\n", " ") * 60
    found = Recogniser().find(text)
    assert found[-1].end > len(text) - len(TEXT)
    assert sum(span.label == "PERSON" for span in found) == 60


def test_a_reading_says_how_probable_a_kind_is_in_a_place() -> None:
    text = "Acme Robotics Corp. hired Jane Doe."
    reading = Recogniser().read(text)
    assert reading.probability("ORG", 0, 13) > 0.9 > 0.1 > reading.probability("PERSON", 0, 13)
    assert reading.probability("PERSON", text.index("Jane"), len(text) - 1) > 0.9
    assert reading.probability("ORG", 4, 5) == 0  # between two words
    assert Recogniser().read(" \n").spans == []


def test_a_text_in_which_every_word_is_surely_nothing_is_read() -> None:
    text = "it was what they had been told to do and so it went on as before. "
    assert not Recogniser().read(text * 40).spans


def test_words_that_the_last_layer_is_not_asked_about_are_told_from_those_that_it_is() -> None:
    text = "On the way they had been told that Acme Robotics Corp. would go on as before. "
    reading = Recogniser().read(text * 12)
    places = [text.index("Acme") + at * len(text) for at in range(12)]
    assert [(span.start, span.label) for span in reading.spans] == [(place, "ORG") for place in places]
    assert all(reading.probability("ORG", place - 25, place - 1) < 0.01 for place in places)


def test_letters_with_a_stroke_are_read_as_the_vocabulary_knows_them() -> None:
    encoder = Encoder(["[UNK]", "[CLS]", "[SEP]", "lukasz", "dord", "##evic", "yildiz"])
    assert encoder.encode("Łukasz Đorđević Yıldız").piece_ids == [3, 4, 5, 6]
