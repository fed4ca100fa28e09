"""How many people bear a name, and which given names are short for which. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# People among whom a name's bearers are counted; those whom business news names are far fewer.
POPULATION = 3.3e8
# Shares of a name that no list of common names has.
_MISTYPED = 4  # letters: below it one letter makes another name
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

    def is_given(self, name: str) -> bool:
        """Return whether a word, in lower case, is a given name, and more often that than a family name.

        >>> shares = NameShares({"john": 0.03, "smith": 0.0001}, {"smith": 0.01}, [])
        >>> [shares.is_given(name) for name in ("john", "smith", "ottilie")]
        [True, False, False]
        """
        return self._given.get(name, 0.0) > self._family.get(name, 0.0)

    def are_forms_of_one(self, given: str, other: str) -> bool:
        """Return whether two given names may be one person's: equal, one an initial, one short for the other.

        A name that no list has may also be a mistyped or a shortened one; `paul` is no `paula`.

        >>> shares = NameShares({"amanda": 0.01, "paul": 0.01, "paula": 0.01}, {}, [("bob", "robert")])
        >>> pairs = (("robert", "bob"), ("ama", "amanda"), ("amandha", "amanda"), ("paul", "paula"))
        >>> [shares.are_forms_of_one(*pair) for pair in pairs]
        [True, True, True, False]
        """
        if given == other or (given, other) in self._short:
            return True
        short, full = sorted((given, other), key=len)
        if len(short) == 1:
            return full.startswith(short)
        is_listed = given in self._given and other in self._given
        return not is_listed and (
            full.startswith(short) or (len(short) >= _MISTYPED and _is_one_letter_off(short, full))
        )


def _is_one_letter_off(short: str, full: str) -> bool:
    """Return whether a name becomes another, no shorter one by a letter more or another letter."""
    at = next((n for n, (one, other) in enumerate(zip(short, full, strict=False)) if one != other), len(short))
    return full[at + 1 :] == (short[at:] if len(full) > len(short) else short[at + 1 :])
