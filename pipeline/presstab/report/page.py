"""The report as files: a page of up to 2,000 releases, larger batches split."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from presstab.export.copied import copied
from presstab.export.tables import replaced
from presstab.patterns import load_page
from presstab.report import charts
from presstab.report.data import SHOWN, Overview, overview, page_data
from presstab.schema import DATES
from presstab.store.reader import Reader

PER_PAGE = 2_000
_COUNTS = (("releases", "releases"), ("ORG", "organisations"), ("PERSON", "people"), ("TECH", "technologies"),
           ("mentions", "mentions"), ("roles", "offices"), ("relations", "relations"),
           ("quotations", "quotations"))  # fmt: skip


def write_report(store: Reader, path: Path) -> list[Path]:
    """Write the report and return its files: `report.html`, and `report-2.html` and on where it is split.

    Raises:
        InputError: it cannot be written.
    """
    doc_ids = store.releases.newest_first()
    parts = [doc_ids[at : at + PER_PAGE] for at in range(0, len(doc_ids), PER_PAGE)] or [[]]
    files = [path if n == 1 else path.with_name(f"{path.stem}-{n}{path.suffix}") for n in range(1, len(parts) + 1)]
    names = store.entities.names()
    with copied(store, SHOWN) as copy, replaced(path.parent) as folder:
        for file, part in zip(files, parts, strict=True):
            data = page_data(copy, names, part)
            found = overview(data, copy.rows(DATES, part))
            (folder / file.name).write_text(_page(data, found, files, file), encoding="utf-8")
    return files


def _page(data: Mapping[str, Any], found: Overview, files: list[Path], file: Path) -> str:
    style, script = load_page("report.css"), load_page("report.js")
    # Nothing from outside, and no script but this one: what a release contains can neither load nor run.
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src 'unsafe-inline'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )
    return "".join(
        (
            "<!doctype html><html lang=en><head><meta charset=utf-8>",
            '<meta name=viewport content="width=device-width, initial-scale=1">',
            f'<meta http-equiv=Content-Security-Policy content="{policy}">',
            f"<title>presstab report</title><style>{style}</style></head><body>",
            '<a class=skip href="#releases">To the releases</a>',
            f"<header><h1>{_headline(found)}</h1>{_pages(files, file)}</header>",
            _overview(found),
            load_page("report.html"),
            f'<script type="application/json" id=data>{_json(data)}</script>',
            f"<script>{script}</script></body></html>\n",
        )
    )


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _json(data: Any) -> str:
    """Return JSON that no text within can end: `</script>` and comments are escaped."""
    made = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return (
        made.replace("<", "\\u003c").replace(">", "\\u003e").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    )


def _headline(found: Overview) -> str:
    return f"{found.counts['releases']:,} press releases"


def _pages(files: list[Path], current: Path) -> str:
    if len(files) == 1:
        return ""
    links = (
        f"<b>{number}</b>" if file == current else f'<a href="{html.escape(file.name, quote=True)}">{number}</a>'
        for number, file in enumerate(files, 1)
    )
    return f"<nav aria-label=Pages>page {' '.join(links)}</nav>"


def _overview(found: Overview) -> str:
    counts = "".join(
        f"<div><dt>{name}</dt><dd>{found.counts.get(key, 0):,}</dd></div>" for key, name in _COUNTS if key != "releases"
    )
    tops = "".join(
        f"<section><h2>{heading} <small>by releases</small></h2>"
        f"{charts.bars(found.top.get(label, []), label.lower())}</section>"
        for label, heading in (("ORG", "Organisations"), ("PERSON", "People"), ("TECH", "Technologies"))
    )
    return (
        f"<dl class=counts>{counts}</dl><div class=tops>{tops}</div>"
        f"<div class=charts><section><h2>Dates named, by year</h2>{charts.columns(found.years, 'Dates named, by year')}"
        f"</section><section><h2>Technologies by month of publication</h2>"
        f"{charts.months(found.technologies_by_month, found.months)}</section></div>"
    )
