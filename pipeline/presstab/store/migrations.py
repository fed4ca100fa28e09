"""The steps that bring a store of any earlier version to this one, in order.

A released step is never changed: a change of the stored tables is a further file `steps/NNN.sql`.
"""

from __future__ import annotations

from pathlib import Path

STEPS = Path(__file__).parent / "steps"
# Step n (from 1) makes version n.
MIGRATIONS: tuple[str, ...] = tuple(path.read_text(encoding="utf-8") for path in sorted(STEPS.glob("*.sql")))
