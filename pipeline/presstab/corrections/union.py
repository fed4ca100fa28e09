"""Which ids are one, by pairs that are."""

from __future__ import annotations


class Union:
    """Ids in parts; the smallest id of a part, bytewise, stands for it, whatever the order of the pairs.

    >>> one = Union()
    >>> one.join("c", "b"); one.join("b", "a")
    >>> one.of("c"), one.of("d")
    ('a', 'd')
    """

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def join(self, one: str, other: str) -> None:
        """Make the parts of two ids one."""
        first, second = sorted((self.of(one), self.of(other)))
        self._parent[second] = first

    def of(self, given: str) -> str:
        """Return the id that stands for the part of another."""
        found = given
        while (parent := self._parent.get(found, found)) != found:
            found = parent
        while (parent := self._parent.get(given, given)) != found:
            self._parent[given], given = found, parent
        return found
