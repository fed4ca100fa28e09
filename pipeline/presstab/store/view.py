"""Which of the stored rows are shown."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple


class View(NamedTuple):
    """What of the tables is shown: as of which run, releases since which day, with or without contact blocks."""

    run: int | None = None
    since: dt.date | None = None
    contacts: bool = True

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves out rows that stand in the tables of its run."""
        return self.since is not None or not self.contacts
