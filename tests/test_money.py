"""Sums of money: the words prove themselves, and whatever the text, a sum is a slice of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presstab.money import find_money
from presstab.money.words import COUNTEREXAMPLES, EXAMPLES, MULTIPLIERS, SIGNS


@pytest.mark.parametrize(("text", "sums"), EXAMPLES.items())
def test_examples_have_their_sums(text: str, sums: tuple[str, ...]) -> None:
    found = [f"{'?' if m.amount is None else m.amount} {m.currency}" for m in find_money(text)]
    assert found == list(sums)


@pytest.mark.parametrize("text", COUNTEREXAMPLES)
def test_counterexamples_have_none(text: str) -> None:
    assert list(find_money(text)) == []


_PIECES = [*"$€ 0123456789.,-–+\n", " million", "USD", "bn", " to ", "up to ", "per", " euros", " BTC", "half a"]


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_sums_are_slices_in_order_that_do_not_overlap(text: str) -> None:
    at = 0
    for money in find_money(text):
        assert at <= money.start < money.end
        assert text[money.start : money.end] == money.text
        at = money.end


@given(
    st.integers(1, 999_999),
    st.sampled_from(sorted(SIGNS)),
    st.sampled_from(sorted(m for m in MULTIPLIERS if len(m) > 3)),
)
def test_amount_is_number_times_multiplier(number: int, sign: str, times: str) -> None:
    (money,) = find_money(f"It paid {sign}{number:,} {times}.")
    assert money.currency == SIGNS[sign]
    assert money.amount == (Decimal(number) * MULTIPLIERS[times] if number * MULTIPLIERS[times] <= 10**18 else None)


def test_hostile_numbers_take_no_time() -> None:
    text = "$" + "1,111" * 20_000 + " up to " * 20_000 + "1" * 50_000
    assert sum(1 for _ in find_money(text)) < 20_001
