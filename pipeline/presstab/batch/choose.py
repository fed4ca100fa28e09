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
from presstab.names.legal_forms import LegalForms
from presstab.resources import load_resources
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
    choice = _Choice(store, inputs, options, tally)
    for given in items:
        if isinstance(given, Issue):
            choice.note(given)
        elif (task := choice.task_of(given)) is not None:
            yield task


class _Choice:
    """What is known of the store's releases when a run begins, and what that makes of those that come."""

    def __init__(self, store: Store, inputs: Inputs, options: Options, tally: Tally) -> None:
        stored, legal = store.reader.releases, load_resources(options.resources).legal_forms
        self._tally, self._update = tally, options.update
        self._known, self._edits = stored.states(), _Edits(store, inputs, legal)
        self._current = inputs_digest({name: sha256 for name, (sha256, _) in inputs.items()})
        self._failed = stored.failed() if options.retry_failed else set()
        self._forgotten, self._hidden = stored.forgotten(RELEASE), Hidden.of(stored.forgotten(PERSON))

    def note(self, given: Issue) -> None:
        """Keep an issue of the input, without the names of forgotten people."""
        issue = hide_issue(given, self._hidden) if self._hidden else given
        self._tally.note(issue, issue.origin)
        if given.hides is not None:
            self._tally.hidden.add(given.hides)

    def task_of(self, given: Release) -> Task | None:
        """Count a release; return its task if it must be extracted."""
        item = hide(given, self._hidden) if self._hidden else given
        self._tally.seen.add(item.doc_id)
        self._tally.saw(item.origin)
        state = state_of(given, self._current)._replace(origin=item.origin)
        before = self._known.get(item.doc_id)
        if self._is_forgotten(given, item) or (before is not None and self._stays(item, before, state)):
            self._tally.unchanged += 1
            return None
        self._tally.new += before is None
        self._tally.changed += before is not None
        return Task(item, state, before is not None)

    def _is_forgotten(self, given: Release, item: Release) -> bool:
        if not self._forgotten or self._forgotten.isdisjoint({digest(given.doc_id), digest(item.doc_id)}):
            return False
        message = "this release was forgotten and is not extracted again"
        self._tally.note(Issue("forgotten", "info", message, item.doc_id, item.origin), item.origin)
        return True

    def _stays(self, item: Release, before: ReleaseState, state: ReleaseState) -> bool:
        """Return whether a known release is not extracted: it is the same, is refused, or no edit can touch it."""
        if item.doc_id in self._failed:
            return False
        if before == state:
            return True
        if _is_foreign(before, state) and not self._update:
            message = (f"this id is known from {before.origin} with another text; the release from {item.origin} is "
                       "refused: give it another id, or say --update if it is a correction")  # fmt: skip
            self._tally.note(Issue("known_id", "error", message, item.doc_id, item.origin), item.origin)
            return True
        is_as_given = before._replace(inputs_sha256=self._current) == state
        if is_as_given and not self._edits.touch(before.inputs_sha256, item):
            self._tally.carried[item.doc_id] = state
            return True
        return False


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

    def __init__(self, store: Store, inputs: Inputs, legal: LegalForms) -> None:
        self._store, self._inputs, self._legal = store, inputs, legal
        self._touched: dict[str, tuple[Touched, ...]] = {}

    def touch(self, earlier: str, release: Release) -> bool:
        """Whether a release that was extracted under earlier inputs must be extracted again."""
        if earlier not in self._touched:
            self._touched[earlier] = tuple(self._edits_since(earlier))
        edits = self._touched[earlier]
        if always in edits:
            return True
        text = release.text if release.original is None else self._store.reader.releases.text_of(release.doc_id)
        return any(edit(text) for edit in edits)

    @functools.cached_property
    def _earlier(self) -> dict[str, dict[str, str]]:
        """Return the inputs of earlier runs by their digest."""
        return {inputs_digest(made): made for made in map(of_rows, self._store.reader.runs.inputs())}

    def _edits_since(self, earlier: str) -> Iterator[Touched]:
        """Yield what tells whether an edit touches a text, for each input that differs."""
        before = self._earlier.get(earlier)
        changed = [name for name, (sha256, _) in self._inputs.items() if before and before.get(name) != sha256]
        if before is None or not set(changed) <= {"lexicon", "registry"}:
            yield always
            return
        for name in changed:
            old = self._store.reader.runs.input_content(before[name])
            yield touched_by(name, old, self._inputs[name][1], self._legal)
