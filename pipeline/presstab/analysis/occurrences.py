"""Whether a string that names something in a text names it in each place where it stands."""

from __future__ import annotations

import re
from collections.abc import Container

from presstab.analysis.pool import Refusal
from presstab.analysis.record import Candidate
from presstab.recogniser.reading import Reading
from presstab.terms import term_key

# Acme | Top Doctor, Acme | 500, Acme | #1 Rank: more of a name follows
_GOES_ON = re.compile(r"[ ](?:[A-Z]|#?\d)")


class OccurrenceJudge:
    """Refuses occurrences of a known string that the recogniser reads otherwise where they stand.

    A string is chosen once for a text, and then wherever it stands; but the organisation `Acme Hill` is a part
    of the prize `Acme Hill Top Doctor` and the place `Acme Hill Plaza`. `listed` are keys of terms that are to be found
    wherever they stand.
    """

    def __init__(self, text: str, reading: Reading, listed: Container[str]) -> None:
        self._text, self._reading, self._listed = text, reading, listed

    def __call__(self, candidate: Candidate) -> Refusal | None:
        """Return why an occurrence is refused; dates are not, nor what the user's lexicon or registry lists."""
        label, limits = candidate.label, self._reading.thresholds
        if label == "DATE" or label not in self._reading.kinds or candidate.source.startswith("registry"):
            return None
        if label == "TECH" and term_key(candidate.text) in self._listed:
            return None
        probability = self._reading.probability(label, candidate.start, candidate.end)
        is_ended = candidate.source == "rule:org.legal_form"  # after Rosa Marin S.A.C. | a sentence begins
        if probability < limits.continued and not is_ended and _GOES_ON.match(self._text, candidate.end):
            return Refusal("occurrence.continued")
        if label == "TECH" and probability < limits.elsewhere:
            return Refusal("occurrence.elsewhere")
        return None
