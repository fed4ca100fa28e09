"""Corrections in the report: chosen in a browser, saved, and laid over the next run as they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from presstab.batch.extract import extract_into
from presstab.batch.options import Options
from presstab.corrections.decision import Decision
from presstab.corrections.files import load_corrections
from presstab.export.formats import export
from presstab.report.page import write_report
from presstab.store.store import Store

from tests.browser import PHONE, add, choose, opened, save, violations, width_of
from tests.test_corrections_store import RELEASES, pick, tables_of, write


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, nlp: Any) -> Path:
    """Return the output of a run over three releases, with its report."""
    folder = tmp_path_factory.mktemp("out")
    with Store(folder) as store:
        extract_into(store, RELEASES, nlp=nlp)
        write_report(store.reader, folder / "report.html")
    return folder


@pytest.fixture
def page(out: Path, browser: Any) -> Iterator[Any]:
    with opened(browser, out / "report.html") as made:
        yield made


def go(page: Any, view: str) -> None:
    page.evaluate("view => { location.hash = view }", view)
    page.wait_for_timeout(150)


def wrong(page: Any, name: str) -> Any:
    """Return the button of the first row in sight of this name."""
    return page.locator(f'main button.wrong:visible[aria-label*="{name}"]').first


def saved(page: Any, folder: Path) -> tuple[Decision, ...]:
    save(page, folder / "corrections.csv")
    return load_corrections([folder / "corrections.csv"])


def test_what_is_chosen_in_the_report_holds_in_the_next_run(page: Any, out: Path, tmp_path: Path, nlp: Any) -> None:
    go(page, "entities")
    choose(page, wrong(page, "Brook Pastoral"), "is none, in any release")
    go(page, "entities?only=technology")
    choose(page, wrong(page, "lidar"), "has another name …", "laser scanner")
    go(page, "offices")
    choose(page, wrong(page, "chief financial officer"), "is otherwise …", "held")
    go(page, "quotations")
    choose(page, wrong(page, "We are glad"), "is no quotation")
    go(page, "dates")
    choose(page, wrong(page, "June 2026"), "means another time …", "2027-06")
    go(page, "org_tarn-motion")
    choose(page, wrong(page, "acquisition, Harrow Robotics"), "is not so")
    go(page, "tech_edge-computing")
    choose(page, page.locator(".sentences button.wrong"), "names nothing")
    assert page.inner_text("#corrections output") == "7 decisions"
    assert {decision.who for decision in saved(page, tmp_path)} == {"ann"}
    with Store(tmp_path / "again") as store:
        extract_into(store, RELEASES, Options(corrections=(str(tmp_path / "corrections.csv"),)), nlp)
        made = tables_of(store)
    assert not any(row["code"] == "correction_unfit" for row in made["issues"])
    assert not any("brook" in row["organisation_id"] for row in made["organisations"])
    assert {row["name"] for row in made["technologies"]} == {"laser scanner"}
    assert [row["action"] for row in made["roles"] if row["found_by"] == "person"] == ["held"]
    assert not any("We are glad" in row["text"] for row in made["quotations"])
    assert [row["value"] for row in made["dates"] if row["found_by"] == "person"] == ["2027-06"]
    assert not any(row["type"] == "acquisition" for row in made["relations"])


def test_what_a_person_decided_is_marked_in_report_and_workbook(tmp_path: Path, nlp: Any, browser: Any) -> None:
    with Store(tmp_path / "out") as store:
        extract_into(store, RELEASES, nlp=nlp)
        role = pick(tables_of(store)["roles"], doc_id="c")
        words = f"{role['person']} | {role['title']} | {role['organisation']}"
        found = [
            Decision("set", role["role_id"], field="action", value="held", doc_id="c", text=words),
            Decision("set", "org_tarn-motion", field="kind", value="media"),
            Decision("add", field="mention", value="ORG", doc_id="a", text="Delft"),
        ]
        files = write(tmp_path / "corrections.csv", found)
        extract_into(store, RELEASES, Options(corrections=files), nlp)
        write_report(store.reader, tmp_path / "report.html")
        export(store.reader, tmp_path, "xlsx")
    with opened(browser, tmp_path / "report.html") as page:
        for view, row in (("offices", "chief financial officer"), ("entities", "Tarn Motion")):
            go(page, view)
            assert page.locator(".decided").count() == 1, view
            assert page.locator(".tabulator-row", has_text=row).locator(".decided").count() == 1, view
        go(page, "org_tarn-motion")
        assert page.locator(".named .decided").inner_text() == "decided"
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    for name, row in (("roles", "chief financial officer"), ("organisations", "org_tarn-motion")):
        header, *rows = book[name].iter_rows()
        at = [cell.value for cell in header].index("found_by")
        marked = {str([cell.value for cell in cells]) for cells in rows if cells[at].fill.fgColor.rgb == "FFD2F4D9"}
        assert marked == {str([cell.value for cell in cells]) for cells in rows if cells[at].value == "person"}
        assert any(row in told for told in marked)


def test_a_release_offers_every_mention_and_statement(page: Any, out: Path, tmp_path: Path) -> None:
    go(page, "release/a")
    page.locator(".fold summary", has_text="What is named here").click()
    page.wait_for_timeout(150)
    choose(page, wrong(page, "edge computing"), "is ORG")
    choose(page, page.locator(".stated button.wrong").first, "is not so")
    decisions = {decision.id[:2]: decision for decision in saved(page, tmp_path)}
    assert (decisions["m_"].field, decisions["m_"].value, decisions["m_"].doc_id) == ("label", "ORG", "a")
    with Store(out) as store:
        role = pick(tables_of(store)["roles"], doc_id="a")
    assert decisions["r_"].id == role["role_id"]
    assert decisions["r_"].words == (role["person"], role["title"], role["organisation"])


def test_what_is_missing_is_added_by_the_words_of_the_release(page: Any, tmp_path: Path, nlp: Any) -> None:
    go(page, "release/a")
    add(page, "Delft", "a mention", label="ORG")
    add(page, "chief", "an office", person="Ada Lindqvist", organisation="Delft", action="held")
    add(page, "", "a relation", type="supply", subject="Delft", object="Tarn Motion", status="exists")
    add(page, "plant", "a mention", label="ORG")
    add(page, "plant", "a mention", label="TECH")  # the later one stays
    assert len(saved(page, tmp_path)) == 4
    with Store(tmp_path / "again") as store:
        extract_into(store, RELEASES, Options(corrections=(str(tmp_path / "corrections.csv"),)), nlp)
        made = tables_of(store)
    assert not any(row["code"] == "correction_unfit" for row in made["issues"])
    assert {row["label"] for row in made["mentions"] if row["text"] in {"Delft", "plant"} and row["doc_id"] == "a"} == {
        "ORG", "TECH",
    }  # fmt: skip
    assert pick(made["roles"], title="chief")["organisation"] == "Delft"
    assert pick(made["relations"], type="supply", subject="Delft", found_by="person")["object"] == "Tarn Motion GmbH"


def test_words_that_do_not_stand_in_the_release_are_not_added(page: Any) -> None:
    go(page, "release/a")
    for words in ("lant", "nowhere"):
        add(page, "plant", "a mention", said=words)
        assert page.locator("dialog :invalid").count() > 0
        page.keyboard.press("Escape")
    assert page.locator("#corrections").is_hidden()


def test_a_later_choice_replaces_one_that_it_contradicts(page: Any, tmp_path: Path) -> None:
    go(page, "org_tarn-motion")
    row = page.locator(".named button.wrong")
    choose(page, row, "is one with …", "org_harrow-group")
    choose(page, row, "is of another kind …", "media")
    choose(page, row, "is of another kind …", "government")
    choose(page, row, "is of another country …", "DE")
    assert {d.value or d.other_id for d in saved(page, tmp_path)} == {"org_harrow-group", "government", "DE"}
    choose(page, row, "is none, in any release")
    (decision,) = saved(page, tmp_path)
    assert (decision.decision, decision.id) == ("wrong", "org_tarn-motion")


@pytest.mark.parametrize(
    ("choice", "given"),
    [("is of another country …", "Germany"), ("is one with …", "org_tarn-motion"), ("has another name …", "")],
)
def test_what_a_run_would_refuse_is_not_collected(page: Any, choice: str, given: str) -> None:
    go(page, "org_tarn-motion")
    choose(page, page.locator(".named button.wrong"), choice, given)
    assert page.locator("dialog :invalid").count() > 0
    page.keyboard.press("Escape")
    assert page.locator("#corrections").is_hidden()


def test_choices_outlast_a_reload_and_are_taken_back(page: Any) -> None:
    go(page, "org_tarn-motion")
    choose(page, page.locator(".named button.wrong"), "is none, in any release")
    page.reload()
    assert page.inner_text("#corrections output") == "1 decision"
    page.click("#corrections summary")
    page.click("text=Take back")
    assert page.locator("#corrections").is_hidden()


def test_it_is_done_by_keyboard_on_a_phone_and_axe_finds_nothing_serious(out: Path, browser: Any) -> None:
    with opened(browser, out / "report.html", size=PHONE, color_scheme="dark") as page:
        go(page, "offices")
        row = wrong(page, "chief financial officer")
        row.focus()
        page.keyboard.press("Enter")
        assert violations(page) == []
        assert width_of(page) <= PHONE[0]
        page.keyboard.press("Escape")
        assert row.evaluate("row => row === document.activeElement")
        for key in ("Enter", "ArrowDown", "Tab", "ArrowDown", "Tab", "Tab", "Enter"):
            page.keyboard.press(key)
        assert page.inner_text("#corrections output") == "1 decision"
        page.click("#corrections summary")
        assert "set Ada Lindqvist | chief financial officer | Tarn Motion" in page.inner_text("#corrections li")
        assert violations(page) == []
        assert width_of(page) <= PHONE[0]
