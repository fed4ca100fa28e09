"""The report page in a browser: it renders, filters, loads nothing, and runs nothing that a release contains."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from presstab.batch.extract import extract_into
from presstab.corpus.read import read_releases
from presstab.corpus.records import read_records
from presstab.report import page as report_page
from presstab.report.charts import bars, columns, months
from presstab.report.page import write_report
from presstab.store.reader import Reader
from presstab.store.store import Store

from benchmarks.screenshots import browser_path
from tests.conftest import ROOT

CORPUS = ROOT / "corpus" / "releases"
HOSTILE = (
    '</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1"> <!-- Acme Corp. grew in 2024. '
    "\u202egnp.exe\u2028 javascript:alert(1) \U0001f680 Bolt Inc. fell. <svg/onload=window.hacked=1>"
)
NO_BROWSER = "no Chromium on this machine: install it to test the report in a browser"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, nlp: Any) -> Iterator[Reader]:
    records = [
        {"id": f"<b>{n}</b>", "text": HOSTILE, "title": f"{HOSTILE} {n}", "published": "2025-01-02"} for n in "12"
    ]
    with Store(tmp_path_factory.mktemp("report")) as made:
        extract_into(made, read_releases([CORPUS]), nlp=nlp)
        extract_into(made, read_records(records), nlp=nlp)
        yield made.reader


def test_text_is_data(store: Reader, tmp_path: Path) -> None:
    (path,) = write_report(store, tmp_path / "report.html")
    made = path.read_text(encoding="utf-8")
    assert made.count("<script") == 2
    assert "<img" not in made
    assert "\u202e" not in made
    assert "\u2028" not in made
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", made)


def test_large_batches_are_split_by_page(store: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_page, "PER_PAGE", 6)
    files = write_report(store, tmp_path / "r.html")
    assert [path.name for path in files] == ["r.html", "r-2.html", "r-3.html"]
    assert 'href="r-3.html"' in files[0].read_text(encoding="utf-8")


def test_charts_of_nothing_and_of_markup() -> None:
    assert "none" in bars([], "org")
    assert "none" in columns([], "x")
    assert "none" in months([], [])
    for made in (bars([("<b>", 1)], "org"), columns([("<b>", 0)], "<b>"), months([("<b>", [1])], ["<b>"])):
        assert "<b>" not in made


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = browser_path()
    if path is None:
        pytest.skip(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opened(store: Reader, tmp_path: Path, browser: Any) -> Iterator[Any]:
    """Yield the page, opened from disk; at the end nothing was fetched, and nothing went wrong."""
    write_report(store, tmp_path / "report.html")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type in {"error", "warning"} else None)
    page.goto((tmp_path / "report.html").as_uri())
    page.wait_for_selector("html[data-ready=yes]")
    yield page
    assert [url for url in requests if not url.startswith("file:")] == []
    assert len(requests) == 1
    assert errors == []
    assert page.evaluate("window.hacked") is None
    page.close()


def test_releases_are_marked_at_the_right_characters(opened: Any) -> None:
    opened.fill("#search", "onerror")
    opened.wait_for_timeout(250)
    assert opened.inner_text("#found").startswith("2 of")
    opened.locator("details.release summary").first.click()
    opened.wait_for_selector("details.release[open] mark")
    marks = opened.locator("details.release[open] mark").all_text_contents()
    assert "Acme Corp." in marks
    assert "Bolt Inc." in marks
    assert "2024" in marks
    title = opened.locator("details.release[open] mark", has_text="Acme Corp.").get_attribute("title")
    assert "ORG" in title
    assert "window.hacked" in opened.locator("details.release[open] .text").inner_text()


def test_release_lists_its_offices_and_quotations_in_words(opened: Any) -> None:
    opened.fill("#search", "Kestrel Mobility and Sunhaven Power Partner")  # the only release found opens by itself
    opened.wait_for_selector("details.release[open] .roles li")
    lines = opened.locator("details.release[open] .roles li").all_inner_texts()
    assert "Ingrid Solberg: “With V2G it earns its keep at night.”" in lines
    assert any(line.startswith("Ingrid Solberg, chief executive") for line in lines)


def test_filters_by_words_label_zone_day_and_entity(opened: Any) -> None:
    def found() -> int:
        opened.wait_for_timeout(250)
        return int(opened.inner_text("#found").split()[0])

    n_releases = len(list(CORPUS.glob("*.txt"))) + 2
    assert found() == n_releases
    opened.fill("#entity", "Honda")
    assert found() == 1
    opened.uncheck("[type=checkbox][value='0']")
    assert found() == 0
    opened.click("[type=reset]")
    assert found() == n_releases
    opened.fill("#from", "2025-01-01")
    assert found() == len([n for n in opened.locator(".facts").all_text_contents() if n[:4] >= "2025"])
    opened.click("[type=reset]")
    opened.select_option("#zone", label="contact")
    assert 0 < found() < n_releases


def test_entity_panel_by_keyboard(opened: Any) -> None:
    opened.keyboard.press("/")
    assert opened.evaluate("document.activeElement.id") == "search"
    opened.keyboard.type("Nissan")
    opened.wait_for_timeout(250)
    opened.locator("details.release[open] mark[data-number]").first.focus()
    opened.keyboard.press("Enter")
    assert opened.is_visible("#panel")
    assert "mentions in" in opened.inner_text("#panel .id")
    assert opened.locator("#panel li b").count() > 1
    opened.keyboard.press("Escape")
    assert not opened.is_visible("#panel")


def test_phone_shows_everything_without_scrolling_sideways(opened: Any) -> None:
    opened.set_viewport_size({"width": 390, "height": 844})
    opened.locator("details.release summary").first.click()
    assert opened.evaluate("document.documentElement.scrollWidth") <= 390


def test_five_hundred_releases_load_in_three_seconds(tmp_path: Path, nlp: Any, browser: Any) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.txt"))]
    records = [{"id": str(n), "text": f"{n}\n\n{texts[n % len(texts)]}"} for n in range(500)]
    with Store(tmp_path / "out") as store:
        extract_into(store, read_records(records), nlp=nlp)
        (path,) = write_report(store.reader, tmp_path / "report.html")
    page = browser.new_page()
    began = time.perf_counter()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready=yes]")
    assert time.perf_counter() - began < 3
    page.close()
