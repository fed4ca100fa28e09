"""Whether a string that names something in a text names it in each place where it stands."""

from __future__ import annotations

from collections.abc import Container

from presstab.analysis.pool import Refusal
from presstab.analysis.record import Candidate
from presstab.analysis.soundness import NameRules
from presstab.recogniser.reading import Reading
from presstab.terms import term_key


class OccurrenceJudge:
    """Refuses occurrences of a known string that the recogniser reads otherwise where they stand.

    A string is chosen once for a text, and then wherever it stands; but the organisation `Acme Hill` is a part
    of the prize `Acme Hill Top Doctor` and the place `Acme Hill Plaza`. `listed` are keys of terms that are to be found
    wherever they stand; after a headline's verb no name goes on: Acme Hill Names a Chair.
    """

    def __init__(self, text: str, reading: Reading, listed: Container[str], rules: NameRules) -> None:
        self._text, self._reading, self._listed, self._rules = text, reading, listed, rules

    def __call__(self, candidate: Candidate) -> Refusal | None:
        """Return why an occurrence is refused; dates are not, nor what the user's lexicon or registry lists."""
        label, limits = candidate.label, self._reading.thresholds
        if label == "DATE" or label not in self._reading.kinds or candidate.source.startswith("registry"):
            return None
        if label == "TECH" and term_key(candidate.text) in self._listed:
            return None
        probability = self._reading.probability(label, candidate.start, candidate.end)
        if probability < limits.continued and self._goes_on(candidate):
            return Refusal("occurrence.continued")
        if label == "TECH" and probability < limits.elsewhere:
            return Refusal("occurrence.elsewhere")
        return None

    def _goes_on(self, candidate: Candidate) -> bool:
        """Return whether a further word of a name follows; after Rosa Marin S.A.C. a sentence begins."""
        word = self._rules.goes_on.find(self._text, candidate.end)
        if word is None or candidate.source == "rule:org.legal_form":
            return False
        return candidate.label != "ORG" or not self._rules.headline_verb.find(self._text, *word.span())
