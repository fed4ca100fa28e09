"""What changed and why: seeded changes, properties of the diff, its forms, and what is tried before it is made."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from presstab.batch.extract import extract_into
from presstab.batch.forget import forget_release
from presstab.batch.options import Options
from presstab.corpus.read import read_releases
from presstab.corpus.records import read_records
from presstab.diff import page, render, words
from presstab.diff.causes import with_causes
from presstab.diff.change import COLUMNS, MIRROR, Change
from presstab.diff.compare import compare
from presstab.diff.marked import Mark, Part, changed_lines
from presstab.diff.only import is_wanted, parse_only
from presstab.diff.states import Side, States, of_folders, of_runs
from presstab.errors import InputError
from presstab.explain import explain
from presstab.export.formats import Wanted, export
from presstab.nlp import load
from presstab.resources import packaged
from presstab.schema import SCHEMA, TABLES
from presstab.store.connection import Connection
from presstab.store.store import Store
from presstab.store.tables import DUCKDB_TYPES
from presstab.store.view import View
from presstab.trial.attempt import attempt
from presstab.trial.bisect import UNPROVEN, bisect
from presstab.trial.scratch import run_again, scratch_of

from tests.browser import PHONE, WIDE, opened, violations, width_of
from tests.conftest import ROOT

SEEDS: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests" / "cases" / "diff.yml").read_text(encoding="utf-8"))
CORPUS = ROOT / "corpus" / "releases"
OWN = ("lexicon", "registry")


def _line(change: Change) -> str:
    label = change.label if change.table == "mentions" else None
    column = change.column if change.kind in {"changed", "revalued"} else None
    head = " ".join(filter(None, (change.table, change.kind, label, column)))
    values = "" if change.kind == "text_changed" else f": {change.old_value or ''} -> {change.new_value or ''}"
    return f"{head}{values} | {change.cause}" + (f" ({change.cause_ref})" if change.cause_ref else "")


def _extract(store: Store, texts: dict[str, str], options: dict[str, Any], nlp: Any, folder: Path) -> None:
    chosen = dict(options)
    for name in OWN:
        if name in chosen:
            path = folder / f"{name}.csv"
            path.write_text(chosen[name], encoding="utf-8")
            chosen[name] = str(path)
    loaded = load(chosen.get("model", "presstab"), **{n: chosen.get(n) for n in OWN}) if chosen else nlp
    records = [{"id": key, "text": text} for key, text in texts.items()]
    extract_into(store, read_records(records), Options(update=True, sync=True, **chosen), loaded)


def _overlay(seed: dict[str, Any]) -> dict[str, str]:
    made = {}
    for name, (before, after) in seed.get("overlay", {}).items():
        content = packaged().text(name)
        assert before in content
        made[name] = content.replace(before, after, 1)
    return made


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed["name"])
def test_seeded_change_has_its_rows_and_causes_and_no_others(tmp_path: Path, nlp: Any, seed: dict[str, Any]) -> None:
    with Store(tmp_path / "out") as store:
        _extract(store, seed["old"], seed.get("old_options", {}), nlp, tmp_path)
        if "overlay" in seed:
            run_again(store, sorted(seed["new"]), Options(), _overlay(seed))
        else:
            _extract(store, seed["new"], seed.get("new_options", {}), nlp, tmp_path)
        states = of_runs(store.reader, 1, 2)
        assert [_line(change) for change in with_causes(states, compare(states))] == seed.get("expected", [])


# Properties, on states that no text stands behind.

_IDS = ("org_a", "org_b", "org_c")
Mentions = dict[str, dict[str, Any]]


@st.composite
def _mentions(draw: st.DrawFn) -> Mentions:
    made: Mentions = {}
    for number in range(draw(st.integers(0, 6))):
        doc_id = draw(st.sampled_from("xy"))
        start = draw(st.integers(0, 30))
        mention_id = f"m_{doc_id}{number}"  # an id belongs to one release
        text = draw(st.sampled_from(["Acme", "Acme Co", "Bolt"]))
        made[mention_id] = {
            "mention_id": mention_id, "doc_id": doc_id, "label": draw(st.sampled_from(["ORG", "ORG", "TECH"])),
            "start": start, "end": start + len(text), "text": text,
            "entity_id": draw(st.sampled_from(_IDS)), "found_by": "model", "rule_id": None,
        }  # fmt: skip
    return made


@contextlib.contextmanager
def _states(old: Mentions, new: Mentions) -> Iterator[States]:
    with duckdb.connect() as database:
        for side, mentions in (("old", old), ("new", new)):
            for name, columns in SCHEMA.compared.items():
                types = {column.name: DUCKDB_TYPES[column.type] for column in TABLES[name].columns}
                fields = ", ".join(f'"{column}" {types[column]}' for column in columns)
                database.execute(f"CREATE TABLE {side}_{name} ({fields})")
            for mention in mentions.values():
                values = [mention[column] for column in SCHEMA.compared["mentions"]]
                database.execute(f"INSERT INTO {side}_mentions VALUES ({', '.join('?' * len(values))})", values)
            database.execute(
                f"INSERT INTO {side}_documents BY NAME SELECT DISTINCT doc_id, doc_id AS text_sha256 FROM {side}_mentions"
            )
            database.execute(
                f"INSERT INTO {side}_organisations BY NAME SELECT DISTINCT entity_id AS organisation_id, entity_id AS name"
                f" FROM {side}_mentions"
            )
        yield States(Connection(database), Side("old"), Side("new"))


_SHOWN = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(_mentions())
@_SHOWN
def test_diff_of_a_state_and_itself_is_empty(mentions: Mentions) -> None:
    with _states(mentions, mentions) as states:
        assert compare(states) == []


def _facts(change: Change) -> tuple[Any, ...]:
    return change.table, change.column, change.kind, change.old_value, change.new_value, change.doc_id


@given(_mentions(), _mentions())
@_SHOWN
def test_diff_the_other_way_is_the_mirror(old: Mentions, new: Mentions) -> None:
    with _states(old, new) as states:
        there = Counter(map(_facts, compare(states)))
    with _states(new, old) as states:
        back = Counter(
            (table, column, MIRROR[kind], was, now, doc)
            for table, column, kind, now, was, doc in map(_facts, compare(states))
        )
    assert there == back


def _applied(old: Mentions, changes: list[Change]) -> Mentions:
    made = {key: dict(row) for key, row in old.items()}
    entity_of = {(c.old_value, c.new_value): c for c in changes if c.kind in {"renamed", "merged", "split"}}
    for change in (c for c in changes if c.table == "mentions"):
        was, now = change.old_row, change.new_row
        if was is not None:
            made.pop(was["mention_id"], None)
        if now is not None:
            made[now["mention_id"]] = dict(now)
    # A mention whose entity only goes by another id has no row of its own.
    for was_id, now_id in entity_of:
        targets = {c.new_value for c in changes if c.old_value == was_id and c.kind in {"renamed", "merged", "split"}}
        for row in made.values():
            if row["entity_id"] == was_id and len(targets) == 1 and row["mention_id"] in old:
                row["entity_id"] = now_id
    return made


@given(_mentions(), _mentions())
@_SHOWN
def test_diff_applied_to_the_old_state_gives_the_new_one(old: Mentions, new: Mentions) -> None:
    with _states(old, new) as states:
        changes = compare(states)
    ids = {key: (row["doc_id"], row["text"], row["label"], row["start"], row["end"]) for key, row in new.items()}
    applied = {k: (r["doc_id"], r["text"], r["label"], r["start"], r["end"]) for k, r in _applied(old, changes).items()}
    assert applied == ids


# History, folders, forms.


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory, nlp: Any) -> Path:
    """Return an output of three runs: the corpus, one release edited and one gone, the same with a lexicon."""
    folder = tmp_path_factory.mktemp("history")
    shutil.copytree(CORPUS, folder / "in")
    (folder / "own.csv").write_text("name,category\nsmart charging,energy storage\n")
    with Store(folder / "out") as store:
        extract_into(store, read_releases([folder / "in"]), nlp=nlp)
        export(store.reader, folder / "first")
        export(store.reader, folder / "first", "duckdb")
        edited = folder / "in" / "kestrel-partnership.txt"
        edited.write_text(edited.read_text().replace("Kestrel", "Kestrella"))
        (folder / "in" / "juniper-agm.txt").unlink()
        extract_into(store, read_releases([folder / "in"]), Options(sync=True), nlp=nlp)
        export(store.reader, folder / "second")
        export(store.reader, folder / "second", "duckdb")
        own = str(folder / "own.csv")
        extract_into(store, read_releases([folder / "in"]), Options(lexicon=own), nlp=load(lexicon=own))
    return folder


def test_as_of_rebuilds_the_tables_of_that_run(history: Path, tmp_path: Path) -> None:
    with Store(history / "out") as store:
        for run, name in ((1, "first"), (2, "second")):
            export(store.reader, tmp_path / name, wanted=Wanted(View(run)))
            for table in TABLES:
                made, kept = ((f / name / f"{table}.csv").read_bytes() for f in (tmp_path, history))
                assert made == kept, (name, table)


def test_folders_of_csv_and_of_duckdb_give_the_same_diff_as_runs(history: Path, tmp_path: Path) -> None:
    def lines(states: States) -> list[str]:
        # Without texts there is nothing to align: what an edit moved is matched by its words alone.
        found = with_causes(states, compare(states))
        return [_line(c) for c in found if c.doc_id != "kestrel-partnership" and c.label != "ORG"]

    with Store(history / "out") as store:
        expected = lines(of_runs(store.reader, 1, 2))
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        shutil.copy(history / name / "presstab.duckdb", tmp_path / name)
    assert expected
    for folder in (history, tmp_path):
        with of_folders(folder / "first", folder / "second") as states:
            assert lines(states) == expected


def test_tables_of_an_older_version_are_compared_by_the_columns_that_they_have(history: Path, tmp_path: Path) -> None:
    shutil.copytree(history / "first", tmp_path / "old", ignore=shutil.ignore_patterns("*.duckdb", "quotations.csv"))
    roles = tmp_path / "old" / "roles.csv"
    with roles.open(newline="") as file:
        header, *rows = csv.reader(file)
    at = header.index("effective")
    with roles.open("w", newline="") as file:
        csv.writer(file).writerows([row[:at] for row in (header, *rows)])
    with of_folders(tmp_path / "old", history / "first") as states:
        changes = compare(states)
    dated = sum(bool(row[at]) for row in rows)
    assert Counter((c.table, c.kind) for c in changes if c.table != "quotations") == (
        {("roles", "changed"): dated} if dated else {}
    )
    assert {c.kind for c in changes if c.table == "quotations"} == {"added"}
    roles.write_text("role_id,title\nr_1,chair\n")
    with pytest.raises(InputError, match="lacks the column"), of_folders(tmp_path / "old", history / "first"):
        pass


def test_duplicate_keys_are_an_error_that_names_them(history: Path, tmp_path: Path) -> None:
    shutil.copytree(history / "first", tmp_path / "twice")
    people = tmp_path / "twice" / "people.csv"
    line = next(line for line in people.read_text().splitlines() if line.startswith("per_colm-brannigan,"))
    with people.open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(InputError, match="people has keys that stand twice: per_colm-brannigan"), of_folders(
        history / "first", tmp_path / "twice"
    ):  # fmt: skip
        pass
    with pytest.raises(InputError, match=r"no mentions\.csv"), of_folders(history / "first", tmp_path):
        pass


def test_forms_hold_every_change(history: Path) -> None:
    with Store(history / "out") as store:
        states = of_runs(store.reader, 1, 2)
        changes = list(with_causes(states, compare(states)))
        rows = list(csv.DictReader(io.StringIO(render.as_csv(states, changes))))
        assert tuple(rows[0]) == COLUMNS
        assert len(rows) == len(json.loads(render.as_json(states, changes))) == len(changes)
        assert {row["from_run"] for row in rows} == {"run_000001"}
        assert render.as_markdown(states, changes).count("\n| ") > len(changes)
        html = page.as_html(states, changes)
    assert "Kestrella" in html
    assert "<script" not in html
    assert "http" not in re.sub(r"http-equiv", "", html)


HOSTILE = (
    '<script>alert(1)</script> "><img src=x onerror=alert(1)> | `x` [a](javascript:alert(1)) \u202egnp.exe\x1b[31m'
)


def test_hostile_text_stays_text_in_every_form(tmp_path: Path, nlp: Any) -> None:
    texts = ({"a": f"Acme Corp. grew. {HOSTILE}"}, {"a": f"Bolt <b>Corp.</b> Inc. grew {HOSTILE}. Acme Corp. fell."})
    with Store(tmp_path / "out") as store:
        for text in texts:
            _extract(store, text, {}, nlp, tmp_path)
        states = of_runs(store.reader, 1, 2)
        changes = compare(states)
        html = page.as_html(states, changes)
        lines = "\n".join(line for _, line in render.lines_of(changes))
        markdown = render.as_markdown(states, changes)
    assert changes
    for made in (html, markdown):
        assert "<script>" not in made
        assert "<img" not in made
    for made in (html, lines, markdown):
        assert "\u202e" not in made
        assert "\x1b" not in made


def test_prune_keeps_the_last_runs_and_the_current_tables(history: Path, tmp_path: Path) -> None:
    shutil.copytree(history / "out", tmp_path / "out")
    with Store(tmp_path / "out") as store:
        export(store.reader, tmp_path / "before")
        assert store.prune(2) == 1
        export(store.reader, tmp_path / "after")
        export(store.reader, tmp_path / "second", wanted=Wanted(View(2)))
        with pytest.raises(InputError, match="no such finished run"):
            of_runs(store.reader, 1, 2)
        assert extract_into(store, [], Options(lexicon=str(history / "own.csv"))).n_seen == 0
    for name in set(TABLES) - {"runs", "run_inputs"}:
        for one, other in ((tmp_path / "before", tmp_path / "after"), (tmp_path / "second", history / "second")):
            assert (one / f"{name}.csv").read_bytes() == (other / f"{name}.csv").read_bytes(), name


# Tried before it is made, told apart, explained.


def test_try_says_what_an_edit_would_change_and_leaves_the_store_alone(history: Path, tmp_path: Path) -> None:
    own = tmp_path / "terms.csv"
    own.write_text("name,category\nsmart charging,energy storage\nsummary of trading,software and cloud\n")
    titles = packaged().text("not_organisations.yml").replace("generic:\n", "generic:\n  - nissan\n", 1)
    (tmp_path / "not_organisations.yml").write_text(titles)
    with Store(history / "out") as store:
        before = store.reader.runs.last()
        with scratch_of(store.reader) as scratch:
            _, changes, number = attempt(scratch, own, Options())
            assert number < 5
            assert not changes or {c.cause for c in changes} == {"lexicon"}
        with scratch_of(store.reader) as scratch:
            options = Options(lexicon=str(history / "own.csv"))
            _, changes, number = attempt(scratch, tmp_path / "not_organisations.yml", options, sample=5)
            assert number == 5
        with scratch_of(store.reader) as scratch:
            _, changes, number = attempt(scratch, tmp_path / "not_organisations.yml", options)
            assert number == len(list(CORPUS.glob("*.txt"))) - 1  # one of them is gone
            assert ("organisations removed:", "Nissan") in {
                (_line(c).split(" Nissan")[0], c.old_value) for c in changes
            }
            assert {c.cause for c in changes} == {"rules"}
            with pytest.raises(InputError, match="no packaged file has this name"):
                attempt(scratch, _written(tmp_path / "x.yml", "a: 1"), options)
        assert store.reader.runs.last() == before


def _written(path: Path, content: str) -> Path:
    path.write_text(content)
    return path


def test_bisect_names_the_certain_cause(tmp_path: Path, nlp: Any) -> None:
    text = "Glimmerforge sells tin parts in Norway."
    lexicon = {"lexicon": "name,category\ntin part,robotics and automation\n"}
    with Store(tmp_path / "out") as store:
        _extract(store, {"a": text}, {}, nlp, tmp_path)
        _extract(store, {"a": f"{text} Bolt Energy AG agrees."}, lexicon, nlp, tmp_path)
        states = of_runs(store.reader, 1, 2)
        found = bisect(states, list(with_causes(states, compare(states))))
    assert [_line(change).split(" (")[0] for change in found] == [
        "documents text_changed | text",
        "mentions added TECH:  -> tin parts | lexicon",
        "mentions added ORG:  -> Bolt Energy AG | text",
        "organisations added:  -> Bolt Energy AG | text",
        "technologies added:  -> tin part | lexicon",
    ]


def test_bisect_says_what_it_cannot_prove(tmp_path: Path, nlp: Any) -> None:
    with Store(tmp_path / "out") as store:
        _extract(store, {"a": "Acme Corp. grew."}, {}, nlp, tmp_path)
        store.reader.connection.run("UPDATE run_inputs SET sha256 = 'other' WHERE input IN ('code', 'model')")
        _extract(store, {"a": "Acme Corp. grew."}, {"registry": "name,action\nAcme Corp.,ignore\n"}, nlp, tmp_path)
        store.reader.connection.run("UPDATE run_inputs SET sha256 = 'x' WHERE input = 'registry'")
        states = of_runs(store.reader, 1, 2)
        found = bisect(states, list(with_causes(states, compare(states))))
    assert found
    assert {(change.cause, change.cause_ref) for change in found} == {("model+code", UNPROVEN)}


def test_explain_shows_rule_candidates_entity_and_history(history: Path, nlp: Any) -> None:
    with Store(history / "out") as store:
        rows = {row["text"]: row["mention_id"] for row in store.reader.connection.stream(
            "SELECT text, mention_id FROM mentions WHERE doc_id = 'honda-nissan-2024' AND removed_by IS NULL")}  # fmt: skip
        date = explain(store.reader, nlp, rows["post-2028"])
        body = explain(store.reader, nlp, rows["Honda"])
        nothing = explain(store.reader, nlp, "honda-nissan-2024:8-11")
        for wrong in ("m_0000000000000000", "honda-nissan-2024:5-900000", "nowhere:1-2"):
            with pytest.raises(InputError, match=r"no such place|no mention"):
                explain(store.reader, nlp, wrong)
    assert "found by rule" in date.made_by[0]
    assert "examples" in date.made_by[1]
    assert date.history[0].endswith("current")
    assert body.entity[0] == "org_honda"
    assert any("chosen" in line for line in body.candidates)
    assert nothing.made_by == nothing.history == []


# What became of whole releases, and the page for people.


def test_what_is_forgotten_is_a_cause_of_its_own(tmp_path: Path, nlp: Any) -> None:
    texts = {"a": "Acme Robotics grew in 2024.", "b": "Acme Robotics Corp. grew."}
    with Store(tmp_path / "out") as store:
        _extract(store, texts, {}, nlp, tmp_path)
        forget_release(store, "b")
        states = of_runs(store.reader, 1, 2)
        changes = list(with_causes(states, compare(states)))
    assert changes
    assert {(change.cause, change.cause_ref) for change in changes} == {("forgotten", "")}


def test_changes_are_chosen_by_all_their_causes_in_any_order() -> None:
    change = Change("roles", "r_1", "action", "changed", label="PERSON", cause="text+lexicon")
    assert is_wanted(change, parse_only("cause=lexicon+text,label=PERSON"))
    assert not is_wanted(change, parse_only("cause=lexicon"))
    with pytest.raises(InputError, match=r"label=ORG\+PERSON: one of"):
        parse_only("label=ORG+PERSON")


def test_only_the_entry_that_a_release_holds_is_blamed(tmp_path: Path, nlp: Any) -> None:
    texts = {"a": "Glimmerforge sells tin parts in Norway.", "b": "Glimmerforge sells wum parts in Norway."}
    lexicon = "name,category\ntin part,robotics and automation\nwum part,robotics and automation\nother,media\n"
    with Store(tmp_path / "out") as store:
        _extract(store, texts, {}, nlp, tmp_path)
        _extract(store, texts, {"lexicon": lexicon}, nlp, tmp_path)
        states = of_runs(store.reader, 1, 2)
        changes = list(with_causes(states, compare(states)))
    blamed = {change.doc_id: change.cause_ref for change in changes if change.doc_id}
    assert blamed == {"a": "tin part", "b": "wum part"}


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (Change("roles", "r", "action", "changed", "holds", "leaves", "d", "PERSON", "text", "", None,
                {"person": "Jane Doe", "title": "chief financial officer", "organisation": "Acme", "action": "leaves"}),
         ("changed", "Jane Doe, chief financial officer of Acme", "holds", "leaves", "an edited text")),
        (Change("roles", "r", "title", "changed", "chair", "president", "d", "PERSON", "", "", None,
                {"person": "Jane Doe", "title": "president", "organisation": "Acme"}),
         ("changed", "Jane Doe, Acme", "chair", "president", "")),
        (Change("roles", "r", "", "removed", "chair", None, "d", "PERSON", "withdrawn", "",
                {"person": "Jane Doe", "title": "chair", "organisation": None, "action": "held"}, None),
         ("removed", "Jane Doe, chair (held)", "", "", "a withdrawn release")),
        (Change("mentions", "m", "entity_id", "relinked", "org_a", "org_b", "d", "ORG", "registry", "Bolt", None,
                {"text": "Acme"}),
         ("changed", "“Acme” means", "Acme AG", "org_b", "an edited registry (Bolt)")),
        (Change("mentions", "m", "label", "relabelled", "ORG", "TECH", "d", "TECH", "rules", "", None, {"text": "Tin"}),
         ("changed", "“Tin”", "organisation", "technology", "edited rules")),
        (Change("organisations", "org_a", "organisation_id", "merged", "org_a", "org_b", None, "ORG", "new"),
         ("now one with", "organisation", "Acme AG", "org_b", "a new release")),
        (Change("organisations", "org_a", "ticker", "changed", None, "ACM", None, "ORG", "options", "x", None,
                {"name": "Acme AG"}),
         ("changed", "Acme AG, ticker", "nothing", "ACM", "other options (x)")),
    ],
)  # fmt: skip
def test_a_change_in_words_says_who_where_and_why(change: Change, line: tuple[str, ...]) -> None:
    assert words.line_of(change, {"org_a": "Acme AG"})[:5] == line


def test_an_edited_text_is_one_text_with_what_went_and_came() -> None:
    old = "Acme grew.\nIt sells  looms in Oslo.\nThe end."
    new = "Acme grew.\nIt sells looms in Bergen, said Jane Doe.\nThe end."
    gap, line, end = changed_lines(old, new, [], [Mark(new.index("Jane"), new.index(".", 30), "added", "x")])
    assert gap == end == []
    assert [(part.text, part.change, part.look) for part in line if part.is_changed] == [
        ("Oslo.", "del", ""), ("Bergen, said ", "ins", ""), ("Jane Doe", "ins", "added"), (".", "ins", "")
    ]  # fmt: skip


def test_marks_that_went_stand_in_a_text_that_stayed() -> None:
    text = "Acme grew.\n\nBolt fell."
    gap, line = changed_lines(text, text, [Mark(12, 16, "removed", "x")], [])
    assert gap == []
    assert line == [Part("Bolt", "", "removed", "x"), Part(" fell.")]


def _night(folder: Path, nlp: Any) -> Path:
    """Return the page of a night: releases new, edited, withdrawn and renamed, and one lexicon entry more."""
    old = {str(n): f"Number {n}: Firm{n} Corp. grew in 2024." for n in range(6)}
    old |= {"edit": "Acme Looms Corp. named Jane Doe chief executive officer.\n\nNothing else is said here.\n\nIt sells tin parts.",
            "name": "Bolt Energy AG grew."}  # fmt: skip
    new = {key: text for key, text in old.items() if key not in {"1", "2", "name"}}
    new |= {f"new{n}": f"Fresh{n} Inc. opened in Oslo." for n in range(8)} | {"renamed": old["name"]}
    new["edit"] = old["edit"].replace("Jane Doe", "Erika Muster")
    with Store(folder / "out") as store:
        _extract(store, old, {}, nlp, folder)
        _extract(store, new, {"lexicon": "name,category\ntin part,robotics and automation\n"}, nlp, folder)
        states = of_runs(store.reader, 1, 2)
        (folder / "changes.html").write_text(page.as_html(states, list(with_causes(states, compare(states)))))
    return folder / "changes.html"


def test_the_page_of_a_night_is_folded_and_readable(tmp_path: Path, nlp: Any, browser: Any) -> None:
    path = _night(tmp_path, nlp)
    for size in (WIDE, PHONE):
        with opened(browser, path, size=size) as shown:
            said = shown.inner_text(".numbers").replace("\n", " ")
            for words_ in ("8 releases new", "1 release edited", "2 releases withdrawn", "1 release renamed"):
                assert words_ in said
            assert re.search(r"run_000001 \(\d{4}-\d\d-\d\d \d\d:\d\d UTC\)", shown.inner_text("header"))
            assert shown.locator("details[open]").count() == 0
            assert width_of(shown) <= size[0]
            assert violations(shown) == []
            edited = shown.locator("section", has_text="Edited releases").locator("details")
            edited.locator("summary").click()
            assert "Erika Muster" in edited.locator(".text ins").all_inner_texts()[0]
            assert "Nothing else" not in edited.locator(".text").inner_text()
            shown.locator("section", has_text="Renamed releases").locator("summary").click()
            assert "was name" in shown.locator("section", has_text="Renamed releases").inner_text()
            came = shown.locator("details", has=shown.locator("summary", has_text="organisations added"))
            came.first.locator("summary").click()
            assert "Fresh0 Inc." in came.first.locator(".listed li").all_inner_texts()
            assert "because of a new release" in came.first.locator("summary").inner_text()
            assert width_of(shown) <= size[0]


def test_an_entity_of_the_same_name_goes_by_another_id_in_words() -> None:
    row = {"name": "fintech"}
    change = Change(
        "technologies", "tech_fintech", "", "renamed", "tech_fintech", "tech_financial-technology", new_row=row
    )
    names = {"tech_fintech": "fintech", "tech_financial-technology": "fintech"}
    assert words.line_of(change, names)[:4] == (
        "renamed",
        "technology fintech, id",
        "tech_fintech",
        "tech_financial-technology",
    )


def test_of_a_long_line_only_what_is_near_to_a_change_is_shown() -> None:
    text = "word " * 400
    (line,) = changed_lines(f"{text}old {text}end", f"{text}new {text}end", [], [])
    assert [part.text for part in line if part.is_changed] == ["old", "new "]
    assert all(len(part.text) < 300 for part in line)
    assert line[0].text.startswith("… ")
    assert line[-1].text.endswith("…")
