"""The report as files: a page of up to 2,000 releases, larger batches split."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from presstab.export.copied import Copied, copied
from presstab.export.tables import replaced
from presstab.pages import data_of, policy, render_page, script_of, style_of
from presstab.report.data import SHOWN, page_data
from presstab.schema import DOCUMENTS
from presstab.store.reader import Reader

PER_PAGE = 2_000
_LIBRARIES = ("libraries/tabulator.min.js", "libraries/echarts.min.js")
# They share one scope, in this order: each uses what stands before it.
_SCRIPTS = (
    "corrections/corrections.js",
    *(f"report/{name}.js"
      for name in ("elements", "data", "words", "address", "selection", "rows", "wrong", "tables", "charts", "overview",
                   "releases", "entity", "ties", "about", "filters", "main")),
)  # fmt: skip


class _Way(NamedTuple):
    """The file of a part of the report, and the days of its releases, to be read."""

    file: str
    days: str


def write_report(store: Reader, path: Path) -> list[Path]:
    """Write the report and return its files: `report.html`, and `report-2.html` and on where it is split.

    The newest releases come first. Each file is whole: it holds its releases, and what they name.

    Raises:
        InputError: it cannot be written.
    """
    doc_ids = store.releases.newest_first()
    parts = [doc_ids[at : at + PER_PAGE] for at in range(0, len(doc_ids), PER_PAGE)] or [[]]
    files = [path if n == 1 else path.with_name(f"{path.stem}-{n}{path.suffix}") for n in range(1, len(parts) + 1)]
    with copied(store, SHOWN) as copy, replaced(path.parent) as folder:
        ways = [_Way(file.name, _days(copy, part)) for file, part in zip(files, parts, strict=True) if len(parts) > 1]
        for number, (file, part) in enumerate(zip(files, parts, strict=True), 1):
            data = {**page_data(copy, part), "n_parts": len(parts)}
            (folder / file.name).write_text(_page(data, len(doc_ids), ways, number), encoding="utf-8")
    return files


def _days(copy: Copied, doc_ids: list[str]) -> str:
    """Return the first and the last day of some releases, to be read; empty where none has a day."""
    days = sorted({str(row["published_on"]) for row in copy.rows(DOCUMENTS, doc_ids) if row["published_on"]})
    return " to ".join(dict.fromkeys((days[0], days[-1]))) if days else ""


def _page(data: dict[str, Any], n_releases: int, parts: Sequence[_Way], part: int) -> str:
    libraries, script = script_of(_LIBRARIES), script_of(_SCRIPTS, closed=True)
    return render_page(
        "report/page.html",
        policy=policy(libraries, script),
        style=style_of("libraries/tabulator.min.css", "report/style.css", "corrections/corrections.css"),
        libraries=libraries,
        script=script,
        data=data_of(data),
        parts=parts,
        part=part,
        n_releases=n_releases,
    )
