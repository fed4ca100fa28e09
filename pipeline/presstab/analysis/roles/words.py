"""Words between a person, the title of an office and the body it is held in, and what they say of the office."""

from __future__ import annotations

import re

DEGREES = r"(?:,?\s*\(?(?:Jr\.?|Sr\.?|II|III|Ph\.?\s?D\.?|M\.?D\.?|D\.?O\.?|MBA|CPA|CFA|Esq\.?|P\.?Eng\.?|RN|JD|MPH|MSc?|BSc?|FACS|FAIA|PE|OBE|MBE)\b\.?\)?)*"
ARTICLES = r"(?:(?:the|an?|its|our|their|his|her|new|newly\s+appointed|current|currently|also|both|visionary|seasoned|talented)\s+){0,3}"
# Between a name and its title: `Doe, `; `Doe, Ph.D., the `; `Doe (`; `Doe – `; a line break in a contact
# block; `Doe is the `; `Doe as its new `; `Doe, who serves as `.
AFTER_PERSON = re.compile(
    rf"{DEGREES}(?:\s*,\s*|\s*[(|]\s*|\s+[-–—]+\s+|\s*[-–—]\s*|\s*\n\s*|\s*:\s*"
    r"|,?\s+(?:who\s+)?(?:is|was|serves|served|has\s+been|has\s+served|becomes|became|remains)\s+(?:most\s+recently\s+)?(?:as\s+)?"
    r"|,?\s+(?:has\s+been\s+|was\s+|is\s+|were\s+)?(?i:appointed|named|promoted|elected|hired)\s+(?:as\s+|to\s+)?"
    rf"|\s+(?:as|to|to\s+be)\s+){ARTICLES}$"
)
# `Doe, former NASA astronaut and now the `, `Doe, tech entrepreneur and `: what else stands beside the office
IN_APPOSITION = re.compile(
    r",\s+(?:(?:(?:an?\s+|the\s+|former\s+){1,2}\w|(?!who\b|said\b|and\b)[a-z])[\w \-]{3,60}\s+and\s+(?:now\s+)?(?:the\s+)?|(?:an?\s+)?former\s+[A-Z]\w+\s+)$"
)
NOTHING = re.compile(rf"{DEGREES}\s*")
# Between a title and the name behind it: `CEO Jane Doe`; `president, Jane Doe`; `Director of X at Acme, Jane Doe`
HONORIFIC = r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Captain|Capt|Sir)\.?\s+)?"
# `President of Uzbekistan, `: a place is no body
TO_PERSON = re.compile(rf"(?:\s+(?:of|for)\s+(?:the\s+)?[A-Z][\w. ]{{2,40}},[ \t]+|,?[ \t]+|[ \t]*:[ \t]*){HONORIFIC}$")
DIRECT_TO_PERSON = re.compile(rf"[ \t]+{HONORIFIC}$")
# `met the President, John Roe, his adviser, Jane Doe`: the office belongs to the name behind
NEXT_IN_LIST = re.compile(r",\s+(?:as\s+well\s+as\s+)?the\s+")
OF_ANOTHER = re.compile(r",\s+(?:and\s+)?(?:his|her|their)\s+$")
# `General Manager Jane Doe at Acme's design department`
PERSON_AT = re.compile(r"\s+(?:at|of|from|with)\s+(?:the\s+)?")
# `Chief Executive of the Lake District`: what is named there is no body
OTHER_HOLDER = re.compile(
    r"\s+(?:of|at)\s+(?:the\s+)?(?:(?P<name>[A-Z]\w+(?: [A-Z]\w+)*)|[\w-]+\.(?:com?|net|org|io|ai)\b|(?<=at )[a-z]\w+(?=[.,;\n]|$))"
)
SAME_BODY = re.compile(r"\b(?:the|that)\s+(?:company|firm|bank|organi[sz]ation|agency|group|university)\b")
# From one office of a person to the next: `CEO of Acme and a director of Beta`.
TO_NEXT_TITLE = re.compile(
    r"(?:\s*,\s*|\s*;\s*|,?\s+(?:and|as\s+well\s+as|then|later)\s+)(?:(?:also|previously|formerly|then)\s+)?(?:as\s+)?"
    + ARTICLES
    + "$"
)
# Between a title and the body it holds for, and from one such body to the next.
TO_BODY = re.compile(
    r"(?:\s*,\s*|(?:\s+(?:position|role|post|of\s+[A-Z]\w+(?:\s+[A-Z]\w+)?))?\s+(?:of|at|for|with|in|from)\s+|\s+[-–—|]+\s+|\s*\n\s*|\s*[(@/]\s*|,\s+(?:of|at|for)\s+)(?:both\s+)?(?:[Tt]he\s+|our\s+|its\s+)?"
    # chief executive of the battery maker Acme
    r"(?:(?<=[ ])(?:an?\s+)?(?:[a-z-]+\s+){0,3}(?:company|firm|startup|provider|network|maker|agency|brand|developer|giant|specialist|subsidiary|"
    r"bank|nonprofit|organi[sz]ation|consultancy|studio|publisher|marketplace|exchange|partner|affiliate|unit|division)\s+)?$"
)
# `director, Bread Research, `: the field of an office between it and its body
OVER_FIELD = re.compile(r",[ ](?:[A-Z][\w&-]+[ ]?(?:(?:and|of|&)[ ])?){1,5},[ ]")
# `director, NASA's Glenn Research Center`: the office is in the part
TO_PART = re.compile(r"['’]s?\s+")
TO_NEXT_BODY = re.compile(
    r"\)?\s*(?:,|,?\s+and|&)\s+(?:(?:[Tt]he|its|(?:for|of|at)(?:\s+the)?)\s+(?:[a-z]+\s+){0,2})?$"
)
AND = re.compile(r"\band\b|&")
# `Acme's new `; `Acme (NYSE: ACM) `; `Acme (CEO Jane Doe)`
BODY_BEFORE = re.compile(
    r"(?:['’]s?)?(?:\s*\([A-Z][\w ]*:\s*[A-Z0-9.]+\))?\s+(?:\(|(?:new|newly\s+appointed|recently\s+named|current|former|its)\s+)?$"
)
# `joined Acme in 2020 as `; `served with Acme as an `; `worked at Acme for years, most recently serving as `
BODY_AS = re.compile(
    r"\)?(?:(?:\s+(?:in|since|from)\s+\d{4})?,?|[^.;\n]{0,100},\s+(?:most\s+recently|ultimately|finally)(?:\s+\w+ing)?)\s+as\s+"
    r"(?:an?\s+|the\s+|its\s+)?$"
)
# `spent 15 years at Acme, where he was a `
BODY_WHERE = re.compile(
    r",\s+where\s+(?:he|she|they|[A-Z]\w+)\s+(?:was|is|has\s+been|served|serves|worked|held)\b(?:\s+(?:also|most\s+recently|as|roles?|including))*\s+"
    r"(?:an?\s+|the\s+|its\s+)?$"
)
APPOSED = re.compile(rf"{DEGREES},\s+(?:the\s+|an?\s+)?")
EARLIER = re.compile(r",\s+where\b|\b(?:currently|previously|formerly|most\s+recently)\b")
# `said a spokesperson`: nobody that is named
UNNAMED = re.compile(r"\b(?:said|says|added|told|stated|explained|to)\s+an?\s+(?:[a-z]+\s+)?$")
APPOINTED = re.compile(
    r"\b(?:appoint(?:s|ed|ment)?|names?d?|promot(?:es?|ed|ion)|elect(?:s|ed)|joins?|joined|hires?|hired|welcomes?|will\s+become|becomes)\b",
    re.IGNORECASE,
)
# `welcomes Jane Doe, CEO of Acme, as its new `; `Jane Doe, CFO of Acme, was elected `: taken where she is welcomed
TAKEN = re.compile(
    r"\bas\s+(?:(?:the|an?|its|our|their)\s+)?(?:(?:new|next|incoming|first|interim)\s+)?$"
    r"|\b(?:was|were|been|is)\s+(?:appointed|named|elected|promoted\s+to)\s+(?:(?:the|an?|its)\s+)?$",
    re.IGNORECASE,
)
NEW_LINE = re.compile(r"[:\s]*\n\s*")
# `Acme today announced the appointment of `; `Acme Names `
APPOINTS = re.compile(
    r"(?:\)|,[^.\n]{1,120},)?\s+(?:has\s+|today\s+|announced\s+|announces\s+|that\s+it\s+|is\s+pleased\s+to\s+announce\s+)*(?:the\s+)?"
    r"(?:appoint(?:s|ed|ment\s+of)?|nam(?:es|ed|ing)|promot(?:es|ed|ion\s+of)|elects|elected|hir(?:es|ed)|welcom(?:es|ed))\s+"
    r"(?:\w+\s+){0,3}",
    re.IGNORECASE,
)
# `Acme, founded by Jane Doe, John Roe (`: those whose office stands in brackets are of Acme
LED_BY = re.compile(
    r",?\s+(?:(?:which|that)\s+(?:is|was)\s+)?(?:co-?)?(?:founded|led|headed|run)\s+by\s+[^.;\n]{0,120}"
)
BODY_ABOVE = (NEW_LINE, APPOINTS, LED_BY)
# “At Acme, we believe”: whom a speaker speaks for
SPEAKS_AT, SPEAKS_AS = re.compile(r"[“\"](?:Here[ ])?At[ ](?:the[ ])?(?=[A-Z0-9])"), re.compile(r",[ ](?:our|we)\b")
ABOUT = re.compile(r"\W*(?i:about)\s+(?:the\s+)?")
LEAVES = re.compile(
    r"\b(?:succeeds?|succeeding|replac(?:es|ing|ed)|retir(?:es|ing|ed)|steps?\s+down|stepping\s+down|resign(?:s|ed)|departs?|outgoing)\b"
)
# Words of a sentence by which an office belongs to somebody named earlier in it, or before it.
HOLDING = re.compile(
    r"\b(?:as|was|is|served|serves|serving|role|roles|position|positions|became|been|joined|including|both|worked|title|named|appointed|promoted|holds?|held)\b"
)
PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Tt]hey|[Ww]ho)\b")
FRONTED = re.compile(
    r"\s*(?:(?:[A-Z]\w+\s+(?:\w+\s+){0,3}?)?(?:[Aa]s|serving\s+as|role\s+as|role\s+of|formerly|previously)|[A-Z]\w+,?)\s+"
    r"(?:(?:an?|the|our|its|former)\s+)*"
)
PAIR = re.compile(r"([^,&]+?) and ((?:(?! and )[^,&])+)")
# Offices of the state: their body is none of the release's, unless it is named beside them.
PUBLIC = re.compile(
    r"(?i)^(?:u\.?s\.?\s+)?(?:president(?:-elect)?|prime\s+minister|rep\.|representative|ambassador)$|\bambassador\s+to\b|\b(?:mayor|governor|senator|congress(?:wo)?man|commissioner|council(?:l?or|member|woman|man)|attorney\s+general|minister|sheriff|tax\s+collector|district\s+attorney|secretary\s+of\s+\w+)\b"
)


def initials(title: str) -> str:
    """Return what an office and its abbreviation share: `CEO` of Chief Executive Officer, Chief Executive and CEO."""
    words: list[str] = re.findall(r"[A-Za-z]+", title)
    if len(words) == 1 and words[0].isupper():
        return words[0]
    letters = "".join(word[0] for word in words if word not in {"of", "and", "the"}).upper()
    return letters + "O" if letters == "CE" else letters


_MAX_BETWEEN = 2_000  # characters that are looked at between person and office: lists of offices may be endless


def action(text: str, person: tuple[int, int], title: tuple[int, int]) -> str:
    """Return whether an office is held, taken (`appointed`) or left; `person` and `title` are their places."""
    first, last = min(person[0], title[0]), max(person[1], title[1])
    first = max(first, last - _MAX_BETWEEN)
    # Who is hired now, where he was director before; who is appointed, a director of Acme, to the board.
    is_held = EARLIER.search(text, first, last) or APPOSED.fullmatch(text[person[1] : title[0]])
    before = text[max(0, first - 60) : first].rsplit("\n", 1)[-1].rsplit(". ", 1)[-1]
    leaves, appointed = list(LEAVES.finditer(before)), list(APPOINTED.finditer(before + text[first:last]))
    if leaves and not APPOINTED.search(before[leaves[-1].end() :]):
        return "leaves"
    return "appointed" if appointed and not is_held else "holds"
