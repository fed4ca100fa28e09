"""Calendar expressions of English text: found, valued, turned into days. No spaCy, disk or clock."""

from __future__ import annotations

from presstab.dates.find import DateMention, find_dates

__all__ = ["DateMention", "find_dates"]
