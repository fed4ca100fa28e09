"""Shows what a character costs in texts of a kind as they grow: seconds per million characters, by kind and size.

    python -m benchmarks.growth [KIND …] [SIZE …]      # sizes in characters; default: all kinds, 10,000 to 1,000,000

A kind whose cost at the largest size is more than three times that at the smallest is quadratic somewhere.
The texts are made up; each is one release, extracted whole in this process.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from presstab.corpus.release import Release
from presstab.extraction import extract_release
from presstab.nlp import load

if TYPE_CHECKING:
    from spacy.language import Language

SIZES = (10_000, 100_000, 1_000_000)
_ROUNDS = 20_000  # characters that a measurement takes at least: small texts are run several times
_FIRST = ("Anna", "Bruno", "Clara", "Dario", "Edith", "Felix", "Greta", "Hugo", "Irene", "Jonas", "Karla", "Leon")
_SYLLABLES = ("bar", "den", "fel", "gor", "hal", "kin", "lor", "mar", "nes", "pol", "rud", "sten", "tor", "vin", "wel")
_PROSE = (
    "{org} (NYSE: {ticker}) today announced a partnership with {other} to build machine learning tools for hospitals. ",
    "“We are proud of what our teams achieved,” said {person}, Chief Executive Officer of {org}. ",
    "The new plant is expected to open in the third quarter of 2027 and to employ about {number} people.\n\n",
    "Revenue rose 12% to ${number} million in the year that ended on March 31, 2026, compared with a year earlier. ",
    "{person} joined {other} as Vice President of Engineering in May 2019 and has led its robotics lab since. ",
    "Most of the work will be done by hand, as it was before, and nobody expects that to change soon.\n\n",
)


def _name(number: int) -> str:
    """Return a made-up surname, another for each number."""
    number, first = divmod(number, len(_SYLLABLES))
    syllables = [_SYLLABLES[first]]
    while number:
        number, at = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[at])
    return "".join(syllables).capitalize()


def _person(number: int) -> str:
    return f"{_FIRST[number % len(_FIRST)]} {_name(500 + number)}"


def _prose() -> Iterator[str]:
    for number, sentence in enumerate(itertools.cycle(_PROSE)):
        org, other = f"{_name(number // 6 % 400 + 230)} Corp.", f"{_name(number // 5 % 300 + 5_000)} Industries Ltd."
        yield sentence.format(org=org, other=other, person=_person(number // 4 % 500), ticker=org[:4].upper(),
                              number=100 + number % 900)  # fmt: skip


def _line() -> Iterator[str]:
    return (part.replace("\n\n", " ") for part in _prose())


def _people() -> Iterator[str]:
    return (f"{_person(number)}, " for number in itertools.count())


def _offices() -> Iterator[str]:
    for number in itertools.count():
        yield f"{_person(number)}, chief executive of {_name(1_000 + number)} Corp., and its board met. "


def _organisations() -> Iterator[str]:
    return (f"{_name(1_000 + number)} Corp., " for number in itertools.count())


def _of(*parts: str) -> Callable[[], Iterator[str]]:
    return lambda: itertools.cycle(parts)


KINDS: dict[str, Callable[[], Iterator[str]]] = {
    "prose": _prose,
    "one line": _line,
    "people": _people,
    "organisations": _organisations,
    "offices": _offices,
    "digits": _of("1"),
    "numbers": _of("12 ", "2024 ", "7, "),
    "hyphens": _of("-"),
    "A-A-A": _of("A-"),
    "1-1-1": _of("1-"),
    "capitals": _of("A"),
    "capital words": _of("ACME ", "GLOBAL ", "NEWS "),
    "quotation marks": _of('"'),
    "typographic quotes": _of("“", "”"),
    "opening quotes": _of("“Yes "),
    "brackets": _of("("),
    "blanks": _of(" "),
    "line ends": _of("\n"),
    "full stops": _of("."),
    "initials": _of("A. "),
    "small letters": _of("a"),
}


def text_of(kind: str, size: int) -> str:
    """Return so many characters of a kind."""
    parts: list[str] = []
    length = 0
    for part in KINDS[kind]():
        parts.append(part)
        length += len(part)
        if length >= size:
            break
    return "".join(parts)[:size]


def seconds_per_million(nlp: Language, kind: str, size: int) -> float:
    """Return what a million characters cost in texts of a kind and size, in processor seconds."""
    release = Release("growth", text_of(kind, size), "made up", "made up")
    rounds = max(1, _ROUNDS // size)
    began = time.process_time()
    for _ in range(rounds):
        with nlp.memory_zone():
            extract_release(nlp, release, any_language=True)
    return (time.process_time() - began) / rounds / size * 1_000_000


def main() -> None:
    """Print the table."""
    sizes = [int(given.replace(",", "")) for given in sys.argv[1:] if given[0].isdigit() and given not in KINDS]
    kinds = [given for given in sys.argv[1:] if given in KINDS]
    sizes = sizes or list(SIZES)
    nlp = load()
    extract_release(nlp, Release("warm", text_of("prose", 2_000), "made up", "made up"))
    print(f"{'seconds per million characters':32}" + "".join(f"{size:>12,}" for size in sizes) + "   growth")
    for kind in kinds or KINDS:
        print(f"{kind:32}", end="", flush=True)
        costs = []
        for size in sizes:
            costs.append(seconds_per_million(nlp, kind, size))
            print(f"{costs[-1]:12.2f}", end="", flush=True)
        print(f"{costs[-1] / costs[0]:9.2f}", flush=True)


if __name__ == "__main__":
    main()
