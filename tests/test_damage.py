"""Files of every form, damaged at random: each ends as releases or as issues, and no exception escapes the readers."""

from __future__ import annotations

import functools
import gzip
import io
import json
import os
import random
import time
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from presstab.corpus.documents import CONVERTERS, convert
from presstab.corpus.files import File
from presstab.corpus.names import MANY, SINGLES
from presstab.corpus.read import read_file
from presstab.corpus.records import RECORDS
from presstab.corpus.release import Issue, Release
from presstab.errors import InputError

from tests.test_forms import ATOM, MAIL, PAGE, RSS, _docx, _pdf, _word, _zip

NUMBER = int(os.environ.get("PRESSTAB_MUTATIONS", "20000"))
SECONDS = 20  # for one file of a few kilobytes, on a busy machine
RECORDS_MADE = [{"id": f"r{n}", "text": f"Acme Corp. grew {n} times.", "published": "2025-03-12"} for n in range(9)]
FILING = (
    "<DOCUMENT>\n<TYPE>EX-99.1\n<TEXT>\nAcme grows\n\nOSLO, March 12, 2025 -- Acme Corp. grew.\n</TEXT>\n</DOCUMENT>\n"
)
FORWARD = (
    MAIL
    + "\r\n---------- Forwarded message ---------\r\nFrom: A <a@b.example>\r\nSubject: Acme\r\n\r\n> Acme grew.\r\n"
)
# What breaks parsers, put anywhere.
TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"&", b"<!--", b"]]>", b"<![CDATA[", b"<!ENTITY a 'b'>", b"\r", b'"', b"[" * 2_000,
    b"{" * 50, b"<div>" * 300, b"9" * 5_000, b"\\ud800", b"\xed\xa0\x80", b"PK\x03\x04", b"%PDF-1.4", b"obj <<", b">" * 99,
    b"boundary=", b"-----Original Message-----\nFrom: a\nSent: b\n\n", b"###\n", b"\xe2\x80", b"&#x110000;", b"&#0;",
)  # fmt: skip


def _parquet() -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(RECORDS_MADE), stream)
    return stream.getvalue()


SEEDS: tuple[tuple[str, bytes], ...] = (
    (
        "a.txt",
        b"Acme grows\n\nOSLO, March 12, 2025 -- Acme Corp. grew.\n\n###\n\nBolt\n\nROME, May 2, 2025 -- Bolt grew.",
    ),
    ("utf16.txt", "Peñarol grew.".encode("utf-16")),
    ("filing.txt", FILING.encode()),
    ("a.html", PAGE.encode()),
    ("a.xhtml", PAGE.encode("utf-16")),
    ("a.md", b"# Acme\n\n[Acme](https://acme.example) *grew*.\n\n| a | b |\n|---|---|\n| c | d |\n"),
    ("a.pdf", _pdf("Acme grows", "Acme Corp. grew.")),
    ("a.docx", _docx(_word("Acme Corp. grew.", "Much."))),
    ("a.eml", MAIL.encode()),
    ("forward.eml", FORWARD.encode()),
    ("a.jsonl", "\n".join(map(json.dumps, RECORDS_MADE)).encode()),
    ("a.json", json.dumps({"items": RECORDS_MADE}).encode()),
    ("a.csv", b"id;text;published\n" + b"".join(b"%d;Acme grew.;2025-03-12\n" % n for n in range(9))),
    ("a.parquet", _parquet()),
    ("a.rss", RSS.encode()),
    ("a.atom", ATOM.encode()),
    ("a.zip", _zip(**{"a.txt": b"Acme grew. " * 9, "b.jsonl": b'{"text": "x"}', "c.zip": _zip(**{"d.txt": b"x"})})),
    ("a.jsonl.gz", gzip.compress("\n".join(map(json.dumps, RECORDS_MADE)).encode())),
)


def _flip(data: bytearray, dice: random.Random) -> None:
    for _ in range(dice.randint(1, 8)):
        data[dice.randrange(len(data))] = dice.randrange(256)


def _cut(data: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(data))
    del data[at : at + dice.randint(1, len(data))]


def _repeat(data: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(data))
    data[at:at] = data[at : at + dice.randint(1, 200)] * dice.randint(1, 50)


def _insert(data: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(data))
    data[at:at] = dice.choice(TOKENS)


def _shuffle(data: bytearray, dice: random.Random) -> None:
    at, other = sorted((dice.randrange(len(data)), dice.randrange(len(data))))
    data[:] = data[other:] + data[at:other] + data[:at]


CHANGES: tuple[Callable[[bytearray, random.Random], None], ...] = (_flip, _cut, _repeat, _insert, _shuffle)


def _mutated(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        if changed:
            dice.choice(CHANGES)(changed, dice)
    return bytes(changed)


def _ends(file: File) -> list[Release | Issue | InputError]:
    """Return what a file comes to; the error of a conversion becomes an issue row where releases are extracted."""
    ends: list[Release | Issue | InputError] = []
    for item in read_file(file, {}):
        try:
            ends.append(convert(item) if isinstance(item, Release) else item)
        except InputError as error:
            ends.append(error)
    return ends


def _try(first: int, number: int) -> None:
    for seed in range(first, first + number):
        dice = random.Random(seed)
        name, data = SEEDS[seed % len(SEEDS)]
        mutated = _mutated(data, dice)
        began = time.monotonic()
        try:
            ends = _ends(File(name, functools.partial(io.BytesIO, mutated)))
        except Exception as error:
            raise AssertionError(f"seed {seed}, {name}: {type(error).__name__} escaped") from error
        assert ends, f"seed {seed}, {name}: neither release nor issue"
        assert time.monotonic() - began < SECONDS, f"seed {seed}, {name}: too slow"
        for item in ends:
            if isinstance(item, Release):
                (item.doc_id + item.text + (item.title or "") + item.source).encode()  # no lone surrogate


def test_every_form_that_is_read_is_mutated() -> None:
    assert {File(name.removesuffix(".gz"), io.BytesIO).suffix for name, _ in SEEDS} >= SINGLES - {".htm"}
    assert set(CONVERTERS) | {".txt"} == SINGLES
    assert set(RECORDS) == MANY


def test_unharmed_files_are_read_without_a_fault() -> None:
    for name, data in SEEDS:
        ends = _ends(File(name, functools.partial(io.BytesIO, data)))
        assert any(isinstance(item, Release) for item in ends), name
        assert not [item for item in ends if isinstance(item, Issue) and item.severity != "info"], name


def test_damaged_files_end_as_releases_or_issues() -> None:
    _try(0, 400)


@pytest.mark.soak
def test_20_000_damaged_files_end_as_releases_or_issues() -> None:
    _try(1_000_000, NUMBER)
