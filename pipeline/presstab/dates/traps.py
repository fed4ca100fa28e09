"""Expressions that look like the calendar and are none: models, names, quantities, laws."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

_REACH = 60

# A bare year after these is part of a name: Vision 2030, Windows 2025, ISO 9001:2015, Model 2025.
_NAME_BEFORE = re.compile(
    r"(?:\b(?:[Mm]odel|[Vv]ision|Agenda|Horizon|ISO|IEC|RFC|[Ss]eries|Windows|Office|Server|[Vv]ersion|"
    r"Euro|Expo|Cup|Games|Olympics|Summit|Conference|Forum|Awards?|[Ss]uite|[Rr]oom|[Ee]rror|Fund|Act\s+of|Rule|Form|[Oo]rder|"
    r"Russell|[Nn]o\.|#|[Pp]hone|[Tt]el|[Ff]ax|P\.?O\.?\s+Box|Copyright|©|\(c\)|\(C\)|[Cc]ode|Standard|ASTM|Congress|Report|Index|List)"
    r"\s*:?\s*|[©$€£¥#~]\s?|\b[A-Z]{2,5}[\s-]|:)$"
)
# Atomic Energy Act, 1962; Act, No. 8 of 1996; the 1962 act
_LAW_BEFORE = re.compile(
    r"(?:\b(?:Act|Bill|Ordinance|Code|Regulations?|Rules|Directive|Order|Decree|Proclamation),?\s*|\bNo\.?\s*\d+\s+of\s+)$"
)
_LAW_AFTER = re.compile(r"\s+(?:[Aa]ct|[Bb]ill|[Oo]rdinance|[Dd]ecree|[Tt]reaty)\b")
# in 2025 Mobile Marvel Awards, Named to 2025 Quill 500 List: the year begins a name that ends so
_NAME_WORD = r"(?:[A-Z0-9][\w&'’-]*|(?:[A-Z]\.){2,}|Inc\.)"
_NAMED_AFTER = re.compile(
    rf"\s+(?!\d|(?:The|And)\b){_NAME_WORD}(?:\s+(?:{_NAME_WORD}|of|the|for|and|in|&)){{0,6}}?\s+"
    r"(?:Awards?|List|Conference|Summit|Congress|Championships?|Expo|Festival|Forum|Convention|Symposium|Games|Cup|Partner)\b"
)
# Widgets Today, Masters of Tomorrow: names
_TODAY_BEFORE = re.compile(r"(?:\b[A-Z][\w&]+|\bof)[ ]+$")
_TODAY_AFTER = re.compile(
    r"(?:,|['’]s)\s+[a-z]|\s+(?:marks|announced|launched)\b"
)  # a heading run together with its text
# HKEX: 1698 is a listing; so is (Tokyo: 1997).
_LISTING_BEFORE = re.compile(
    r"\b(?:HKEX|HKSE|SEHK|HKG|TSE|TYO|JPX|OSE|KRX|KOSDAQ|KOSPI|TWSE|TPEX|SSE|SZSE|SHA|SHE|SGX|KLSE|BSE|NSE|Bursa|Tadawul|"
    r"TADAWUL|[Ss]tock\s+[Cc]ode|[Tt]icker)\s?:?\s*$|\((?:Tokyo|Taipei|Seoul|Hong\s+Kong|Kuala\s+Lumpur|Shanghai|Shenzhen|Prime)\s?:\s*$"
)
# flight 1955, gate 2012, page 2001, tail number 2012; a crowd of 2010
_NUMBERED_BEFORE = re.compile(
    r"(?i:\b(?:flights?|gates?|bus(?:es)?|pages?|lots?|rooms?|route|highway|item|ticket|apartment|unit|booth|stand|ext(?:\.|ension)?|"
    r"invoice|docket|(?:tail|serial|model|part|tracking|reference|case|order)\s+(?:number|no\.)|"
    r"(?:crowd|population|total|audience|attendance|workforce|membership|altitude|elevation|distance|capacity)\s+of)\s+)$"
)
# (Harlow et al., 1995); (Harlow & Pike, 1995)
# ... and what stands in one bracket with one: (Harlow & Pike, 1995; Moss, 2011)
_CITED_BEFORE = re.compile(
    r"(?:\bet\s+al\.?,?\s*\(?|[(;]\s*[A-Z][\w'’-]+\s+(?:&|and)\s+[A-Z][\w'’-]+,\s*|(?:\bet\s+al\b|&)[^()\n]{0,40};\s*[A-Z][\w'’-]+,\s*)$"
)
# holds 1984 books, and 1999 tickets; but reports 2024 sales, had 2023 revenues
_COUNTS_BEFORE = re.compile(
    r"\b(?:holds?|held|sold|sells?|selling|seats?|houses?|contains?|has|have|had|employs?|employed|operates?|serves?|served|bought|"
    r"built|made|makes|shipped|installed|planted|donated|collected|distributed|produced|carries|carried|fits|weigh(?:s|ed|ing)?|"
    r"with|and|ordered|handed\s+out|gave)\s+$"
)
_COUNTED_AFTER = re.compile(
    r"\s+(?:vision\b|(?!(?:results|sales|revenues|earnings|estimates|targets|goals|figures|levels|projections|forecasts|"
    r"expectations|plans|profits|numbers|awards|winners|honorees|recipients|models|bookings|operations|deliveries|dividends|"
    r"financials|priorities|objectives|orders|expenses|costs|prices|rates|taxes|elections|events|programs|programmes|"
    r"initiatives|commitments|investments|volumes|margins|losses|gains|returns|budgets|exports|imports|seasons|"
    r"graduates|vintages|statements|trends|predictions|standards|rankings|ratings|finals|editions|was|is|has|as|"
    r"periods|quarters|months|years|fiscals|this|its|his|across|various|versus|previous|perhaps|always|towards|"
    r"proceeds|focus|consensus|progress|campaigns|guidelines|negotiations|regulations|reports|filings|accounts)\b)"
    r"[a-z]{3,}[a-rt-z]s\b(?=\s*(?:[.,;)]|and\b|or\b|of\b|in\b|to\b|for\b|from\b|at\b|$)))"
)
# 1975 households, 1960 units: so long ago no plural goes with the year but those of the list
_LONG_AGO = re.compile(r"1[5-9][0-8]\d")
# In 2016 people stayed at home; not `in 2016 homes`
_OPENS_WITH_YEAR = re.compile(r"(?:^|[.!?]\s+|\n\s*)(?:In|Since|By|Until|During)\s+$")
# over 2000 agencies
_MORE_BEFORE = re.compile(
    r"(?i:\b(?:over|than|nearly|almost|approximately|up\s+to|some|top|at\s+least|at\s+most|about|roughly|a\s+total\s+of|all|another)\s+)$"
)
_MANY_AFTER = re.compile(r"\+|(?:\s+[a-z]+){0,2}?\s+[a-z]{3,}s\b")
# A year followed by these counts things or names an event: 2,024 units, 2000 employees, 2026 World Cup.
_THING_AFTER = re.compile(
    r"\s?(?:%|°|\+|of\s+(?:them|these|those|whom)\b|m\b(?![.'’])|sq\.|(?:employees|units|people|MW|kW|GW|MWh|kWh|km|kg|mg|ml|mm|cm|miles|(?:kilo|centi|milli)?met(?:re|er)s|kilograms?|grams?|feet|ft|hours|shares|"
    r"customers|members|stores|patients|participants|locations|square|acres|tons|tonnes|jobs|homes|households|respondents|residents|visitors|passengers|volunteers|students|vehicles|seats|posts|lots|pieces|watts|volts|lumens|calories|steps|GB|MB|TB|RPM|rpm|[kMG]?Hz|pounds|lbs?|dollars|euros|francs|yen|yuan|rupees|pesos|crowns|litres|liters|"
    r"[Ss]treet|St\b|[Aa]venue|Ave|[Rr]oad|Rd\b|[Dd]rive|Dr\b|[Bb]oulevard|Blvd|[Ll]ane|Way\b|[NSEW]\.?\s)\b|"
    r"\s?(?:World\s+Cup|Olympics?|Games|Edition|Awards?|Conference|Summit|Expo|Convention|Congress|Forum|Symposium)\b)"
)
# In 1492, around 1547: figures before 1600 are a year only where a word says so, else houses, readers, a firm.
_FIRST_BARE = "1600"
_EARLY_BEFORE = re.compile(r"(?i:\b(?:in|since|until|from|between|around|about|circa|ca?\.|year|before|after|by)\s+)$")
# The 2024 Fintech 100, its 2026 World Tour: the year is the first word of a name.
_OWNER_BEFORE = re.compile(r"(?:\b(?:[Tt]he|[Ii]ts|[Oo]ur|[Tt]heir|[Aa]n?)|['’]s)\s+$")
_GOVERNS = re.compile(r"\b(?:in|of|for|by|since|until|during|from|to|and|through|year|quarter|half|late|early)\s+$")
_TITLE_AFTER = re.compile(r"\s[A-Z]\w+")
# the full 2024 Global Energy Award, a fine 1967 Harrow E-series: the article may stand further off before a longer name
_FAR_OWNER_BEFORE = re.compile(r"\b(?:[Tt]he|[Ii]ts|[Oo]ur|[Tt]heir|[Aa]n?)\s+(?:[a-z-]+\s+){1,2}$")
_LONG_TITLE_AFTER = re.compile(r"\s[A-Z][\w.]+\s+(?:[A-Z][\w.]+|[A-Z]-?\w+)")
# Quillcon 2024, Harbourex Miami 2025: a name that ends with its year. Words of the calendar and
# those that begin a clause are no names.
_CAPITAL_BEFORE = re.compile(r"(?<!\.\s)\b(?!(?:In|By|Since|Of|From|To|And|Until|Year|During|For|Through|At|On|As|Or|Between|"
                             r"After|Before|Throughout|Full|Early|Late|Mid|The|Published|Founded|Established|Updated|Date|"
                             r"Results|Guidance|Outlook|Earnings|Launch|Ended|Ending|Circa|Beyond|Within|Around|"
                             r"End(?:s|ed)?|Enter(?:s|ed|ing)?|Clos(?:es?|ed|ing)|Announc(?:es?|ed|ing)|Report(?:s|ed|ing)?|Rais(?:es?|ed)|"
                             r"Reaffirm(?:s|ed)?|Updat(?:es?|ed)|Releas(?:es?|ed)|Issu(?:es?|ed)|Deliver(?:s|ed)?|Complet(?:es?|ed)|Unveil(?:s|ed)?|"
                             r"Celebrat(?:es?|ed|ing)|Start(?:s|ed|ing)?|Begin(?:s|ning)?|Wins?|Named)\b)"
                             r"[A-Z][A-Za-z]+\s+$")  # fmt: skip
_PHONE_BEFORE = re.compile(r"\+\s?\d[\d\s().-]*$|\d{3}[\s.-]$|\(\d+\)\s?$")
# 1680 Michigan Avenue, 2035 Sunset Lake Road
_ADDRESS_AFTER = re.compile(
    r"\s+(?:[NSEW]\.?\s+)?(?:[A-Z][\w.]*\s+){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Boulevard|Blvd|Lane|Ln|Way|"
    r"Parkway|Pkwy|Court|Place|Plaza|Highway|Hwy|Circle|Square|Terrace)\b"
)
_WEEKDAY_RANGE = re.compile(r"\s*(?:through|thru|to|-|–)\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)")
_WEEKDAY_BEFORE = re.compile(r"day\s*(?:through|thru|to|-|–)\s*$")
# Black Friday, Easter Sunday; Friday Night Happenings: names
_NAMED_WEEKDAY_BEFORE = re.compile(
    r"\b(?:Black|Cyber|Giving|Good|Super|Easter|Palm|Ash|Shrove|Maundy|Holy|Casual|Fat|Bloody|Business|Bowl|Selection)\s+$"
)
_NAMED_WEEKDAY_AFTER = re.compile(r"\s+(?:Night|Morning|Evening|Afternoon)s?\s+[A-Z]")
# Monday through Friday, 9 a.m. to 6 p.m., and Saturday 10 a.m. to 2 p.m.: opening hours
_OPEN_DAYS = re.compile(r"day\s*(?:through|thru|to|-|–)\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)")
_HOURS_BEFORE = re.compile(r"\d\s?[ap]\.?m\.?,?\s+(?:(?:and|on)\s+)*$")
_HOURS_AFTER = re.compile(r"[:,]?\s+(?:from\s+)?\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m\.?)?\s*(?:to|-|–)\s*\d")
_OF_TOMORROW = re.compile(r"\b(?:of|for)\s+$")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|[Cc]opyright|COPYRIGHT)[^.\n]{0,30}$")
# `may`, `march` and names: May Chen, April Johnson, June Lee, August Wilson.
_NAME_AFTER = re.compile(r"\s+[A-Z][a-z]+")
_MONTH_CUE = re.compile(
    r"(?i:\b(?:in|since|by|until|till|from|to|of|on|for|during|through|throughout|all|between|before|after|and|this|last|next|"
    r"early|late|mid|every|starting|beginning|begins?|ending|ends|ended|until|as\s+of)[\s-]+|[(–—-]\s?)$"
)
_AMBIGUOUS_MONTHS = frozenset({"may", "march", "april", "june", "august"})
# mid-2025, post-2028; a hyphen elsewhere ties the expression to a longer word or an address.
_PREFIX = re.compile(r"(?i:(?:\b(?:mid|pre|post|early|late|ex|inter)|[\s\d.)]))-$")
_FREQUENCY = re.compile(r"(?i:\b(?:each|every|per|once\s+a|once\s+in\s+a|any)\s+)$")
_YEARLESS_BEFORE = (
    _NAME_BEFORE,
    _COPYRIGHT,
    _CAPITAL_BEFORE,
    _PHONE_BEFORE,
    _LAW_BEFORE,
    _LISTING_BEFORE,
    _NUMBERED_BEFORE,
    _CITED_BEFORE,
)


class Around(NamedTuple):
    """The words of an expression and what stands before and after them."""

    words: str
    before: str
    after: str


Trap = Callable[[Around], bool]  # whether what a rule matched is no date


def around(text: str, start: int, end: int) -> Around:
    """Return an expression with the characters around it that may tell against it."""
    return Around(text[start:end], text[max(0, start - _REACH) : start], text[end : end + _REACH])


def is_tied(found: Around) -> bool:
    """Return whether any expression is none here: a frequency, or part of a longer word."""
    if _FREQUENCY.search(found.before):
        return True
    return found.before.endswith("-") and not found.words.istitle() and not _PREFIX.search(found.before)


def is_titled_season(found: Around) -> bool:
    """Return whether a season with its year begins a name: the Fall 2024 Harrow Lecture."""
    return bool(_OWNER_BEFORE.search(found.before) and _TITLE_AFTER.match(found.after))


def is_named_day(found: Around) -> bool:
    """Return whether a word for a day belongs to a name or means the future: Widgets Today, leaders of tomorrow."""
    if found.words == "tomorrow":
        return bool(_OF_TOMORROW.search(found.before))
    is_name = found.words in {"Today", "Tomorrow"} and _TODAY_BEFORE.search(found.before)
    return bool(is_name and not _TODAY_AFTER.match(found.after))


def goes_on(found: Around) -> bool:
    """Return whether figures go on after a hyphen: 12/31/2024-7."""
    return found.after[:1] == "-"


def is_named_weekday(found: Around) -> bool:
    """Return whether a weekday belongs to a name, a range or opening hours: Black Friday, Monday through Friday."""
    _, before, after = found
    is_named = _NAMED_WEEKDAY_BEFORE.search(before) or _NAMED_WEEKDAY_AFTER.match(after)
    is_range = _WEEKDAY_RANGE.match(after) or _WEEKDAY_BEFORE.search(before)
    is_hours = (_HOURS_BEFORE.search(before) or _HOURS_AFTER.match(after)) and (
        _OPEN_DAYS.search(before) or _OPEN_DAYS.search(after)
    )
    return bool(is_named or is_range or is_hours)


def is_no_year(found: Around) -> bool:
    """Return whether figures count things, belong to a name, an address, a law or a telephone number."""
    words, before, after = found
    if not words[0].isdigit():
        return False  # full-year 2028, nineteen ninety-six
    in_word = after[:1] in {"-", ":", "/", "."} and after[1:2].isalnum() and not after[1:2].isspace()
    in_title = _OWNER_BEFORE.search(before) and _TITLE_AFTER.match(after)
    return bool(
        in_word
        or in_title
        or (_FAR_OWNER_BEFORE.search(before) and not _GOVERNS.search(before) and _LONG_TITLE_AFTER.match(after))
        or (_MORE_BEFORE.search(before) and _MANY_AFTER.match(after))
        or (_COUNTED_AFTER.match(after) and (_COUNTS_BEFORE.search(before) or _LONG_AGO.fullmatch(words)))
        or any(pattern.search(before) for pattern in _YEARLESS_BEFORE)
        or (_THING_AFTER.match(after) and not _OPENS_WITH_YEAR.search(before))
        or any(pattern.match(after) for pattern in (_ADDRESS_AFTER, _LAW_AFTER))
        or _NAMED_AFTER.match(after)
        or (words.isdigit() and words < _FIRST_BARE and not _EARLY_BEFORE.search(before))
    )


def is_name(found: Around) -> bool:
    """Return whether a month's word is a verb or somebody's name: may, march, May Chen."""
    words, before, after = found
    is_alone = not before.strip() and not after.strip()
    if is_alone or words.lower() not in _AMBIGUOUS_MONTHS:
        return False
    cue = _MONTH_CUE.search(before)
    return not cue or bool(_NAME_AFTER.match(after) and cue[0].strip().lower() in {"and", "to", "for", "by", "of"})
