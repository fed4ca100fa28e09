"""Takes a release or a person out of tables, texts and history, for good.

All of it is done on a copy of the store, which takes the store's place when it is whole: cut off before
that, nothing has happened; cut off after, the next command that opens the store finishes what readers see.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from presstab.batch.choose import PERSON, PERSON_ID, RELEASE, Task
from presstab.batch.decide import forget_decisions, settle, stored_decisions
from presstab.batch.extract import extract_again, now, stored_tasks
from presstab.batch.options import Options
from presstab.batch.redact import hide
from presstab.batch.remains import name_pattern, passage_pattern
from presstab.corpus.release import Issue
from presstab.errors import InputError, StoreError
from presstab.names.hidden import FullName, Hidden, codes_of, full_names
from presstab.resources import Resources, load_resources
from presstab.rows.issues import issue_row
from presstab.run import run_inputs
from presstab.store.runs import Counts
from presstab.store.store import Store
from presstab.store.sweep import releases_with, sweep
from presstab.store.tables import to_batches
from presstab.text import digest
from presstab.version import __version__

_PASSAGE = 60  # characters of a line of a release that tells it from others
_PASSAGES = 50


class Forgotten(NamedTuple):
    """How many releases were changed, and what must not be found any more; no pattern where all was done before."""

    number: int = 0
    pattern: re.Pattern[bytes] | None = None


def forget_release(store: Store, doc_id: str) -> Forgotten:
    """Delete a release from tables, texts and history; it is not taken in again.

    Raises:
        InputError: the store knows no such release.
    """
    if doc_id not in store.reader.releases.states():
        if digest(doc_id) in store.reader.releases.forgotten(RELEASE):
            return Forgotten()
        raise InputError(f"{doc_id}: no such release in the store")
    with store.replaced() as copy:
        text = copy.reader.releases.text_of(doc_id)
        run = copy.begin_run(__version__, {}, now())
        copy.forget(RELEASE, digest(doc_id))
        forget_decisions(copy)
        copy.erase([doc_id], copy.reader.entities.ever_in([doc_id]))
        _finish(copy, run, Issue("forgotten", "info", "the release was forgotten", doc_id), load_resources())
        return Forgotten(1, passage_pattern(_own_passages(copy, text)))


def _own_passages(store: Store, text: str) -> list[str]:
    """Return lines of a text that stand in no other release."""
    lines = [line.strip() for line in text.splitlines() if len(line.strip()) >= _PASSAGE][:_PASSAGES]
    return [line[:500] for line in lines if not store.reader.releases.any_text_has(line[:500])]


def forget_person(store: Store, person_id: str, options: Options) -> Forgotten:
    """Black a person's name out of all releases and their history.

    Later releases that name the person are blacked out as they come. The store keeps digests of
    the name, not the name.

    Raises:
        InputError: the store knows no such person.
        StoreError: a process was lost that extracted a release again; nothing has changed.
    """
    entities = store.reader.entities
    keys, names = entities.keys_of(person_id), entities.names_of(person_id)
    if not person_id.startswith("per_") or not keys:
        if digest(person_id) in store.reader.releases.forgotten(PERSON_ID):
            return Forgotten()
        raise InputError(f"{person_id}: no such person in the store")
    known = [*names, *(key.replace("-", " ") for key in keys)]
    written = full_names(known)
    with store.replaced() as copy:
        run = copy.begin_run(__version__, _inputs(options), now())
        copy.forget(PERSON_ID, digest(person_id))
        for code in {*map(digest, keys), *codes_of(known)}:
            copy.forget(PERSON, code)
        named = {*copy.reader.entities.releases_ever_of(person_id), *releases_with(copy, written)}
        number = _black_out(copy, run, named, written, options)
        message = f"a person was forgotten and blacked out of {number} releases"
        _finish(copy, run, Issue("forgotten", "info", message), load_resources(options.resources))
    return Forgotten(number, name_pattern(known))


def _inputs(options: Options) -> dict[str, tuple[str, str]]:
    return run_inputs(options.model, options.of_rows(), options.lexicon, options.registry, options.resources)


def _black_out(store: Store, run: int, doc_ids: Collection[str], names: Collection[FullName], options: Options) -> int:
    """Extract some releases again without the names of those who are forgotten, and sweep every other cell."""
    releases = store.reader.releases
    hidden = Hidden.of(releases.forgotten(PERSON))
    tasks = [_hidden(task, hidden) for task in stored_tasks(store.reader, doc_ids)]
    failed = releases.failed()
    was_failed = {hidden.black_id(doc_id) for doc_id in failed}
    store.erase(doc_ids, store.reader.entities.ever_in(doc_ids))
    extract_again(store, run, tasks, options)
    lost = releases.with_issue("worker_lost") & {task.release.doc_id for task in tasks} - was_failed
    if lost:
        raise StoreError(f"the process that extracted {min(lost)} was lost: nothing is forgotten; run it again")
    forget_decisions(store)
    sweep(store, names, lambda column, cell: _written(column, cell, hidden))
    return len(tasks)


def _hidden(task: Task, hidden: Hidden) -> Task:
    release = hide(task.release, hidden)
    return Task(release, task.state._replace(origin=release.origin), is_known=False)


def _written(column: str, cell: str, hidden: Hidden) -> str:
    """Return a cell without forgotten names; ids and what refers to them stay the same as each other."""
    if column == "scope":
        kind, _, rest = cell.partition(":")
        return f"{kind}:{hidden.black_id(rest) if kind in {'doc', 'decided'} else hidden.black_out(rest)}"
    return hidden.black_id(cell) if column.endswith("_id") else hidden.black_out(cell)


def _finish(store: Store, run: int, issue: Issue, resources: Resources) -> None:
    scope = f"forgotten:{run}"
    store.commit(run, to_batches({"issues": [issue_row(issue, scope)]}), {}, {}, [scope], ())
    settle(store, run, stored_decisions(store), resources)
    store.finish_run(run, Counts(), now())
