"""Takes a release or a person out of tables, texts and history, for good."""

from __future__ import annotations

from presstab.batch.choose import PERSON, RELEASE
from presstab.batch.extract import extract_again, now, stored_tasks
from presstab.batch.options import Options
from presstab.corpus.release import Issue
from presstab.errors import InputError
from presstab.identity.link import link
from presstab.rows.issues import issue_row
from presstab.run import run_inputs
from presstab.store.runs import Counts
from presstab.store.store import Store
from presstab.store.tables import to_batches
from presstab.text import digest
from presstab.version import __version__


def forget_release(store: Store, doc_id: str) -> None:
    """Delete a release from tables, texts and history; it is not taken in again.

    Raises:
        InputError: the store knows no such release.
    """
    if doc_id not in store.states():
        raise InputError(f"{doc_id}: no such release in the store")
    run = store.begin_run(__version__, {}, now())
    store.forget(RELEASE, digest(doc_id))
    store.erase([doc_id], store.entities_of([doc_id]))
    _finish(store, run, Issue("forgotten", "info", "the release was forgotten", doc_id))


def forget_person(store: Store, person_id: str, options: Options) -> int:
    """Black a person's name out of all releases and their history; return how many those were.

    Later releases that name the person are blacked out as they come. The store keeps a digest of
    the name, not the name.

    Raises:
        InputError: the store knows no such person.
    """
    keys = store.keys_of(person_id)
    if not person_id.startswith("per_") or not keys:
        raise InputError(f"{person_id}: no such person in the store")
    inputs = run_inputs(options.model, options.of_rows(), options.lexicon, options.registry)
    run = store.begin_run(__version__, inputs, now())
    doc_ids = store.documents_of(person_id)
    tasks = stored_tasks(store, doc_ids)
    for key in keys:
        store.forget(PERSON, digest(key))
    store.erase(doc_ids, store.entities_of(doc_ids))
    extract_again(store, run, [task._replace(is_known=False) for task in tasks], options)
    _finish(store, run, Issue("forgotten", "info", f"a person was forgotten and blacked out of {len(tasks)} releases"))
    return len(tasks)


def _finish(store: Store, run: int, issue: Issue) -> None:
    scope = f"forgotten:{run}"
    store.commit(run, to_batches({"issues": [issue_row(issue, scope)]}), {}, {}, [scope], ())
    link(store, run)
    store.finish_run(run, Counts(), now())
    store.compact()
