"""Pictures of the report in headless Chromium, wide and on a phone, light and dark.

python -m benchmarks.screenshots REPORT FOLDER
"""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SIZES = {"wide": (1280, 900), "phone": (390, 844)}
VIEWS = ("overview", "releases", "entities", "offices", "relations", "quotations", "dates", "map", "doubts", "issues")


def browser_path() -> str | None:
    """Return where the system's Chromium is, if it has one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def main() -> None:
    """Take the pictures and print how long the page took to load."""
    report, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        for name, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
                began = time.perf_counter()
                page.goto(report.as_uri())
                page.wait_for_selector("html[data-ready=yes]")
                print(f"{name} {scheme}: ready after {time.perf_counter() - began:.2f} s")
                for view in VIEWS:
                    page.evaluate("view => { location.hash = view }", view)
                    _shoot(page, folder / f"{view}-{name}-{scheme}.png")
                page.evaluate("location.hash = 'overview'")
                for shown, link in (("entity", ".bars a"), ("release", ".sentences a")):
                    page.locator(link).first.click()
                    _shoot(page, folder / f"{shown}-{name}-{scheme}.png")
                page.close()
        browser.close()


def _shoot(page: Page, path: Path) -> None:
    page.wait_for_timeout(500)  # charts are drawn
    page.screenshot(path=path)


if __name__ == "__main__":
    main()
