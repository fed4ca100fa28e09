"""Which words of two versions of a text are the same, and which came, went or stand for others. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

Step = tuple[str, int, int, int, int]  # equal, replace, delete or insert; where in the old words, where in the new ones


def steps(old: Sequence[str], new: Sequence[str]) -> Iterator[Step]:
    """Yield the steps from old words to new ones, as `difflib` does.

    Edits are local: what both texts begin and end with is not compared, which a long text would take minutes for.

    >>> list(steps("we sell many boats".split(), "we sell boats".split()))
    [('equal', 0, 2, 0, 2), ('delete', 2, 3, 2, 2), ('equal', 3, 4, 2, 3)]
    """
    shorter = min(len(old), len(new))
    first = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    last = next((n for n in range(shorter - first) if old[-1 - n] != new[-1 - n]), shorter - first)
    if first:
        yield "equal", 0, first, 0, first
    within = SequenceMatcher(None, old[first : len(old) - last], new[first : len(new) - last], autojunk=False)
    for kind, a, a_end, b, b_end in within.get_opcodes():
        yield kind, a + first, a_end + first, b + first, b_end + first
    if last:
        yield "equal", len(old) - last, len(old), len(new) - last, len(new)
