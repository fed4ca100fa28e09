"""What an edit re-runs, what is forgotten, and which texts are one release."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import duckdb
import pytest
from presstab import run as run_module
from presstab.batch.extract import extract_into
from presstab.batch.forget import forget_person, forget_release
from presstab.batch.options import Options
from presstab.batch.redact import BLACK
from presstab.check.tables import check_store
from presstab.corpus.read import read_releases
from presstab.corpus.records import read_records
from presstab.corpus.release import Release
from presstab.edits import touched_by
from presstab.errors import InputError
from presstab.export.tables import to_frames, update_tables
from presstab.extraction import extract_release
from presstab.identity.duplicates import group_releases, sketch_of
from presstab.resources import packaged
from presstab.resources.files import LEXICON, REGISTRY
from presstab.schema import TABLES
from presstab.store.migrations import STEPS
from presstab.store.store import Store
from presstab.text import digest

from tests.conftest import ROOT

CORPUS = ROOT / "corpus" / "releases"


def _records() -> Any:
    texts = {"a": "Acme Corp. sells quantum frobnicators.", "b": "Bolt Corp. sells boats.", "c": "Cove Inc. sells cod."}
    return read_records([{"id": key, "text": text} for key, text in texts.items()])


@pytest.mark.parametrize(
    ("option", "first", "second", "n_changed"),
    [
        ("lexicon", "quantum frobnicator", "quantum frobnicator", 0),
        ("lexicon", "quantum frobnicator", "quantum frobnicator\nboat engine", 0),
        ("lexicon", "boat", "quantum frobnicator", 2),
        ("registry", "Cove", "Cove\nBolt", 1),
        ("registry", "Cove Incorporated", "Bolt", 2),
    ],
)
def test_edit_of_an_entry_re_runs_the_releases_that_hold_it(
    tmp_path: Path, nlp: Any, option: str, first: str, second: str, n_changed: int
) -> None:
    own = tmp_path / "own.csv"
    with Store(tmp_path / "out") as store:
        for content in (first, second):
            own.write_text(f"name\n{content}\n")
            counts = extract_into(store, _records(), Options(**{option: str(own)}), nlp=nlp)
        again = extract_into(store, _records(), Options(**{option: str(own)}), nlp=nlp)
    assert (counts.n_changed, counts.n_unchanged) == (n_changed, 3 - n_changed)
    assert again.n_unchanged == 3


def test_edit_of_code_or_options_re_runs_all(tmp_path: Path, nlp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(tmp_path) as store:
        extract_into(store, _records(), nlp=nlp)
        assert extract_into(store, _records(), Options(any_language=True), nlp=nlp).n_changed == 3
        monkeypatch.setattr(run_module, "_code", lambda: "other code")
        assert extract_into(store, _records(), Options(any_language=True), nlp=nlp).n_changed == 3


@pytest.mark.parametrize(
    ("kind", "row", "text", "is_touched"),
    [
        ("lexicon", "e-axle,eAxle,", "new e-Axles here", True),
        ("lexicon", "e-axle,eAxle,", "new axles here", False),
        ("lexicon", "lithium-ion battery,Li-ion cell,LIB", "many Li-ion cells", True),
        ("lexicon", "lithium-ion battery,,", "two Lithium-Ion\nBatteries", True),
        ("lexicon", "driver assistance,,ADAS", "new ADAS here", True),
        ("registry", "Société Générale S.A.,SocGen,", "said Societe Generale", True),
        ("registry", "Honda Motor Co. Ltd.,,", "HONDA MOTOR grew", True),
        ("registry", "Honda Motor Co. Ltd.,,", "Nissan grew", False),
    ],
)
def test_edited_entry_touches_what_its_forms_stand_in(kind: str, row: str, text: str, is_touched: bool) -> None:
    old, new = (f"== own.csv\nname,aliases,abbreviations\n{rows}" for rows in ("x,,\n", f"x,,\n{row}\n"))
    assert touched_by(kind, old, new, packaged().legal_forms)(text) is is_touched
    assert touched_by(kind, new, old, packaged().legal_forms)(text) is is_touched


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [("lexicon", LEXICON, "an electric vehicle of ours"), ("registry", REGISTRY, "sold by ABBOTT LABORATORIES")],
)
def test_an_edited_packaged_file_touches_what_its_entry_stands_in(kind: str, name: str, text: str) -> None:
    new = packaged().text(name)
    old = "".join(line for line in new.splitlines(True) if not line.startswith(("electric vehicle,", "ABBOTT LAB")))
    touched = touched_by(kind, f"== {name}\n{old}", f"== {name}\n{new}", packaged().legal_forms)
    assert touched(text)
    assert not touched("a boat of theirs")


def test_edit_of_more_than_entries_touches_all() -> None:
    assert touched_by("lexicon", "== a.yml\nx", "== a.yml\ny", packaged().legal_forms)("anything")


def test_run_with_nothing_new_writes_the_tables_of_runs_alone(tmp_path: Path, nlp: Any) -> None:
    with Store(tmp_path) as store:
        extract_into(store, _records(), nlp=nlp)
        update_tables(store, tmp_path)
        extract_into(store, _records(), nlp=nlp)
        names = {path.name for path in update_tables(store, tmp_path)}
    assert names == {"runs.csv", "run_inputs.csv"}
    assert (tmp_path / "runs.csv").read_text().count("\n") == 3


def test_a_missing_table_is_written_again(tmp_path: Path, nlp: Any) -> None:
    with Store(tmp_path) as store:
        extract_into(store, _records(), nlp=nlp)
        update_tables(store, tmp_path)
        (tmp_path / "people.csv").unlink()
        assert len(update_tables(store, tmp_path)) == len(TABLES) + 2  # the description of the tables, the database


def _extracted(out: Path, nlp: Any, *skipped: str) -> dict[str, Any]:
    releases = [r for r in read_releases([CORPUS]) if isinstance(r, Release) and r.doc_id not in skipped]
    with Store(out) as store:
        extract_into(store, releases, nlp=nlp)
        return {
            name: frame
            for name, frame in to_frames(store.reader).items()
            if name not in {"runs", "run_inputs", "issues"}
        }


def test_forgotten_release_is_in_no_table_text_or_history_and_does_not_return(tmp_path: Path, nlp: Any) -> None:
    without = _extracted(tmp_path / "without", nlp, "kestrel-partnership")
    _extracted(tmp_path / "out", nlp)
    with Store(tmp_path / "out") as store:
        forget_release(store, "kestrel-partnership")
        counts = extract_into(store, read_releases([CORPUS]), nlp=nlp)
        frames = to_frames(store.reader)
        assert check_store(store.reader) == []
        texts = dict(store.reader.releases.texts())
        forget_release(store, "kestrel-partnership")  # said again, it is done
        with pytest.raises(InputError, match="no such release"):
            forget_release(store, "kestrel")
    assert (counts.n_new, counts.n_changed) == (0, 0)
    assert "kestrel-partnership" not in texts
    assert set(frames["issues"][frames["issues"]["code"] == "forgotten"]["doc_id"]) == {"kestrel-partnership"}
    for name, frame in without.items():
        assert frame.equals(frames[name]), name
    assert b"Kestrel Mobility" not in (tmp_path / "out" / ".store" / "store.duckdb").read_bytes()


def test_forgotten_person_is_blacked_out_everywhere_and_in_later_releases(tmp_path: Path, nlp: Any) -> None:
    sentence = "Jane Doe, chief executive officer of Acme Corp., spoke. Doe said that John Roe agrees."
    with Store(tmp_path) as store:
        extract_into(store, read_records([{"id": "a", "text": sentence, "title": "Jane Doe speaks"}]), nlp=nlp)
        assert forget_person(store, "per_jane-doe", Options()).number == 1
        later = [
            {"id": "b", "text": f"Yesterday {sentence}"},
            {"id": "a", "text": sentence, "title": "Jane Doe speaks"},
        ]
        counts = extract_into(store, read_records(later), nlp=nlp)
        frames = to_frames(store.reader)
        texts = dict(store.reader.releases.texts())
        assert check_store(store.reader) == []
    assert (counts.n_new, counts.n_unchanged) == (1, 1)
    assert set(frames["people"]["name"]) == {"John Roe"}
    assert texts["a"].startswith(f"{BLACK * 8}, chief executive")
    assert not any("Doe" in frame.to_csv() for frame in frames.values())
    assert not any("Doe" in text for text in texts.values())
    assert list(frames["issues"]["code"]).count("forgotten") == 3


def test_near_duplicates_share_a_group_in_any_order() -> None:
    words = [f"word{random.Random(1).randrange(10**6) + n}" for n in range(300)]
    texts = {
        "a": " ".join(words), "b": "Wire -- " + " ".join(words[:-5]), "c": " ".join(words).upper(),
        "d": " ".join(words[:120]), "e": "Acme grew.", "f": "Acme grew.", "g": "Acme shrank.",
    }  # fmt: skip
    rows = [{"doc_id": key, "text_sha256": digest(text), "sketch": sketch_of(text)} for key, text in texts.items()]
    groups = {row["doc_id"]: (row["group_id"], row["is_primary"]) for row in group_releases(rows)}
    assert groups["a"][0] == groups["b"][0] == groups["c"][0]
    assert len({groups[key][0] for key in "adeg"}) == 4
    assert groups["e"][0] == groups["f"][0]
    assert [key for key, (_, is_primary) in groups.items() if is_primary] == ["a", "d", "e", "g"]


def test_a_government_abbreviation_alone_is_the_organisation_that_releases_define(tmp_path: Path, nlp: Any) -> None:
    defined = "The U.S. Food and Drug Administration (FDA) agreed. {} (BMW) grew."
    texts = {n: defined.format("BioMedWire") for n in "abc"} | {"d": "FDA approved it. BMW opened a plant in Munich."}
    with Store(tmp_path) as store:
        extract_into(store, read_records([{"id": key, "text": text} for key, text in texts.items()]), nlp=nlp)
        named = to_frames(store.reader)["document_entities"]
    of = {(row.doc_id, row.name): row.entity_id for row in named.itertuples()}
    assert of["d", "FDA"] == of["a", "U.S. Food and Drug Administration"]
    assert of["d", "BMW"] not in {entity for (doc, _), entity in of.items() if doc != "d"}


def test_an_abbreviation_that_a_release_explains_is_not_that_of_others(tmp_path: Path, nlp: Any) -> None:
    said = "OXMERE, May 5, 2026 - {} Corp. today joined the OFLA{}. The OFLA was founded in 1990."
    texts = {"a": ("Acme", ""), "b": ("Bolt", " (oddly fast lathes of Arden)"), "c": ("Harrow", "")}
    with Store(tmp_path) as store:
        records = [{"id": key, "text": said.format(*given)} for key, given in texts.items()]
        extract_into(store, read_records(records), nlp=nlp)
        named = to_frames(store.reader)["document_entities"]
    of = {row.doc_id: row.entity_id for row in named.itertuples() if row.name == "OFLA"}
    assert of["a"] == of["c"] != of["b"]


def test_dates_by_evidence_and_what_contradicts_them(nlp: Any) -> None:
    text = "OSLO, March 12, 2025 -- Acme Corp. opened a plant today, it said, in the presence of many guests."

    def extracted(*days: tuple[str, str], today: str = "2025-06-01") -> tuple[str, str, list[str]]:
        known = [(source, dt.date.fromisoformat(day)) for source, day in days]
        release = Release("a", text, "t", "t").with_days(known)
        rows = extract_release(nlp, release, today=dt.date.fromisoformat(today)).rows
        document = rows["documents"][0]
        return str(document["published_on"]), document["published_from"], [row["code"] for row in rows["issues"]]

    assert extracted() == ("2025-03-12", "dateline", [])
    assert extracted(("feed", "2025-03-13")) == ("2025-03-12", "dateline", [])
    assert extracted(("mail", "2025-03-20")) == ("2025-03-12", "dateline", ["date_conflict"])
    assert extracted(("meta", "2025-03-20")) == ("2025-03-20", "meta", ["date_conflict"])
    assert extracted(("option", "2020-01-01")) == ("2025-03-12", "dateline", [])
    assert extracted(today="2025-03-01") == ("2025-03-12", "dateline", ["future_date"])


def test_other_languages_are_an_issue_unless_wanted(nlp: Any) -> None:
    text = "Die Acme GmbH eröffnet ein Werk in der Stadt und stellt viele neue Leute ein, sagte Erika Muster. " * 3
    release = Release("a", text, "t", "t")
    skipped, wanted = extract_release(nlp, release), extract_release(nlp, release, any_language=True)
    assert (skipped.failed, skipped.rows["documents"][0]["language"]) == (True, "de")
    assert [row["code"] for row in skipped.rows["issues"]] == ["not_english"]
    assert (wanted.failed, wanted.rows["documents"][0]["language"]) == (False, "de")
    assert any("Acme GmbH" in row["text"] for row in wanted.rows["mentions"])


def test_store_of_version_1_is_brought_up_to_date(tmp_path: Path, nlp: Any) -> None:
    (tmp_path / ".store").mkdir()
    with duckdb.connect(str(tmp_path / ".store" / "store.duckdb")) as database:
        database.execute((STEPS / "001.sql").read_text())
        database.execute("CREATE TABLE store_version AS SELECT 1 AS version")
        database.execute("INSERT INTO runs VALUES (1, now()::TIMESTAMP, NULL, '0.0.1', 1, 1, 0, 0, 0)")
        database.execute("INSERT INTO states VALUES ('a', 'records', 'x', 'x', 'x')")
        database.execute("INSERT INTO documents BY NAME SELECT 'a' AS doc_id, 'x' AS text_sha256, 1 AS added_by")
    with Store(tmp_path) as store:
        counts = extract_into(store, _records(), nlp=nlp)
        assert check_store(store.reader) == []
        assert len(to_frames(store.reader)["documents"]) == 3
    assert counts.n_seen == 3


def test_edit_re_runs_the_pages_whose_text_holds_the_entry(tmp_path: Path, nlp: Any) -> None:
    own = tmp_path / "own.csv"
    (tmp_path / "in").mkdir()
    for name, text in (("a", "Acme Corp. sells quantum frobnicators."), ("b", "Bolt Corp. sells boats.")):
        (tmp_path / "in" / f"{name}.html").write_text(f"<p>{text}</p>")
    with Store(tmp_path / "out") as store:
        for content in ("submarine", "submarine\nquantum frobnicator"):
            own.write_text(f"name\n{content}\n")
            counts = extract_into(store, read_releases([tmp_path / "in"]), Options(lexicon=str(own)), nlp=nlp)
    assert (counts.n_changed, counts.n_unchanged) == (1, 1)


def test_two_spellings_that_are_one_over_all_are_one_row_of_their_release(tmp_path: Path, nlp: Any) -> None:
    text = (
        "LISBON, May 4, 2026 - Red Matter Labs Inc. today announced a new sensor. Red Matter Labs was founded in 2010. "
        '"We are glad," said Ottilie Vanterpool, chief executive of RedMatter Labs. RedMatter Labs Inc. sells it in Europe.'
    )
    with Store(tmp_path / "out") as store:
        extract_into(store, read_records([{"doc_id": "a", "text": text}]), nlp=nlp)
        frames = to_frames(store.reader)
        assert check_store(store.reader) == []
    entities, mentions = frames["document_entities"], frames["mentions"]
    row = entities[entities["label"] == "ORG"]
    assert list(row["n_mentions"]) == [(mentions["label"] == "ORG").sum()]
