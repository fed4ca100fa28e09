"""Every form of file that releases come in, and a hostile one of each."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from presstab.corpus import files
from presstab.corpus.documents import convert
from presstab.corpus.pdf import _mended
from presstab.corpus.read import parse_columns, read_releases
from presstab.corpus.release import Issue, Release
from presstab.errors import InputError
from presstab.extraction import extract_release
from spacy.language import Language

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
PAGE = """<html><head><title>Acme opens plant | Acme newsroom</title>
<meta property="article:published_time" content="2025-03-10T08:00:00Z">
<meta property="og:site_name" content="Acme newsroom">
<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2025-03-12"}]}</script>
</head><body><nav><a href="/">Home</a> <a href="/jobs">Jobs</a></nav><article><h1>Acme opens plant</h1>
<p>Acme Robotics Inc. opened a plant in Oslo today and will hire two hundred people there by the end of the year.</p>
<p>The plant will make sensors for ships. It is the third that the company runs in the north of Europe.</p>
<p>"We are glad," said Jane Doe, the chief executive officer of Acme Robotics, at the opening of the plant.</p>
</article><script>alert(1)</script><footer>Imprint</footer></body></html>"""
MAIL = (
    "From: Acme Press <press@acme.example>\r\nTo: desk@paper.example\r\nSubject: =?utf-8?q?Acme_er=C3=B6ffnet?=\r\n"
    "Date: Wed, 12 Mar 2025 08:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\nAcme Corp. grew.\r\nMuch.\r\n"
)
RSS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Acme wire</title>
<item><guid>a1</guid><title>Acme &amp; Bolt</title><pubDate>Wed, 12 Mar 2025 08:00:00 GMT</pubDate>
<description>short</description><content:encoded><![CDATA[<p>Acme Corp. <b>grew</b>.</p><p>Much.</p>]]></content:encoded></item>
<item><link>https://acme.example/2</link><title>Two</title><description>Plain &lt;b&gt;text&lt;/b&gt;</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Bolt</title><entry><id>urn:1</id><title>One</title>
<updated>2025-03-12T08:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Bolt AG
grew.</p></div></content></entry></feed>"""


def _docx(document: str, core: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        if core:
            archive.writestr("docProps/core.xml", core)
    return stream.getvalue()


def _word(*paragraphs: str, head: str = "") -> str:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return f'<?xml version="1.0"?>{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'


def _pdf(*lines: str) -> bytes:
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F1 10 Tf 14 TL 40 750 Td {shown} ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 5\n0000000000 65535 f \n"
    return body + head + table + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)


LONG = "Acme grew in Leeds. " * 9


def _zip(**entries: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "."), data)
    return stream.getvalue()


def _read(path: Path, **options: object) -> tuple[dict[str, Release], list[Issue]]:
    """Return the releases with their texts, and the issues; a file that cannot be converted is an issue too."""
    releases, issues = {}, []
    for item in read_releases([path], **options):  # type: ignore[arg-type]
        if isinstance(item, Issue):
            issues.append(item)
            continue
        try:
            releases[item.doc_id] = convert(item)
        except InputError as error:
            issues.append(Issue("unreadable_file", "error", str(error), item.doc_id, item.origin))
    return releases, issues


def test_page_gives_main_text_title_publisher_and_the_better_of_two_dates(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    releases, issues = _read(tmp_path)
    a = releases["a"]
    assert not issues
    assert (str(a.published_on), a.published_from, a.title, a.source) == (
        "2025-03-12", "json-ld", "Acme opens plant", "Acme newsroom",
    )  # fmt: skip
    assert [(source, str(day)) for source, day in a.days] == [("json-ld", "2025-03-12"), ("meta", "2025-03-10")]
    assert a.text.startswith("Acme opens plant\n")
    assert "said Jane Doe" in a.text
    assert not any(noise in a.text for noise in ("Imprint", "Jobs", "alert", "<"))


def test_page_of_few_words_and_index_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Acme Corp. grew.<p>Much.<script>x</script>")
    (tmp_path / "index.csv").write_text("doc_id,published,title,source\na,2024-08-01,T,wire\n")
    a = _read(tmp_path)[0]["a"]
    assert (a.text, str(a.published_on), a.published_from, a.title, a.source) == (
        "Acme Corp. grew.\n\nMuch.", "2024-08-01", "index", "T", "wire",
    )  # fmt: skip


def test_markdown_shows_no_marks_and_no_addresses(tmp_path: Path) -> None:
    text = "# Acme *opens* plant\n\n![x](http://a.example/i.png)\n[Acme](https://acme.example) grew __much__ in 2_024.\n\n- one\n- two\n"
    (tmp_path / "a.md").write_text(text)
    assert _read(tmp_path)[0]["a"].text == "Acme opens plant\n\nAcme grew much in 2_024.\n\none\n\ntwo"


def test_pdf_words_and_lines_that_the_page_cut_are_joined(tmp_path: Path) -> None:
    lines = ("Acme opens plant", "Acme Robotics Inc. opened a plant in Oslo that will manufac-",
             "ture sensors for ships and which the president of the city", "visited.", "About Acme")  # fmt: skip
    (tmp_path / "a.pdf").write_bytes(_pdf(*lines))
    assert _read(tmp_path)[0]["a"].text == (
        "Acme opens plant\nAcme Robotics Inc. opened a plant in Oslo that will manufacture sensors for ships and which "
        "the president of the city visited.\nAbout Acme"
    )


def test_ligatures_and_soft_hyphens_of_a_pdf_are_letters() -> None:
    assert _mended("The e\ufb03cient \ufb01lter \ufb02ows manu\u00adally.") == "The efficient filter flows manually."


def test_docx_paragraphs_and_title(tmp_path: Path) -> None:
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Acme opens</dc:title></c>'
    (tmp_path / "a.docx").write_bytes(_docx(_word("Acme Corp. grew.", "", "Much."), core))
    a = _read(tmp_path)[0]["a"]
    assert (a.text, a.title) == ("Acme Corp. grew.\n\nMuch.", "Acme opens")


def test_mail_gives_text_subject_sender_and_date(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL.encode())
    a = _read(tmp_path)[0]["a"]
    assert (a.text, a.title, a.source, str(a.published_on), a.published_from) == (
        "Acme Corp. grew.\nMuch.\n", "Acme eröffnet", "Acme Press <press@acme.example>", "2025-03-12", "mail",
    )  # fmt: skip


def test_feeds_give_a_release_an_entry(tmp_path: Path) -> None:
    (tmp_path / "r.rss").write_text(RSS)
    (tmp_path / "a.xml").write_text(ATOM)
    releases, issues = _read(tmp_path)
    assert not issues
    assert [(r.text, r.title, r.source, str(r.published_on), r.published_from) for r in releases.values()] == [
        ("Bolt AG grew.", "One", "Bolt", "2025-03-12", "feed"),
        ("Acme Corp. grew.\n\nMuch.", "Acme & Bolt", "Acme wire", "2025-03-12", "feed"),
        ("Plain text", "Two", "Acme wire", "None", "none"),
    ]
    assert list(releases) == ["urn:1", "a1", "https://acme.example/2"]


def test_archives_hold_any_of_these(tmp_path: Path) -> None:
    inner = _zip(**{"c.txt": b"C Corp. grew."})
    (tmp_path / "day.zip").write_bytes(
        _zip(**{"x/a.txt": b"A Corp. grew.", "../../b.txt": b"B Corp. grew.", "in.zip": inner, "p.html": PAGE.encode()})
    )
    (tmp_path / "r.jsonl.gz").write_bytes(gzip.compress(b'{"id": "j", "text": "J"}\n'))
    releases, issues = _read(tmp_path)
    assert not issues
    assert sorted(releases) == ["day.zip/b", "day.zip/in.zip/c", "day.zip/p", "day.zip/x/a", "j"]


def test_columns_are_mapped_and_files_chosen(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"guid": 7, "body": "x", "date": "2025-01-02"}))
    (tmp_path / "b.txt").write_text("y")
    columns = parse_columns("text=body,id=guid,published=date")
    releases, _ = _read(tmp_path, pattern="*.jsonl", columns=columns)
    assert [(r.doc_id, r.text, str(r.published_on)) for r in releases.values()] == [("7", "x", "2025-01-02")]
    with pytest.raises(InputError, match="FIELD=COLUMN"):
        parse_columns("body")


def test_html_in_a_record_is_read_as_text_and_said(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": "<p>Acme &amp; Bolt</p><p>grew</p>"}))
    releases, issues = _read(tmp_path)
    assert releases["a"].text == "Acme & Bolt\n\ngrew"
    assert [(i.code, i.severity) for i in issues] == [("html_text", "info")]


def _bomb_zip() -> bytes:
    return _zip(**{"a.txt": b"a" * 3_000_000, "b.txt": b"B Corp."})


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "entities in a feed": ("a.rss", lambda: (BOMB + "<rss>&b;</rss>").encode(), "entities"),
    "a file named by a feed": ("a.xml", lambda: (OUTSIDE + "<rss>&a;</rss>").encode(), "entities"),
    "XML that is no feed": ("a.xml", lambda: b"<html><item/></html>", "no RSS or Atom"),
    "a torn feed": ("a.atom", lambda: ATOM.encode()[:200], "no XML"),
    "entities in a DOCX": ("a.docx", lambda: _docx(_word("&b;", head=BOMB)), "DOCX"),
    "a DOCX that is none": ("a.docx", lambda: b"PK\x03\x04 no", "DOCX"),
    "a DOCX that unpacks to too much": ("a.docx", lambda: _docx(_word("a" * 9_000_000)), "more than it should"),
    "a torn PDF": ("a.pdf", lambda: _pdf("Acme")[:120], "PDF"),
    "no PDF": ("a.pdf", lambda: b"%PDF-1.4\n" + bytes(range(256)) * 20, "PDF"),
    "a PDF without text": ("a.pdf", lambda: _pdf(), "without text"),
    "an empty page": ("a.html", lambda: b"", "HTML"),
    "a page of scripts": ("a.html", lambda: b"<html><body><script>x</script></body></html>", "no text"),
    "a binary page": ("a.html", lambda: bytes(range(32)) * 90, "binary"),
    "no mail": ("a.eml", lambda: b"\n\nhello", "no header"),
    "a mail of an image": (
        "a.eml",
        lambda: (
            b"From: a@b.example\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n"
            + base64.b64encode(b"x" * 50)
        ),
        "without a text part",
    ),
    "a zip bomb": ("a.zip", _bomb_zip, "100 times"),
    "a gzip bomb": ("a.txt.gz", lambda: gzip.compress(b"a" * 3_000_000), "100 times"),
    "a torn gzip": ("a.txt.gz", lambda: gzip.compress(b"Acme grew. " * 90)[:24], "cannot be unpacked"),
    "a zip that is none": ("a.zip", lambda: b"PK\x03\x04 nothing", "no readable zip"),
    "an archive too deep": (
        "a.zip",
        lambda: _zip(**{"b.zip": _zip(**{"c.zip": _zip(**{"d.txt": b"x"})})}),
        "nested more than 2",
    ),
    "no Parquet": ("a.parquet", lambda: b"PAR1 no", "not Parquet"),
    "broken Markdown": ("a.md", lambda: b"\xff\xfe\x00", "no known encoding|^$"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_file_is_an_issue_and_the_others_are_read(tmp_path: Path, case: str) -> None:
    name, make, message = HOSTILE[case]
    (tmp_path / name).write_bytes(make())
    (tmp_path / "z.txt").write_text("Good Corp. grew.")
    releases, issues = _read(tmp_path)
    assert releases["z"].text == "Good Corp. grew."
    if case != "broken Markdown":
        assert any(
            message in issue.message and (issue.location or "").startswith(name.removesuffix(".gz")) for issue in issues
        ), issues
    assert "hostname" not in str(releases)


def test_archive_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.zip").write_bytes(_zip(**{f"{n}.txt": b"Acme Corp. grew." for n in range(9)}))
    monkeypatch.setattr(files, "MAX_ENTRIES", 5)
    monkeypatch.setattr(files._Budget, "__init__", lambda self: self.__dict__.update(unpacked=10**9, entries=5))
    releases, issues = _read(tmp_path)
    assert len(releases) == 5
    assert "more than 5 files" in issues[0].message
    monkeypatch.setattr(files._Budget, "__init__", lambda self: self.__dict__.update(unpacked=40, entries=50))
    releases, issues = _read(tmp_path)
    assert len(releases) == 2
    assert "unpacks to more than" in issues[0].message


def test_deeply_nested_page_does_not_exhaust_the_stack(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<div>" * 50_000 + "Acme Corp. grew." + "</div>" * 50_000)
    releases, issues = _read(tmp_path)
    assert releases or issues


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", f"<html><body><p>{LONG}</p></body></html>".encode()),
        ("a.md", LONG.encode()),
        ("a.pdf", _pdf(*(["Acme grew. " * 3] * 4))),
        ("a.docx", _docx(_word(LONG))),
        ("a.eml", f"Subject: News\nContent-Type: text/plain\n\n{LONG}\n".encode()),
    ],
)
def test_a_text_past_the_limit_is_told_whatever_its_form(tmp_path: Path, name: str, data: bytes, nlp: Language) -> None:
    (tmp_path / name).write_bytes(data)
    for limit, code in ((80, "too_large"), (100_000, None)):
        (release,) = read_releases([tmp_path], max_chars=limit)
        assert isinstance(release, Release)
        rows = extract_release(nlp, release).rows
        assert (rows["documents"][0]["status"], {row["code"] for row in rows["issues"]} - {"unresolved_date"}) == (
            ("failed", {code}) if code else ("ok", set())
        )
