"""What `docs/adding.md` sends people to exists: files, folders, and the names in them."""

from __future__ import annotations

import re
from fnmatch import fnmatch

import pytest

from tests.conftest import ROOT

ADDING = (ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
FOLDERS = ("benchmarks", "docs", "pipeline", "tests", "training")
FILES = [*ROOT.iterdir(), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))]
PATHS = [f"/{path.relative_to(ROOT).as_posix()}{'/' if path.is_dir() else ''}" for path in FILES]
CODE = "\n".join(path.read_text(encoding="utf-8") for path in FILES if path.suffix == ".py")
OF_A_RUN = {"datapackage.json"}


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([\w./*-]+(?:\.[a-z]+|/))`", ADDING)) - OF_A_RUN))
def test_a_file_that_is_named_exists(name: str) -> None:
    assert any(fnmatch(path, f"*/{name}") for path in PATHS)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(_?[A-Z]\w{3,})`", ADDING))))
def test_a_name_of_the_code_that_is_named_exists(name: str) -> None:
    assert re.search(rf"^(?:class )?{name}\b", CODE, re.MULTILINE)
