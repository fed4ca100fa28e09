"""The wordings that the tie reader knows beside its weights: cues, wordings of relations, of their status, of namings."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from presstab.analysis.ties.cues import CueWords
from presstab.analysis.ties.formulas import Formulas
from presstab.analysis.ties.naming_words import NamingWords
from presstab.analysis.ties.statuses import Statuses
from presstab.resources import Resources


class TieWords(NamedTuple):
    """All of them, compiled."""

    cues: CueWords
    formulas: Formulas
    statuses: Statuses
    namings: NamingWords

    @classmethod
    @lru_cache(maxsize=4)  # offices and relations are read by the same
    def of(cls, resources: Resources) -> TieWords:
        """Return the wordings of the folder `ties`."""
        lists = resources.tie_lists
        return cls(
            CueWords.of(lists["cues"]),
            Formulas.of(lists["formulas"]),
            Statuses.of(lists["statuses"]),
            NamingWords.of(lists["namings"]),
        )
