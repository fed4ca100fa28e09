"""Decisions over runs: they hold, they are undone, they do not depend on when or in what order they were made."""

from __future__ import annotations

import csv
import dataclasses
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import spacy
from presstab.batch.extract import extract_into
from presstab.batch.forget import forget_person, forget_release
from presstab.batch.options import Options
from presstab.check.tables import check_store
from presstab.corpus.release import Release
from presstab.corrections.decision import COLUMNS, Decision
from presstab.diff.causes import with_causes
from presstab.diff.compare import compare
from presstab.diff.states import of_runs
from presstab.nlp import load
from presstab.recogniser.model import Recogniser
from presstab.schema import TABLES
from presstab.store.store import Store
from presstab.trial.attempt import attempt
from presstab.trial.scratch import scratch_of

TEXTS = {
    "a": """Harrow Robotics opens a plant in Delft

DELFT, March 12, 2025 -- Harrow Robotics B.V. said today that it will open a plant by June 2026. Harrow Robotics
has agreed to acquire Tarn Motion GmbH.

"We expect to grow," said Ada Lindqvist, chief executive officer of Harrow Robotics. Lindqvist thanked Tarn Motion.
The plant uses edge computing. Brook Pastoral Limited was not asked.
""",
    "b": """Harrow Group reports results

DELFT, May 2, 2025 -- Harrow Group said that Harrow Group AG grew. "We are glad," said Ada Lindqvist, chief executive
officer of Harrow Group. Brook Pastoral Limited bought lidar in 2024.
""",
    "c": """Tarn Motion names a chief

BERLIN, July 1, 2025 -- Tarn Motion GmbH appointed Ada Lindqvist as chief financial officer, effective August 1, 2025.
Tarn Motion and Brook Pastoral Limited will supply lidar together.
""",
}
RELEASES = [Release(doc_id, text, f"{doc_id}.txt", f"{doc_id}.txt") for doc_id, text in TEXTS.items()]
# Two more, of whose people there are doubts.
DOUBTED = [
    *RELEASES,
    Release("d", """Tarn Motion grows

BERLIN, August 2, 2025 -- "We grow," said Benno Tarn, chief executive officer of Tarn Motion GmbH.
"Much," said Bernd Tarn, chief technology officer of Tarn Motion GmbH.
""", "d.txt", "d.txt"),
    Release("e", """An evening in town

August 3, 2025 -- "We were glad," said Ines Calder, chairwoman.
""", "e.txt", "e.txt"),
]  # fmt: skip
# What names a run is not compared.
COMPARED = [table for name, table in TABLES.items() if name not in {"runs", "run_inputs"}]


def write(path: Path, decisions: Sequence[Decision]) -> tuple[str, ...]:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(decision[: len(COLUMNS)] for decision in decisions)
    return (str(path),)


@pytest.fixture
def corrected(tmp_path: Path, nlp: Any) -> Any:
    """Return what extracts releases with decisions into a store below a folder."""

    def extract(
        folder: str,
        decisions: Sequence[Decision],
        releases: Sequence[Release] = RELEASES,
        reader: Any = nlp,
        **options: Any,
    ) -> dict[str, list[dict[str, Any]]]:
        files = write(tmp_path / "corrections.csv", decisions) if decisions else ()
        with Store(tmp_path / folder) as store:
            extract_into(store, releases, Options(corrections=files, **options), reader)
            assert check_store(store.reader) == []
            return tables_of(store)

    return extract


def tables_of(store: Store) -> dict[str, list[dict[str, Any]]]:
    return {table.name: store.reader.tables.read(table).read_all().to_pylist() for table in COMPARED}


def pick(rows: list[dict[str, Any]], **cells: Any) -> dict[str, Any]:
    return next(row for row in rows if all(row[name] == value for name, value in cells.items()))


def decisions_of(tables: dict[str, list[dict[str, Any]]]) -> list[Decision]:
    """Return forty decisions of all kinds that fit the releases."""
    made = [
        Decision("wrong", row["mention_id"], doc_id=row["doc_id"], text=row["text"])
        for row in tables["mentions"] if row["text"] in {"edge computing", "Brook Pastoral Limited"} and row["doc_id"] < "c"
    ]  # fmt: skip
    dates = [row for row in tables["dates"] if row["value"]]
    made += [Decision("set", row["mention_id"], field="value", value="2031", doc_id=row["doc_id"]) for row in dates[:4]]
    made += [
        Decision("set", row["mention_id"], field="modifier", value="AFTER", doc_id=row["doc_id"]) for row in dates[:4]
    ]
    for row in tables["roles"]:
        words = f"{row['person']} | {row['title']} | {row['organisation'] or ''}"
        made.append(Decision("set", row["role_id"], field="action", value="held", doc_id=row["doc_id"], text=words))
        made.append(Decision("set", row["role_id"], field="effective", value="2020", doc_id=row["doc_id"], text=words))
    for row in tables["quotations"]:
        made.append(Decision("set", row["quotation_id"], field="title", value="boss", doc_id=row["doc_id"]))
        made.append(Decision("set", row["quotation_id"], field="organisation", value="", doc_id=row["doc_id"]))
    for row in tables["relations"]:
        words = f"{row['type']} | {row['subject']} | {row['object']}"
        made.append(
            Decision("set", row["relation_id"], field="status", value="ended", doc_id=row["doc_id"], text=words)
        )
        made.append(Decision("set", row["relation_id"], field="amount", value="5", doc_id=row["doc_id"], text=words))
    made += [
        Decision("add", field="mention", value="ORG", doc_id="a", text="Delft"),
        Decision("add", field="role", value="held", doc_id="a", text="Ada Lindqvist | chief | Delft"),
        Decision("add", field="relation", value="exists", doc_id="a", text="supply | Delft | Tarn Motion"),
        Decision("add", field="mention", value="TECH", doc_id="b", text="results"),
        Decision("same", "org_harrow-group", "org_harrow-robotics"),
        Decision("apart", "per_ada-lindqvist", doc_id="c"),
        Decision("set", "org_tarn-motion", field="kind", value="education"),
        Decision("set", "org_tarn-motion", field="country", value="CH"),
        Decision("set", "org_tarn-motion", field="ticker", value="TARN"),
        Decision("set", "org_tarn-motion", field="exchange", value="XSWX"),
        Decision("set", "org_tarn-motion", field="legal_name", value="Tarn Motion Holding"),
        Decision("set", "per_ada-lindqvist", field="family_name", value="Lindquist"),
        Decision("wrong", "tech_lidar", doc_id="b"),
        Decision("set", "tech_lidar", field="category", value="optics"),
        Decision("wrong", "org_nobody-knows"),
        Decision("wrong", "m_" + "0" * 16, doc_id="a"),
        Decision("wrong", "m_" + "0" * 16, doc_id="gone"),
    ]
    return made


def test_decisions_of_all_kinds_hold_in_every_table(corrected: Any) -> None:
    found = decisions_of(corrected("plain", []))
    assert len(found) >= 40
    made = corrected("made", found)
    assert not any(row["text"] == "edge computing" for row in made["mentions"])
    harrow = [row for row in made["organisations"] if row["name"].startswith("Harrow")]
    assert [(row["organisation_id"], row["found_by"]) for row in harrow] == [("org_harrow-group", "person")]
    assert pick(made["aliases"], alias="org_harrow-robotics")["entity_id"] == "org_harrow-group"
    assert pick(made["aliases"], alias="Harrow Robotics")["evidence"] == "person"
    tarn = pick(made["organisations"], organisation_id="org_tarn-motion")
    assert (tarn["kind"], tarn["country"], tarn["ticker"], tarn["legal_name"]) == (
        "education", "CH", "TARN", "Tarn Motion Holding",
    )  # fmt: skip
    people = {row["person_id"]: row["n_documents"] for row in made["people"]}
    assert sorted(people.values()) == [1, 2]
    assert pick(made["technologies"], technology_id="tech_lidar")["n_documents"] == 1
    assert {row["action"] for row in made["roles"]} == {"held"}
    assert {row["status"] for row in made["relations"]} <= {"ended", "exists"}
    unfit = sorted(row["message"] for row in made["issues"] if row["code"] == "correction_unfit")
    assert len(unfit) == 3
    assert "no release names org_nobody-knows" in unfit[-1]


def test_it_does_not_matter_when_or_in_what_order_they_came(corrected: Any) -> None:
    found = decisions_of(corrected("late", []))
    wanted = corrected("at once", found)
    draw = random.Random(1)
    draw.shuffle(found)
    assert corrected("shuffled", found) == wanted
    for part in (found[:13], found[:29], found):
        late = corrected("late", part)
    assert late == wanted
    for release in RELEASES[::-1]:
        one_by_one = corrected("one by one", found, [release])
    assert one_by_one == wanted


def test_without_decisions_nothing_differs(corrected: Any) -> None:
    plain = corrected("plain", [])
    found = decisions_of(plain)
    corrected("undone", found)
    assert corrected("undone", []) == plain


def test_only_what_they_touch_is_made_anew(corrected: Any, tmp_path: Path, nlp: Any) -> None:
    plain = corrected("touched", [])
    mention = pick(plain["mentions"], text="edge computing")
    corrected("touched", [Decision("wrong", mention["mention_id"], doc_id="a")])
    with Store(tmp_path / "touched") as store:
        last = store.reader.runs.last()
        for name in ("mentions", "roles", "dates", "quotations", "entities"):
            query = f"SELECT DISTINCT doc_id FROM {name} WHERE added_by = ? OR removed_by = ?"
            assert set(store.reader.connection.firsts(query, [last, last])) <= {"a"}


def test_what_no_longer_fits_is_told_and_fits_again(corrected: Any) -> None:
    plain = corrected("edited", [])
    found = [
        Decision("wrong", pick(plain["mentions"], text="edge computing")["mention_id"], doc_id="a"),
        Decision("wrong", pick(plain["mentions"], text="Brook Pastoral Limited")["mention_id"], doc_id="a"),
    ]
    wanted = corrected("edited", found)
    edited = RELEASES[0].__class__("a", TEXTS["a"].replace("edge computing", "steam"), "a.txt", "a.txt")
    told = corrected("edited", found, [edited])
    assert [row["doc_id"] for row in told["issues"] if row["code"] == "correction_unfit"] == ["a"]
    assert not any(row["text"] == "Brook Pastoral Limited" and row["doc_id"] == "a" for row in told["mentions"])
    gone = corrected("edited", found, RELEASES[1:], sync=True)
    assert {row["doc_id"] for row in gone["mentions"]} == {"b", "c"}
    assert len([row for row in gone["issues"] if row["code"] == "correction_unfit"]) == 2
    assert corrected("edited", found) == wanted


def test_what_is_settled_is_no_doubt_any_more(corrected: Any) -> None:
    def doubted(tables: dict[str, list[dict[str, Any]]]) -> set[tuple[str, str, str | None]]:
        return {(row["kind"], row["entity_id"], row["other_id"]) for row in tables["doubts"]}

    assert doubted(corrected("doubted", [], DOUBTED)) == {
        ("rare_name", "per_ada-lindqvist", None),
        ("near_person", "per_benno-tarn", "per_bernd-tarn"),
        ("role_without_organisation", "per_ines-calder", None),
    }
    decided = [
        Decision("apart", "per_ada-lindqvist", doc_id="c"),
        Decision("apart", "per_bernd-tarn", "per_benno-tarn"),
        Decision("set", "r_" + "0" * 16, field="organisation", doc_id="e", text="Ines Calder | chairwoman | "),
    ]
    assert doubted(corrected("doubted", decided, DOUBTED)) == set()
    kept = [Decision("set", "per_ada-lindqvist", field="name", value="Ada Lindqvist"), *decided[1:]]
    assert doubted(corrected("doubted", kept, DOUBTED)) == set()


def test_near_names_of_technologies_are_doubtful_until_it_is_decided(corrected: Any, tmp_path: Path) -> None:
    lexicon = tmp_path / "terms.csv"
    lexicon.write_text(
        "name\nrobot gripper\ngripper robot\nmesh robotic\nmesh robotics\nmesh relay\n", encoding="utf-8"
    )
    text = "Tarn Motion sells the robot gripper, the gripper robot, the mesh relay and mesh robotics. It likes the mesh robotic."

    def doubted(*decisions: Decision) -> set[tuple[str, str]]:
        releases = [Release("t", text, "t.txt", "t.txt")]
        rows = corrected("terms", decisions, releases, lexicon=str(lexicon))["doubts"]
        return {(row["entity_id"], row["other_id"]) for row in rows if row["kind"] == "near_name"}

    order = ("tech_gripper-robot", "tech_robot-gripper")  # robotic and robotics are one spelling
    assert doubted() == {order}
    assert doubted(Decision("same", *order)) == set()


def test_they_hold_under_another_lexicon(corrected: Any, tmp_path: Path) -> None:
    plain = corrected("lexicon", [])
    found = [
        Decision("wrong", pick(plain["mentions"], text="edge computing")["mention_id"], doc_id="a"),
        Decision("same", "org_harrow-group", "org_harrow-robotics"),
    ]
    corrected("lexicon", found)
    lexicon = tmp_path / "terms.csv"
    lexicon.write_text("name,category\nedge computing,computing\nplant,agriculture\n", encoding="utf-8")
    made = corrected("lexicon", found, lexicon=str(lexicon))
    assert not any(row["text"] == "edge computing" for row in made["mentions"])
    assert len([row for row in made["organisations"] if row["name"].startswith("Harrow")]) == 1


class _Deaf:
    """A recogniser that finds no name."""

    sha256 = "0"

    def read(self, text: str) -> Any:
        return dataclasses.replace(Recogniser().read(text), spans=())


def test_they_hold_under_another_model_and_under_the_first_again(corrected: Any, tmp_path: Path) -> None:
    plain = corrected("model", [])
    by_model = pick(plain["mentions"], text="Ada Lindqvist", found_by="model", doc_id="a")["mention_id"]
    found = [
        Decision("wrong", pick(plain["mentions"], text="edge computing")["mention_id"], doc_id="a"),
        Decision("same", "org_harrow-group", "org_harrow-robotics"),
        Decision("add", field="mention", value="PERSON", doc_id="c", text="Ada Lindqvist"),
        Decision("add", field="role", value="held", doc_id="c", text="Ada Lindqvist | officer | Tarn Motion GmbH"),
        Decision("set", by_model, field="label", value="ORG", doc_id="a"),
    ]
    wanted = corrected("model", found)
    spacy.registry.presstab_recognisers("deaf to names", func=_Deaf)
    other = tmp_path / "other"
    other.mkdir()
    for name in ("model.onnx", "settings.json"):
        (other / name).write_text("{}", encoding="utf-8")
    made = corrected("model", found, reader=load("deaf to names"), model=str(other))
    assert "model" not in {row["found_by"] for row in made["mentions"]}
    assert not any(row["text"] == "edge computing" for row in made["mentions"])
    assert len([row for row in made["organisations"] if row["name"].startswith("Harrow")]) == 1
    assert pick(made["mentions"], text="Ada Lindqvist", doc_id="c")["found_by"] == "person"
    assert pick(made["roles"], title="officer")["found_by"] == "person"
    (told,) = (row for row in made["issues"] if row["code"] == "correction_unfit")
    assert by_model in told["message"]
    assert corrected("model", found) == wanted


def test_a_release_and_a_person_that_are_forgotten_take_their_decisions_with_them(
    corrected: Any, tmp_path: Path
) -> None:
    found = decisions_of(corrected("plain", []))
    corrected("forgetful", found)
    with Store(tmp_path / "forgetful") as store:
        forget_release(store, "c")
        assert "tech_lidar" in store.reader.decisions()
        forget_person(store, "per_ada-lindqvist", Options())
        assert check_store(store.reader) == []
        assert "Lindq" not in store.reader.decisions()
        kept = store.reader.connection.firsts("SELECT content FROM inputs WHERE input = 'corrections'")
        assert kept
        assert not any("indq" in content for content in kept)
        assert pick(tables_of(store)["organisations"], organisation_id="org_harrow-group")["found_by"] == "person"
    again = corrected("forgetful", found)
    assert not any("indq" in str(row) for table in again.values() for row in table)
    assert any("are about what was forgotten" in row["message"] for row in again["issues"])
    with Store(tmp_path / "forgetful") as store:
        kept = store.reader.connection.firsts("SELECT content FROM inputs WHERE input = 'corrections'")
        assert not any("indq" in content for content in kept)


def test_diff_knows_the_cause_and_try_shows_it_before(corrected: Any, tmp_path: Path) -> None:
    plain = corrected("told", [])
    mention = pick(plain["mentions"], text="edge computing")["mention_id"]
    found = [
        Decision("wrong", mention, doc_id="a", who="ann", when="2025-08-01", why="no term here"),
        Decision("same", "org_harrow-group", "org_harrow-robotics", who="bob"),
        Decision("set", "org_tarn-motion", field="country", value="NO"),
        Decision("set", "org_tarn-motion", field="ticker", value="TARN"),
    ]
    files = write(tmp_path / "tried.csv", found)
    with Store(tmp_path / "told") as store, scratch_of(store.reader) as scratch:
        _, tried, number = attempt(scratch, Path(files[0]), Options())
    assert number == 0
    assert {change.cause for change in tried} == {"correction"}
    corrected("told", found)
    with Store(tmp_path / "told") as store:
        states = of_runs(store.reader, 1, 2)
        changes = list(with_causes(states, compare(states)))
    assert [change[:6] for change in changes] == [change[:6] for change in tried]
    removed = next(change for change in changes if change.row_id == mention)
    assert removed.cause == "correction"
    assert "by ann 2025-08-01, no term here" in removed.cause_ref
    assert any("by bob" in change.cause_ref for change in changes if change.table == "organisations")
    cells = {change.column: change.cause_ref for change in changes if change.row_id == "org_tarn-motion"}
    assert cells["country"] == "set org_tarn-motion country NO"
    assert cells["ticker"] == "set org_tarn-motion ticker TARN"
