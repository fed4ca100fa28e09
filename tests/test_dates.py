from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from date_wrangler import parse
from hypothesis import given, settings
from hypothesis import strategies as st
from presstab.dates import find_dates
from presstab.dates.fiscal import fiscal_interval, fiscal_year_end
from presstab.dates.impossible import impossible_days
from presstab.dates.numeric import ambiguous_numeric
from presstab.dates.values import granularity, interval
from presstab.dates.year import meant_year, said_day

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
    ("text", "year_end"),
    [
        ("for its fiscal year ended September 30, 2024", (9, 30)),
        ("the fiscal year ending 31 March 2026", (3, 31)),
        ("fiscal 2024 ended June 30; its fiscal year ends December 31", None),
        ("the year was good", None),
    ],
)
def test_fiscal_year_end_is_learnt_where_the_text_says_it_one_way(text: str, year_end: tuple[int, int] | None) -> None:
    assert fiscal_year_end(text) == year_end


@pytest.mark.parametrize(
    ("value", "year_end", "start", "end"),
    [
        ("FY2025", (9, 30), "2024-10-01", "2025-09-30"),
        ("FY2025-Q1", (9, 30), "2024-10-01", "2024-12-31"),
        ("FY2026-Q4", (3, 31), "2026-01-01", "2026-03-31"),
        ("FY2024-H2", (2, 28), "2023-09-01", "2024-02-29"),
        ("FY2025", (1, 15), "2024-01-16", "2025-01-15"),
    ],
)
def test_fiscal_interval(value: str, year_end: tuple[int, int], start: str, end: str) -> None:
    assert tuple(str(d) for d in fiscal_interval(value, year_end)) == (start, end)


def test_fiscal_period_gets_its_days_from_the_release() -> None:
    first, _ = find_dates("Q1 FY25 results for the fiscal year ended September 30")[:2]
    assert (first.value, str(first.start_on), str(first.end_on)) == ("FY2025-Q1", "2024-10-01", "2024-12-31")


def test_numeric_order_is_settled_by_the_other_dates_of_the_text() -> None:
    assert [d.value for d in find_dates("on 05/06/2024 and 25/06/2024")] == ["2024-06-05", "2024-06-25"]
    assert [d.value for d in find_dates("on 05/06/2024 and 06/25/2024")] == ["2024-05-06", "2024-06-25"]
    assert ambiguous_numeric("on 05/06/2024") == [(3, 13)]
    assert ambiguous_numeric("on 05/06/2024 and 06/25/2024") == []


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


@given(st.text(max_size=10_000), st.dates(dt.date(1700, 1, 1), dt.date(2200, 1, 1)) | st.none())
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


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.integers(-20, 20), st.integers(1, 400))
@settings(max_examples=50, deadline=None)
def test_weekdays_move_with_the_anchor_by_whole_weeks(anchor: dt.date, weeks: int, days: int) -> None:
    text = f"It said Tuesday that the deal closed {days} days ago"
    first = [d.start_on for d in find_dates(text, anchor)]
    second = [d.start_on for d in find_dates(text, anchor + dt.timedelta(weeks=weeks))]
    assert [d + dt.timedelta(weeks=weeks) for d in first if d] == second


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)),
    st.sampled_from(
        ["{0:%B} {0:%Y}", "Q{1} {0:%Y}", "H{2} {0:%Y}", "{0:%Y}", "FY{0:%Y}", "the {3}0s", "FY{0:%Y} Q{1}"]
    ),
)
@settings(max_examples=100, deadline=None)
def test_a_written_period_is_found_whole_with_the_value_that_says_the_same(day: dt.date, form: str) -> None:
    quarter, half = (day.month - 1) // 3 + 1, (day.month - 1) // 6 + 1
    text = form.format(day, quarter, half, day.year // 10)
    (found,) = find_dates(f"It is due in {text}.")
    assert found.text == text
    if found.start_on:
        assert found.start_on <= day.replace(year=found.start_on.year)
        assert found.value
        assert interval(found.value) == (found.start_on, found.end_on)


def test_a_range_that_ends_before_it_starts_is_none() -> None:
    for text in ("May 12-3, 2024", "from 2024 to 2019", "Feb 29 to March 3, 2023"):
        for found in find_dates(text, dt.date(2024, 8, 1)):
            assert not (found.start_on and found.end_on) or found.start_on <= found.end_on


@pytest.mark.parametrize("path", sorted((ROOT / "corpus" / "releases").glob("*.txt")), ids=lambda path: path.stem)
def test_a_second_opinion_agrees_on_whole_dates(path: Path) -> None:
    """date-wrangler reads the same days where a text names day, month and year."""
    text = path.read_text(encoding="utf-8")
    ours = find_dates(text)
    for theirs in parse(text, today=dt.date(2024, 8, 1)):
        first, last = theirs.range.start, theirs.range.end
        if not re.search(r"[A-Za-z]+\.? \d{1,2}, (?:19|20)\d\d", theirs.text) or first is None or last is None:
            continue
        same = [d for d in ours if d.start < theirs.span[1] and theirs.span[0] < d.end]
        assert any(d.start_on and d.end_on and d.start_on <= first and last <= d.end_on + dt.timedelta(1) for d in same)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Open January 5 through March 3, 2025.", ["2025-01-05/2025-03-03"]),
        ("On May 6, May 13 and June 3, 2025.", ["2025-05-06", "2025-05-13", "2025-06-03"]),
        ("From December 5 until January 6, 2025.", ["2024-12-05", "2025-01-06"]),
        ("On May 6, 2024 and June 7.", ["2024-05-06", "2024-06-07"]),
        ("Q1 through Q3 2025", ["2025-Q1", "2025-Q3"]),
        ("In May, the company said 2024 was good.", ["2018-05", "2024"]),  # no list
        ("Feb 29 and March 3, 2023", ["2020-02-29", "2023-03-03"]),  # no such day in that year
    ],
)
def test_the_parts_of_a_list_share_the_year_that_one_of_them_states(text: str, values: list[str]) -> None:
    assert [found.value for found in find_dates(text, dt.date(2019, 1, 30))] == values


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("due on April 31, 2025", ["April 31, 2025"]),
        ("on 31 June, and Feb. 30 too", ["31 June", "Feb. 30"]),
        ("filed 2023-02-29 and 2024-02-29", ["2023-02-29"]),
        ("by 02/30/2024, not 30/04/2024", ["02/30/2024"]),
        ("In May 45 people came; may 40 more; March 31, 2024", []),
    ],
)
def test_days_that_no_calendar_has_are_told(text: str, days: list[str]) -> None:
    assert sorted(text[start:end] for start, end in impossible_days(text)) == sorted(days)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("On May 14, 2024, Larch Point opened a hall. It will close on June 3.", 2024),  # a full day in the lead
        ("In 2023 the fair drew 400. It returns on Tuesday, May 14.", 2024),  # a Tuesday then alone
        ("Founded in 1999, it has sold 400 this year (2024). It closes on June 3.", 2024),  # named as now
        ("Larch Point was founded in 1999. It closes on June 3.", None),
        ("The lease runs until May 14, 2029. It closes on June 3.", None),  # named for something else
        ("On May 14, 2021, it opened. Sales rose in 2023. It closes on June 3.", None),  # a later year contradicts
        ("On May 14, 2024, it met. It returns on Tuesday, May 13.", None),  # day and weekday tell different years
        ("It closes on June 3.", None),
    ],
)
def test_year_of_a_release_without_a_day_is_told_by_its_text_or_not_at_all(text: str, year: int | None) -> None:
    assert meant_year(text) == year


def test_what_is_counted_from_an_inferred_year_says_so() -> None:
    found = find_dates("Today it rose; it fell last year and meets on June 3 to 5.", year=2024)
    assert [(d.value, d.resolution) for d in found] == [
        (None, "unresolved"),
        ("2023", "inferred"),
        ("2024-06-03/2024-06-05", "inferred"),
    ]


def test_a_day_without_year_takes_that_of_the_date_just_before_only() -> None:
    near, far = "On May 6, 2019 it met, and on June 7 it closed.", f"On May 6, 2019 it met. {'It grew. ' * 20}On June 7"
    assert [(d.value, d.resolution) for d in find_dates(near)][1:] == [("2019-06-07", "inferred")]
    assert [(d.value, d.resolution) for d in find_dates(far)][1:] == [(None, "unresolved")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Larch Point today (May 14, 2024) named a chair.", "2024-05-14"),
        ("Larch Point today named a chair on May 14, 2024.", None),
    ],
)
def test_day_that_the_lead_calls_today(text: str, day: str | None) -> None:
    assert said_day(text) == (dt.date.fromisoformat(day) if day else None)


def test_figures_compared_again_and_again_keep_the_year_that_they_are_compared_with() -> None:
    text = "In 2025 sales were 9 (previous year: 8) and costs 7 (previous year: 6)."
    assert [d.value for d in find_dates(text, dt.date(2026, 4, 13))] == ["2025", "2024", "2024"]


def test_the_quarter_is_the_one_told_of_not_the_one_compared_with() -> None:
    text = "In Q3 2025 sales were 9, in Q3 2024 they were 8. Costs of the quarter rose."
    assert [d.value for d in find_dates(text, dt.date(2025, 10, 24))] == ["2025-Q3", "2024-Q3", "2025-Q3"]


def test_an_anchor_that_is_no_date_is_refused_in_words() -> None:
    with pytest.raises(TypeError, match=r"datetime\.date.*'2024-08-01'"):
        find_dates("today", "2024-08-01")  # type: ignore[arg-type]
