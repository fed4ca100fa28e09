"""Chromium for the tests of pages: what is opened in it must fetch nothing and complain of nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from presstab.explore.metadata import DATABASE
from presstab.explore.serve import HOST

NO_BROWSER = "no Chromium on this machine: install it to test pages in a browser"
WIDE, PHONE = (1280, 900), (390, 844)


@contextmanager
def opened(
    browser: Any, path: Path, *others: Path, size: tuple[int, int] = WIDE, hash: str = "", **context: Any
) -> Iterator[Any]:
    """Yield a page opened from disk; at the end nothing was fetched, nothing went wrong, and nothing ran that was text.

    `others` are files that it may lead to.
    """
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, **context)
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type in {"error", "warning"} else None)
    page.goto(path.as_uri() + hash)
    yield page
    assert {url.split("#")[0] for url in requests} <= {file.as_uri() for file in (path, *others)}
    assert errors == []
    assert page.evaluate("window.hacked") is None
    page.close()


@contextmanager
def served(application: Any) -> Iterator[str]:
    """Yield the address at which `presstab explore` serves the tables, on loopback."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(application.app(), host=HOST, port=0, log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://{HOST}:{server.servers[0].sockets[0].getsockname()[1]}/{DATABASE}"
    server.should_exit = True
    thread.join()


def choose(page: Any, button: Any, choice: str, given: str = "") -> None:
    """Decide, by its button, what is wrong with a row; `given` is what the choice asks for."""
    button.click()
    page.select_option("dialog [name=what]", label=choice)
    field = page.locator("dialog [name=given]")
    if field.count() and field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(given)
    elif field.count():
        field.fill(given)
    page.click("dialog >> text=Decide")


def add(page: Any, words: str, choice: str, **given: str) -> None:
    """Add what is missing of the release that a page shows, after some words of its text were selected."""
    page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.querySelector(".text, .release-text"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
                return;
            }
        }""",
        words,
    )
    page.wait_for_timeout(50)
    page.click("text=missing?")
    page.select_option("dialog [name=what]", label=choice)
    for name, value in given.items():
        field = page.locator(f"dialog [name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.click("dialog >> text=Decide")


def save(page: Any, path: Path) -> None:
    """Save what was decided, by ann."""
    page.fill("#corrections [name=who]", "ann")
    page.locator("#corrections [name=who]").blur()
    with page.expect_download() as saved:
        page.click("text=Save corrections.csv")
    saved.value.save_as(path)


def violations(page: Any) -> list[str]:
    """Return what axe finds serious or worse on a page."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in found if v["impact"] in {"serious", "critical"}]


def width_of(page: Any) -> int:
    """Return how wide a page is, what must be scrolled to included."""
    return int(page.evaluate("document.documentElement.scrollWidth"))
