"""What stands before, after and at the ends of the names of organisations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from presstab.names.legal_forms import LegalForms
from presstab.resources import Resources
from presstab.text import CAPITALS

# Forms that are words of English too, or too short a mark: what the recogniser says of these names counts, and `Target
# Company` is not `Target`.
PLAIN_FORMS = frozenset(["company", "corporation", "limited", "incorporated", "co", "co."])
# Larkmoor Chase & | Co.
JOINED = re.compile(r"\s*(?:&|\band)\s*$")
_WORD = rf"[{CAPITALS}0-9][\w&'’.+\-]*+"
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
# ... after which it says what the organisation is: `Boltwire, a trade news website`
AFTER_ORGANISATION = re.compile(
    r"(?:[ ]\([^()\n]{1,40}\))?(?:,| is| was| [-–—]) (?:[Aa]n?|[Tt]he) (?:[\w&’'\-/]+,? ){0,7}?(?:[Cc]ompany|firm|provider|website|start-?up|maker|"
    r"manufacturer|bank|agency|non-?profit|organi[sz]ation|consultancy|developer|publisher|retailer|protocol|supplier|"
    r"subsidiary|newspaper|university|institute|association|fund|producer|operator|builder)\b"
)
# ... or that only an organisation does: `Boltwire unveils`; people say, too
ANNOUNCES_AFTER = re.compile(
    r" (?:today |has |have |also |recently )?(?:announce[sd]?|unveil(?:s|ed)|launche[sd]|acquire[sd]|to acquire|rolls out|expands|"
    r"opens|raise[sd] [$€£]|report(?:s|ed) (?:[a-z]+ ){0,2}(?:results|revenue|sales|earnings|loss|profit))(?!\w)"
)
ABBREVIATED = re.compile(r" \([\"“]?[A-Z][A-Z&]{1,6}[\"”]?\)")
# Tern Trust d/b/a Tern Lodgings: both are names of one organisation
_ALIAS = r",? \(?(?:d/b/a|t/a|a/k/a|f/k/a|dba|aka|fka|doing business as|trading as) [\"“]?"
ALIAS = re.compile(rf"{_ALIAS}(?=[A-Z])")
ALIAS_BEFORE = re.compile(rf"{_ALIAS}$")
# ... of which a recogniser may take a piece for the name's: Tern Trust | d/b; reported, in no text of 12,000
ALIAS_WITHIN = re.compile(r",? (?:d/b|d|t|a/k|a|f/k|f|dba|aka|fka)(?:/a)?$")
FIGURE = re.compile(r"\d")
AGENCY = re.compile(r" (?:PR|Public Relations)\b")
# A prize, a place or a coin named after somebody
AWARD_AFTER = re.compile(
    r"(?: [A-Z]\w+){0,2} (?:Awards?|Prize|Medal|Trophy|Cup|Fellowship|Scholarship|Lecture|Grant|Facility|Stadium|Arena|Airport|Auditorium|Museum|Library|Highway)\b"
)
# the Jane Doe Professor of Physics: an endowed chair, not who sits on it
CHAIR_BEFORE, CHAIR_AFTER = (
    re.compile(r"\bthe $"),
    re.compile(r" (?:\w+ )?(?:Professor(?:ship)?|Chair) (?:of|in|at)\b"),
)
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


@dataclass(frozen=True)
class NamePatterns:
    """How names of organisations look, by the lists of legal forms and of words that end such names."""

    resources: Resources

    @property
    def legal(self) -> LegalForms:
        """Return the legal forms."""
        return self.resources.legal_forms

    @property
    def _form(self) -> str:
        return self.legal.pattern

    def _ends(self, *uses: str) -> str:
        return "|".join(self.resources.organisation_ends.used(*uses))

    def is_form(self, text: str) -> bool:
        """Return whether a string is a legal form and nothing else."""
        return self.form.fullmatch(text) is not None

    def is_place(self, name: str) -> bool:
        """Return whether a name is a place's."""
        return name.casefold() in self.resources.places

    @cached_property
    def form(self) -> re.Pattern[str]:
        """Return the pattern of a legal form."""
        return re.compile(self._form)

    @cached_property
    def form_before(self) -> re.Pattern[str]:
        """Return the pattern of a form before a name: PT | Nusa Bumi; PAO | Rosneva."""
        return re.compile(rf"(?<![\w@./-])(?P<form>{self.legal.prefix})[ ](?=[{CAPITALS}])")

    @cached_property
    def form_in_list(self) -> re.Pattern[str]:
        """Return the pattern of a form after which another name begins: Bergmann | AG and | Lundgren AB."""
        return re.compile(rf"(?<=[ ])(?P<form>{self._form}\.?)(?:,?[ ](?:and|or)[ ]|,[ ])(?=[{CAPITALS}])")

    @cached_property
    def bracketed(self) -> re.Pattern[str]:
        """Return the pattern of a name with brackets in it up to its legal form.

        Oxmere (UK) | Limited; Brightfern (China) Investment | Co., Ltd.; Tolmer (M) | Sdn. Bhd.; Tan Beng (1998) | Sdn Bhd
        """
        return re.compile(
            rf"(?<![\w@.(\-&'’+])(?P<name>{_WORD}(?:[ ](?:(?:of|and|&|for)[ ])?{_WORD}){{0,4}})[ ]?\((?P<place>[{CAPITALS}][\w. ]{{0,24}}|\d{{4}})\)"
            rf"(?P<rest>(?:[ ]{_WORD}){{0,3}}?),?[ ](?={self._form})"
        )

    @cached_property
    def form_after(self) -> re.Pattern[str]:
        """Return the pattern of a legal form after a name: Acme | Company, Inc.; no form: Acme Co-Founder."""
        return re.compile(rf"\s*,?\s{self._form}(?:,\s{self._form})?(?!-)")

    @cached_property
    def head_after(self) -> re.Pattern[str]:
        """Return the pattern of the last words of companies' names after a name: Acme | Solutions."""
        return re.compile(rf"(?:[ ](?:{self._ends('company')}))+\b(?!-)")

    @cached_property
    def head(self) -> re.Pattern[str]:
        """Return the pattern of the word that a name of an organisation ends with."""
        return re.compile(rf"[ ](?:{self._ends('company')}|{self._ends('any')})$")

    @cached_property
    def head_within(self) -> re.Pattern[str]:
        """Return the pattern of such a word with what it is for: Larkmoor Institute for Ageing, Academy of Sciences."""
        return re.compile(rf"(?:^|[ ])(?:{self._ends('any')})[ ](?:for|of|on)[ ](?:the[ ])?[A-Z]")

    @cached_property
    def owned(self) -> re.Pattern[str]:
        """Return the pattern of who owns an organisation: Quillby - A Maren Group Company.

        The article is no part of either name.
        """
        return re.compile(
            r"(?<![\w&’'\-])(?P<name>[A-Z][\w&’'\-]{0,40}(?: [A-Z][\w&’'\-]{0,40}){0,3})(?:,| ?[-–—]) [Aa]n? "
            rf"(?P<owner>[A-Z][\w&’'\-]{{0,40}}(?: (?:& )?[A-Z][\w&’'\-]{{0,40}}){{0,3}}? Company(?:,? {self._form})?)(?!\w)"
        )

    @cached_property
    def firm_after(self) -> re.Pattern[str]:
        """Return the pattern of what after a person's name says that it is an organisation's.

        `Doe Roe, PLLP`; `Lilly Voss and Company`; `Stan, founded by`
        """
        return re.compile(
            r"(?P<form>,? (?:P\.?L\.?)?L\.?L\.?[PC]\b\.?|,? P(?:LLC|LLP|\.C\.)(?!\w)"
            r"|,? (?:&|and) (?:Company|Co\b\.?|Sons?|Daughters|Brothers|Bros\b\.?|Associates|Partners)(?!\w)(?! [A-Z])"
            rf"(?:,? {self._form}\.?)?)|,? (?:co-?)?founded (?:by|in)\b"
        )

    @cached_property
    def listed_after(self) -> re.Pattern[str]:
        """Return the pattern of a listing after a name, defined terms between: Acme (NYSE: ACM); Acme (“Acme”) (AIM: ACM)."""
        exchanges = "|".join(sorted(map(re.escape, self.resources.exchanges), key=lambda name: (-len(name), name)))
        return re.compile(rf"(?:[ ]\([^()\n]{{1,80}}\)){{0,2}}[ ]?\((?i:{exchanges})[ ]?[:：]")

    @cached_property
    def end(self) -> re.Pattern[str]:
        """Return the pattern of the end of a name that no person bears: Acme DAO."""
        return re.compile(rf" (?:{self._ends('company', 'any', 'last')}|LLC|Inc\.?|Ltd\.?)$")
