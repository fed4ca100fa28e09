"""From folder to tables: incremental, exact, whatever the workers, batches and runs."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from presstab.batch.extract import extract_into
from presstab.batch.options import Options
from presstab.check.tables import check_store
from presstab.corpus.read import read_releases
from presstab.corpus.records import read_records
from presstab.corrections.decided import NOTHING
from presstab.export.tables import to_frames, update_tables
from presstab.identity.link import identify
from presstab.resources import packaged
from presstab.schema import TABLES
from presstab.store.store import Store

from tests.conftest import ROOT

CORPUS = ROOT / "corpus" / "releases"
RUN_TABLES = {"runs", "run_inputs"}


def _bytes(folder: Path) -> dict[str, bytes]:
    return {name: (folder / f"{name}.csv").read_bytes() for name in TABLES if name not in RUN_TABLES}


def _extract(out: Path, parts: Iterable[Iterable[Any]], nlp: Any, **options: Any) -> dict[str, bytes]:
    with Store(out) as store:
        for part in parts:
            extract_into(store, part, Options(**options), nlp=nlp)
        update_tables(store, out)
        assert check_store(store.reader) == []
    return _bytes(out)


def test_runs_workers_batches_and_order_give_equal_bytes(tmp_path: Path, nlp: Any) -> None:
    releases = list(read_releases([CORPUS]))
    whole = _extract(tmp_path / "whole", [releases], nlp)
    assert whole == _extract(tmp_path / "again", [releases], nlp)
    assert whole == _extract(tmp_path / "three", [releases[8:], releases[:4], releases[4:8]], nlp)
    assert whole == _extract(tmp_path / "two workers", [releases], None, workers=2)


def test_known_release_is_skipped_and_changed_one_replaced(tmp_path: Path, nlp: Any) -> None:
    def records(text: str) -> Any:
        return read_records([{"id": "a", "text": text}, {"id": "b", "text": "Foo Corp. grew."}], "feed")

    with Store(tmp_path) as store:
        extract_into(store, records("Acme Corp. grew."), nlp=nlp)
        same = extract_into(store, records("Acme Corp. grew."), nlp=nlp)
        changed = extract_into(store, records("Bar Corp. shrank."), nlp=nlp)
        names = set(to_frames(store.reader)["organisations"]["name"])
    assert (same.n_unchanged, same.n_new, changed.n_changed, changed.n_unchanged) == (2, 0, 1, 1)
    assert names == {"Bar Corp.", "Foo Corp."}


def test_known_id_from_another_source_is_refused_unless_update(tmp_path: Path, nlp: Any) -> None:
    with Store(tmp_path) as store:
        extract_into(store, read_records([{"id": "a", "text": "Acme Corp. grew."}], "one"), nlp=nlp)
        other = [{"id": "a", "text": "Bar Corp. shrank."}]
        extract_into(store, read_records(other, "two"), nlp=nlp)
        frames = to_frames(store.reader)
        assert list(frames["organisations"]["name"]) == ["Acme Corp."]
        assert list(frames["issues"]["code"]) == ["known_id"]
        extract_into(store, read_records(other, "two"), Options(update=True), nlp=nlp)
        frames = to_frames(store.reader)
        assert list(frames["organisations"]["name"]) == ["Bar Corp."]
        assert frames["issues"].empty


def test_absent_releases_stay_unless_sync(tmp_path: Path, nlp: Any) -> None:
    def records(*ids: str) -> Any:
        return read_records([{"id": i, "text": "Acme Corp. grew."} for i in ids], "feed")

    with Store(tmp_path) as store:
        extract_into(store, records("a", "b"), nlp=nlp)
        extract_into(store, records("a"), nlp=nlp)
        assert len(to_frames(store.reader)["documents"]) == 2
        extract_into(store, records("a"), Options(sync=True), nlp=nlp)
        assert list(to_frames(store.reader)["documents"]["doc_id"]) == ["a"]
        assert check_store(store.reader) == []


def test_an_issue_of_an_input_goes_when_the_input_is_mended(tmp_path: Path, nlp: Any) -> None:
    with Store(tmp_path / "out") as store:
        feed = tmp_path / "feed.jsonl"
        for content, codes in (("{oops\n", ["malformed_record"]), ('{"id": "a", "text": "x"}\n', [])):
            feed.write_text(content)
            extract_into(store, read_releases([feed]), nlp=nlp)
            assert list(to_frames(store.reader)["issues"]["code"]) == codes


def test_empty_text_is_a_failed_document_with_an_issue(tmp_path: Path, nlp: Any) -> None:
    with Store(tmp_path) as store:
        counts = extract_into(
            store, read_records([{"id": "a", "text": " \n"}, {"id": "b", "text": "Acme Corp. grew."}]), nlp=nlp
        )
        frames = to_frames(store.reader)
    assert counts.n_failed == 1
    assert list(frames["documents"]["status"]) == ["failed", "ok"]
    assert list(frames["issues"]["code"]) == ["empty_text"]


def test_check_finds_what_was_damaged(tmp_path: Path, nlp: Any) -> None:
    with Store(tmp_path) as store:
        extract_into(store, read_records([{"id": "a", "text": "Acme Corp. grew in 2024."}]), nlp=nlp)
        assert check_store(store.reader) == []
        store.reader.connection.run("UPDATE mentions SET text = 'x' WHERE label = 'ORG'")
        store.reader.connection.run("UPDATE dates SET start_on = DATE '2030-01-01'")
        store.reader.connection.run("DELETE FROM organisations")
        messages = {finding.message for finding in check_store(store.reader)}
    assert any("differs from characters" in m for m in messages)
    assert "starts after it ends" in messages
    assert "entity_id names no entity" in messages


def _entity(doc_id: str, label: str, key: str, **facts: Any) -> dict[str, Any]:
    made = {"key": key, "forms": {key: 1}, "acronyms": [], **facts}
    evidence = "\n".join(f"ticker {exchange} {ticker}" for ticker, exchange in facts.get("tickers", ()))
    return {"doc_id": doc_id, "local_id": f"{label}:{key}", "label": label, "name": key.title(), "n_mentions": 1,
            "facts": json.dumps(made), "key": key, "evidence": evidence or None}  # fmt: skip


def _identify(entities: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Identify entities that a store would hold."""

    def read(label: str, homes: Any = None, links: Any = None) -> list[dict[str, Any]]:
        if label.endswith(" evidence"):
            return [row for row in entities if row["label"] == label.split()[0] and row["evidence"]]
        ids = {(row["doc_id"], row["local_id"]): row["entity_id"] for row in links.to_pylist()} if links else {}
        found = []
        for row in entities:
            if row["label"] == label:
                held_at = json.loads(row["facts"]).get("organisations", ())
                organisation_ids = sorted(ids[row["doc_id"], local_id] for local_id in held_at)
                found.append(
                    {**row, "block": (homes or {}).get(row["key"], row["key"]), "organisation_ids": organisation_ids}
                )
        return sorted(found, key=lambda row: (row["block"], row["doc_id"], row["local_id"]))

    return {name: table.to_pylist() for name, table in identify(read, NOTHING, [], packaged()).items()}


ENTITIES = [
    _entity("1", "ORG", "acme-robotics", tickers=[["ACM", "XNYS"]]),
    _entity("2", "ORG", "acme", tickers=[["ACM", "XNYS"]]),
    _entity("3", "ORG", "acme"),
    _entity("4", "ORG", "bolt"),
    _entity("1", "PERSON", "john-smith", organisations=["ORG:acme-robotics"]),
    _entity("2", "PERSON", "john-smith", organisations=["ORG:acme"]),
    _entity("4", "PERSON", "john-smith", organisations=["ORG:bolt"]),
]


def test_identity_joins_by_listing_and_keeps_homonyms_apart() -> None:
    made = _identify(ENTITIES)
    assert [row["organisation_id"] for row in made["organisations"]] == ["org_acme", "org_bolt"]
    people = [row["person_id"] for row in made["people"]]
    assert len(people) == 2
    assert all(p.startswith("per_john-smith-") for p in people)
    former = [(r["entity_id"], r["alias"]) for r in made["aliases"] if r["kind"] == "former_id"]
    assert former == [("org_acme", "org_acme-robotics")]


@pytest.mark.parametrize("seed", range(10))
def test_identity_does_not_depend_on_order(seed: int) -> None:
    def plain(made: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
        return {table: sorted(map(str, rows)) for table, rows in made.items()}

    shuffled = random.Random(seed).sample(ENTITIES, k=len(ENTITIES))
    assert plain(_identify(shuffled)) == plain(_identify(ENTITIES))


def test_first_names_alone_join_nobody_and_keep_their_ids_apart() -> None:
    made = _identify(
        [_entity(doc, "ORG", "acme") for doc in "12"]
        + [_entity(doc, "PERSON", "nick", organisations=["ORG:acme"]) for doc in "12"]
    )
    assert len({row["person_id"] for row in made["people"]}) == len(made["people"]) == 2
