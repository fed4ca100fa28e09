"""Tells apart causes that came at once: the changed releases run again with one old input at a time."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from presstab.batch.decide import Taken, gone_from, take
from presstab.batch.options import Options
from presstab.components.ner import OWN
from presstab.corrections.read import parse_corrections
from presstab.diff.causes import FATES, TEXT
from presstab.diff.change import Change
from presstab.diff.compare import compare
from presstab.diff.corrections import CORRECTION
from presstab.diff.states import States, of_runs
from presstab.errors import InputError
from presstab.resources import packaged
from presstab.resources.files import may_stand_in, packaged_names
from presstab.run import CORRECTIONS, run_inputs, split_sections
from presstab.store.store import Store
from presstab.trial.scratch import run_again, scratch_of

UNPROVEN = "unproven"
_ARCHIVED = ("rules", "lexicon", "registry")
_OWN_FILES = {"lexicon": 2, "registry": 1}  # packaged files of an input; one more is the user's own
Key = tuple[str, str, str, str, str | None, str | None]


def bisect(states: States, changes: list[Change]) -> list[Change]:
    """Return the changes, each with the one cause that is certain; what cannot be told apart is `unproven`.

    An input is the cause of a change where the release, run under the new inputs but with this one
    as it was, does not show the change. Code is never swapped, a model only if it is installed.
    """
    several = [change for change in changes if "+" in change.cause]
    # Folders and cluster runs cannot be run again.
    if states.store is None or states.store.copy_store is None or not several:
        return [c._replace(cause_ref=_joined(c.cause_ref, UNPROVEN)) if "+" in c.cause else c for c in changes]
    doc_ids = sorted({c.doc_id for c in changes if c.doc_id})
    parts = {part for change in several for part in change.cause.split("+")}
    with scratch_of(states.store) as scratch:
        old, new = int(states.old.run.removeprefix("run_")), int(states.new.run.removeprefix("run_"))
        seen = {part: _without(scratch, states, part, doc_ids, old, new) for part in sorted(parts)}
    return [_settled(change, seen) if "+" in change.cause else change for change in changes]


def _settled(change: Change, seen: dict[str, set[Key] | None]) -> Change:
    candidates = change.cause.split("+")
    certain = [part for part in candidates if (keys := seen[part]) is not None and _key(change) not in keys]
    if certain:
        return change._replace(cause="+".join(certain))
    # What was swapped did not undo it: the rest did, or no single input does.
    rest = [part for part in candidates if seen[part] is None]
    return change._replace(cause="+".join(rest or candidates), cause_ref=_joined(change.cause_ref, UNPROVEN))


def _joined(*parts: str) -> str:
    return "; ".join(filter(None, parts))


def _key(change: Change) -> Key:
    return change[:6]


def _without(
    scratch: Store, states: States, part: str, doc_ids: Collection[str], old: int, new: int
) -> set[Key] | None:
    """Return the changes that stay when one input is as it was; None where it cannot be swapped."""
    swapped = _swapped(scratch, states, part, old, new)
    if swapped is None:
        return None
    options, overlay, texts = swapped
    taken = _decisions(scratch, (states.old if part == CORRECTION else states.new).inputs)
    run = run_again(scratch, doc_ids, options, overlay, texts, taken)
    again = of_runs(scratch.reader, old, run)
    return {_key(change) for change in compare(again)}


def _decisions(scratch: Store, inputs: Mapping[str, str]) -> Taken:
    content = scratch.reader.runs.input_content(inputs.get(CORRECTIONS, ""))
    return take(parse_corrections({CORRECTIONS: content}), gone_from(scratch))


def _swapped(
    scratch: Store, states: States, part: str, old: int, new: int
) -> tuple[Options, dict[str, str], dict[str, str]] | None:
    """Return options, packaged files and texts of the new run, one input as in the old one."""
    if part in FATES:
        return None
    before, after = states.old.inputs, states.new.inputs
    archived = scratch.reader.runs.input_content
    given = {name: archived((before if name == part else after).get(name, "")) for name in after}
    if not all(given.get(name) for name in ("options", "model")):
        return None  # not archived
    chosen = json.loads(given["options"])
    # Our own recogniser is archived as its settings, any other model as its name and version.
    model = OWN if given["model"].startswith("{") else given["model"].split()[0]
    try:
        current = run_inputs(model, {})
    except InputError:
        return None  # a folder, which the archive does not name, or no longer installed
    if part == "code" or after.get("code") != current["code"][0]:
        return None
    if part != "model" and current["model"][0] != after["model"]:
        return None  # a recogniser of the user's own, whose folder the archive does not name
    if part == "model" and current["model"][0] != before["model"]:
        return None  # that version is not installed
    overlay: dict[str, str] = {}
    options = Options(model=model, any_language=bool(chosen.get("any_language")))
    for name in _ARCHIVED:
        files = list(split_sections(given[name]).items())
        own_from = _OWN_FILES.get(name, len(files))
        overlay |= _other_than_packaged(files[:own_from])
        for file, content in files[own_from:]:
            path = scratch.out / f"{name}-{file}"
            path.write_text(content, encoding="utf-8")
            own: dict[str, Any] = {name: str(path)}
            options = dataclasses.replace(options, **own)
    if not all(may_stand_in(name) for name in overlay):
        return None  # other weights, or a file that there no longer is
    texts = scratch.reader.releases.texts_after(old if part == TEXT else new)
    return options, overlay, texts


def _other_than_packaged(files: Iterable[tuple[str, str]]) -> dict[str, str]:
    known = set(packaged_names())
    return {name: content for name, content in files if name not in known or packaged().text(name) != content}
