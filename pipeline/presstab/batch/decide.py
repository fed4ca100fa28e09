"""Lays what people decided over the stored releases, and links them as they decided: at the end of every run."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from presstab.batch.choose import PERSON, RELEASE
from presstab.corpus.release import Issue
from presstab.corrections.decided import NOTHING, Decided, digest_of, sort_out
from presstab.corrections.decision import Decision
from presstab.corrections.read import parse_corrections, render_corrections
from presstab.identity.link import link
from presstab.names.hidden import Hidden
from presstab.resources import Resources
from presstab.rows.decided.release import lay_over
from presstab.rows.decided.state import UnfitDecision
from presstab.rows.issues import DECIDED, decided_scope, issue_row
from presstab.run import CORRECTIONS
from presstab.store.extracted import KeptRows, Row
from presstab.store.reader import Reader
from presstab.store.store import Store
from presstab.store.tables import to_batches
from presstab.text import digest

_CHUNK = 500  # releases


class Taken(NamedTuple):
    """The decisions of a run, looked up and as a file holds them; `n_hidden` others are about what was forgotten."""

    decided: Decided = NOTHING
    content: str = ""
    n_hidden: int = 0

    @property
    def inputs(self) -> dict[str, tuple[str, str]]:
        """Return the input of a run that they are, with digest and content; none where there are none."""
        return {CORRECTIONS: (digest(self.content), self.content)} if self.content else {}


class LaidAnew(NamedTuple):
    """Some releases over which decisions were laid anew: their rows, what is kept of each, decisions that do not fit.

    A release of which nothing is decided any more has its extracted rows, and nothing is kept of it.
    """

    doc_ids: list[str]
    rows: dict[str, list[Row]]
    kept: dict[str, KeptRows]
    unfit: list[UnfitDecision]


class Gone(NamedTuple):
    """What must not be stored again: names of people, and digests of the ids of releases."""

    names: Hidden
    releases: frozenset[str] = frozenset()

    def holds(self, decision: Decision) -> bool:
        """Whether a decision is about a release that was forgotten, or names somebody who was."""
        if digest(decision.doc_id) in self.releases:
            return True
        ids = (decision.id, decision.other_id, decision.doc_id)
        texts = (decision.value, decision.text, decision.who, decision.why)
        return bool(self.names) and (
            any(self.names.black_id(i) != i for i in ids if i)
            or any(self.names.black_out(text) != text for text in texts)
        )


NOBODY = Gone(Hidden.of(()))


def gone_from(store: Store) -> Gone:
    """Return what was forgotten in a store."""
    releases = store.reader.releases
    return Gone(Hidden.of(releases.forgotten(PERSON)), frozenset(releases.forgotten(RELEASE)))


def take(decisions: Sequence[Decision], gone: Gone) -> Taken:
    """Return decisions as a run takes them: without those about what was forgotten."""
    left = [decision for decision in decisions if not gone.holds(decision)]
    content = render_corrections(left) if left else ""
    return Taken(sort_out(left), content, len(decisions) - len(left))


def stored_decisions(store: Store) -> Taken:
    """Return the decisions that the tables of a store were last made with."""
    return take(parse_corrections({CORRECTIONS: store.reader.decisions()}), gone_from(store))


def forget_decisions(store: Store) -> None:
    """Take the decisions about what was forgotten out of the store and its history."""
    gone = gone_from(store)
    store.rewrite_decisions(lambda content: take(parse_corrections({CORRECTIONS: content}), gone).content)


def settle(
    store: Store, run: int, taken: Taken, resources: Resources, on_event: Callable[..., None] | None = None
) -> None:
    """Lay decisions over the releases that they, or those before them, touch, and link what is not linked.

    What fits nothing any more is an issue.
    """
    _lay_over(store, run, taken.decided, resources)
    _note_absent(store, run, taken)
    if not store.is_linked(taken.content):
        if on_event is not None:
            on_event("linking")
        unfit = link(store, run, resources, taken.decided, taken.content)
        issues = [unfit_issue(one.decision, one.reason, DECIDED) for one in unfit]
        store.commit(run, to_batches({"issues": issues}), {}, {}, [DECIDED], ())


def _lay_over(store: Store, run: int, decided: Decided, resources: Resources) -> None:
    for made in laid_anew(store.reader, decided, store.reader.releases.states(), resources):
        issues = [unfit_issue(one.decision, one.reason, decided_scope(one.decision.doc_id)) for one in made.unfit]
        scopes = map(decided_scope, made.doc_ids)
        store.commit_decided(run, to_batches({**made.rows, "issues": issues}), made.kept, scopes, made.doc_ids)


def laid_anew(reader: Reader, decided: Decided, known: Container[str], resources: Resources) -> Iterator[LaidAnew]:
    """Yield the `known` releases over which other decisions lie than `decided`, or none, some at a time."""
    lies = reader.extracted.digests()
    wanted = {doc_id: digest_of(found) for doc_id, found in decided.of_releases.items() if doc_id in known}
    stale = sorted(doc_id for doc_id in lies.keys() | wanted.keys() if lies.get(doc_id) != wanted.get(doc_id))
    for chunk in _chunks(stale):
        rows = reader.extracted.rows(chunk)
        texts = {row["doc_id"]: row["text"] for row in reader.releases.stored(chunk)}
        made = LaidAnew(chunk, {}, {}, [])
        for doc_id in chunk:
            found = decided.of_releases[doc_id] if doc_id in wanted else None
            laid = lay_over(rows[doc_id], texts[doc_id], found, resources) if found else None
            for name, table in (laid.rows if laid else rows[doc_id]).items():
                made.rows.setdefault(name, []).extend(table)
            if laid:
                made.kept[doc_id] = KeptRows(wanted[doc_id], rows[doc_id], laid.rows)
                made.unfit.extend(laid.unfit)
        yield made


def _note_absent(store: Store, run: int, taken: Taken) -> None:
    """Note the decisions about releases that are not there; what was said of those that are back goes."""
    releases = store.reader.releases
    absent = taken.decided.of_releases.keys() - releases.states().keys()
    issues = absent_issues(taken.decided, absent)
    if taken.n_hidden:
        message = f"{taken.n_hidden} decisions are about what was forgotten; they are not applied"
        issues.append(issue_row(Issue("correction_unfit", "info", message), decided_scope()))
    lying = {decided_scope(doc_id) for doc_id in store.reader.extracted.digests()}
    scopes = {*map(decided_scope, absent), decided_scope(), *releases.issue_scopes(decided_scope())} - lying
    store.commit(run, to_batches({"issues": issues}), {}, {}, scopes, ())


def absent_issues(decided: Decided, absent: Iterable[str]) -> list[Row]:
    """Return an issue for each decision about releases that are not there."""
    return [
        unfit_issue(decision, "there is no such release", decided_scope(doc_id))
        for doc_id in sorted(absent)
        for decision in decided.of_releases[doc_id]
    ]


def unfit_issue(decision: Decision, reason: str, scope: str) -> Row:
    """Return the issue of a decision that does not fit."""
    message = f"the decision `{decision}` does not fit: {reason}; the tables are as if it were not there"
    return issue_row(Issue("correction_unfit", "warning", message, decision.doc_id or None), scope)


def _chunks(doc_ids: Iterable[str]) -> Iterator[list[str]]:
    left = iter(doc_ids)
    while chunk := list(islice(left, _CHUNK)):
        yield chunk


def inputs_with(inputs: Mapping[str, tuple[str, str]], taken: Taken) -> dict[str, tuple[str, str]]:
    """Return what a run is made of, its decisions too."""
    return {**inputs, **taken.inputs}
