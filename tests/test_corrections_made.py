"""Where decisions are made: on the command line, in doubts that are filled in, in the browser; and what they teach."""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from presstab.batch.extract import extract_into
from presstab.batch.options import Options
from presstab.cli import run
from presstab.corpus.gold import load_gold
from presstab.correct import complete, offers
from presstab.corrections.decision import Decision
from presstab.corrections.files import append_corrections, load_corrections, read_file
from presstab.corrections.lessons import Known, Lesson, learn, render
from presstab.errors import InputError
from presstab.explain import explain
from presstab.explain_entity import explain_entity
from presstab.explore.serve import application, build
from presstab.export.tables import update_tables
from presstab.resources import packaged
from presstab.schema import DOUBTS, TABLES
from presstab.store.store import Store

from tests.browser import add, choose, save, served
from tests.conftest import ROOT
from tests.test_corrections_store import RELEASES, decisions_of, pick, tables_of, write


@pytest.fixture
def out(tmp_path: Path, nlp: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the output of a run over three releases; the working folder is empty."""
    folder = tmp_path / "outputs"
    with Store(folder) as store:
        extract_into(store, RELEASES, nlp=nlp)
        update_tables(store, folder)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return folder


def command(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr(sys, "argv", ["presstab", *map(str, words)])
    return run()


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_decision_is_added_with_the_words_of_its_row(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    role = rows_of(out / "roles.csv")[0]
    said = ("--who", "ann", "--why", "left long ago", "--out", out)
    assert command(monkeypatch, "correct", "set", role["role_id"], "action", "held", *said) == 0
    (row,) = rows_of(Path("corrections.csv"))
    assert row["text"] == f"{role['person']} | {role['title']} | {role['organisation']}"
    assert (row["doc_id"], row["who"], row["why"]) == (role["doc_id"], "ann", "left long ago")
    assert command(monkeypatch, "correct", "set", role["role_id"], "action", "held", *said) == 0
    assert len(rows_of(Path("corrections.csv"))) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("wrong", "m_" + "0" * 16),
        ("set", "org_tarn-motion", "kind", "firm"),
        ("same", "org_tarn-motion", "org_nobody"),
        ("add", "mention", "a", "Nowhere", "ORG"),
        ("add", "mention", "z", "Delft", "ORG"),
        ("add", "role", "a", "Delft | chief | Pastoral", "holds"),
        ("set", "org_tarn-motion", "kind"),
        ("scold", "org_tarn-motion"),
        (),
    ],
)
def test_what_the_tables_do_not_have_is_refused(
    out: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    assert command(monkeypatch, "correct", *words, "--out", out) == 2
    assert not Path("corrections.csv").exists()


def test_an_office_of_whom_nothing_marks_is_one_decision(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    role = ("correct", "add", "role", "a", "Delft | chief | Harrow Robotics", "holds")
    assert command(monkeypatch, *role, "--out", out) == 0
    assert command(monkeypatch, *role, "--out", out) == 0
    assert len(rows_of(Path("corrections.csv"))) == 1


def test_a_decision_that_another_cannot_stand_beside_is_refused(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    role = ("correct", "add", "role", "a", "Delft | chief | Harrow Robotics", "holds")
    assert command(monkeypatch, *role, "--out", out) == 0
    assert command(monkeypatch, "correct", "add", "mention", "a", "Delft", "ORG", "--out", out) == 2
    assert command(monkeypatch, "correct", "add", "mention", "a", "Delft", "PERSON", "--out", out) == 0


def test_the_decision_that_must_come_first_is_said(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = pick(rows_of(out / "mentions.csv"), text="Brook Pastoral Limited", doc_id="a")["mention_id"]
    said = ("correct", "add", "relation", "a", "supply | Pastoral | Tarn Motion", "exists", "--out", out)
    assert command(monkeypatch, *said) == 2
    assert f"presstab correct set {first} text 'Pastoral'" in " ".join(capsys.readouterr().err.split())
    assert command(monkeypatch, "correct", "set", first, "text", "Pastoral", "--out", out) == 0
    assert command(monkeypatch, *said) == 0


def test_a_contradiction_to_the_file_is_refused(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert command(monkeypatch, "correct", "set", "org_tarn-motion", "kind", "media", "--out", out) == 0
    assert command(monkeypatch, "correct", "wrong", "org_tarn-motion", "--out", out) == 2
    assert len(rows_of(Path("corrections.csv"))) == 1


def test_corrections_in_the_working_folder_and_in_the_settings_are_applied(
    out: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    for release in RELEASES:
        (inbox / f"{release.doc_id}.txt").write_text(release.text, encoding="utf-8")
    arguments = ("extract", inbox, "--out", tmp_path / "o")
    assert command(monkeypatch, *arguments) == 0
    assert command(monkeypatch, "correct", "set", "org_tarn-motion", "kind", "media", "--out", tmp_path / "o") == 0
    assert command(monkeypatch, *arguments) == 0
    kinds = {row["organisation_id"]: row["kind"] for row in rows_of(tmp_path / "o" / "organisations.csv")}
    assert kinds["org_tarn-motion"] == "media"
    Path("corrections.csv").rename("mine.csv")
    Path("presstab.toml").write_text('corrections = ["mine.csv"]\n', encoding="utf-8")
    assert command(monkeypatch, *arguments) == 0
    assert {row["input"] for row in rows_of(tmp_path / "o" / "run_inputs.csv")} >= {"corrections"}
    assert rows_of(tmp_path / "o" / "organisations.csv")[-1]["found_by"] in {"", "person"}
    assert command(monkeypatch, *arguments, "--corrections", tmp_path / "o" / "doubts.csv") == 2


def fill(row: dict[str, Any]) -> dict[str, Any]:
    """Return a doubt with what somebody decided of it."""
    return row | {"decision": "wrong" if row["kind"] != "same_name" else "same", "why": "seen it"}


def test_doubts_that_are_filled_in_are_decisions(out: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    doubts = rows_of(out / "doubts.csv")
    assert doubts
    filled = tmp_path / "filled.csv"
    with filled.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, DOUBTS.names)
        writer.writeheader()
        writer.writerows([fill(doubts[0]), *doubts[1:]])
    (decision,) = read_file(filled, "ann", "2025-08-01")
    assert (decision.id, decision.who, decision.why) == (doubts[0]["entity_id"], "ann", "seen it")
    assert command(monkeypatch, "correct", "--from", filled) == 0
    assert [row["id"] for row in rows_of(Path("corrections.csv"))] == [doubts[0]["entity_id"]]


def test_what_a_doubt_says_to_run_settles_it(
    out: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, nlp: Any
) -> None:
    told = {row["doubt_id"]: re.search(r"[Rr]un: (.*)", row["settle"]) for row in rows_of(out / "doubts.csv")}
    runs = {doubt: found[1].split(", with ")[0] for doubt, found in told.items() if found}
    assert runs
    for run_this in runs.values():
        _, *words = shlex.split(run_this.replace('"NAME"', '""'))
        assert command(monkeypatch, *words, "--out", out) == 0
    with Store(tmp_path / "again") as store:
        extract_into(store, RELEASES, Options(corrections=("corrections.csv",)), nlp)
        left = tables_of(store)
    assert not any(row["code"] == "correction_unfit" for row in left["issues"])
    assert not {row["doubt_id"] for row in left["doubts"]} & set(runs)


def test_a_workbook_that_is_filled_in_is_read_as_it_is(
    out: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert command(monkeypatch, "export", "--out", out, "--to", tmp_path / "x", "--format", "xlsx") == 0
    (path,) = (tmp_path / "x").glob("*.xlsx")
    book = load_workbook(path)
    sheet = book["doubts"]
    header = [cell.value for cell in sheet[1]]
    sheet.cell(2, header.index("decision") + 1, "wrong")
    sheet.cell(2, header.index("why") + 1, 'no "firm", an idea')
    entity = sheet.cell(2, header.index("entity_id") + 1).value
    book.save(tmp_path / "filled.xlsx")
    (decision,) = load_corrections([tmp_path / "filled.xlsx"])
    assert (decision.decision, decision.id, decision.why) == ("wrong", entity, 'no "firm", an idea')


def test_a_doubt_is_not_settled_by_what_it_does_not_ask(out: Path, tmp_path: Path) -> None:
    path = tmp_path / "filled.csv"
    path.write_text("doubt_id,entity_id,other_id,decision\nx_1,per_a,,same\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"filled.csv:2: .* one entity"):
        read_file(path)
    path.write_text("doubt_id,entity_id,other_id,decision\nx_1,per_a,,maybe\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"filled.csv:2: .*'maybe'"):
        read_file(path)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK no")
    with pytest.raises(InputError, match="no workbook"):
        load_corrections([path])


def test_completion_offers_what_may_come_next(out: Path) -> None:
    with Store(out) as store:
        reader = store.reader
        assert list(offers(reader, [], "sa")) == ["same"]
        assert list(offers(reader, ["set"], "org_tarn")) == ["org_tarn-motion"]
        assert "country" in list(offers(reader, ["set", "org_tarn-motion"], ""))
        assert list(offers(reader, ["set", "org_tarn-motion", "kind"], "gov")) == ["government"]
        assert list(offers(reader, ["add"], "r")) == ["role", "relation"]
        assert list(offers(reader, ["add", "role", "a", "x"], "h")) == ["holds", "held"]
        assert list(offers(None, ["wrong"], "org_")) == []
        with pytest.raises(InputError, match="no such row of people"):
            complete(reader, Decision("wrong", "per_nobody"))


def test_the_shell_completes(out: Path) -> None:
    words = "presstab correct set org_tarn-motion ki"
    asked = {
        "_PRESSTAB_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": "4",
        "PYTHONPATH": str(ROOT / "pipeline"),
    }
    code = "import sys; sys.argv[0] = 'presstab'; from presstab.cli import app; app(prog_name='presstab')"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **asked}, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["kind"], done.stderr


def test_decisions_teach_rows_of_a_registry_and_a_lexicon(tmp_path: Path) -> None:
    decisions = [
        *(Decision("add", field="mention", value="TECH", doc_id=doc_id, text="solid-state cell") for doc_id in "ab"),
        *(Decision("wrong", f"m_{number}", doc_id=str(number), text="Quarterly Review") for number in range(3)),
        Decision("wrong", "m_9", doc_id="a", text="Once Only"),
        Decision("same", "org_acme", "org_acme-holding"),
        Decision("set", "org_acme", field="country", value="JP"),
        Decision("wrong", "tech_thing"),
    ]
    forms = {"org_acme": ["Acme"], "org_acme-holding": ["Acme Holding"], "tech_thing": ["thing", "things"]}
    lessons = learn(decisions, Known(lambda given: forms.get(given, []), lambda _: "ORG"), 2)
    assert Lesson("registry", "Quarterly Review", (), "ignore") in lessons
    assert Lesson("registry", "Acme Holding", ("Acme",), "add", (("country", "JP"),)) in lessons
    assert Lesson("lexicon", "things", ("thing",), "ignore") in lessons
    assert not any(lesson.name == "Once Only" for lesson in lessons)
    for kind in ("registry", "lexicon"):
        (tmp_path / f"{kind}.csv").write_text(render(x for x in lessons if x.kind == kind), encoding="utf-8")
    assert packaged().registry(tmp_path / "registry.csv").by_alias["acme"].name == "Acme Holding"
    assert packaged().lexicon(tmp_path / "lexicon.csv").get("solidstatecell") is not None


def test_suggestions_and_gold_are_written(out: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, nlp: Any) -> None:
    with Store(out) as store:
        files = write(tmp_path / "decided.csv", decisions_of(tables_of(store)))
        extract_into(store, RELEASES, Options(corrections=files), nlp)
        update_tables(store, out)
        made = tables_of(store)
    to = tmp_path / "suggested"
    assert command(monkeypatch, "suggest", "--corrections", files[0], "--to", to, "--out", out) == 0
    assert {row["action"] for row in rows_of(to / "registry.csv")} == {"add", "ignore"}
    assert packaged().registry(to / "registry.csv")
    assert packaged().lexicon(to / "lexicon.csv")
    assert command(monkeypatch, "gold", "from-corrections", "--to", tmp_path / "gold", "--out", out) == 0
    gold = {release.doc_id: release for release in load_gold(tmp_path / "gold" / "gold.jsonl")}
    assert set(gold) == {"a", "b", "c"}
    for doc_id, release in gold.items():
        rows = [row for row in made["mentions"] if row["doc_id"] == doc_id]
        assert [(m.start, m.end, m.label) for m in release.mentions] == [
            (row["start"], row["end"], row["label"]) for row in rows
        ]
        assert len(release.roles) == len([row for row in made["roles"] if row["doc_id"] == doc_id])
    texts = [json.loads(line) for line in (tmp_path / "gold" / "releases.jsonl").read_text("utf-8").splitlines()]
    assert {row["id"]: row["text"] for row in texts} == {release.doc_id: release.text for release in RELEASES}


def test_explain_shows_a_decision_and_what_it_overruled(out: Path, tmp_path: Path, nlp: Any) -> None:
    with Store(out) as store:
        mention = pick(tables_of(store)["mentions"], text="edge computing")
        decisions = [
            Decision("wrong", mention["mention_id"], doc_id="a", who="ann", when="2025-08-01", why="a slogan"),
            Decision("same", "org_harrow-group", "org_harrow-robotics", who="bob"),
        ]
        extract_into(store, RELEASES, Options(corrections=write(tmp_path / "c.csv", decisions)), nlp)
        found = explain(store.reader, nlp, f"a:{mention['start']}-{mention['end']}")
        assert any("by ann 2025-08-01, a slogan" in line for line in found.decided)
        assert any("overruled: TECH 'edge computing'" in line for line in found.decided)
        assert any("by bob" in line for line in explain_entity(store.reader, "org_harrow-group"))


def test_a_file_of_decisions_keeps_what_stands_in_it(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text("decision,id,who\nwrong,org_a,ann", encoding="utf-8")
    with pytest.raises(InputError, match="header"):
        append_corrections(path, [Decision("wrong", "org_b")])
    assert path.read_text(encoding="utf-8") == "decision,id,who\nwrong,org_a,ann"


@pytest.fixture
def explored(out: Path, tmp_path: Path) -> Iterator[str]:
    """Yield the address of the tables in a browser."""
    with Store(out) as store:
        path = build(store.reader, tmp_path)
    with served(application(path)) as address:
        yield address


def test_choices_in_the_browser_are_saved_as_a_file_that_a_run_reads(
    explored: str, out: Path, tmp_path: Path, nlp: Any, browser: Any
) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    decide(page, f"{explored}/mentions?text__exact=edge+computing", "names nothing")
    decide(page, f"{explored}/roles", "is otherwise …", "held")
    decide(page, f"{explored}/organisations?organisation_id__exact=org_brook-pastoral", "is none, in any release")
    page.goto(f"{explored}/documents/a")
    add(page, "Delft", "a mention", label="ORG")
    assert page.inner_text("#corrections").startswith("4 decisions")
    save(page, tmp_path / "saved.csv")
    assert errors == []
    page.close()
    decisions = load_corrections([tmp_path / "saved.csv"])
    assert {decision.who for decision in decisions} == {"ann"}
    with Store(out) as store:
        extract_into(store, RELEASES, Options(corrections=(str(tmp_path / "saved.csv"),)), nlp)
        made = tables_of(store)
    assert not any(row["code"] == "correction_unfit" for row in made["issues"])
    assert not any(row["text"] == "edge computing" for row in made["mentions"])
    assert pick(made["mentions"], text="Delft", doc_id="a")["found_by"] == "person"
    assert "org_brook-pastoral" not in {row["organisation_id"] for row in made["organisations"]}
    assert [row["action"] for row in made["roles"] if row["found_by"] == "person"] == ["held"]


def decide(page: Any, address: str, choice: str, given: str = "") -> None:
    """Choose what is wrong with the first row of a table's page."""
    page.goto(address)
    choose(page, page.locator("button.wrong").first, choice, given)


def test_the_page_offers_the_values_of_the_schema() -> None:
    """The script's lists are those of the tables: a value that is added here is offered there."""
    script = (ROOT / "pipeline" / "presstab" / "resources" / "pages" / "corrections" / "corrections.js").read_text(
        "utf-8"
    )
    for table, column in (
        ("roles", "action"),
        ("relations", "status"),
        ("relations", "type"),
        ("organisations", "kind"),
    ):
        values = next(c.values for c in TABLES[table].columns if c.name == column)
        assert "[" + ", ".join(f'"{value}"' for value in values) + "]" in script
