"""One word for one thing: the words that `docs/glossary.md` retired stand nowhere in code, resources and pages."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RETIRED = {
    "organisation": r"bod(?:y|ies)",
    "before or after": r"behind2?|ahead|above",
}
# Where a retired word is another thing's name: files, what of their lines is passed over, and why.
LAWFUL = [
    ("*", r'"body"|lead,? (?:and )?body|body and quote|a body section|\?P<body>', "`body` is a zone of a release"),
    ("*/corpus/*.py", r"\b(?:get_)?body\b", "HTML pages, mail, filings and records have bodies"),
    ("*/cli/extract_options.py", r"text=body", "the field of a record"),
    ("docs/batch.md", r"text=body", "the field of a record"),
    ("docs/glossary.md", r"never .*", "says what is retired"),
    ("*/resources/ties/README.md", r"`body`", "the name of a question in weights.npz"),
    ("*/store/entities.py", r"->'bodies'|`bodies`", "what stores of version 0.2 hold"),
    ("*/store/facts.py", r'"bodies"', "what stores of version 0.2 hold"),
    ("*/resources/descriptions.yml", r"(?:trade|standards) body", "words of releases"),
    ("*/resources/ties/formulas.yml", r"ahead of", "words of releases"),
    ("*/dates/cues.py", r"ahead\\s\+of", "words of releases"),
    ("*/money/words.py", r'"above"', "words of releases"),
    ("*", r"[Ww]rite-ahead log", "what DuckDB calls its log"),
]


def _files() -> Iterator[Path]:
    for folder in ("pipeline/presstab", "docs"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".yml", ".md", ".sql", ".csv"}:
                yield path


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that people wrote of presstab: of a list only what is said of it, and its header."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if path.suffix == ".csv" and not line.startswith("#"):
            yield number, line
            return
        yield number, line


def _without_lawful(name: str, line: str) -> str:
    for files, pattern, _ in LAWFUL:
        if Path(name).match(files):
            line = re.sub(pattern, "", line)
    return line


@pytest.mark.parametrize("word", RETIRED)
def test_no_retired_word_is_written(word: str) -> None:
    retired = re.compile(rf"(?<![A-Za-z])(?:{RETIRED[word]})(?![A-Za-z])", re.IGNORECASE)
    found = [
        f"{name}:{number}: write {word}: {line.strip()[:100]}"
        for path in _files()
        for name in (path.relative_to(ROOT).as_posix(),)
        for number, line in _lines(path)
        if retired.search(_without_lawful(name, line))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("files", "pattern"), [(files, pattern) for files, pattern, _ in LAWFUL])
def test_every_exception_is_needed(files: str, pattern: str) -> None:
    lines = (
        line
        for path in _files()
        if path.relative_to(ROOT).match(files)
        for _, line in _lines(path)
    )  # fmt: skip
    assert any(re.search(pattern, line) for line in lines)


def test_no_two_types_share_a_name() -> None:
    """Within the package a class's public name says which class is meant."""
    where: dict[str, list[str]] = {}
    for path in sorted((ROOT / "pipeline/presstab").rglob("*.py")):
        for name in re.findall(r"^class ([A-Z]\w*)", path.read_text(encoding="utf-8"), re.MULTILINE):
            where.setdefault(name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: paths for name, paths in where.items() if len(paths) > 1} == {}


def test_every_code_of_issues_is_explained_with_its_severity() -> None:
    made: dict[str, set[str]] = defaultdict(set)
    for path in (ROOT / "pipeline").rglob("*.py"):
        for code, severity in re.findall(r'Issue\(\s*"(\w+)",\s*"(error|warning|info)"', path.read_text("utf-8")):
            made[code].add(severity)
    table = (ROOT / "docs" / "reading.md").read_text("utf-8").partition("## Every code")[2]
    told = {
        code: severity
        for codes, severity in re.findall(r"^\| (`.+`) \| (\w+) \|", table, re.MULTILINE)
        for code in re.findall(r"`(\w+)`", codes)
    }
    assert {code: told.get(code) for code in made} == {code: max(severities) for code, severities in made.items()}
