"""Where a conversion glued words together that a line parted before: `Jane DoeChief Executive OfficerTel. 555`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

# What begins an office or a line of a contact, after a word in small letters: Jane Doe|Chief, Institute|The.
_BEGINS = re.compile(
    r"(?:C[EFTOMIPSRA]O|Chief|President|Vice|S?VP|EVP|Senior|Executive|Managing|Director|Manager|Co-?[Ff]ounder|Founder"
    r"|Chairman|Chairwoman|Head|Contact|About|Investor|Media|Press|Public|Corporate|Phone|Tel|E-?mail|Website|Position"
    r"|Owner|Partner|Company|The|This)\b"
)
# What begins a sentence after a heading: Investing|While prices fall
_OPENS = re.compile(
    r"(?:According|After|Although|Another|As|At|Because|Before|Despite|During|Every|Following|For|Founded|From"
    r"|Headquartered|If|Located|Many|Our|Recently|Since|There|These|Unlike|What|When|Whether|While|With)(?=\s)"
)
# What ends one, or names what follows: Details|Jane, AG|Jane, Officer|Tel, Relations|M +49 …, jane@acme.com|John
_OFFICE_ENDS = "Officer|Relations|Communications?|Affairs|Secretary|Manager|Director|President|Founder|Partner"
_ENDS = f"C[EFTOM]O|Contacts?|CONTACTS?|AG|SE|PLC|plc|GmbH|LLC|Inc|Ltd|Corp|{_OFFICE_ENDS}"
_ENDED = re.compile(
    r"\b(?:Details|Contact Information|Conclusion|Introduction|Overview|Highlights|[IiEe]nquiries)(?=[A-Z])"
    rf"|\b(?:{_ENDS})(?=[A-Z][a-zà-ÿ]|(?:[MPTE]|Ph)[.:]?\s*[+(\d])"
    rf"|\b(?:C[EFTOM]O|{_OFFICE_ENDS})(?=[a-z][\w.+-]*@|\d{{3}})"  # Officer|jane@acme.com
    r"|(?:@|www\.|://)(?:[\w-]+\.)+(?:com|net|org|edu|gov|info|biz|[a-z]{2})(?=[A-Z][a-zà-ÿ])"
)
_WITHIN = re.compile(r"[A-Z](?<=[a-zà-ÿ]{2}[A-Z])")  # a capital within a word; asked of capitals alone, which are few
_FIRST = re.compile(r"(?<![\w@#/.&-])[^\W\d_]+\Z")
_SECOND = re.compile(r"(?:[A-Z][a-zà-ÿ]+|[A-Z]{3,})(?!\w|[.@]\w|[-&])")
_LONGEST = 30  # letters of a word
_WORD = re.compile(r"[^\W\d_]+")


def glued_at(text: str) -> list[int]:
    """Return the places between words that nothing parts.

    >>> text = "Contact: Acme AGJane DoeChief Executive OfficerTel. 555"
    >>> [text[at : at + 4] for at in glued_at(text)]
    ['Jane', 'Chie', 'Tel.']
    >>> glued_at("YouTube, McDonald and OfficerX"), glued_at("CFOjane.doe@acme.com")
    ([], [3])
    >>> glued_at("ConclusionElon Musk"), glued_at("Media inquiriesJane Doe")
    ([10], [15])
    >>> glued_at("Contact DetailsK3 Holdings"), glued_at("ir@acme.comJane Doe"), glued_at("Odd.ioNet, Acme.comInc")
    ([15], [11], [])
    """
    capitals = [match.start() for match in _WITHIN.finditer(text)]
    places = {at for at in capitals if _BEGINS.match(text, at) or _OPENS.match(text, at)}
    places.update(match.end() for match in _ENDED.finditer(text))
    places.update(_between_known(text, capitals))
    return sorted(places)


def opened_at(text: str) -> list[int]:
    """Return the places where a sentence begins right after the last word of a heading.

    >>> opened_at("The Case for InvestingWhile prices fall, LinkedIn grows.")
    [22]
    """
    return [match.start() for match in _WITHIN.finditer(text) if _OPENS.match(text, match.start())]


def _between_known(text: str, capitals: Iterable[int]) -> Iterator[int]:
    """Yield the places between two words that the text knows apart, and joins but once: that is no name.

    >>> glued_at("Sauce delivers. About SauceSauce is a platform. YouTube shows You a Tube; YouTube pays.")
    [27]
    """
    joined = [pair for at in capitals if (pair := _words_around(text, at))]
    if joined:
        counts = Counter(_WORD.findall(text))
        for first, second, at in joined:
            if counts[first + second] == 1 and counts[first] and counts[second]:
                yield at


def _words_around(text: str, at: int) -> tuple[str, str, int] | None:
    """Return the words that meet at a place, and the place; None where more than the two stand there."""
    first = _FIRST.search(text, max(0, at - _LONGEST), at)
    second = _SECOND.match(text, at)
    return (first[0], second[0], at) if first and second else None
