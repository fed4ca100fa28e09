"""Sums of money in a text: `find_money`. Pure: no disk, no exchange rates."""

from presstab.money.find import Money, find_money

__all__ = ["Money", "find_money"]
