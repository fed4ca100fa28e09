"""The words by which a text gives quoted words to somebody, and those by which it does not."""

from __future__ import annotations

import re
from collections.abc import Iterable


def _any(stems: Iterable[str]) -> str:
    return "(?:" + "|".join(stems) + ")"


# Verbs of saying in the forms that stand beside a quotation. What only wishes or knows (`hopes`, `knew`) is none.
_VERBS = _any([
    "sa(?:id|ys|y|ying)", "add(?:ed|s|ing)?", "comment(?:ed|s|ing)?", "stat(?:ed|es|ing)", "explain(?:ed|s|ing)?",
    "not(?:ed|es|ing)", r"continu(?:ed|es|ing)(?!\s+to\b)", "conclud(?:ed|es|ing)", "remark(?:ed|s|ing)?",
    "emphasi[sz](?:ed|es|ing)", "stress(?:ed|es|ing)", "shar(?:ed|es|ing)", "express(?:ed|es|ing)",
    "declar(?:ed|es|ing)", "told", "tells?", "wr(?:ote|ites|iting)", "written", "tweet(?:ed|s)", "post(?:ed|s)",
    "recall(?:ed|s|ing)?", "observ(?:ed|es|ing)", "argu(?:ed|es)", "warn(?:ed|s|ing)", "insist(?:ed|s)",
    "affirm(?:ed|s)", "acknowledg(?:ed|es)", "highlight(?:ed|s|ing)", "reflect(?:ed|s|ing)", "quip(?:ped|s)",
    "jok(?:ed|es)", "exclaim(?:ed|s)", "enthus(?:ed|es)", "ask(?:ed|s)", "repl(?:ied|ies)", "respond(?:ed|s)",
    "elaborat(?:ed|es)", "reiterat(?:ed|es|ing)", "urg(?:ed|es)", "claim(?:ed|s)", "confirm(?:ed|s)",
    "admit(?:ted|s)", "agre(?:ed|es)", "summari[sz](?:ed|es)", "boast(?:ed|s)", "caution(?:ed|s)", "predict(?:ed|s)",
    "suggest(?:ed|s)", "opin(?:ed|es)", "echo(?:ed|es)", "cheer(?:ed|s)", "prais(?:ed|es)", "mention(?:ed|s)",
    "testif(?:ied|ies)", "reveal(?:ed|s)", "report(?:ed|s)", "advis(?:ed|es)", "announc(?:ed|es)", "assert(?:ed|s)",
    "underscor(?:ed|es)", "underlin(?:ed|es)", "describ(?:ed|es)", "clarif(?:ied|ies)", "promis(?:ed|es)",
    "congratulat(?:ed|es)", "pledg(?:ed|es)", r"point(?:ed|s)\s+out", r"went\s+on", "read(?:s)?", "thank(?:ed|s)",
    "believ(?:ed|es)",
])  # fmt: skip
VERB = re.compile(rf"\b{_VERBS}\b", re.IGNORECASE)
# ,” said ; .” – commented ; , added
VERB_FIRST = re.compile(rf"[\s,.;–—-]*(?:also\s+|further\s+|later\s+)?(?P<verb>{_VERBS})\b", re.IGNORECASE)
# he said ; she has also added
PRONOUN = r"(?:he|she|they|I)"
PRONOUN_FIRST = re.compile(
    rf"[\s,.;–—-]*\b{PRONOUN}\s+(?:(?:has|had|also|then|later|further|went|\w+ly)\s+){{0,2}}{_VERBS}\b", re.IGNORECASE
)
PRONOUN_AFTER = re.compile(rf"\s+{PRONOUN}\b", re.IGNORECASE)  # said he
PRONOUN_BEFORE = re.compile(r"\b(?:he|she|they|who)\b", re.IGNORECASE)
# said an Acme spokesperson ; an official at the ministry said: nobody that is named
_ANYBODY = _any([
    r"spokes\w+", "representative", "official", "executive", "user", "customer", "client", "participant", "resident",
    "investor", "attendee", "analyst", "source", "student", "patient", "insider", "author", "authors", "people",
    "reviewer", "viewer", "reader", "member", "shareholder", "parent",
])  # fmt: skip
UNNAMED = re.compile(
    rf"[\s,.]*(?:(?:an?|one|another|some|many)\s+(?:[\w’'.&-]+\s+){{0,6}}?|the\s+(?:[\w’'.&-]+\s+){{0,3}}?){_ANYBODY}\b",
    re.IGNORECASE,
)
# , the secretary said ; before the vote, the French co-founder adds
DEFINITE = re.compile(r"\b(?:the|our)\s+(?:[\w’'-]+\s+){1,4}$", re.IGNORECASE)
# a managing partner in the legal sector told ; said a professor ; reads a recent article
INDEFINITE = re.compile(r"[\s,]*(?:(?:an?|one|another)\s+\w|it\s)", re.IGNORECASE)
# , as one executive said: nobody by name, right before a verb
ANYBODY_BEFORE = re.compile(r"\b(?:an?|one|another)\s+(?:[\w’'-]+\s+){1,4}$", re.IGNORECASE)
# “…” if it is to grow, the department said ; to many people, he said
LATER = re.compile(
    rf",\s+(?:(?P<pronoun>he|she|they)|(?:the|its)\s+(?:[\w’'-]+\s+){{0,3}}[\w’'-]+)\s+{_VERBS}\b(?=[.,\s])"
)
# the company said ; said the ministry
ORGANISATION_WORDS = re.compile(
    r"[\s,]*(?:the|our)\s+(?:company|firm|group|organi[sz]ation|agency|ministry|department|university|bank|association|"
    r"foundation|board|statement|commission)\b",
    re.IGNORECASE,
)
ACCORDING = re.compile(r"\baccording\s+to\b|\bin\s+the\s+words\s+of\b|\bas\s+(?=[A-Z])", re.IGNORECASE)
# “…” – Jane Doe, CEO ; “…” Jane Doe, CEO: whose words they are stands after them like a signature
SIGNED = re.compile(r"[\s]*(?:[-–—~|―]+|by\b)?\s*(?:(?:Dr|Mr|Mrs|Ms|Prof|Sir|Hon|Rev|Sen|Rep)\.?\s+)*$")
# A full stop after these ends no sentence: Dr. Jane Doe; Maj. Gen. Joe Bloggs; Acme Inc. President; J. Doe
_ABBREVIATIONS = [
    "Dr", "Mr", "Ms", "Mrs", "Prof", "Inc", "Corp", "Co", "Ltd", "Sen", "Rep", "Gov", "Gen", "Maj", "Lt", "Col",
    "Capt", "Sgt", "Cmdr", "Adm", "Sr", "Jr", "Hon", "Rev", "Amb", "Pres", "Dir", "Supt", "St", "Messrs", "[A-Z]",
]  # fmt: skip
_NO_ABBREVIATION = "".join(rf"(?<!\b{name})" for name in _ABBREVIATIONS)
# ,” and continued: “: who spoke goes on
GOES_ON = re.compile(rf"[\s,;–—-]*(?:and|but|then|before)\s+(?:\w+ly\s+|also\s+|then\s+)?{_VERBS}\b", re.IGNORECASE)
# said the product manager of
DEFINITE_AFTER = re.compile(r"\s+(?:the|our|its)\s+[a-z]")
# What may not stand between a verb and who says it: said Acme's chief executive, Dr. Jane Doe
NOT_BETWEEN = re.compile(
    rf"{_NO_ABBREVIATION}[.!?;](?=\s+[A-Z“\"])|\n\s*\n|[“”\"]"
    r"|\b(?:which|who|that|when|after|during|while|because|told|to\s+(?!the\b)|about)\b"
)
SENTENCE_END = re.compile(rf"{_NO_ABBREVIATION}[.!?][”\"’)]*\s+(?=[A-Z“\"‘„«(])")
# “…” – Harrow Reviews: signed by somebody who may be no person that is known
DASH_SIGNED = re.compile(r"\s*[-–—―~]+\s*(?=[A-Z])")
# “…” Jane Doe, CEO: after the name no sentence goes on
SIGNED_AFTER = re.compile(r"\s*(?:[,|(/.]|[-–—]\s|\n|$)")
# “one thing” and that “another”: quoted in one breath
AND_MORE = re.compile(r"[\s,]*(?:and|but|or|as\s+well\s+as|with)\b[^.!?]{0,80}$")
# a “quiet” engine: words that an article makes part of a sentence
ARTICLE_BEFORE = re.compile(r"\b(?:an?|the|its|their|his|her|our)\s+$", re.IGNORECASE)
# Words of a title that need no capital: Harbour Lights of the North
SMALL_WORDS = frozenset([
    "a", "an", "the", "of", "and", "or", "to", "in", "for", "by", "with", "on", "at",
    "from", "as", "into", "is", "&", "vs",
])  # fmt: skip
# Title: “Growing Together with Our Customers.” ; its motto is “we build what lasts.”
TITLE_BEFORE = re.compile(
    r"\b(?:titled?|entitled|headlined?|theme|slogan|motto|tagline|philosophy|mantra)\b(?:\s+(?:is|was|of))?[\s,:]*$",
    re.IGNORECASE,
)
# What stands before terms, titles and slogans: the “Company”; titled “…”; known as “…”
TERM_BEFORE = re.compile(
    r"(?:\b(?:titled|entitled|called|named|dubbed|nicknamed|termed|labell?ed|known\s+as|so-called|defined\s+as|term|terms|word|words|"
    r"phrase|slogan|motto|theme|themed|tagline|song|single|album|book|film|movie|series|show|episode|article|report|paper|study|"
    r"essay|course|session|panel|webinar|podcast|exhibition|award|program(?:me)?|campaign|initiative|project|search|click|"
    r"select|press|button|tab|section|under|category|as\s+(?:the|an?)|(?:the\s+)?saying\s+goes|like|such\s+as|rated|rating|title|means?|mean)"
    r"[\s,:]*(?:the\s+|an?\s+)?|[(\[][^()\[\]]{0,60})$",
    re.IGNORECASE,
)
