"""What an edited rule or lexicon file would change over the stored releases, before it is made."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

from presstab.batch.decide import gone_from, inputs_with, settle, take
from presstab.batch.extract import now
from presstab.batch.options import Options
from presstab.corrections.files import WORKBOOK, has_decisions, load_corrections
from presstab.diff.causes import with_causes
from presstab.diff.change import Change
from presstab.diff.compare import compare
from presstab.diff.states import States, of_runs
from presstab.edits import Touched, always, touched_by
from presstab.errors import InputError
from presstab.resources import load_resources, packaged
from presstab.resources.files import REGISTRY, packaged_names
from presstab.resources.rows import own_rows
from presstab.run import LEXICONS, of_rows, run_inputs
from presstab.store.runs import Counts
from presstab.store.store import Store
from presstab.trial.scratch import run_again
from presstab.version import __version__

_OF_ORGANISATIONS = frozenset(["kind", "country", "lei", "ticker", "exchange", "wikidata_id"])
_SEED = 1


def attempt(
    scratch: Store, file: Path, options: Options, sample: int | None = None
) -> tuple[States, list[Change], int]:
    """Return both states, the changes that an edited file would make, and how many releases were run again.

    `scratch` is a copy of the store. A file of decisions is laid over it, in place of one of that name among the
    run's, else beside them; nothing is extracted for it. A file named as a packaged one stands in for it; any other CSV
    is a lexicon or registry of the user's own, by its columns. Only releases that can be touched are
    run, of these `sample` at most, drawn with a fixed seed.

    Raises:
        InputError: there is no such file, or it is neither.
    """
    before = scratch.reader.runs.last()
    if file.is_file() and (file.suffix == WORKBOOK or (file.suffix == ".csv" and has_decisions(file))):
        run = _decide(scratch, file, options)
        states = of_runs(scratch.reader, before, run)
        return states, list(with_causes(states, compare(states))), 0
    overlay, chosen = _place(file, options)
    holds = _touched(scratch, file, options, chosen, overlay)
    doc_ids = [doc_id for doc_id, text in scratch.reader.releases.texts() if holds is always or holds(text)]
    if sample is not None and sample < len(doc_ids):
        doc_ids = sorted(random.Random(_SEED).sample(doc_ids, sample))
    run = run_again(scratch, doc_ids, chosen, overlay)
    states = of_runs(scratch.reader, before, run)
    return states, list(with_causes(states, compare(states))), len(doc_ids)


def _decide(scratch: Store, file: Path, options: Options) -> int:
    """Lay decisions over a store in a new run, made of what the last was made of; return its number."""
    runs = scratch.reader.runs
    inputs = of_rows(runs.inputs_of(runs.last()) or {})
    others = [path for path in options.corrections if Path(path).absolute() != file.absolute()]
    taken = take(load_corrections([*others, file]), gone_from(scratch))
    contents = {name: (sha256, runs.input_content(sha256)) for name, sha256 in inputs.items()}
    run = scratch.begin_run(__version__, inputs_with(contents, taken), now())
    settle(scratch, run, taken, load_resources(options.resources))
    scratch.finish_run(run, Counts(), now())
    return run


def _place(file: Path, options: Options) -> tuple[dict[str, str], Options]:
    if not file.is_file():
        raise InputError(f"{file}: no such file")
    known = {Path(name).name: name for name in packaged_names()}
    if file.name in known:
        return {known[file.name]: file.read_text(encoding="utf-8")}, options
    if file.suffix != ".csv":
        named = ", ".join(sorted(name for name in known if name.endswith(".yml")))
        raise InputError(f"{file}: no packaged file has this name ({named}), and it is no CSV")
    columns = {column for row in own_rows(file, "the file") for column in row}
    if columns & _OF_ORGANISATIONS:
        return {}, dataclasses.replace(options, registry=str(file))
    return {}, dataclasses.replace(options, lexicon=str(file))


def _touched(scratch: Store, file: Path, options: Options, chosen: Options, overlay: dict[str, str]) -> Touched:
    """Return what tells whether a text can be touched by the edit."""
    kind = "lexicon" if chosen.lexicon != options.lexicon or file.name in LEXICONS else "registry"
    if overlay and file.name not in {*LEXICONS, REGISTRY}:
        return always
    runs = scratch.reader.runs
    old = runs.input_content((runs.inputs_of(runs.last()) or {}).get(kind, ""))
    new = run_inputs(chosen.model, chosen.of_rows(), chosen.lexicon, chosen.registry)[kind][1]
    if overlay:
        new = new.replace(packaged().text(file.name), overlay[file.name])
    return touched_by(kind, old, new, load_resources(chosen.resources).legal_forms) if old else always
