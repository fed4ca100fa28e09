"""Charts as plain SVG and HTML: no script, readable in light and dark, on paper and on a phone."""

from __future__ import annotations

import html
from collections.abc import Sequence


def bars(rows: Sequence[tuple[str, int]], name: str) -> str:
    """Return a ranking as bars; each is a button that filters the page by its name."""
    most = max((number for _, number in rows), default=1)
    lines = [
        f'<li><button type=button data-entity="{html.escape(label, quote=True)}" class="bar {name}">'
        f"<span class=name>{html.escape(label)}</span><span class=number>{number}</span>"
        f'<svg viewBox="0 0 100 4" preserveAspectRatio=none aria-hidden=true><rect width="{100 * number / most:.1f}"'
        ' height="4"/></svg></button></li>'
        for label, number in rows
    ]
    return f"<ol class=bars>{''.join(lines)}</ol>" if lines else "<p class=none>none</p>"


def columns(rows: Sequence[tuple[str, int]], what: str) -> str:
    """Return numbers over time as columns."""
    if not rows:
        return "<p class=none>none</p>"
    most = max(number for _, number in rows) or 1
    width, height = 640, 160
    step = width / len(rows)
    every = max(1, -(-len(rows) * 42 // width))
    parts = []
    for at, (label, number) in enumerate(rows):
        tall = height * number / most
        parts.append(
            f'<rect x="{at * step + 1:.1f}" y="{height - tall:.1f}" width="{max(step - 2, 1):.1f}" height="{tall:.1f}">'
            f"<title>{html.escape(label)}: {number}</title></rect>"
        )
        if at % every == 0:
            parts.append(f'<text x="{at * step + step / 2:.1f}" y="{height + 16}">{html.escape(label)}</text>')
    return (
        f'<svg class=columns viewBox="0 0 {width} {height + 22}" role=img aria-label="{html.escape(what, quote=True)}">'
        f"{''.join(parts)}</svg>"
    )


def months(rows: Sequence[tuple[str, Sequence[int]]], names: Sequence[str]) -> str:
    """Return a table of names by months, the darker the more."""
    if not rows:
        return "<p class=none>none</p>"
    most = max((number for _, numbers in rows for number in numbers), default=1) or 1
    head = "".join(f"<th scope=col>{html.escape(month)}</th>" for month in names)
    body = "".join(
        f"<tr><th scope=row>{html.escape(name)}</th>"
        + "".join(f'<td style="--share:{number / most:.2f}">{number or ""}</td>' for number in numbers)
        + "</tr>"
        for name, numbers in rows
    )
    table = f"<table class=months><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"<div class=wide>{table}</div>"
