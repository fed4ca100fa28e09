from __future__ import annotations

import datetime as dt

import pytest
from presstab.analysis.outline import dateline_day, find_outline
from presstab.resources import packaged
from presstab.zones import find_layout

LAYOUT = packaged().layout
HEADLINE = "Larch Point Names Ida Brandt Chief Executive"
LEAD = "Larch Point Ltd. (LSE: LPT) today named Ida Brandt as chief executive officer. She starts tomorrow."


@pytest.mark.parametrize(
    ("dateline", "day", "place"),
    [
        ("BOSTON--(BUSINESS WIRE)--May 14, 2024-- ", "2024-05-14", "BOSTON"),
        ("LEEDS, England--(BUSINESS WIRE)--", None, "LEEDS, England"),
        ("NEW YORK, May 14, 2024--(BUSINESS WIRE)--", "2024-05-14", "NEW YORK"),
        ("LONDON--(Marketwired - May 14, 2024) - ", "2024-05-14", "LONDON"),
        ("(Marketwired - May 14, 2024) - ", "2024-05-14", None),
        ("LONDON, UK / ACCESSWIRE / May 14, 2024 / ", "2024-05-14", "LONDON, UK"),
        ("Toronto, Ontario--(Newsfile Corp. - May 14, 2024) - ", "2024-05-14", "Toronto, Ontario"),
        ("WESTON, Fla., May 14, 2024 (GLOBE NEWSWIRE) -- ", "2024-05-14", "WESTON, Fla."),
        ("(GLOBE NEWSWIRE) -- ", None, None),
        ("(LEEDS, ENGLAND) May 14, 2024 — ", "2024-05-14", "LEEDS, ENGLAND"),
        ("Tuesday, May 14, 2024 (LEEDS) - ", "2024-05-14", "LEEDS"),
        ("LEEDS – Tuesday, May 14, 2024 – ", "2024-05-14", "LEEDS"),
        ("Leeds, England (Newsworthy.ai) Tuesday May 14, 2024 @ 7:00 AM Pacific — ", "2024-05-14", "Leeds, England"),
        ("LEEDS, ENGLAND - May 14, 2024 (NEWMEDIAWIRE) - ", "2024-05-14", "LEEDS, ENGLAND"),
        ("14 May 2024, Leeds, UK – ", "2024-05-14", "Leeds, UK"),
        ("May 14, 2024, LEEDS: ", "2024-05-14", "LEEDS"),
        ("New Delhi [India], May 14: ", None, "New Delhi [India]"),
        ("TEL AVIV, Israel, May 14th, 2024, Chainwire -- ", "2024-05-14", "TEL AVIV, Israel"),
        ("Leeds, England. May 14, 2024. ", "2024-05-14", "Leeds, England"),
        ("LEEDS (Reuters) - ", None, "LEEDS"),
        ("BAAR, SWITZERLAND – ", None, "BAAR, SWITZERLAND"),
        ("Leeds, UK: ", None, "Leeds, UK"),
        ("GENEVA, 14-05-2024 – ", "2024-05-14", "GENEVA"),
        # No weekday and no month, but what begins like one; letters beyond Western ones.
        ("MONTREAL, May 14, 2024 /CNW/ - ", "2024-05-14", "MONTREAL"),
        ("Sunnyvale, May 14, 2024 – ", "2024-05-14", "Sunnyvale"),
        ("MARSEILLE, 14 May 2024 – ", "2024-05-14", "MARSEILLE"),
        ("ŁÓDŹ, Poland, 14 May 2024 – ", "2024-05-14", "ŁÓDŹ, Poland"),
        ("Pune (Maharashtra) [India], May 14: ", None, "Pune (Maharashtra) [India]"),
        ("HELSINKI, Finland, May 14, 2024 at 09:00 EEST – ", "2024-05-14", "HELSINKI, Finland"),
        ("Denver, CO, May 14, 2024 --(PR.com)-- ", "2024-05-14", "Denver, CO"),
        ("MENLO PARK, Calif. – May 14, 2024 – ", "2024-05-14", "MENLO PARK, Calif."),
    ],
)
def test_dateline_gives_day_and_place_and_ends_before_the_text(
    dateline: str, day: str | None, place: str | None
) -> None:
    text = f"{HEADLINE}\n\n{dateline}{LEAD}"
    layout = find_layout(text, LAYOUT)
    found = dateline_day(text, layout, None)
    assert (str(found) if found else None, layout.place, layout.headline) == (day, place, HEADLINE)
    (lead,) = [zone for zone in layout.zones if zone.name == "lead"]
    assert text[lead.start : lead.end].strip() == LEAD


@pytest.mark.parametrize(
    ("top", "day"),
    [
        ("NEWS RELEASE\nMay 14, 2024\n\n", "2024-05-14"),
        ("FOR IMMEDIATE RELEASE\n\n", None),
        ("FOR IMMEDIATE RELEASE: May 14, 2024\n", "2024-05-14"),
        ("PRESS RELEASE – For immediate release\n14 May 2024\n", "2024-05-14"),
        ("Press Release 14.05.2024\n", "2024-05-14"),
        ("Posted on May 14, 2024\n", "2024-05-14"),
        ("Release date: Tuesday, 14 May 2024\n", "2024-05-14"),
        ("Embargo: 00.01 hrs Tuesday 14 May 2024\n\n", "2024-05-14"),
        ("***STRICTLY EMBARGOED UNTIL 6am BST ON MAY 14, 2024***\n\n", "2024-05-14"),
        ("NOT FOR RELEASE BEFORE 00:01 ON 14 MAY 2024\n", "2024-05-14"),
        ("May 14, 2024 09:00 ET | Source: Larch Point Ltd.\n", "2024-05-14"),
        ("May 14, 2024 Contact: Jo Reed\n", "2024-05-14"),
        ("Leeds, 14 May 2024\n", "2024-05-14"),
        ("EX-99.1\n2\nlp-ex991.htm\nEX-99.1\n\n", None),
        ("Contacts:\nJo Reed\njo@larch.example\n\n", None),
        ("NEWS RELEASE: ", None),
        ("NEWS\n\nMay 14, 2024\n", "2024-05-14"),
        ("MEDIA ALERT\n", None),
        ("PRESS RELEASE N° 12/2024\n14 May 2024\n\n", "2024-05-14"),
        ("COMPANY ANNOUNCEMENT\nNo. 12 2024\n", None),
        ("Stock Exchange Release 14 May 2024 at 9.00 EEST\n", "2024-05-14"),
        ("Date Issued: May 14, 2024\n", "2024-05-14"),
        ("FOR RELEASE 6 A.M. EDT, TUESDAY, MAY 14, 2024\n", "2024-05-14"),
        ("News provided by\nLarch Point Ltd.\nMay 14, 2024, 08:00 ET\n\n", "2024-05-14"),
        ("SOURCE Larch Point Ltd.\n", None),
        ("Share this article\n\n", None),
        ("Headline: ", None),
        ("NEWS\n\nFOR RELEASE: Immediate\n\n", None),
        ("Communiqué de presse / Press release\n\n", None),
        # A letterhead among labels and days; a listing; a heading in Markdown.
        ("Larch Point Ltd.\nPress release\n14.05.2024\n\n", "2024-05-14"),
        ("NEWS RELEASE\nLSE: LPT\nMay 14, 2024\n\n", "2024-05-14"),
        ("# ", None),
    ],
)
def test_labels_above_the_headline_are_none_and_give_their_day(top: str, day: str | None) -> None:
    text = f"{top}{HEADLINE}\n\n{LEAD}"
    layout = find_layout(text, LAYOUT)
    found = dateline_day(text, layout, None)
    assert (layout.headline, str(found) if found else None) == (HEADLINE, day)


@pytest.mark.parametrize(
    "first",
    [
        "On April 14th, Larch Point opened a hall in Leeds.",
        "As of Oct. 1, Maryland has a new law that says who pays.",
        "From October 7-8, the team of Larch Point was in Dubai.",
        "Larch Point Honours Makers, Names Oct. 5-11 Larch Week with a Hall of Wood",
        "ABOUT LARCH POINT",
        "READ FULL ARTICLE HERE",
    ],
)
def test_prose_and_headings_are_no_dateline(first: str) -> None:
    layout = find_layout(f"{HEADLINE}\n\n{first}\n\n{LEAD}", LAYOUT)
    assert (layout.place, layout.dateline_date) == (None, None)


def test_a_headline_that_ends_with_its_day_stays_the_headline() -> None:
    layout = find_layout(f"Larch Point Names Ida Brandt – 28 January 2019\n\n{LEAD}", LAYOUT)
    assert layout.headline == "Larch Point Names Ida Brandt – 28 January 2019"


def test_a_day_with_its_year_goes_before_one_without() -> None:
    text = f"Release date: 14 May 2024\n{HEADLINE}\n\nLEEDS, May 15 – {LEAD}"
    assert dateline_day(text, find_layout(text, LAYOUT), None) == dt.date(2024, 5, 14)


def test_who_sends_a_release_out_is_no_part_of_the_dateline() -> None:
    text = f"{HEADLINE}\n\nLeeds, United Kingdom - May 14, 2024 / Larch Point Media / {LEAD}"
    layout = find_layout(text, LAYOUT)
    (zone,) = [zone for zone in layout.zones if zone.name == "dateline"]
    assert layout.place == "Leeds, United Kingdom"
    assert "Larch Point Media" not in text[zone.start : zone.end]


def test_a_sentence_above_the_dateline_is_the_headline() -> None:
    headline = f"{HEADLINE} After a Year in Which Its Halls in Leeds, York and Hull Sold More Than Ever Before, the Company Says."
    layout = find_layout(f"{headline}\n\nLEEDS, May 14, 2024 – {LEAD}", LAYOUT)
    assert layout.headline == headline
    assert [zone.name for zone in layout.zones][:3] == ["headline", "dateline", "lead"]


def test_the_headline_ends_where_it_does_after_a_line_of_place_and_day() -> None:
    text = f"LEEDS, 14 May 2024\n\n{HEADLINE}\n\n{LEAD}\n\nIt grows."
    outline = find_outline(text, None, LAYOUT)
    assert text[: outline.headline_end].rstrip().endswith(HEADLINE)
