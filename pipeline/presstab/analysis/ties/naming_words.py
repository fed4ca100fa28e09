"""Wordings that name somebody to an office: `resources/ties/namings.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from presstab.names.people import HONORIFIC


class NamingWords(NamedTuple):
    """The patterns of what stands around a name and the title after it, see the file."""

    before: re.Pattern[str]
    between: re.Pattern[str]
    next: re.Pattern[str]
    passive: re.Pattern[str]
    recent: re.Pattern[str]
    award: re.Pattern[str]
    career: re.Pattern[str]
    follows: re.Pattern[str]
    followed_by: re.Pattern[str]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> NamingWords:
        """Return the wordings of `namings.yml`."""
        meant = {"{verbs}": data["verbs"]["pattern"], "{honorific}": HONORIFIC}

        def compiled(name: str) -> re.Pattern[str]:
            pattern = data[name]["pattern"]
            for word, meaning in meant.items():
                pattern = pattern.replace(word, meaning)
            return re.compile(pattern, re.IGNORECASE)

        return cls(*map(compiled, cls._fields))
