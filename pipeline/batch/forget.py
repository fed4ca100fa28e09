"""Takes a release or a person out of tables, texts and history, for good."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping

from pipeline import __version__
from pipeline.batch.choose import PERSON, RELEASE
from pipeline.batch.extract import commit_made
from pipeline.batch.options import Options
from pipeline.batch.workers import Extractor, Settings
from pipeline.corpus.release import Issue, Release
from pipeline.errors import InputError
from pipeline.extraction import issue_row
from pipeline.identity.link import link
from pipeline.run import run_inputs
from pipeline.store.store import Counts, State, Store
from pipeline.store.tables import to_batches
from pipeline.text import digest


def forget_release(store: Store, doc_id: str) -> None:
    """Delete a release from tables, texts and history; it is not taken in again.

    Raises:
        InputError: the store knows no such release.
    """
    if doc_id not in store.states():
        raise InputError(f"{doc_id}: no such release in the store")
    run = store.begin_run(__version__, {}, _now())
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
    run = store.begin_run(__version__, inputs, _now())
    doc_ids = store.documents_of(person_id)
    releases, states = store.releases(doc_ids), store.states()
    for key in keys:
        store.forget(PERSON, digest(key))
    store.erase(doc_ids, store.entities_of(doc_ids))
    extractor = Extractor(Settings(options, forgotten=frozenset(store.forgotten(PERSON))))
    made = [(states[r["doc_id"]], extractor(_release(r, states[r["doc_id"]]))) for r in releases]
    extractor.close()
    if made:
        commit_made(store, run, made, ())
    _finish(store, run, Issue("forgotten", "info", f"a person was forgotten and blacked out of {len(made)} releases"))
    return len(made)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)


def _release(row: Mapping[str, str], state: State) -> Release:
    given = {field.name: row[field.name] for field in dataclasses.fields(Release) if field.name in row}
    return Release(**given, origin=state.origin)  # type: ignore[arg-type]


def _finish(store: Store, run: int, issue: Issue) -> None:
    scope = f"forgotten:{run}"
    store.commit(run, to_batches({"issues": [issue_row(issue, scope)]}), {}, {}, [scope], ())
    link(store, run)
    store.finish_run(run, Counts(), _now())
    store.compact()
