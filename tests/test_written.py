"""The sentences that are written to teach: each is well formed, and tells what its form says."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from presstab.analysis.ties.actions import ACTIONS
from presstab.analysis.ties.ends import pairs
from presstab.analysis.ties.relations import ANSWERS
from presstab.analysis.ties.scene import lay_out
from presstab.analysis.ties.words import TieWords
from presstab.resources import packaged
from presstab.schema import RELATION_TYPES, STATUSES

from training.ties.read import told_offices, told_relations
from training.ties.written import OFFICES, RELATIONS, read_line, written_releases

_ORG = r"(?:O\d+|I)"
_FORMS = {
    RELATIONS: rf"none|(?:{'|'.join(RELATION_TYPES)}) {_ORG} {_ORG} (?:{'|'.join(STATUSES)})",
    OFFICES: rf"T\d+ (?:none|P\d+ (?:{_ORG}|[-?]) (?:{'|'.join(ACTIONS)}))",
}


@pytest.mark.parametrize("path", _FORMS, ids=lambda path: path.stem)
def test_every_line_is_well_formed(path: Path) -> None:
    for line, count in Counter(path.read_text(encoding="utf-8").splitlines()).items():
        assert count == 1, line
        marked, told = line.split(" || ")
        ids = re.findall(r"\[([A-Z]\d*) [^\[\]]+\]", marked)
        assert marked.count("[") == marked.count("]") == len(ids), line
        assert all(re.fullmatch(_FORMS[path], part) for part in told.split("; ")), line
        assert set(re.findall(r"\b(?:[OPT]\d+|I)\b", told)) <= {*ids, "I"}, line
        if path == OFFICES:  # each is told of
            assert {id_ for id_ in ids if id_.startswith("T")} == set(re.findall(r"T\d+", told)), line


def test_a_line_tells_of_its_pairs() -> None:
    line = "[O1 Acme] is to buy [O2 Beta AG], a unit of [I Gamma]. || acquisition O1 O2 agreed; ownership I O2 exists"
    release = read_line(line, TieWords.of(packaged()))
    assert release.scene.text == "Acme is to buy Beta AG, a unit of Gamma."
    found = pairs(lay_out(release.scene))
    told = {(found[n].first.entity, found[n].second.entity): p for n, p in told_relations(release, found).items()}
    assert {ends: (ANSWERS[pair.answer], STATUSES[pair.status]) for ends, pair in told.items() if pair.answer} == {
        ("O1", "O2"): (("acquisition", False), "agreed"),
        ("O2", "I"): (("ownership", True), "exists"),
    }
    assert told["O1", "I"].answer == 0


def test_a_line_tells_of_its_offices() -> None:
    line = "[P1 Jane Doe] is [T1 chair] of [O1 Acme] and no [T2 heir]. || T1 P1 O1 holds; T2 none"
    release = read_line(line, TieWords.of(packaged()))
    told = told_offices(lay_out(release.scene), release)
    assert [(o.title, set(o.people), set(o.organisations), o.action) for o in told] == [
        (0, {0}, {"O1"}, "holds"),
        (1, set(), set(), None),
    ]


def test_all_lines_can_be_read() -> None:
    assert sum(bool(release.rows) for release in written_releases()) > 2000
