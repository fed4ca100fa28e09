"""Every test that `docs/trust.md` names exists, and every promise names one."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

TRUST = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/test_\w+\.py)::(test_\w+)`", TRUST)))


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_test_that_is_named_exists(path: str, name: str) -> None:
    assert re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)


def test_every_promise_names_a_test() -> None:
    rows = [
        line for line in TRUST.splitlines() if line.startswith("| ") and not re.match(r"\| (?:promise|limit) \|", line)
    ]
    assert len(rows) > 15
    assert [row for row in rows if "::test_" not in row] == []
