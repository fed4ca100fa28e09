"""The steps that bring a store of any earlier version to this one, in order.

A released step is never changed: a change of the stored tables is a further file `steps/NNN.sql`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

STEPS = Path(__file__).parent / "steps"


@cache
def migrations() -> tuple[str, ...]:
    """Return the statements of each step; step n (from 1) makes version n."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(STEPS.glob("*.sql")))
