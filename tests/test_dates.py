from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.dates import find_dates
from pipeline.dates.values import granularity, interval
from tests.conftest import ROOT

CASES = ROOT / "tests" / "cases"


def _table() -> list[tuple[str, ...]]:
    rows = re.findall(r"^\|(.+)\|$", (CASES / "dates.md").read_text("utf-8"), re.MULTILINE)[2:]
    return [tuple(cell.strip() for cell in row.split("|")) for row in rows]


def _no_dates() -> list[str]:
    return re.findall(r"^- (.+)$", (CASES / "no_dates.md").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("anchor", "text", "expression", "value", "modifier", "reason"), _table())
def test_expression_has_its_span_value_and_modifier(
    anchor: str, text: str, expression: str, value: str, modifier: str, reason: str
) -> None:
    day = None if anchor == "-" else dt.date.fromisoformat(anchor)
    found = [(d.text, d.value or "-", d.modifier or "-") for d in find_dates(text, day)]
    assert found == [(expression, value, modifier)], reason


@pytest.mark.parametrize("text", _no_dates())
def test_traps_are_no_dates(text: str) -> None:
    assert find_dates(text, dt.date(2024, 8, 1)) == []


@pytest.mark.parametrize(
    ("value", "modifier", "start", "end"),
    [
        ("2028", "AFTER", "2029-01-01", None),
        ("2020", "BEFORE", None, "2019-12-31"),
        ("2024", "START", "2024-01-01", "2024-04-30"),
        ("2024", "MID", "2024-05-01", "2024-08-31"),
        ("2024", "END", "2024-09-01", "2024-12-31"),
        ("2024-H1", "END", "2024-05-01", "2024-06-30"),
        ("2024-Q2", "MID", "2024-05-01", "2024-05-31"),
        ("2024-02", "END", "2024-02-21", "2024-02-29"),
        ("2024-W31", None, "2024-07-29", "2024-08-04"),
        ("2024-W31", "START", "2024-07-29", "2024-07-30"),
        ("2024-WI", None, "2024-12-01", "2025-02-28"),
        ("202X", None, "2020-01-01", "2029-12-31"),
        ("20XX", None, "2000-01-01", "2099-12-31"),
        ("2024/..", None, "2024-01-01", None),
        ("2025-12-31", "NO_LATER", None, "2025-12-31"),
        ("FY2024", None, None, None),
    ],
)
def test_interval_is_the_days_that_a_value_means(
    value: str, modifier: str | None, start: str | None, end: str | None
) -> None:
    days = interval(value, modifier)
    assert (days.start_on, days.end_on) == tuple(dt.date.fromisoformat(d) if d else None for d in (start, end))


def test_bound_is_the_preposition_outside_the_span() -> None:
    (found,) = find_dates("in service since 1999")
    assert (found.text, found.bound, found.modifier) == ("1999", "since", None)


@pytest.mark.parametrize("value", ["2024-13", "x", "2024-Q5", ""])
def test_granularity_refuses_what_is_no_value(value: str) -> None:
    with pytest.raises(ValueError, match="no calendar value"):
        granularity(value)


@given(st.text(max_size=2_000), st.dates(dt.date(1700, 1, 1), dt.date(2200, 1, 1)) | st.none())
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_error(text: str, anchor: dt.date | None) -> None:
    for found in find_dates(text, anchor):
        assert text[found.start : found.end] == found.text
        if found.start_on and found.end_on:
            assert found.start_on <= found.end_on


_PIECES = st.lists(
    st.sampled_from(
        [
            "May",
            "March",
            "2024",
            "3",
            ",",
            "-",
            "–",
            "to",
            "Q3",
            "the",
            "first",
            "quarter",
            "of",
            "FY",
            "24",
            "'",
            "1990s",
            "last",
            "next",
            "5",
            "years",
            "ago",
            "in",
            "mid-",
            "end",
        ]
    ),
    max_size=20,
)


@given(_PIECES, st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)))
@settings(max_examples=300, deadline=None)
def test_any_mix_of_calendar_words_is_read_without_error(pieces: list[str], anchor: dt.date) -> None:
    text = " ".join(pieces)
    for found in find_dates(text, anchor):
        assert text[found.start : found.end] == found.text


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.integers(1, 300))
@settings(max_examples=50, deadline=None)
def test_relative_days_move_with_the_anchor(anchor: dt.date, shift: int) -> None:
    first = [d.start_on for d in find_dates("yesterday and today", anchor)]
    second = [d.start_on for d in find_dates("yesterday and today", anchor + dt.timedelta(days=shift))]
    assert [d + dt.timedelta(days=shift) for d in first if d] == second


@given(st.dates(dt.date(1600, 1, 1), dt.date(2099, 12, 31)))
@settings(max_examples=100, deadline=None)
def test_a_value_written_out_is_found_again(day: dt.date) -> None:
    text = f"{day:%B} {day.day}, {day.year}"
    assert [d.value for d in find_dates(text)] == [day.isoformat()]


def test_a_range_that_ends_before_it_starts_is_none() -> None:
    for text in ("May 12-3, 2024", "from 2024 to 2019", "Feb 29 to March 3, 2023"):
        for found in find_dates(text, dt.date(2024, 8, 1)):
            assert not (found.start_on and found.end_on) or found.start_on <= found.end_on
