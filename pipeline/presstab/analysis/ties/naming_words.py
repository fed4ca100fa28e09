"""Wordings that name somebody to an office: `resources/ties/namings.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple


class NamingWords(NamedTuple):
    """The patterns of what stands around a name and the title after it, see the file."""

    before: re.Pattern[str]
    between: re.Pattern[str]
    next: re.Pattern[str]
    passive: re.Pattern[str]
    recent: re.Pattern[str]
    award: re.Pattern[str]
    career: re.Pattern[str]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> NamingWords:
        """Return the wordings of `namings.yml`."""
        verbs = data["verbs"]["pattern"]
        return cls(*(re.compile(data[f]["pattern"].replace("{verbs}", verbs), re.IGNORECASE) for f in cls._fields))
