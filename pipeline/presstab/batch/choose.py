"""Which releases of an input must be extracted, and what is wrong with the others."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from presstab.batch.options import Options
from presstab.batch.redact import hide, hide_issue
from presstab.corpus.release import WHOLE_INPUT, Issue, Release
from presstab.edits import Touched, always, touched_by
from presstab.names.hidden import Hidden
from presstab.rows.issues import issue_row
from presstab.run import inputs_digest, of_rows
from presstab.store.releases import ReleaseState
from presstab.store.runs import Counts
from presstab.store.store import Store
from presstab.text import UNIT_SEPARATOR, digest, digest_bytes

# What can be forgotten: releases, by their id; people, by keys and full names; the ids that these had.
RELEASE, PERSON, PERSON_ID = "release", "person", "person_id"
Inputs = Mapping[str, tuple[str, str]]


class Task(NamedTuple):
    """A release to extract; `is_known` where it was extracted before."""

    release: Release
    state: ReleaseState
    is_known: bool


@dataclass
class Tally:
    """What became of the releases of a run."""

    seen: set[str] = field(default_factory=set)
    scopes: set[str] = field(default_factory=set)
    issues: list[dict[str, Any]] = field(default_factory=list)
    carried: dict[str, ReleaseState] = field(default_factory=dict)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    committed: Counts = field(default_factory=Counts)
    hidden: set[str] = field(default_factory=set)  # where the input could not be read: see Issue.hides

    def commit(self, *, new: int, changed: int, failed: int) -> Counts:
        """Count releases that were committed; return what a run says of itself that is cut off after them."""
        made = self.committed
        new, changed, failed = made.n_new + new, made.n_changed + changed, made.n_failed + failed
        self.committed = Counts(new + changed + self.unchanged, new, changed, self.unchanged, failed)
        return self.committed

    def counts(self) -> Counts:
        """Return the numbers alone."""
        return Counts(len(self.seen), self.new, self.changed, self.unchanged, self.failed)

    def saw(self, origin: str) -> None:
        """Note that a file of the input was read: what was said before of it and the folders that hold it may go."""
        self.scopes |= {f"in:{origin}", f"in:{WHOLE_INPUT}"}
        while "/" in origin:
            origin = origin.rpartition("/")[0]
            self.scopes.add(f"in:{origin}")

    def note(self, issue: Issue, origin: str) -> None:
        """Keep an issue of the input; it goes when the input it comes from is read without it."""
        scope = f"in:{origin}"
        self.scopes.add(scope)
        self.issues.append(issue_row(issue, scope))


def choose(
    items: Iterable[Release | Issue], store: Store, inputs: Inputs, options: Options, tally: Tally
) -> Iterator[Task]:
    """Yield the releases that must be extracted; count the others, and note what is wrong with an input."""
    stored = store.reader.releases
    known, current = stored.states(), inputs_digest({name: sha256 for name, (sha256, _) in inputs.items()})
    failed = stored.failed() if options.retry_failed else set()
    forgotten, hidden = stored.forgotten(RELEASE), Hidden.of(stored.forgotten(PERSON))
    edits = _Edits(store, inputs)
    for given in items:
        if isinstance(given, Issue):
            issue = hide_issue(given, hidden) if hidden else given
            tally.note(issue, issue.origin)
            if given.hides is not None:
                tally.hidden.add(given.hides)
            continue
        item = hide(given, hidden) if hidden else given
        tally.seen.add(item.doc_id)
        tally.saw(item.origin)
        if forgotten and {digest(given.doc_id), digest(item.doc_id)} & forgotten:
            message = "this release was forgotten and is not extracted again"
            tally.note(Issue("forgotten", "info", message, item.doc_id, item.origin), item.origin)
            tally.unchanged += 1
            continue
        state = state_of(given, current)._replace(origin=item.origin)
        before = known.get(item.doc_id)
        if before is None:
            tally.new += 1
        elif item.doc_id in failed:
            tally.changed += 1
        elif before == state:
            tally.unchanged += 1
            continue
        elif _is_foreign(before, state) and not options.update:
            message = (f"this id is known from {before.origin} with another text; the release from {item.origin} is "
                       "refused: give it another id, or say --update if it is a correction")  # fmt: skip
            tally.note(Issue("known_id", "error", message, item.doc_id, item.origin), item.origin)
            tally.unchanged += 1
            continue
        elif before._replace(inputs_sha256=current) == state and not edits.touch(before.inputs_sha256, item):
            tally.carried[item.doc_id] = state
            tally.unchanged += 1
            continue
        else:
            tally.changed += 1
        yield Task(item, state, before is not None)


def state_of(release: Release, inputs: str) -> ReleaseState:
    """Return what the store keeps of a release that is extracted under some inputs."""
    parts = (release.source, release.published_on, release.published_from, release.title, release.days or None)
    given = digest(UNIT_SEPARATOR.join("" if part is None else str(part) for part in parts))
    content = digest(release.text) if release.original is None else digest_bytes(release.original)
    return ReleaseState(release.origin, given, content, inputs)


def _is_foreign(before: ReleaseState, now: ReleaseState) -> bool:
    return before.content_sha256 != now.content_sha256 and before.origin != now.origin


class _Edits:
    """What changed between the inputs of earlier runs and those of this one."""

    def __init__(self, store: Store, inputs: Inputs) -> None:
        self._store, self._inputs = store, inputs
        self._earlier: dict[str, dict[str, str]] | None = None

    def touch(self, earlier: str, release: Release) -> bool:
        """Whether a release that was extracted under earlier inputs must be extracted again."""
        edits = self._touched(earlier)
        if always in edits:
            return True
        text = release.text if release.original is None else self._store.reader.releases.text_of(release.doc_id)
        return any(edit(text) for edit in edits)

    @functools.cache  # noqa: B019 - as long as one run
    def _touched(self, earlier: str) -> tuple[Touched, ...]:
        if self._earlier is None:
            self._earlier = {inputs_digest(made): made for made in map(of_rows, self._store.reader.runs.inputs())}
        before = self._earlier.get(earlier)
        if before is None:
            return (always,)
        archived = self._store.reader.runs.input_content
        changed = [name for name, (sha256, _) in self._inputs.items() if before.get(name) != sha256]
        if not set(changed) <= {"lexicon", "registry"}:
            return (always,)
        return tuple(touched_by(name, archived(before[name]), self._inputs[name][1]) for name in changed)
