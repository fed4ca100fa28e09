"""How many people bear a name, and which given names are short for which. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# People among whom a name's bearers are counted; those whom business news names are far fewer.
POPULATION = 3.3e8
# Shares of a name that no list of common names has.
_UNLISTED_GIVEN, _UNLISTED_FAMILY = 3e-5, 2e-5


class NameShares:
    """Common names with the share of people who bear them, and short forms of given names."""

    def __init__(
        self, given: Mapping[str, float], family: Mapping[str, float], short: Iterable[tuple[str, str]]
    ) -> None:
        self._given, self._family = given, family
        self._short = frozenset(short) | {(full, name) for name, full in short}

    def bearers(self, given: str, family: str) -> float:
        """Return how many people may bear a given and a family name, both lower case, taken for independent.

        >>> shares = NameShares({"john": 0.03}, {"smith": 0.01}, [])
        >>> round(shares.bearers("john", "smith")), round(shares.bearers("ottilie", "vanterpool"))
        (99000, 0)
        """
        return POPULATION * self._given.get(given, _UNLISTED_GIVEN) * self._family.get(family, _UNLISTED_FAMILY)

    def are_forms_of_one(self, given: str, other: str) -> bool:
        """Return whether two given names may be one person's: equal, one an initial, one short for the other.

        >>> NameShares({}, {}, [("bob", "robert")]).are_forms_of_one("robert", "bob")
        True
        """
        if given == other or (given, other) in self._short:
            return True
        short, full = sorted((given, other), key=len)
        return len(short) == 1 and full.startswith(short)
