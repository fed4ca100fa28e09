"""Kinds of page, mail, feed, table, encoding and PDF that were misread once, and what each gives now."""

from __future__ import annotations

import functools
import io
import json
import unicodedata
from pathlib import Path

import pytest
from presstab.corpus.columns import split_columns
from presstab.corpus.decode import decode
from presstab.corpus.documents import convert
from presstab.corpus.files import File
from presstab.corpus.pages import read_page
from presstab.corpus.pdf import _joined, _mended
from presstab.corpus.plain import parts_of
from presstab.corpus.read import read_file, read_releases
from presstab.corpus.release import Issue, Release, parse_day
from presstab.corpus.repair import repair
from presstab.errors import InputError
from spacy.language import Language

RELEASE = "HARSTAD, Norway, March 10, 2025 -- Vidda Sensors AS today named Kari Lunde as chief executive.\nShe starts in May.\n"
PROSE = """<p>Vidda Sensors AS opened a plant in Harstad and will hire two hundred people there by the end of next year.</p>
<p>The plant will make sensors for ships. It is the third that the company runs in the north of Norway since 1998.</p>
<p>"We are glad," said Kari Lunde, the chief executive officer of Vidda Sensors, at the opening of the plant.</p>"""


def _read(name: str, data: str | bytes) -> tuple[list[Release], list[Issue]]:
    encoded = data if isinstance(data, bytes) else data.encode()
    items = list(read_file(File(name, functools.partial(io.BytesIO, encoded)), {}))
    releases = [convert(item) for item in items if isinstance(item, Release)]
    return releases, [item for item in items if isinstance(item, Issue)]


# --- the day of a page -----------------------------------------------------------------------------------------


def _page(head: str = "", top: str = "", bottom: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>Vidda opens plant</title>{head}</head><body><main><article>"
        f"<h1>Vidda opens plant</h1>{top}{PROSE}</article></main>{bottom}</body></html>"
    ).encode()


def _linked(data: str) -> bytes:
    return _page(head=f'<script type="application/ld+json">{data}</script>')


OWN = '{"@type": "NewsArticle", "headline": "Vidda opens plant", "datePublished": "2025-03-10"}'
OTHER = '{"@type": "NewsArticle", "headline": "Bank buys tower", "datePublished": "2019-02-02"}'
DATED = {
    "itemprop": _page(top='<span itemprop="datePublished" content="2025-03-10">x</span>'),
    "property": _page(top='<span property="datePublished">10 March 2025</span>'),
    "time": _page(top="<time datetime='2025-03-10T09:00'>Monday</time>"),
    "time in words": _page(top="<time>10 March 2025</time>"),
    "visible": _page(top="<p class='date'>Published: 10 March 2025</p>"),
    "visible, posted on": _page(top="<div class='meta'>Posted on March 10, 2025 by Kari Lunde</div>"),
    "visible, in the language of the page": _page(top="<div class='date'>10. mars 2025</div>"),
    "meta of another name": _page(head='<meta name="publish-date" content="10.03.2025">'),
    "meta beside that of a change": _page(
        head='<meta property="og:updated_time" content="2026-01-01"><meta name="dc.date.issued" content="2025-03-10">'
    ),
    "visible beside the meta of a change": _page(
        head='<meta property="article:modified_time" content="2026-01-01">', top="<p class='date'>March 10, 2025</p>"
    ),
    "address": _page(head='<link rel="canonical" href="https://vidda.example/news/2025/03/10/plant">'),
    "address in one": _page(head='<meta property="og:url" content="https://vidda.example/20250310-plant">'),
    "JSON-LD": _linked(OWN),
    "JSON-LD in words": _linked('{"@type": ["NewsArticle", "Thing"], "datePublished": "March 10, 2025"}'),
    "JSON-LD that is a list": _linked(f'[{{"@type": "BreadcrumbList"}}, {OWN}]'),
    "JSON-LD in a comment": _linked(f"<!-- {OWN} -->"),
    "JSON-LD with a comma too many": _linked('{"@type": "NewsArticle", "datePublished": "2025-03-10",}'),
    "JSON-LD with a typed value": _linked('{"@type": "NewsArticle", "datePublished": {"@value": "2025-03-10"}}'),
    "JSON-LD of the day of writing": _linked('{"@type": "NewsArticle", "dateCreated": "2025-03-10"}'),
    "JSON-LD within the page's": _linked(f'{{"@type": "WebPage", "mainEntity": {OWN}}}'),
    "JSON-LD behind another's": _linked(
        f'{{"@graph": [{{"@type": "ItemList", "itemListElement": [{OTHER}]}}, {OWN}]}}'
    ),
    "JSON-LD with another's before it": _linked(f"[{OTHER}, {OWN}]"),
}
UNDATED = {
    "the organisation's JSON-LD": _linked('{"@type": "Organization", "datePublished": "1998-01-02"}'),
    "a related story's JSON-LD": _linked(f'{{"@type": "WebPage", "hasPart": [{OTHER}]}}'),
    "another story's JSON-LD": _linked(OTHER),
    "a footer": _page(bottom="<footer>&copy; 2026 Vidda. Last updated 3 January 2026</footer>"),
    "a footer of another kind": _page(bottom="<div class='site-footer'>Last updated 3 January 2026</div>"),
    "other news": _page(bottom="<div class='more-news'><time datetime='2019-02-02'>2 Feb 2019</time></div>"),
    "a day that may be a month": _page(head='<meta name="date" content="03/10/2025">'),
}  # fmt: skip


@pytest.mark.parametrize("case", DATED)
def test_a_page_is_dated_by_what_it_says_of_itself(case: str) -> None:
    assert {str(day) for _, day in read_page(DATED[case]).days} == {"2025-03-10"}


@pytest.mark.parametrize("case", UNDATED)
def test_a_page_is_not_dated_by_what_it_says_of_others(case: str) -> None:
    assert read_page(UNDATED[case]).days == ()


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("Do, 16 Mai 2024 11:41:36", "2024-05-16"), ("May 14, 2024", "2024-05-14"), ("14.05.2024", "2024-05-14"),
        ("05.06.2024", "2024-06-05"), ("05/14/2024", "2024-05-14"), ("2024/05/14", "2024-05-14"),
        ("20240514", "2024-05-14"), ("14 mayo 2024", "2024-05-14"), ("Tuesday, May 14, 2024 9:00 AM", "2024-05-14"),
    ],
)  # fmt: skip
def test_days_as_the_world_writes_them(given: str, day: str) -> None:
    assert str(parse_day(given)) == day


@pytest.mark.parametrize(
    "given", ["05/06/2024", "Tuesday", "yesterday", "5 days ago", "May 2024", "2024-02-30", "14 May"]
)
def test_what_names_no_single_day_is_none(given: str) -> None:
    with pytest.raises(InputError, match="no date"):
        parse_day(given)


# --- encodings -------------------------------------------------------------------------------------------------

WESTERN = "MADRID, May 14, 2024 – Grupo Peñíscola S.A. named Begoña Ibáñez. “It’s time,” she said."


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "utf-16-le", "utf-16-be"])
def test_western_texts_without_a_mark_are_read_and_told(encoding: str) -> None:
    releases, issues = _read("a.txt", WESTERN.encode(encoding))
    assert releases[0].text == WESTERN
    assert [(issue.code, encoding in issue.message) for issue in issues] == [("encoding_guessed", True)]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("WARSAW, May 14, 2024 -- Wałęsa Śląsk S.A. named Piotr Żółć chief executive.", "cp1250"),
        ("ISTANBUL, May 14, 2024 -- Yıldız A.Ş. named Gülşen Şahin chief executive.", "cp1254"),
        ("REYKJAVIK, May 14, 2024 -- Þór hf. named Guðrún Bjarnadóttir chief executive.", "cp1252"),
        ("МОСКВА, 14 мая 2024 -- Компания назначила нового директора по продажам.", "cp1251"),
        ("東京、2024年5月14日 -- 当社は本日、新しい社長を発表しました。", "shift_jis"),
    ],
)
def test_other_encodings_are_still_told_from_western_ones(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_a_text_of_two_sources_is_read_in_the_encoding_of_each() -> None:
    assert decode("Peñíscola “grew” – ".encode() + "café".encode("cp1252")).text == "Peñíscola “grew” – café"


def test_a_page_is_read_in_the_encoding_that_it_declares() -> None:
    page = _page(head='<meta charset="iso-8859-2">').decode().replace("Lunde", "Łunde").encode("iso-8859-2")
    assert "Kari Łunde" in read_page(page).text


def test_text_encoded_twice_and_entities_are_mended_and_told() -> None:
    twice = WESTERN.encode().decode("cp1252", "ignore").replace("May", "Caf&eacute; &amp; May")
    releases, issues = _read("a.txt", twice)
    assert "Grupo Peñíscola S.A. named Begoña Ibáñez" in releases[0].text
    assert "Café & May" in releases[0].text
    assert "text_repaired" in {issue.code for issue in issues}


@pytest.mark.parametrize("text", [WESTERN, "NÃO É Ç. AT&T; R&D", "x &lt;b&gt; <b>", "naïve Ünïcödé ’quoted’", "Å¡"])
def test_what_is_right_is_never_mended(text: str) -> None:
    assert repair(text) == text or "&lt;" in text


def test_decomposed_accents_and_unseen_marks_hide_no_name_and_move_no_other() -> None:
    given = unicodedata.normalize(
        "NFD", "Énergie Vallée SA and Bolt\u200b Corp. named Jane\u200b Doe, Zur\u00adich, in \u200c2025. End."
    )
    mended = repair(given)
    assert mended.split() == [
        "Énergie",
        "Vallée",
        "SA",
        "and",
        "Bolt",
        "Corp.",
        "named",
        "Jane",
        "Doe,",
        "Zurich,",
        "in",
        "2025.",
        "End.",
    ]
    assert len(mended) == len(given)
    assert mended.index("End") == given.index("End")
    assert repair("A \u200d B, 👩\u200d🔬 می\u200cخواهم") == "A \u200d B, 👩\u200d🔬 می\u200cخواهم"


def test_lost_characters_are_told() -> None:
    assert [issue.code for issue in _read("a.txt", "José Mu\ufffdoz grew.")[1]] == ["lost_characters"]


def test_a_lost_letter_cuts_no_name_in_two(nlp: Language) -> None:
    doc = nlp(
        "OSLO, May 14, 2024 -- Soci\ufffdt\ufffd Lumi\ufffdre SA said that H\ufffdl\ufffdne Dupr\ufffd is its chair."
    )
    assert "H\ufffdl\ufffdne Dupr\ufffd" in {span.text for span in doc.ents}
    text = "Mu\ufffdoz \ufffd grew\ufffd, \ufffdtoile.\n"
    tokens = nlp.make_doc(text)
    assert tokens.text == text
    assert [token.text for token in tokens][:3] == ["Mu\ufffdoz", "\ufffd", "grew\ufffd"]


# --- mail ------------------------------------------------------------------------------------------------------


def _mail(subject: str, body: str, kind: str = "text/plain") -> str:
    return (
        f"From: Desk <desk@paper.example>\nSubject: {subject}\nDate: Mon, 03 Jun 2025 09:00:00 +0100\n"
        f"MIME-Version: 1.0\nContent-Type: {kind}; charset=utf-8\n\n{body}"
    )


QUOTED = RELEASE.replace("\n", "\n> ")
HEAD = "From: Vidda Press <press@vidda.example>\n{sent}: {day}\nTo: desk@paper.example\nSubject: Vidda names chief\n\n"
OUTLOOK = HEAD.format(sent="Sent", day="Monday, March 10, 2025 9:00 AM")
GMAIL = HEAD.format(sent="Date", day="Mon, Mar 10, 2025 at 9:00 AM")
FOREIGN = "{0}: Vidda Press <press@vidda.example>\n{1}: {day}\n{2}: desk@paper.example\n{3}: Vidda names chief\n\n"
FORWARDED = {
    "Outlook": f"FYI\n\n-----Original Message-----\n{OUTLOOK}{RELEASE}",
    "Outlook, a line": f"FYI\n\n________________________________\n{OUTLOOK}{RELEASE}",
    "Outlook, no mark": f"FYI\n\n{OUTLOOK}{RELEASE}",
    "Gmail": f"---------- Forwarded message ---------\n{GMAIL}\n\n{RELEASE}",
    "quoted": f"Begin forwarded message:\n\n> {GMAIL.strip().replace(chr(10), chr(10) + '> ')}\n>\n> {QUOTED}",
    "German": f"Zur Info\n\n{FOREIGN.format(*['Von', 'Gesendet', 'An', 'Betreff'], day='Montag, 10. März 2025 09:00')}{RELEASE}",
    "French": f"Pour info\n\n{FOREIGN.format('De ', 'Envoyé ', 'À ', 'Objet ', day='lundi 10 mars 2025 09:00')}{RELEASE}",
    "Italian": f"-----Messaggio originale-----\n{FOREIGN.format(*['Da', 'Inviato', 'A', 'Oggetto'], day='lunedì 10 marzo 2025')}{RELEASE}",
    "Spanish": f"{FOREIGN.format('De', 'Enviado el', 'Para', 'Asunto', day='lunes, 10 de marzo de 2025 9:00')}{RELEASE}",
    "twice": f"---------- Forwarded message ---------\n{GMAIL.replace('Vidda names', 'Fwd: Vidda names')}"
             f"-----Original Message-----\n{OUTLOOK}{RELEASE}",
}  # fmt: skip


@pytest.mark.parametrize("case", FORWARDED)
def test_a_mail_that_forwards_a_release_gives_the_release(case: str) -> None:
    release = _read("a.eml", _mail("Fwd: Vidda names chief", FORWARDED[case]))[0][0]
    assert (release.text.strip(), release.title, str(release.published_on)) == (
        RELEASE.strip(), "Vidda names chief", "2025-03-10",
    )  # fmt: skip
    assert release.source == "Vidda Press <press@vidda.example>"


def test_a_reply_is_not_what_it_answers() -> None:
    body = f"We decline.\n\n-----Original Message-----\n{OUTLOOK}{RELEASE}"
    assert _read("a.eml", _mail("Re: Vidda names chief", body))[0][0].text.startswith("We decline.")


def _attached(part: str, boundary: str = '"B1"') -> str:
    head = f"From: desk@paper.example\nSubject: Fwd: Vidda\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary={boundary}"
    mark = boundary.strip('"')
    return f"{head}\n\n--{mark}\nContent-Type: text/plain\n\nSee attached.\n--{mark}\n{part}\n--{mark}--\n"


def test_an_attached_message_or_document_is_the_release() -> None:
    message = f"Content-Type: message/rfc822\n\nFrom: press@vidda.example\nSubject: Vidda names chief\n\n{RELEASE}"
    document = f"Content-Type: text/html\nContent-Disposition: attachment; filename=r.html\n\n{_page().decode()}"
    assert _read("a.eml", _attached(message))[0][0].text.strip() == RELEASE.strip()
    assert "said Kari Lunde" in _read("a.eml", _attached(document))[0][0].text


def test_a_boundary_without_quotation_marks_is_one() -> None:
    message = f"Content-Type: message/rfc822\n\nSubject: Vidda\n\n{RELEASE}"
    assert _read("a.eml", _attached(message, "----=_Part_1"))[0][0].text.strip() == RELEASE.strip()


def test_the_preview_that_a_mail_hides_is_no_text() -> None:
    body = f"<div style='display: none'>Big news</div>{PROSE}"
    assert _read("a.eml", _mail("Vidda", body, "text/html"))[0][0].text.startswith("Vidda Sensors AS opened")


# --- feeds -----------------------------------------------------------------------------------------------------

FEED = '<?xml version="1.0"?>\n<rss><channel><title>Vidda &amp; Co</title>{}</channel></rss>'
ITEM = "<item><guid>{}</guid><pubDate>Do, 16 Mai 2024 11:41</pubDate><description>{}</description></item>"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Bolt & Nut plc, AT&T", "Bolt & Nut plc, AT&T"),
        ("Bolt &ndash; &ldquo;new&rdquo;", "Bolt – “new”"),
        ("Bolt has\x0b grown", "Bolt has  grown"),
        ("<![CDATA[Bolt & Nut]]>", "Bolt & Nut"),
        ("<p>Bolt<br>grew", "Bolt\n\ngrew"),
        ("Bolt &lt;i&gt;grew&lt;/i&gt;", "Bolt grew"),
    ],
)
def test_xml_that_its_writers_got_wrong_is_read(written: str, read: str) -> None:
    releases, issues = _read("a.xml", f"\n\n {FEED.format(ITEM.format(1, written) + ITEM.format(2, 'Next'))}")
    assert [(r.doc_id, r.text, str(r.published_on)) for r in releases] == [
        ("1", read, "2024-05-16"),
        ("2", "Next", "2024-05-16"),
    ]
    assert not issues


def test_a_torn_feed_gives_the_entries_before_the_tear_and_tells_it() -> None:
    releases, issues = _read("a.xml", FEED.format(ITEM.format(1, "Bolt") + ITEM.format(2, "Half of it"))[:-50])
    assert [r.text for r in releases] == ["Bolt"]
    assert [(issue.code, issue.hides) for issue in issues] == [("damaged_feed", "a.xml")]


def test_an_entry_of_a_title_alone_has_that_as_text() -> None:
    feed = FEED.format("<item><title>Bolt hires Kari Lunde</title></item>")
    assert [(r.text, r.title) for r in _read("a.xml", feed)[0]] == [("Bolt hires Kari Lunde",) * 2]


# --- tables ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", "id;published;text\nb1;2024-05-14;Bolt, grew\n"),
        ("a.csv", "\ufeffsep=;\r\nID;Published;Text\r\nb1;14.05.2024;Bolt, grew\r\n"),
        ("a.csv", "ID\tPublished\t Text \nb1\t2024-05-14\tBolt, grew\n"),
        ("a.tsv", "id\tpublished\ttext\nb1\t2024-05-14\tBolt, grew\n"),
        ("a.json", '[\n{"id": "b1", "published": "2024-05-14",\n "text": "Bolt, grew"}\n]'),
        ("a.json", '{"status": "ok", "items": [{"ID": "b1", "Published": "2024-05-14", "TEXT": "Bolt, grew"}]}'),
        ("a.json", '{"id": "b1", "published": "2024-05-14", "text": "Bolt, grew"}'),
        ("a.jsonl", '[{"id": "b1", "published": "2024-05-14", "text": "Bolt, grew"}]'),
        ("a.jsonl", '[\n{"id": "b1", "published": "2024-05-14", "text": "Bolt, grew"}\n]'),
    ],
)
def test_tables_of_every_cut(name: str, data: str) -> None:
    releases, issues = _read(name, data)
    assert [(r.doc_id, r.text, str(r.published_on)) for r in releases] == [("b1", "Bolt, grew", "2024-05-14")]
    assert not issues


def test_numbers_are_ids_and_a_mark_amid_lines_is_nothing() -> None:
    data = '\ufeff{"id": 12, "text": "x"}\n\ufeff{"id": 13.0, "text": "y"}\n{"id": null, "text": "z"}\n{"id": true, "text": "t"}'
    assert [r.doc_id for r in _read("wire/a.jsonl", data)[0]] == ["12", "13", "wire/a-3", "wire/a-4"]


# --- filings, several releases, files of one stem --------------------------------------------------------------


def test_the_wrapper_of_a_filing_comes_off() -> None:
    submission = (
        "<SEC-DOCUMENT>1.txt\n<DOCUMENT>\n<TYPE>8-K\n<TEXT>\nA form.\n</TEXT>\n</DOCUMENT>\n"
        f"<DOCUMENT>\n<TYPE>EX-99.1\n<SEQUENCE>2\n<TEXT>\n<html><body><p>Exhibit 99.1</p>{PROSE}</body></html>\n</TEXT>\n</DOCUMENT>"
    )
    releases, issues = _read("a.txt", submission)
    assert [r.text[:24] for r in releases] == ["Vidda Sensors AS opened "]
    assert [issue.code for issue in issues] == ["filing"]


def test_a_text_file_that_holds_a_page_is_read_as_text_and_said() -> None:
    releases, issues = _read("a.txt", f"<html><body>{PROSE}</body></html>")
    assert releases[0].text.startswith("Vidda Sensors AS opened")
    assert [(issue.code, issue.severity) for issue in issues] == [("html_text", "info")]


def test_an_exhibit_typed_in_lines_has_paragraphs_and_no_number_for_a_title() -> None:
    typed = "EX-99.1\n          Exhibit 99.1\n\n   VIDDA NAMES\n      CHIEF EXECUTIVE\n\n   OSLO, May 14, 2024 -- Vidda\nSensors AS grew.\n"
    found = read_page(f"<html><head><title>EX-99.1</title></head><body><pre>{typed}</pre></body></html>".encode())
    assert (found.text, found.title) == (
        "VIDDA NAMES CHIEF EXECUTIVE\n\nOSLO, May 14, 2024 -- Vidda Sensors AS grew.",
        None,
    )


def test_a_file_of_several_releases_is_parted_and_told() -> None:
    other = "Bolt opens office\n\nHULL, England, June 3, 2025 -- Bolt plc today opened an office.\n"
    releases, issues = _read("wire/a.txt", f"Vidda names chief\n\n{RELEASE}\n###\n\n{other}\n-30-\nContact: Kari Lunde")
    assert [(r.doc_id, r.text.split("\n")[0]) for r in releases] == [
        ("wire/a-1", "Vidda names chief"), ("wire/a-2", "Bolt opens office"),
    ]  # fmt: skip
    assert "Contact: Kari Lunde" in releases[1].text
    assert [issue.code for issue in issues] == ["several_releases"]


@pytest.mark.parametrize("mark", ["# # #", "-30-", "* * *", "-- END --", "ENDS", "=" * 20, "-" * 40, "_" * 30, "\f"])
def test_releases_are_parted_at_any_mark_between_them(mark: str) -> None:
    other = "Bolt opens office\n\nHULL, England, June 3, 2025 -- Bolt plc today opened an office.\n"
    parts = parts_of(f"Vidda names chief\n\n{RELEASE}\n{mark}\n\n{other}")
    assert [part.split("\n")[0] for part in parts] == ["Vidda names chief", "Bolt opens office"]


@pytest.mark.parametrize("behind", ["", "About Vidda\nVidda makes sensors.", "Contact: Kari Lunde, Harstad", "* * *"])
def test_one_release_is_never_parted(behind: str) -> None:
    text = f"Vidda names chief\n\n{RELEASE}\n###\n\n{behind}"
    assert parts_of(text) == [text]


def test_files_of_one_stem_are_all_read(tmp_path: Path) -> None:
    (tmp_path / "tick.html").write_bytes(_page())
    (tmp_path / "tick.md").write_text("# Vidda opens\n\nVidda grew.")
    (tmp_path / "tock.txt").write_text("Bolt grew.")
    (tmp_path / "tock.jsonl").write_text(json.dumps({"id": "j", "text": "Dart grew."}))
    (tmp_path / "index.csv").write_text("doc_id,source\ntick,wire\n")
    items = list(read_releases([tmp_path]))
    assert [r.doc_id for r in items if isinstance(r, Release)] == ["tick.html", "tick.md", "j", "tock"]
    assert {(i.code, i.severity) for i in items if isinstance(i, Issue)} == {("same_stem", "info")}
    assert [r.source for r in items if isinstance(r, Release)][:2] == ["wire", "wire"]


# --- PDF -------------------------------------------------------------------------------------------------------


def test_running_heads_and_page_numbers_are_out_and_names_over_a_break_whole() -> None:
    first = "NEWS FROM VIDDA\nvidda.example 1/2\nOSLO, May 14, 2024 -- Vidda Sensors AS today named a new head of\nsales. She joins from Pinder\n"
    second = (
        "NEWS FROM VIDDA\nvidda.example 2/2\nToys Inc., where she was in charge of finance.\nAbout Vidda\nPage 2 of 2\n"
    )
    assert _joined([first, second]) == [
        "OSLO, May 14, 2024 -- Vidda Sensors AS today named a new head of sales. She joins from Pinder Toys Inc., "
        "where she was in charge of finance.",
        "About Vidda",
    ]


COLUMNS = """LEEDS, May 14, 2024 -- Bolt plc          Contact: Alan Marsh, who is head
today named Jane Torrey as chief         of the communications of Bolt
executive officer. She joins from        plc in Leeds, and also
Harrow Homes plc, where she was in       Ngozi Okeke of Tarn Motor, who
charge.                                  can be called."""
TABLE = "\n".join(f"Revenue of line {n}              {n}.4        {n}.7" for n in range(9))


def test_columns_of_prose_are_read_one_by_one_and_tables_line_by_line() -> None:
    text = split_columns(COLUMNS)
    assert text is not None
    assert (
        "chief\nexecutive officer. She joins from\nHarrow Homes plc, where she was in\ncharge.\nContact: Alan" in text
    )
    assert split_columns(TABLE) is None
    assert split_columns("One column of prose.\nAnd a second line.") is None


@pytest.mark.parametrize(
    ("drawn", "meant"),
    [
        ("the \x00rst quarter", "the first quarter"), ("o\ufffdce", "office"), ("\x00nancial", "financial"),
        ("P R E S S  R E L E A S E", "PRESS RELEASE"), ("xq\x00zz", "xq\x00zz"), ("A B C", "A B C"),
    ],
)  # fmt: skip
def test_glyphs_without_a_name_and_spaced_words_are_letters(drawn: str, meant: str) -> None:
    assert _mended(drawn) == meant
