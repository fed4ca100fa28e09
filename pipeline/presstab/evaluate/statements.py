"""How many offices, quotations and relations of a release agree with its gold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from presstab.corpus.gold import GoldRelease
from presstab.corpus.gold_statements import GoldQuotation, GoldRole
from presstab.evaluate.count import Count, Counts
from presstab.evaluate.prediction import PredictedQuotation, PredictedRole, Prediction
from presstab.evaluate.rows import align
from presstab.schema import ACTIONS, RELATION_TYPES, SYMMETRIC
from presstab.text import fold, slug

_MIN_TITLE_OVERLAP = 0.75
_MIN_QUOTATION_OVERLAP = 0.9
_EMPTY_WORDS = frozenset(["of", "the", "and", "for", "a", "an", "in", "at", "&", "to"])
_Role = tuple[str, str, str | None]  # person, title, organisation
_End = tuple[str, str]  # whether it is an entity of the gold or of ours, and which


class _Relation(NamedTuple):
    """A relation between ends that can be compared."""

    type: str
    subject: _End
    object: _End
    status: str


def score_roles(release: GoldRelease, predicted: Prediction, counts: Counts) -> None:
    """Count offices: whatever the action, with the action, and each action by itself."""
    gold, ours = list(dict.fromkeys(release.roles)), list(dict.fromkeys(predicted.roles))
    counts["role", "PERSON"] = _roles(_any_action(gold), _any_action(ours))
    by_action = {action: _roles(_of_action(gold, action), _of_action(ours, action)) for action in ACTIONS}
    counts["role", "with action"] = Count(*map(sum, zip(*by_action.values(), strict=True)))
    counts.update({("role", action): count for action, count in by_action.items()})


def _any_action(roles: Iterable[GoldRole | PredictedRole]) -> list[_Role]:
    return list(dict.fromkeys((role.person, role.title, role.organisation) for role in roles))


def _of_action(roles: Iterable[GoldRole | PredictedRole], action: str) -> list[_Role]:
    return _any_action(role for role in roles if role.action == action)


def _roles(gold: Sequence[_Role], ours: Sequence[_Role]) -> Count:
    free = list(ours)
    hits = 0
    for wanted in gold:
        match = next((mine for mine in free if _same_role(wanted, mine)), None)
        if match is not None:
            free.remove(match)
            hits += 1
    return Count(hits, len(free), len(gold) - hits)


def _same_role(gold: _Role, ours: _Role) -> bool:
    return is_same_person(gold[0], ours[0]) and is_same_title(gold[1], ours[1]) and is_same_place(gold[2], ours[2])


def is_same_person(gold: str, ours: str) -> bool:
    """Return whether two names are one person's: the last name is the same."""
    return slug(gold).split("-")[-1] == slug(ours).split("-")[-1]


def is_same_title(gold: str, ours: str) -> bool:
    """Return whether two titles are one office's: three quarters of their words are the same."""
    title, other = _words(gold), _words(ours)
    return len(title & other) >= _MIN_TITLE_OVERLAP * len(title | other)


def is_same_place(gold: str | None, ours: str | None) -> bool:
    """Return whether an office is held in one organisation: a word is the same, or there is none."""
    if not gold or not ours:
        return not gold and not ours
    return bool(_words(gold) & _words(ours))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text))) - _EMPTY_WORDS  # the words of `Vice President, R&D`


def score_quotations(release: GoldRelease, predicted: Prediction, counts: Counts) -> None:
    """Count quotations by their characters, and by these and their speakers."""
    people = align(release, predicted, "PERSON").ours
    pairs = _same_words(release.quotations, predicted.quotations)
    right = sum(gold.speaker == (people.get(mine.speaker) if mine.speaker else None) and
                (mine.speaker is None or mine.speaker in people) for gold, mine in pairs)  # fmt: skip
    for label, hits in (("span", len(pairs)), ("with speaker", right)):
        counts["quotation", label] = Count(hits, len(predicted.quotations) - hits, len(release.quotations) - hits)


def _same_words(
    gold: Iterable[GoldQuotation], ours: Iterable[PredictedQuotation]
) -> list[tuple[GoldQuotation, PredictedQuotation]]:
    """Pair quotations whose characters are nearly the same; more than one of either side cannot be."""
    free = sorted(ours)
    pairs = []
    for wanted in gold:
        match = next((mine for mine in free if _overlap(wanted, mine) >= _MIN_QUOTATION_OVERLAP), None)
        if match is not None:
            free.remove(match)
            pairs.append((wanted, match))
    return pairs


def _overlap(gold: GoldQuotation, ours: PredictedQuotation) -> float:
    common = min(gold.end, ours.end) - max(gold.start, ours.start)
    return common / (max(gold.end, ours.end) - min(gold.start, ours.start))


def score_relations(release: GoldRelease, predicted: Prediction, counts: Counts) -> None:
    """Count relations by type and pair, with the status too, and each type by itself.

    One with an end that is an optional organisation is neither missed nor wrong.
    """
    organisations = align(release, predicted, "ORG")
    listed = {m.name for m in release.mentions if m.label == "ORG" and not m.optional}
    gold = {
        _relation(r.type, ("gold", r.subject), ("gold", r.object), r.status)
        for r in release.relations if {r.subject, r.object} <= listed
    }  # fmt: skip
    ends = {mine: ("gold", name) for mine, name in organisations.ours.items()}
    ours = {
        _relation(r.type, ends.get(r.subject, ("ours", r.subject)), ends.get(r.object, ("ours", r.object)), r.status)
        for r in predicted.relations if not {r.subject, r.object} & organisations.optional
    }  # fmt: skip
    counts["relation", "with status"] = _agreeing(gold, ours)
    pairs, our_pairs = {r._replace(status="") for r in gold}, {r._replace(status="") for r in ours}
    counts["relation", "type and pair"] = _agreeing(pairs, our_pairs)
    for kind in RELATION_TYPES:
        of_kind = ({r for r in side if r.type == kind} for side in (pairs, our_pairs))
        counts["relation", kind] = _agreeing(*of_kind)


def _relation(kind: str, subject: _End, object_: _End, status: str) -> _Relation:
    first, second = sorted((subject, object_)) if kind in SYMMETRIC else (subject, object_)
    return _Relation(kind, first, second, status)


def _agreeing(gold: set[_Relation], ours: set[_Relation]) -> Count:
    return Count(len(gold & ours), len(ours - gold), len(gold - ours))
