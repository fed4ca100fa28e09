"""Runs every command, and presstab from Python, in one process: what `test_offline.py` watches."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FORMATS = ("csv", "xlsx", "parquet", "sqlite", "duckdb", "jsonl", "spacy")
TEXT = (
    "OSLO, March 3, 2026 - Acme Corp. named Jane Doe chief executive.\n\nShe joined Acme Corp. in 2019 from Bolt Inc.\n"
)


def main() -> None:
    """Run all of it in a folder."""
    from presstab.cli import run
    from presstab.store.store import Store

    work = Path(sys.argv[1])
    _write(work)

    def presstab(*arguments: str) -> None:
        print("+ presstab", *arguments, flush=True)
        sys.argv = ["presstab", *arguments]
        if code := run():
            raise SystemExit(f"exit {code}: {arguments}")

    out = ("--out", str(work / "out"))
    presstab("extract", str(work / "in"), *out, "--workers", "2")
    (work / "in" / "a.txt").write_text(TEXT.replace("2019", "2018"), encoding="utf-8")
    presstab("extract", str(work / "in"), *out)
    for name in FORMATS:
        presstab("export", *out, "--to", str(work / name), "--format", name)
    presstab("report", *out, "--to", str(work / "report.html"))
    for name in ("terminal", "csv", "json", "html", "markdown"):
        presstab("diff", *out, "--format", name)
    presstab("diff", str(work / "csv"), str(work / "parquet"), *out)
    presstab("diff", "--input", str(work / "in" / "a.txt"), str(work / "in" / "b.html"), *out)
    presstab("runs", *out)
    presstab("check", *out)
    presstab("explain", "a:22-32", *out)
    presstab("try", str(work / "terms.csv"), *out)
    presstab("lexicon", "suggest", str(work / "in"), "--least", "1")
    decisions = ("--corrections", str(work / "corrections.csv"))
    presstab("correct", "wrong", "org_acme", "--in", "a", "--to", decisions[1], *out)
    presstab("try", decisions[1], *out)
    presstab("extract", str(work / "in"), *out, *decisions)
    presstab("suggest", *decisions, "--least", "1", "--to", str(work / "suggested"), *out)
    presstab("gold", "from-corrections", "--to", str(work / "corrected"), *out)
    gold = ROOT / "corpus" / "gold"
    texts = [
        part for folder in (ROOT / "corpus" / "releases", gold / "releases") for part in ("--releases", str(folder))
    ]
    presstab("gold", "build", str(gold / "annotations"), *texts, "--to", str(work / "gold"))
    presstab("evaluate", str(work / "gold" / "gold.jsonl"))
    presstab("dates", "by the end of next year", "--anchor", "2026-03-03")
    presstab("describe")
    presstab("prune", "--keep", "1", *out)
    with Store(work / "out") as store:
        person = store.reader.connection.firsts("SELECT person_id FROM people")[0]
    presstab("forget", "--person", person, *out)
    presstab("forget", "a", *out)
    _from_python()


def _write(work: Path) -> None:
    (work / "in").mkdir()
    (work / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    (work / "in" / "b.html").write_text(f"<html><body><article><p>{TEXT}</p></article></body></html>", encoding="utf-8")
    (work / "in" / "c.jsonl").write_text(json.dumps({"id": "c", "text": TEXT}) + "\n", encoding="utf-8")
    (work / "terms.csv").write_text("name,category\nchief widget,software\n", encoding="utf-8")


def _from_python() -> None:
    import presstab

    nlp = presstab.load()
    assert presstab.extract([{"id": "a", "text": TEXT}], nlp)["organisations"].shape[0]
    assert presstab.find_dates("by the end of 2027", anchor=None)


if __name__ == "__main__":
    main()
