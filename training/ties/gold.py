"""What annotated releases say of offices and relations, by the names that the pipeline found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from presstab.analysis.ties.ends import Pair
from presstab.analysis.ties.holders import holders
from presstab.analysis.ties.scene import Laid
from presstab.corpus.gold import GoldRole
from presstab.evaluate.prediction import Prediction
from presstab.evaluate.rows import align
from presstab.evaluate.statements import is_same_person, is_same_place, is_same_title

from training.ties.releases import Annotated
from training.ties.told import NOTHING, ToldOffice, ToldPair, told_pairs

_NEAR = 40  # items by which another place of an office may be farther from its person than the nearest and still teach


def told_offices(laid: Laid, release: Annotated) -> list[ToldOffice]:
    """Return what the annotation says of each title: who is annotated with none is nobody's."""
    told = _told(laid, release)
    aligned = align(release.gold, Prediction(release.mentions), "ORG").ours
    groups = holders(laid)
    found, start = [], 0
    for title, size in enumerate(groups.sizes):
        people = frozenset(c for c in groups.choices[start : start + size] if (title, c) in told)
        start += size
        if not people:
            found.append(ToldOffice(title, people))
            continue
        at = int(laid.title_at[title])
        roles = told[title, min(sorted(people), key=lambda p: abs(int(laid.person_at[p]) - at))]
        action = roles[0].action if len({role.action for role in roles}) == 1 else None
        found.append(ToldOffice(title, people, _organisations(laid, release, aligned, roles), action))
    return found


def _told(laid: Laid, release: Annotated) -> dict[tuple[int, int], list[GoldRole]]:
    """Return the annotated offices that each pair of title and person stands for, far repetitions left out."""
    names = [release.names[laid.entity(number)] for number in laid.people]
    told: dict[tuple[int, int], list[GoldRole]] = defaultdict(list)
    for role in release.gold.roles:
        pairs = {
            (title, person): abs(int(laid.person_at[person]) - int(laid.title_at[title]))
            for title, words in enumerate(release.scene.titles) if is_same_title(role.title, words.text)
            for person, name in enumerate(names) if is_same_person(role.person, name)
        }  # fmt: skip
        nearest: dict[int, int] = {}
        for (title, _), far in pairs.items():
            nearest[title] = min(far, nearest.get(title, far))
        reach = min(nearest.values(), default=0) + _NEAR
        for title, person in pairs:
            if nearest[title] <= reach:
                told[title, person].append(role)
    return told


def _organisations(
    laid: Laid, release: Annotated, aligned: Mapping[str, str], roles: Sequence[GoldRole]
) -> frozenset[str | None]:
    """Return the entities that are the annotated organisation: aligned with it, or, where none is, of a shared word."""
    told = {role.organisation for role in roles}
    named = told - {None}
    missing = named - set(aligned.values())
    entities = {laid.entity(number) for number in laid.organisations} | {laid.scene.issuer or ""} - {""}
    right: set[str | None] = {
        entity for entity in entities
        if aligned.get(entity) in named or any(is_same_place(o, release.names[entity]) for o in missing)
    }  # fmt: skip
    return frozenset(right | ({None} & told))


def told_relations(release: Annotated, found: Sequence[Pair]) -> dict[int, ToldPair]:
    """Return what the annotation says of each pair.

    Of a pair that is told of in another sentence nothing is said: nobody has read whether this one tells it too.
    """
    aligned = align(release.gold, Prediction(release.mentions), "ORG")
    told: dict[tuple[str, str], list[tuple[ToldPair, tuple[int, int]]]] = defaultdict(list)
    for relation in release.gold.relations:
        both = told_pairs(relation.type, relation.subject, relation.object, relation.status)
        for ends, answer in both.items():
            told[ends].append((answer, (relation.start, relation.end)))
    said: dict[int, ToldPair] = {}
    for number, pair in enumerate(found):
        if aligned.optional & {pair.first.entity, pair.second.entity}:
            continue
        names = aligned.ours.get(pair.first.entity, ""), aligned.ours.get(pair.second.entity, "")
        here = [answer for answer, evidence in told.get(names, []) if _overlaps(release, pair, evidence)]
        if here or names not in told:
            said[number] = here[0] if here else NOTHING
    return said


def _overlaps(release: Annotated, pair: Pair, evidence: tuple[int, int]) -> bool:
    """Return whether the evidence stands in the sentence of a pair."""
    start, end = release.scene.sentence(pair.second.start)
    return evidence[0] < end and start < evidence[1]
