"""The wheel, unpacked elsewhere, does its work from any folder, also beside a user's own `pipeline.py`."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

_SAVED = """
import presstab, spacy
assert presstab.__file__.startswith({wheel!r}), presstab.__file__
presstab.load().to_disk("model")
doc = spacy.load("model")("Acme Robotics Corp. opens a plant in early 2026.")
assert [(span.text, span.label_) for span in doc.ents] == [("Acme Robotics Corp.", "ORG"), ("early 2026", "DATE")], doc.ents
assert len(presstab.extract([{{"id": "a", "text": doc.text}}])["dates"]) == 1
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    (tmp_path / "pipeline.py").write_text("raise RuntimeError('the user has a module of this name')\n")
    return tmp_path


def _run(wheel: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(wheel)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)


def test_the_wheel_holds_resources_types_and_nothing_of_the_repository(wheel: Path) -> None:
    assert (wheel / "presstab" / "py.typed").exists()
    assert (wheel / "presstab" / "resources" / "recogniser" / "model.onnx").exists()
    assert {path.name.split("-")[0] for path in wheel.iterdir()} == {"presstab"}


def test_the_command_works_beside_a_pipeline_py(wheel: Path, elsewhere: Path) -> None:
    done = _run(wheel, elsewhere, "-m", "presstab", "--version")
    assert (done.returncode, done.stdout.split()[0]) == (0, "presstab"), done.stderr
    (elsewhere / "a.txt").write_text("Acme Robotics Corp. opens a plant in early 2026.")
    done = _run(wheel, elsewhere, "-m", "presstab", "extract", "a.txt", "--out", "out")
    assert done.returncode == 0, done.stderr
    assert "Acme Robotics Corp." in (elsewhere / "out" / "organisations.csv").read_text()


def test_a_saved_pipeline_is_loaded_by_spacy_beside_a_pipeline_py(wheel: Path, elsewhere: Path) -> None:
    done = _run(wheel, elsewhere, "-c", _SAVED.format(wheel=str(wheel)))
    assert done.returncode == 0, done.stderr[-2000:]
