"""Where a conversion glued words together that a line parted before: `Jane DoeChief Executive OfficerTel. 555`."""

from __future__ import annotations

import re

# What begins an office or a line of a contact, after a word in small letters: Jane Doe|Chief, Institute|The
_BEGINS = (
    "C[EFTOMIPSRA]O|Chief|President|Vice|S?VP|EVP|Senior|Executive|Managing|Director|Manager|Co-?[Ff]ounder|Founder|"
    "Chairman|Chairwoman|Head|Contact|About|Investor|Media|Press|Public|Corporate|Phone|Tel|E-?mail|The|This"
)
# What ends one, or names what follows: Details|Jane, AG|Jane, Officer|Tel, Relations|M +49 …
_OFFICE_ENDS = "Officer|Relations|Communications?|Affairs|Secretary|Manager|Director|President|Founder|Partner"
_ENDS = f"C[EFTOM]O|Contacts?|CONTACTS?|AG|SE|PLC|plc|GmbH|LLC|Inc|Ltd|Corp|{_OFFICE_ENDS}"
_GLUED = re.compile(
    rf"(?<=[a-zà-ÿ]{{2}})(?=[A-Z])(?=(?:{_BEGINS})\b)"
    r"|\bDetails(?=[A-Z])"
    rf"|\b(?:{_ENDS})(?=[A-Z][a-zà-ÿ]|(?:[MPTE]|Ph)[.:]?\s*[+(\d])"
    rf"|\b(?:C[EFTOM]O|{_OFFICE_ENDS})(?=[a-z][\w.+-]*@|\d{{3}})"  # Officer|jane@acme.com
)


def glued_at(text: str) -> list[int]:
    """Return the places between words that nothing parts.

    >>> text = "Contact: Acme AGJane DoeChief Executive OfficerTel. 555"
    >>> [text[at : at + 4] for at in glued_at(text)]
    ['Jane', 'Chie', 'Tel.']
    >>> glued_at("YouTube, McDonald and OfficerX"), glued_at("CFOjane.doe@acme.com")
    ([], [3])
    >>> glued_at("Contact DetailsK3 Holdings")
    [15]
    """
    return sorted({match.end() for match in _GLUED.finditer(text)})
