from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from presstab.corpus.release import Release
from presstab.extraction import Extraction, extract_release
from presstab.nlp import load

from tests.browser import NO_BROWSER

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def nlp() -> Any:
    return load()


@pytest.fixture
def run(nlp: Any) -> Callable[..., Extraction]:
    def extract(text: str, published: str | None = None, doc_id: str = "doc") -> Extraction:
        day = dt.date.fromisoformat(published) if published else None
        return extract_release(nlp, Release(doc_id, text, "test", "test", day, "record" if day else "none"))

    return extract


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    # Imported here: the environment of the cluster's tests has no browser.
    from playwright.sync_api import sync_playwright

    from benchmarks.screenshots import browser_path

    path = browser_path()
    if path is None:
        pytest.skip(NO_BROWSER)

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()
