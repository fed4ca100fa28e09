"""The steps that bring a store of any earlier version to this one, in order.

A released step is never changed: a change of the stored tables is a further step.
"""

from __future__ import annotations

from pipeline.store.tables import create_statements

# Step n (from 1) makes version n.
MIGRATIONS: tuple[tuple[str, ...], ...] = (tuple(create_statements()),)
