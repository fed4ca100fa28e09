"""A diff as one self-contained page: each changed release with its old and new marks."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from presstab.diff.change import Change
from presstab.diff.render import line_of, lines_of, summarise
from presstab.diff.states import NEW, OLD, States
from presstab.patterns import load_page
from presstab.text import visible


def as_html(states: States, changes: list[Change]) -> str:
    """Return the page: a summary, then each changed release; no script, nothing from outside."""
    by_doc = sorted((c for c in changes if c.doc_id), key=lambda c: str(c.doc_id))
    parts = [
        "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>Changes</title><style>{load_page('diff.css')}</style></head><body>",
        f"<h1>Changes from {_text(states.old.run)} to {_text(states.new.run)}</h1>",
        *_summary(changes),
        *_entities(changes),
        *(
            part
            for doc_id, found in groupby(by_doc, key=lambda c: str(c.doc_id))
            for part in _release(states, doc_id, list(found))
        ),
        "</body></html>\n",
    ]
    return "\n".join(parts)


def _text(text: object) -> str:
    return html.escape(visible(str(text)))


def _summary(changes: list[Change]) -> Iterator[str]:
    if not changes:
        yield "<p>Nothing changed.</p>"
        return
    yield "<table><tr><th>changes<th>table<th>label<th>kind<th>cause</tr>"
    for key, number in sorted(summarise(changes).items()):
        yield f"<tr><td>{number}" + "".join(f"<td>{_text(part)}" for part in key) + "</tr>"
    yield "</table>"


def _entities(changes: list[Change]) -> Iterator[str]:
    found = [c for c in changes if c.doc_id is None]
    if found:
        yield "<details open><summary>Entities</summary><ul>"
        yield from (f"<li>{_text(line_of(change))}" for change in found)
        yield "</ul></details>"


def _release(states: States, doc_id: str, changes: list[Change]) -> Iterator[str]:
    yield f"<details open><summary>{_text(doc_id)}: {len(changes)} changes</summary><ul>"
    yield from (f"<li>{_text(line)}" for _, line in lines_of(changes))
    yield "</ul><div class=sides>"
    for side, name in ((OLD, "before"), (NEW, "after")):
        row = f"{side}_row"
        kinds = {getattr(c, row)["mention_id"]: c.kind for c in changes
                 if c.table == "mentions" and getattr(c, row) and c.kind != "moved"}  # fmt: skip
        text = _stored_text(states, side, doc_id)
        if text is not None:
            marks = states.query(f'SELECT mention_id, label, start, "end" FROM {side}_mentions WHERE doc_id = ?'
                                 ' ORDER BY start, "end"', [doc_id])  # fmt: skip
            yield f"<div><h3>{name}</h3><div class=text>{''.join(_marked(text, marks, kinds))}</div></div>"
    yield "</div></details>"


def _stored_text(states: States, side: str, doc_id: str) -> str | None:
    rows = states.query(f"SELECT text_sha256 FROM {side}_documents WHERE doc_id = ?", [doc_id])
    return states.store.releases.text(rows[0]["text_sha256"]) if rows and states.store else None


def _marked(text: str, marks: Iterable[Mapping[str, Any]], kinds: Mapping[str, str]) -> Iterator[str]:
    at = 0
    for mark in marks:
        if mark["start"] < at:
            continue
        kind = kinds.get(mark["mention_id"], "")
        look = kind if kind in {"added", "removed"} else "other" if kind else "same"
        yield html.escape(visible(text[at : mark["start"]], keep="\n\t"))
        words = html.escape(visible(text[mark["start"] : mark["end"]], keep="\n\t"))
        label = html.escape(mark["label"])
        yield f'<mark class="{look}" data-label="{label}" title="{html.escape(kind)}">{words}</mark>'
        at = mark["end"]
    yield html.escape(visible(text[at:], keep="\n\t"))
