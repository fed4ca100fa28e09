"""Words around calendar expressions that decide what they mean: modifiers, bounds, ranges, past and future, reports.

The modules that read expressions ask for them by name; each is a rule with its proof. `decides` is a text whose dates
are others without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from presstab.dates.words import DAY, FULL_MONTH, MONTH, WEEKDAY
from presstab.rules import Place, Rule, compile_rules


def _cue(
    id: str,
    reason: str,
    pattern: str,
    examples: Sequence[str],
    counterexamples: Sequence[str],
    decides: str,
    *,
    at: Place = "anywhere",
) -> Rule:
    entry: dict[str, Any] = {"id": f"cue.{id}", "reason": reason, "pattern": pattern, "examples": examples,
                             "counterexamples": counterexamples, "decides": decides, "at": at}  # fmt: skip
    return compile_rules({"rules": [entry]})[id]


# What stands before an expression and belongs to it
MODIFIER = _cue(
    "modifier", "Words before an expression give it a modifier: which part of it is meant, or how sure its limits are.",
    r"""(?: (?P<BEFORE>(?i:\bpre-)) | (?P<AFTER>(?i:\bpost-))
    | (?P<MID>(?i: \bmid(?:-|\s|dle\s+of\s+|-?way\s+through\s+)(?:the\s+)? | (?:\bthe\s+)?\bmiddle\s+of\s+(?:the\s+)? ))
    | (?P<START>(?i: (?:\bthe\s+)?\bfirst\s+half\s+of\s+(?:the\s+)? | (?:\bthe\s+)?\bearl(?:y|ier)(?:\s+in|\s+part\s+of)?[-\s]+(?:the\s+)?
        | (?:\bthe\s+)?\b(?:very\s+)?(?:beginning|start|early\s+part|onset)\s+of\s+(?:the\s+)? ))
    | (?P<END>(?i: (?:\bthe\s+)?\b(?:second|latter|last|back)\s+half\s+of\s+(?:the\s+)? | (?:\bthe\s+)?\blate(?:r)?(?:\s+in|\s+part\s+of)?[-\s]+(?:the\s+)?
        | (?:\bthe\s+)?\b(?:very\s+)?(?:end|close|latter\s+part|final\s+stretch|final\s+months|tail\s+end)\s+of\s+(?:the\s+)? ))
    | (?P<APPROX>(?i: \b(?:around|about|approximately|circa|roughly|c\.)\s+ ))
    | (?P<NO_LATER>(?i: \bno\s+later\s+than\s+ )) | (?P<NO_EARLIER>(?i: \bno\s+earlier\s+than\s+ )) ) $""",
    ["early ", "the second half of ", "mid-", "around ", "no later than "], ["the ", "earl "], "in early 2025",
)  # fmt: skip
NOT_APPROXIMATE = _cue(
    "not_approximate", "After these words `about` and `around` govern and approximate nothing: talk about this year.",
    r"(?i: \b(?:think\w*|talk\w*|know\w*|learn\w*|more|information|said|excited|optimistic|built|get|way)\s+(?:about|around)\s+ ) $",
    ["talked about ", "more about "], ["in about ", "talks around the "], "we talk about 2025",
)  # fmt: skip
BEYOND = _cue(
    "beyond", "What comes after a time is meant; the word stays outside.",
    r"(?i: \bbeyond\s+ ) $", ["beyond "], ["beyond the "], "grow beyond 2025",
)  # fmt: skip
BOUND = _cue(
    "bound", "A preposition makes it where a stretch begins or ends.",
    r"(?i: \b (since|from|by|until|till|through|before|after)\s+ (?:the\s+)? ) $",
    ["since ", "by the "], ["in ", "since a "], "open since 2019",
)  # fmt: skip

# What stands between two expressions
JOIN = _cue(
    "join", "This makes two expressions the sides of one range.",
    r"\s*[-–—~]\s* | \s+(?:to|thru)\s+(?:the\s+)?", [" to ", " – ", "-"], [" and ", " through "], "from 2011 to 2014", at="whole",
)  # fmt: skip
THROUGH = _cue(
    "through", "So it does between two days with their month; elsewhere `through` governs what stands after it.",
    r",?\s+(?:through|to)\s+(?:the\s+)?", [", through ", " to the "], [" until ", "through"], "March 1, 2025, through May 31, 2025", at="whole",
)  # fmt: skip
LISTED = _cue(
    "listed", "Parts of a list or stretch share the year that one of them states.",
    r"\s*,\s*(?:(?:and|or)\s+)? | \s*,?\s+(?:and|or|through|until|till|to)\s+(?:in\s+|on\s+)?(?:the\s+)? | \s*&\s*",
    [", ", " and on ", " until "], [" – ", " but "], "open May 6, May 13 and June 3, 2022", at="whole",
)  # fmt: skip
BETWEEN = _cue(
    "between", "After `between` an `and` makes a range of two expressions.",
    r"(?i: \bbetween\s+ ) $", ["between "], ["between the "], "between 2011 and 2014",
)  # fmt: skip
BETWEEN_DAYS = _cue(
    "between_days", "After `between` the days of one month are a range: between April 10 and 15.",
    r"(?i: \bbetween\s+(?:the\s+)? ) $", ["between ", "between the "], ["between these "], "between April 10 and 15, 2024",
)  # fmt: skip
PREVIOUS = _cue(
    "previous", "What is called previous or prior is counted from a date and none that others are counted from.",
    r"(?i: (?:the\s+)?(?:previous|prior)\b )", ["the previous year", "prior year"], ["priority", "the year"],
    "In 2019 it grew, in the previous year it fell and in the following year it rose", at="start",
)  # fmt: skip

# Which way the words point
POINTER = _cue(
    "pointer", "Words of its sentence tell that a day without a year is to come or is past; participles that stand beside any noun do not.",
    r"""(?i) \b (?: (?P<future> will | shall | would(?!\s+have) | upcoming | scheduled | due | expect(?:s|ed)? | until | till | opens? | begins? | starts?
        | launching | to\s+(?:be|begin|start|take|meet|vote|resume|open|close|visit|hold) | coming | plans?\s+to | planned | planning | deadline
        | as\s+(?:soon|early)\s+as | set\s+(?:to|for) | (?:is|are|be)\s+set | going\s+to | next | target(?:s|ed|ing)?
        | (?:may|could|should|must)(?!\s+have) | ahead\s+of | payable | prepar(?:es?|ing) | head(?:s|ed|ing)\s+to | leav(?:es?|ing) | register
        | join\s+us )
    | (?<!\bbe[ ]) (?P<past> was | were | had | has | have | since | ago | last | said | told | did | took | made | met | came | went | saw | rose | fell
        | began | held | left | won | sold | bought | brought | became | gave | got | grew | ran | spent | paid | lost | built | drew | flew | wrote
        | spoke | stood | threw | broke | chose | drove | felt | found | heard | knew | led | sent | shot | struck | swept | kept | bore
        | (?! (?: proposed | advanced | limited | listed | unlimited | based | related | located | associated | combined | dedicated | integrated
            | required | featured | designed | intended | committed | excited | pleased | honou?red | interested | invited | continued | increased
            | detailed | diversified | certified | qualified | licensed | accredited | automated | united | indeed | hundred | exceed | proceed
            | succeed ) \b ) [a-z]{3,}ed ) ) \b""",
    ["it will open", "it opened", "to be sold"], ["the proposed merger", "based in Oslo", "a red boat"], "It opened in November.",
)  # fmt: skip
SENTENCE_END = _cue(
    "sentence_end", "Words of another sentence do not.",
    r"[.!?]['\"”’]*\s+(?=[A-Z\"“]) | \n\s*\n", ["It opened. In", "opened.” She"], ["Acme Inc. opened", "opened\nit"],
    "It opened. In November it rains.",
)  # fmt: skip
FIELD = _cue(
    "field", "An expression with nothing before it but this is a question or a field, and a date if it can be one; no release.",
    r"\s* (?i: (?:the\s+)?(?:week\s+of|from|on|at|in|by|since|until|before|after|during)\s+ )? (?:the\s+)?",
    ["in ", "the week of ", " "], ["it is in ", "of "], "in january", at="whole",
)  # fmt: skip
TOLD_AFTER = _cue(
    "told_after", "On Wednesday and said: what is told after it is past.",
    r"\s+ (?:and\s+|that\s+it\s+)? (?:said|told|announced|reported|closed|rose|fell)\b", [" and said", " rose"], [" says", "rose"],
    "It will open on Wednesday and said so", at="start",
)  # fmt: skip
HOUR_AFTER = _cue(
    "hour_after", "An hour is told of what is to come.",
    r"(?:\s+and\s+[A-Z][a-z]+day)? ,?\s+ (?:at|from)\s+\d", [" at 3 p.m.", " and Sunday from 10"], [" at home", " at"],
    "doors on Saturday at 3 p.m.", at="start",
)  # fmt: skip
WEEKDAY_BEFORE = _cue(
    "weekday_before", "A weekday made short is one after these words only: sat, wed and Sun are others.",
    r"(?i: \b(?:on|by|until|from|to|and|or)\s+ ) $", ["on ", "and "], ["the ", "son "], "it met on Wed there",
)  # fmt: skip

# `today` that means nowadays
NOT_OF_THE_DAY = _cue(
    "not_of_the_day", "What is today's and none of these is of nowadays: today's market, but today's annual general meeting.",
    r"""['’]s\s+ (?! (?i: (?:[\w&#-]+\s+){0,3}? (?: announcements? | news | release | report | results | meetings? | hearing | ruling | decision | verdict
        | vote | call | webcast | webinar | event | ceremony | launch | opening | session | trading | close | closing | price | publication | statement
        | filing | agreement | acquisition | appointments? | investment | award | milestone | game | match | race | questions | date | research
        | stocks | rank | editions? | issue | newspapers? | papers? | broadcast | episode | programme | quiz | lecture | speech | briefing | vigil
        | protest | strike ) ) \b ) \w""",
    ["’s fast-paced market"], ["’s joint announcement", " market"], "today's fast-paced market", at="start",
)  # fmt: skip
NOWADAYS_BEFORE = _cue(
    "nowadays_before", "The powerhouse it is today, the needs of today.",
    r"\b (?: (?:it|he|she|they|we|I|you|that)\s+(?:is|are|am) | needs\s+of | (?:leader|world|consumer|customer|market|marketplace|workplace|society)s?\s+of ) \s+ $",
    ["it is ", "the needs of ", "the marketplace of "], ["is ", "the news of "], "the firm that it is today",
)  # fmt: skip

# What a date is counted from
PART_BEFORE = _cue(
    "part_before", "`The year` alone rarely is a date: after `the end of` and the like it is.",
    r"(?i: \b(?:end|close|start|beginning|middle|rest|remainder|half|quarter|later|earlier|late|early)\s+(?:of|in)\s+ ) $",
    ["the end of ", "late in "], ["one of ", "the end "], "by the end of the year",
)  # fmt: skip
REPORTED_AFTER = _cue(
    "reported_after", "Year-end results are of the year that has ended.",
    r"\s+ (?:financial\s+)? (?:results|figures|earnings|statements|accounts)\b", [" results", " financial statements"], [" sale", "results"],
    "unaudited year-end results", at="start",
)  # fmt: skip
FIGURE_BEFORE = _cue(
    "figure_before", "After a figure `a year ago` means the same quarter of that year.",
    r"(?: [$€£#%] | \d | \b(?:percent|million|billion|cents|share)\b ) [^.]{0,40} $", ["$4 million against ", "12% more than "],
    ["grew ", "5. It grew "], "In Q2 2024 sales were $5 million against $4 million a year ago",
)  # fmt: skip
SIDE_BEFORE = _cue(
    "side_before", "A month made short is one where it is one side of something, or governed: since Sep.",
    r"(?i: \b(?:from|between|to|since|until|till|through|by|after|before|in)\s+ | \w\s?[-–]\s? ) $", ["since ", "Aug – "], ["the ", "sin "],
    "open since Sep",
)  # fmt: skip
SIDE_AFTER = _cue(
    "side_after", "It may be the first side, too.",
    rf"\s* (?:[-–]|to|through|thru|and)\s* {MONTH}", [" - Nov", " to November"], [" or Nov", " to nova"], "open Sep and Nov", at="start",
)  # fmt: skip
FIGURES_BEFORE = _cue(
    "figures_before", "Figures such as 10/25 are a day after these words, else a fraction, a score.",
    r"(?i: \b(?:on|from|by|until|till|since|before|after|between|due|day)[,\s]+ ) $", ["due ", "on "], ["won ", "a "], "it is due 10/25",
)  # fmt: skip
MEETING_BEFORE = _cue(
    "meeting_before", "`In two weeks` is a time where the words before speak of what is to come, else how long something takes.",
    r"(?i: \b(?:will|shall|again|back|leav\w+|due|meet\w*|return\w*|expires?|redeemed)\b [^.]{0,40} $ )", ["they will meet in ", "back in "],
    ["built in ", "It will. Built in "], "they will meet in two weeks",
)  # fmt: skip

# Quarters and fiscal years
OF_MONTH = _cue(
    "of_month", "The first half of a month is no half of a year.",
    rf"\s+of\s+ {FULL_MONTH}", [" of April"], [" of Apria", " in April"], "the first half of April 2024", at="start",
)  # fmt: skip
FIGURES_AFTER = _cue(
    "figures_after", "A quarter before its figures is the last one that has ended.",
    r"""(?i) [-\s]+ (?: (?:fiscal|financial|net|operating|total|adjusted|gross|organic|same-store|comparable|core|and|year-end|full-year)\s+ ){0,3}
    (?:sales|revenues?|earnings|results|profits?|income|loss(?:es)?|EBITDA|figures|report|bookings|financials)\b""",
    [" net sales", "-adjusted EBITDA"], [" boats", "sales"], "It will report its first-quarter results", at="start",
)  # fmt: skip
REPORTS_BEFORE = _cue(
    "reports_before", "A report of figures is announced before its quarter is long past, even before it has ended.",
    r"(?i) \b (?:report|announc|releas|publish|disclos|discuss|review|post|fil|present|issu|provid)(?:e|es|ed|ing|s)?\b [^.\n]{0,40} $",
    ["will report its ", "discussing "], ["its report. The ", "expects "], "It will report its first-quarter results",
)  # fmt: skip
FUTURE_AFTER = _cue(
    "future_after", "Figures that may or will be are no report yet.",
    r"\s+ (?:may|might|will|could|should|would|(?:is|are)\s+(?:expected|likely|seen|projected))\b", [" may fall", " are expected"],
    [" fell", " is"], "It reported that fourth-quarter profit may fall", at="start",
)  # fmt: skip
OF_FISCAL = _cue(
    "of_fiscal", "The fiscal year of a quarter may stand after its figures.",
    r"[-\s]+ (?:\w+\s+){1,3} (?:for|of)\s+ (?:the\s+|its\s+|our\s+)? (?i:fiscal|financial)\s+ (?:(?i:year)\s+)? (?P<year>20\d\d)\b (?![-/–]\d)",
    [" results for its fiscal year 2026"], [" results for 2026", " results for fiscal 2026/27"], "second-quarter results for its fiscal year 2026",
    at="start",
)  # fmt: skip
FISCAL_YEAR_END = _cue(
    "fiscal_year_end", "Here a text says when its issuer's fiscal year ends.",
    rf"""(?i:fiscal|financial)\s+ (?i:years?)?\s* (?:(?:FY)?\d{{4}},?\s+)? (?:\(?\w*\)?\s+)? (?i:end(?:ed|ing|s)) (?:\s+on)?\s+
    (?: {MONTH}\s+(?P<day>{DAY}) | (?P<day2>{DAY})\s+(?:of\s+)?{MONTH.replace("month>", "month2>")} )""",
    ["its fiscal year ended September 30", "the fiscal year ending 31 March", "fiscal 2024 ended on June 30"], ["its fiscal year is long"],
    "in fiscal 2023, as for its fiscal year ended September 30, 2024",
)  # fmt: skip

# The year and day that a release means where nothing dates it
ELSEWHERE_BEFORE = _cue(
    "elsewhere_before", "Days that are named for something else than the news: dated, as of, the year ended, founded on.",
    r"""(?i: \b (?:dated|as\s+of|end(?:ed|ing|s)|until|till|through|expir\w+|since|from|founded|established|born|filed|by|before|deadline|maturity|due
    |available|back|starting|beginning|begins?|between)\b [^.;\n]{0,24} ) $""",
    ["the plan dated ", "as of "], ["it met on ", "dated. On "], "The plan dated May 14, 2024 is new. It will meet on June 3.",
)  # fmt: skip
NOW_BEFORE = _cue(
    "now_before", "The year that is named as now.",
    r"""(?i: \b (?: so\s+far\s+(?:this\s+year\s+)?in | (?:now|today|currently|here|still|already)(?:,|\s+in) | this\s+year,?\s*\(?(?:in\s+)?
    | year-to-date | to\s+date\s+in | this ) \s* ) (?P<year>20\d\d)\b""",
    ["so far in 2024", "this year, 2024"], ["in 2024", "so far 2024"], "So far in 2024 it grew.",
)  # fmt: skip
WEEKDAY_AND_DAY = _cue(
    "weekday_and_day", "A weekday with its day, without a year after it, falls together in few years.",
    rf"""\b {WEEKDAY}\.?,?\s+ (?:the\s+)? (?: {MONTH}\s+(?P<day>{DAY}) | (?P<day2>{DAY})\s+(?:of\s+)?{MONTH.replace("<month>", "<month2>")} )
    (?! ,?\s* (?:\d{{4}}|['’]\d\d) )""",
    ["Tuesday, May 14", "Tuesday 14 May"], ["Tuesday, May 14, 2024", "May 14"], "In 2024 it grew. It met on Tuesday, May 14.",
)  # fmt: skip
TODAY = _cue(
    "today", "The day that the lead calls today.",
    r"\b(?i:today),?\s+\(?(?=[A-Z0-9])", ["today, May 14", "today (May"], ["today it", "todays May"], "Acme today, May 14, 2024, named a chair.",
)  # fmt: skip

# Days that may be none: only from the 29th on one can be
_ODD_DAY, _ITS_YEAR = r"(?P<day>29|3[0-9]|[4-9]\d)", r"(?P<year>(?:19|20)\d\d)"
ODD_MONTH_DAY = _cue(
    "odd_month_day", "A late day after its month may be one that no calendar has.",
    rf"(?<![\w-]) {MONTH}\s+ {_ODD_DAY} (?:st|nd|rd|th)?\b (?![%-]) (?: ,?\s+{_ITS_YEAR}\b )?",
    ["Feb 30, 2015", "March 45, 2024"], ["Feb 28, 2015", "May 40%"], "Feb 30, 2015",
)  # fmt: skip
ODD_DAY_MONTH = _cue(
    "odd_day_month", "So may one before it.",
    rf"(?<![\w.,$€£-]) {_ODD_DAY} (?:st|nd|rd|th)? \s+ (?:of\s+)? {MONTH} (?: ,?\s+{_ITS_YEAR}\b )?",
    ["31 June", "31st of June 2024"], ["28 June", "$31 May"], "on 31 June it met",
)  # fmt: skip
DAY_IN_FIGURES = _cue(
    "day_in_figures", "So may one in figures, year first.",
    r"(?<![\w-]) (?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d) (?![\w-])", ["2023-02-30"], ["2023-02-30-1", "2023-2"], "on 2023-02-30",
)  # fmt: skip
DAY_EITHER_WAY = _cue(
    "day_either_way", "So may one in figures that is none whichever stands first, day or month.",
    r"(?<![\w/.-]) (?P<first>\d\d?)/(?P<second>\d\d?)/(?P<year>(?:19|20)\d\d) (?![\w/-])", ["02/30/2024", "31/04/2024"],
    ["02/30/24", "1/02/30/2024"], "on 02/30/2024",
)  # fmt: skip
