"""What looks like a day, a weekday, a month or a season and is none: frequencies, names, opening hours."""

from __future__ import annotations

from presstab.dates.trap import trap

# An owner or article: what stands after it with a capital is a name.
OWNER = r"(?: \b(?:[Tt]he|[Ii]ts|[Oo]ur|[Tt]heir|[Aa]n?) | ['’]s ) \s+ $"
TITLE = r"\s[A-Z]\w+"
_TO = r"\s* (?:through|thru|to|-|–) \s*"
_OPEN_DAYS = rf"days? {_TO} (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"

# Of any expression
ANY_TRAPS = (
    trap("any.frequency", "What happens again and again is no day of its own.",
         ["each [Friday]"], ["one [Friday]", "all [May]"],
         before=r"(?i: \b(?:each|every|per|any)\s+ ) $"),
    trap("any.tied", "A hyphen before it makes it part of a longer word or an address; mid-2025 and post-2028 are none.",
         ["the Quill-[2025] boat"], ["the Oslo-[May 2025] route", "mid-[2025]", "the [2025]"],
         words=r"(?s: [^A-Za-z]* | .*(?<![A-Za-z])[a-z].* | .*[A-Za-z][A-Z].* )", before=r"-\Z",
         unless=r"(?i: (?: \b(?:mid|pre|post|early|late|ex|inter) | [\s\d.)] ) ) -$"),
)  # fmt: skip

SEASON_TRAPS = (
    trap("season.in_name", "A season with its year after an owner and before a capital begins a name.",
         ["the [Fall 2024] Harrow Lecture"], ["in [Fall 2024] Harrow spoke", "the [Fall 2024] lecture"],
         before=OWNER, after=TITLE),
)  # fmt: skip

DAY_WORD_TRAPS = (
    trap("day_word.future", "Leaders of tomorrow are those of a time to come.",
         ["leaders of [tomorrow]", "a brighter [tomorrow]", "to build [tomorrow]", "a safer, greener [tomorrow]"],
         ["it opens [tomorrow]", "the news of [today]", "a vote [tomorrow]"],
         words="tomorrow",
         before=r"""\b (?: (?:of|for|an?|our|their|your|towards?) | (?:build|shap|creat|invent|power|lead|enabl|imagin)(?:e|es|ed|ing|s)?
             | (?:better|brighter|greener|safer|smarter|stronger|cleaner|healthier|sustainable|resilient),? ) \s+ $"""),
    trap("day_word.of_the_future", "So is what is tomorrow's, but for an event.",
         ["[tomorrow]'s leaders", "[Tomorrow]’s energy, today"], ["[tomorrow]'s meeting", "[today]'s leaders", "[tomorrow] it opens"],
         words="[Tt]omorrow",
         after=r"['’]s \s+ (?! (?:[a-z]+\s)? (?:release|launch|game|match|meeting|event|vote|hearing|summit|session|webinar|call|conference|announcement|opening)\b )"),
    trap("day_word.in_name", "After a capitalised word or `of` a capitalised one is a name; but for a heading that runs into its text.",
         ["She writes for Harrow [Today]", "Masters of [Tomorrow]"], ["HULL [Today] marks a day", "met [Today]", "Harrow [today]"],
         words="Today|Tomorrow", before=r"(?: \b[A-Z][\w&]+ | \bof ) [ ]+ $",
         after=r"(?! (?:,|['’]s)\s+[a-z] | \s+(?:marks|announced|launched)\b )"),
)  # fmt: skip

WEEKDAY_TRAPS = (
    trap("weekday.name_begins", "Some days have names: Black Friday.",
         ["sold on Black [Friday]"], ["sold on [Friday]"],
         before=r"\b(?:Black|Cyber|Giving|Good|Super|Easter|Palm|Ash|Shrove|Maundy|Holy|Casual|Fat|Bloody|Business|Bowl|Selection)\s+$"),
    trap("weekday.name_goes_on", "Before a time of day and a capital it begins a name.",
         ["at the [Friday] Night Happenings"], ["on [Friday] Night we met", "on [Friday] at Night Club"],
         after=r"\s+ (?:Night|Morning|Evening|Afternoon)s? \s+ [A-Z]"),
    trap("weekday.open", "After the hours of an opening stands when it is open.",
         ["open 9 a.m.-3 p.m. [Thursday] and Friday", "hours are 10 a.m. to 4 p.m., [Saturday]"], ["open until 6 p.m. on [Saturday]", "from 1 p.m. to 2 p.m. [Monday]"],
         before=r"(?i: \b(?:open|hours)\b [^.\n]{0,30} \d\s?(?:[ap]\.?m\.?)? \s?(?:to|-|–)\s? \d{1,2}(?::\d\d)?\s?[ap]\.?m\.?,?\s+ (?:on\s+)? (?:\w+day\s+(?:and|&|,)\s+)? ) $"),
    trap("weekday.range_begins", "From weekday to weekday a thing is open: no day is meant.",
         ["open [Monday] through Sunday"], ["open [Monday] through the week"],
         after=rf"{_TO} (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"),
    trap("weekday.range_ends", "Nor where the weekday ends it.",
         ["open Monday through [Friday]", "open Mondays to [Friday]"], ["open through [Friday]"], before=rf"days? {_TO} $"),
    trap("weekday.hours_before", "Beside opening hours of other days stand those of this one.",
         ["open Monday to Friday, 9 a.m. to 6 p.m., and [Saturday]"], ["open until 6 p.m. on [Saturday]"],
         before=r"\d\s?[ap]\.?m\.?,?\s+ (?:(?:and|on)\s+)* $", near=_OPEN_DAYS),
    trap("weekday.hours_after", "So they do before its own hours.",
         ["open [Sunday] 10 a.m. to 2 p.m., Monday to Friday"], ["open [Saturday] 10 a.m. to 2 p.m."],
         after=r"[:,]?\s+ (?:from\s+)? \d{1,2}(?::\d\d)?\s? (?:[ap]\.?m\.?)? \s* (?:to|-|–) \s*\d", near=_OPEN_DAYS),
)  # fmt: skip

# Months whose words are verbs or names, too
_AMBIGUOUS = "(?i: may | march | april | june | august )"
MONTH_TRAPS = (
    trap("month.without_cue", "Without a word that governs a time it is a verb or a name: they may, May Chen.",
         ["[May] Chen spoke", "said she [June]"], ["in [May] it rained", "mid-[August]", "[May]", "met Roe ([June])", "no earlier than [August]"],
         words=_AMBIGUOUS, near=r"\S",
         unless=r"""(?i: \b (?:in|since|by|until|till|from|to|of|on|for|during|through|throughout|all|between|before|after|and|this|last|next
             |early|late|mid|every|starting|beginning|begins?|ending|ends|ended|as\s+of|(?:earlier|later|sooner)\s+than) [\s-]+ | [(–—-]\s? ) $"""),
    trap("month.name_begins", "After these words it may be somebody's given name, and is before a capital.",
         ["met Roe and [May] Chen", "a boat for [April] Hollis"], ["in [May] Chen spoke", "and [May] was dry", "as of [May] Chen leads it"],
         words=_AMBIGUOUS, before=r"(?i: \b(?:and|to|for|by|of)\s+ ) $", after=r"\s+[A-Z][a-z]+", unless=r"(?i: \bas\s+of\s+ ) $"),
)  # fmt: skip
