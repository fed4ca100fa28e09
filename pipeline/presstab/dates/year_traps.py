"""Figures that look like a year and are none: they count, number, cost, or belong to a name, a law, an address."""

from __future__ import annotations

from functools import partial

from presstab.dates.trap import trap
from presstab.dates.traps import OWNER, TITLE

_trap = partial(trap, words=r"(?s: \d.* )")  # full-year 2028 and nineteen ninety-six are none of these

_NAME_WORD = r"(?: [A-Z0-9][\w&'’-]* | (?:[A-Z]\.){2,} | Inc\. )"

_MAY_BE_OF_A_YEAR = r"""(?: results | sales | revenues | earnings | estimates | targets | goals | figures | levels | projections | forecasts
    | expectations | plans | profits | numbers | awards | winners | honorees | recipients | models | bookings | operations | deliveries | dividends
    | financials | priorities | objectives | orders | expenses | costs | prices | rates | taxes | elections | events | programs | programmes
    | initiatives | commitments | investments | volumes | margins | losses | gains | returns | budgets | exports | imports | seasons | graduates
    | vintages | statements | trends | predictions | standards | rankings | ratings | finals | editions | was | is | has | as | periods | quarters
    | months | years | fiscals | this | its | his | across | various | versus | previous | perhaps | always | towards | proceeds | focus | consensus
    | progress | campaigns | guidelines | negotiations | regulations | reports | filings | accounts )"""
_COUNTED = rf"\s+ (?: vision\b | (?!{_MAY_BE_OF_A_YEAR}\b) [a-z]{{3,}}[a-rt-z]s\b (?=\s*(?:[.,;)]|and\b|or\b|of\b|in\b|to\b|for\b|from\b|at\b|$)) )"

YEAR_TRAPS = (
    # A number beside others, or within one
    _trap("year.goes_on", "Figures or letters that go on after a mark are a number or an address.",
          ["a mark of [2025]:1"], ["in [2025], 2026", "in [2025]."], after=r"[-:/.][^\W_]"),
    _trap("year.telephone", "Figures before it make it the end of a telephone number.",
          ["call +1 212 555 [2024]", "call (212) [2024]"], ["the 12 boats of [2024]"],
          before=r"\+\s?\d[\d\s().-]*$ | \d{3}[\s.-]$ | \(\d+\)\s?$"),
    _trap("year.marked", "A mark of money, of a number or a colon stands before no year.",
          ["for € [2024] a boat", "views:[2024]"], ["in [2024]", "–[2024]"], before=r"(?: [$€£¥#~]\s? | : ) $"),
    _trap("year.copyright", "The year of a copyright dates nothing that happens.",
          ["© [2024] Acme", "Copyright by the bank [2024]"], ["a right of copying [2024]", "Copyright. In [2024]"],
          before=r"(?: © | \(c\) | [Cc]opyright | COPYRIGHT ) (?: [^.\n]{0,30} | \s*:?\s* ) $"),
    _trap("year.early", "Figures before 1600 are a year only where a word says so, else houses, readers, a firm.",
          ["[1547] Harbour Realty grew"], ["in [1547]", "in [1601]"], words=r"15\d\d",
          unless=r"(?i: \b(?:in|since|until|from|between|around|about|circa|ca?\.|year|before|after|by)\s+ ) $"),

    # What is numbered
    _trap("year.numbered", "What is numbered, and how many are in a crowd.",
          ["flight [1955] left", "in episode [1975] she sang", "an audience of [2012]"], ["a [1955] flight", "the gate of [2012]"],
          before=r"""(?i: \b (?: episodes? | flights? | gates? | bus(?:es)? | pages? | lots? | rooms? | route | highway | item | ticket | apartment | unit | booth
              | stand | ext(?:\.|ension)? | invoice | docket | (?:tail|serial|model|part|tracking|reference|case|order)\s+(?:number|no\.)
              | (?:crowd|population|total|audience|attendance|workforce|membership|altitude|elevation|distance|capacity)\s+of ) \s+ ) $"""),
    _trap("year.listing", "After a stock exchange it is a share's code; reported, in no text of 16,000.",
          ["Quillon (HKEX: [1698])", "(Tokyo: [1997])"], ["in Tokyo [1997]"],
          before=r"""\b (?: HKEX | HKSE | SEHK | HKG | TSE | TYO | JPX | OSE | KRX | KOSDAQ | KOSPI | TWSE | TPEX | SSE | SZSE | SHA | SHE | SGX | KLSE
              | BSE | NSE | Bursa | Tadawul | TADAWUL | [Ss]tock\s+[Cc]ode | [Tt]icker ) \s?:?\s* $
              | \( (?:Tokyo|Taipei|Seoul|Hong\s+Kong|Kuala\s+Lumpur|Shanghai|Shenzhen|Prime) \s?:\s* $"""),
    _trap("year.address", "Before the name of a street it is a house.",
          ["at [2035] Sunset Lake Road", "at [1730] 10th Ave"], ["in [2035] Sunset Lake grew"],
          after=r"""\s+ (?:[NSEW]\.?\s+)? (?:(?:[A-Z][\w.]*|\d+(?:st|nd|rd|th))\s+){1,3} (?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Boulevard|Blvd|Lane|Ln|Way|Parkway
              |Pkwy|Court|Place|Plaza|Highway|Hwy|Circle|Square|Terrace) \b"""),

    # What is written and enacted
    _trap("year.cited", "The year of a work that is cited dates nothing that happens.",
          ["as found (Harlow & Pike, [1995])", "(Pike & Vale, 2003; Moss, [2011])"], ["Harlow & Pike in [1995]"],
          before=r"""(?: \bet\s+al\.?,?\s*\(? | [(;]\s*[A-Z][\w'’-]+\s+(?:&|and)\s+[A-Z][\w'’-]+,\s*
              | (?:\bet\s+al\b|&)[^()\n]{0,40};\s*[A-Z][\w'’-]+,\s* ) $"""),
    _trap("year.law", "The year of a law belongs to its name.",
          ["the Harbour Act, [1962]", "Section 5, No. 8 of [1996]"], ["the Act in [1962]", "eight of [1996]"],
          before=r"""(?: \b(?:Act|Bill|Ordinance|Code|Regulations?|Rules|Directive|Order|Decree|Proclamation),?\s*
              | \bNo\.?\s*\d+\s+of\s+ ) $"""),
    _trap("year.law_after", "So does the year before its name.",
          ["by [1962] act"], ["in [1962] actors"], after=r"\s+ (?:[Aa]ct|[Bb]ill|[Oo]rdinance|[Dd]ecree|[Tt]reaty) \b"),

    # What is counted and measured
    _trap("year.counted_after", "Things, measures, money and streets are counted; events bear a number.",
          ["it has [1900] MHz radios", "for [2021] dollars", "delivers to [1900]+ towns", "[1978] of them work", "for [2026] Games"],
          ["in [2024] boats", "In [2016] people stayed at home", "in [2024]."],
          after=r"""\s? (?: % | ° | \+ | of\s+(?:them|these|those|whom)\b | m\b(?![.'’]) | sq\. | (?: employees | units | people | MW | kW | GW | MWh | kWh
              | km | kg | mg | ml | mm | cm | miles | (?:kilo|centi|milli)?met(?:re|er)s | kilograms? | grams? | feet | ft | hours | shares | customers
              | members | stores | patients | participants | locations | square | acres | tons | tonnes | jobs | homes | households | respondents
              | residents | visitors | passengers | volunteers | students | vehicles | seats | posts | lots | pieces | watts | volts | lumens | calories
              | steps | GB | MB | TB | RPM | rpm | [kMG]?Hz | pounds | lbs? | dollars | euros | francs | yen | yuan | rupees | pesos | crowns | litres
              | liters | [Ss]treet | St\b | [Aa]venue | Ave | [Rr]oad | Rd\b | [Dd]rive | Dr\b | [Bb]oulevard | Blvd | [Ll]ane | Way\b | [NSEW]\.?\s ) \b
              | \s?(?:World\s+Cup|Olympics?|Games|Edition|Awards?|Conference|Summit|Expo|Convention|Congress|Forum|Symposium) \b )""",
          unless=r"(?: ^ | [.!?]\s+ | \n\s* ) (?:In|Since|By|Until|During)\s+ $"),
    _trap("year.more_before", "More than, nearly, up to: how many there are in the plural after it.",
          ["over [2000] agencies", "at least [1950] large wooden boats"], ["over [2000] it grew", "in [2000] agencies"],
          before=r"""(?i: \b (?:over|than|nearly|almost|approximately|up\s+to|some|top|at\s+least|at\s+most|about|roughly|a\s+total\s+of|all
              |another) \s+ ) $""",
          after=r"\+ | (?:\s+[a-z]+){0,2}? \s+ [a-z]{3,}s\b"),
    _trap("year.counts_before", "After words for having and making a plural is counted; but reports 2024 sales.",
          ["The hall holds [1996] books", "with [1999] tickets"], ["had [2023] revenues", "saw [2023] books"],
          before=r"""\b (?:holds?|held|sold|sells?|selling|seats?|houses?|contains?|has|have|had|employs?|employed|operates?|serves?|served|bought
              |built|made|makes|shipped|installed|planted|donated|collected|distributed|produced|carries|carried|fits|weigh(?:s|ed|ing)?|with
              |and|ordered|handed\s+out|gave) \s+ $""",
          after=_COUNTED),
    _trap("year.long_ago", "With a year so long ago no plural goes.",
          ["for [1975] boats"], ["for [1995] boats", "the [1975] sales"], words=r"1[5-9][0-8]\d", after=_COUNTED),

    # The year in a name
    _trap("year.name_word", "After one of these words it is part of a name or a number: Vision 2030, Windows 2025, Room 2020.",
          ["its vision [2030]", "see no. [2022]", "the Clean Rivers Act of [2022]"], ["its vision in [2030]", "the act of [2022]"],
          before=r"""\b (?: [Mm]odel | [Vv]ision | Agenda | Horizon | ISO | IEC | RFC | [Ss]eries | Windows | Office | Server | [Vv]ersion | Euro | Expo
              | Cup | Games | Olympics | Summit | Conference | Forum | Awards? | [Ss]uite | [Rr]oom | [Ee]rror | Fund | Act\s+of | Rule | Form
              | [Oo]rder | Russell | [Nn]o\. | [Pp]hone | [Tt]el | [Ff]ax | P\.?O\.?\s+Box | [Cc]ode | Standard | ASTM | Congress | Report
              | Index | List ) \s*:?\s* $"""),
    _trap("year.letters_before", "After two to five capitals it is a mark's or an event's: CES 2025.",
          ["It grew. CES [2025] opens"], ["at Ces [2025]", "at QUILLON [2025]"], before=r"\b[A-Z]{2,5}[\s-]$"),
    _trap("year.capital_before", "A capitalised word before it is a name that ends with its year; words of the calendar and those that begin a clause are none.",
          ["at Quillcon [2024]", "Harbourex Miami [2025]"], ["In [2024]", "It grew. Quillcon [2024]", "Acme Wins [2024]"],
          before=r"""(?<!\.\s) \b (?! (?: In | By | Since | Of | From | To | And | Until | Year | During | For | Through | At | On | As | Or | Between
              | After | Before | Throughout | Full | Early | Late | Mid | The | Published | Founded | Established | Updated | Date | Results | Guidance
              | Outlook | Earnings | Launch | Ended | Ending | Circa | Beyond | Within | Around | End(?:s|ed)? | Enter(?:s|ed|ing)?
              | Clos(?:es?|ed|ing) | Announc(?:es?|ed|ing) | Report(?:s|ed|ing)? | Rais(?:es?|ed) | Reaffirm(?:s|ed)? | Updat(?:es?|ed)
              | Releas(?:es?|ed) | Issu(?:es?|ed) | Deliver(?:s|ed)? | Complet(?:es?|ed) | Unveil(?:s|ed)? | Celebrat(?:es?|ed|ing)
              | Start(?:s|ed|ing)? | Begin(?:s|ning)? | Wins? | Named ) \b ) [A-Z][A-Za-z]+\s+ $"""),
    _trap("year.owner_before", "An owner or article before and a capital after make it the first word of a name: its 2026 World Tour.",
          ["The [2024] Fintech 100", "Acme’s [2026] Tour"], ["in [2024] Fintech grew", "the [2024] tour"], before=OWNER, after=TITLE),
    _trap("year.owner_far_before", "Before a longer name the article may stand further off.",
          ["a fine [1967] Harrow E-boat"], ["the year [1967] Harrow Bay flooded", "the fine [1967] Harrow grew"],
          before=r"\b (?:[Tt]he|[Ii]ts|[Oo]ur|[Tt]heir|[Aa]n?)\s+ (?:[a-z-]+\s+){1,2} $", after=r"\s[A-Z][\w.]+ \s+ (?: [A-Z][\w.]+ | [A-Z]-?\w+ )",
          unless=r"\b (?:in|of|for|by|since|until|during|from|to|and|through|year|quarter|half|late|early)\s+ $"),
    _trap("year.name_after", "It begins a name that ends like an award, a list, an event or a partner.",
          ["named to [2025] Quill 500 List"], ["in [2025] Quill won a list", "in [2025] The Quill Awards began"],
          after=rf"""\s+ (?!\d|(?:The|And)\b) {_NAME_WORD} (?:\s+(?:{_NAME_WORD}|of|the|for|and|in|&)){{0,6}}? \s+
              (?:Awards?|List|Conference|Summit|Congress|Championships?|Expo|Festival|Forum|Convention|Symposium|Games|Cup|Partner) \b"""),
)  # fmt: skip
