"""What stands before, after and at the ends of the names of organisations."""

from __future__ import annotations

import re

from presstab.patterns import load_legal_forms, organisation_ends

# Acme | Company, Inc.; no form: Acme Co-Founder
FORM_AFTER = re.compile(rf"\s*,?\s{load_legal_forms().pattern}(?:,\s{load_legal_forms().pattern})?(?!-)")
# The last words of companies' names, of organisations of all kinds, and those after which no person stands.
_HEADS, _KINDS = "|".join(organisation_ends("company")), "|".join(organisation_ends("any"))
_ENDS = "|".join(organisation_ends("company", "any", "last"))
HEAD_AFTER = re.compile(rf"(?:[ ](?:{_HEADS}))+\b(?!-)")
# `Chief Scientific Officer of Acme GmbH`: an office is no part of the name
OFFICE_BEFORE = re.compile(
    r".*\b(?:Officer|Director|President|Manager|Chairman|Chairwoman|Chair|Head|Partner|Founder|CEO|CFO|CTO|COO|Counsel|"
    r"Secretary|Professor|Editor|Minister|Governor)\s+(?:of|at|for)\s+(?:the\s+)?(?=[A-Z])"
)
# Words before which an organisation stands: CEO of; subsidiary of; joint venture between Acme and
BEFORE_ORGANISATION = re.compile(
    r"(?:\b(?:Officer|Director|President|Manager|Chairman|Chairwoman|Chair|Partner|[Ff]ounder|CEO|CFO|CTO|COO|Counsel)\s+(?:of|at|for)"
    r"|\b(?:subsidiary|division|unit|affiliate|spin-?off|customers?|shareholders?)\s+of"
    r"|\b[Aa]cquisition\s+of|\b[Aa]cquir(?:es?|ed|ing)"
    r"|\b(?:acquired|owned|operated|founded|headed|sponsored|backed)\s+by"
    r"|\b(?:partnership|partnered|partnering|collaboration|joint\s+venture|agreement|merger)\s+(?:with|between\s+[^,.\n]{2,40}\s+and))\s+(?:the\s+)?$"
)
# ... which end like one, and after which it says what the organisation is: `Boltwire, a trade news website`
ORGANISATION_HEAD = re.compile(rf"[ ](?:{_HEADS}|{_KINDS})$")
# ... or with what they are for after such a word: Larkmoor Institute for Ageing, Academy of Sciences
HEAD_WITHIN = re.compile(rf"(?:^|[ ])(?:{_KINDS})[ ](?:for|of|on)[ ](?:the[ ])?[A-Z]")
AFTER_ORGANISATION = re.compile(
    r"(?:[ ]\([^()\n]{1,40}\))?(?:,| is| was| [-–—]) (?:[Aa]n?|[Tt]he) (?:[\w&’'\-/]+,? ){0,7}?(?:[Cc]ompany|firm|provider|website|start-?up|maker|"
    r"manufacturer|bank|agency|non-?profit|organi[sz]ation|consultancy|developer|publisher|retailer|protocol|supplier|"
    r"subsidiary|newspaper|university|institute|association|fund|producer|operator|builder)\b"
)
ABBREVIATED = re.compile(r" \([\"“]?[A-Z][A-Z&]{1,6}[\"”]?\)")
# Quillby - A Maren Group Company: who owns an organisation; the article is no part of either name
OWNED = re.compile(
    r"(?<![\w&’'\-])(?P<name>[A-Z][\w&’'\-]{0,40}(?: [A-Z][\w&’'\-]{0,40}){0,3})(?:,| ?[-–—]) [Aa]n? "
    rf"(?P<owner>[A-Z][\w&’'\-]{{0,40}}(?: (?:& )?[A-Z][\w&’'\-]{{0,40}}){{0,3}}? Company(?:,? {load_legal_forms().pattern})?)(?!\w)"
)
# Tern Trust d/b/a Tern Lodgings: both are names of one organisation
_ALIAS = r",? \(?(?:d/b/a|t/a|a/k/a|f/k/a|dba|aka|fka|doing business as|trading as) [\"“]?"
ALIAS = re.compile(rf"{_ALIAS}(?=[A-Z])")
ALIAS_BEFORE = re.compile(rf"{_ALIAS}$")
# ... of which a recogniser may take a piece for the name's: Tern Trust | d/b
ALIAS_WITHIN = re.compile(r",? (?:d/b|d|t|a/k|a|f/k|f|dba|aka|fka)(?:/a)?$")
FIGURE = re.compile(r"\d")
AGENCY = re.compile(r" (?:PR|Public Relations)\b")
# What after a person's name says that it is an organisation's: `Doe Roe, PLLP`; `Lilly Voss and Company`; `Stan, founded by`
FIRM_AFTER = re.compile(
    r"(?P<form>,? (?:P\.?L\.?)?L\.?L\.?[PC]\b\.?|,? P(?:LLC|LLP|\.C\.)(?!\w)"
    r"|,? (?:&|and) (?:Company|Co\b\.?|Sons?|Daughters|Brothers|Bros\b\.?|Associates|Partners)(?!\w)(?! [A-Z])"
    rf"(?:,? {load_legal_forms().pattern}\.?)?)|,? (?:co-?)?founded (?:by|in)\b"
)
# ... or that it ends like one: Acme DAO
ORGANISATION_END = re.compile(rf" (?:{_ENDS}|LLC|Inc\.?|Ltd\.?)$")
# ... or a prize, a place or a coin named after somebody
AWARD_AFTER = re.compile(
    r"(?: [A-Z]\w+){0,2} (?:Awards?|Prize|Medal|Trophy|Cup|Fellowship|Scholarship|Lecture|Grant|Facility|Stadium|Arena|Airport|Auditorium|Museum|Library|Highway)\b"
)
# the Jane Doe Professor of Physics: an endowed chair, not who sits on it
CHAIR_BEFORE, CHAIR_AFTER = (
    re.compile(r"\bthe $"),
    re.compile(r" (?:\w+ )?(?:Professor(?:ship)?|Chair) (?:of|in|at)\b"),
)
ENDOWED = re.compile(r" Endowed (?:Professor|Chair)")
TICKER_AFTER = re.compile(r" \(\$[A-Z]{2,8}\)")
# `Harrow Partners, LP.`: a form in capitals without inner full stops ends the sentence, not itself.
SENTENCE_STOP = re.compile(r"(?<![.\w])[A-Z]{2,}\.$")
# Whoever leads it, what stands here is an organisation: `CEO of Larch Dojo`; `Partner at Roe Doe`
OF_OFFICE = re.compile(
    r"\b(?:(?:CEO|CFO|CTO|COO|Chief Executive(?: Officer)?|[Ff]ounder|[Cc]hair(?:man|woman)|[Oo]wner|[Ee]ditor-in-[Cc]hief) (?:of|at)"
    r"|(?:Officer|President|Director|Manager|Shareholder|Partner|Head|Lead|Engineer|Analyst|Counsel) at) (?:[Tt]he )?"
    r"(?P<name>[A-Z][\w&’'\-]*(?: (?:(?:of|and|&) )?[A-Z][\w&’'\-]*){0,3})(?=[,.;:)\"”\n]|['’]s\b| (?:and|who|said|says|has|in)\b|$)"
)
# What is named of these are organisations: `subsidiaries include Acme (games), Bolt and Calder Foods`
LISTED_AFTER = re.compile(
    r"\b(?:subsidiaries|divisions|affiliates|brands|companies|partners|customers|clients|investors|sponsors|publications|outlets|"
    r"retailers|vendors|banks|universities|institutions|organi[sz]ations|agencies) (?:(?:include|includes|are)|,? ?(?:including|such as|like)):? "
)
LISTED_NAME = re.compile(
    r"(?:[Tt]he )?(?P<name>[A-Z0-9][\w&’'.\-]*(?: (?:(?:of|for|a|the|de|la|&) ){0,2}[A-Z0-9][\w&’'\-]*){0,5})(?: ?\([^()\n]{1,120}\))?"
    r"(?P<more>,? and (?=[A-Z])|, (?=[A-Z])| & )?"
)
# No name ends so: `Dubai Electricity and`, `Ministry of`
OPEN_END = re.compile(r"[ ](?:and|of|for|&|the)$")
