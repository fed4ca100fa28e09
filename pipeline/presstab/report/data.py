"""What the page shows, taken from the store."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from presstab.export.copied import Copied
from presstab.schema import DATES, DOCUMENTS, MENTIONS, QUOTATIONS, RELATIONS, ROLES, ZONES
from presstab.statement_words import describe_statement
from presstab.text import visible

LABELS = ("ORG", "PERSON", "TECH", "DATE")
STATEMENTS = (ROLES, RELATIONS, QUOTATIONS)  # in the order in which a release shows them
SHOWN = (MENTIONS, DATES, *STATEMENTS)  # the tables that a page reads, beside the releases
TOP = 12
_MONTHS_SHOWN = 24


@dataclass
class Overview:
    """Counts over the releases of a page."""

    counts: dict[str, int] = field(default_factory=dict)
    top: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    years: list[tuple[str, int]] = field(default_factory=list)
    technologies_by_month: list[tuple[str, list[int]]] = field(default_factory=list)
    months: list[str] = field(default_factory=list)


def page_data(copy: Copied, names: Mapping[str, str], doc_ids: list[str]) -> dict[str, Any]:
    """Return the releases of a page with their mentions, ready for JSON; offsets in UTF-16 units, as in a browser.

    `names` are those of the entities, by id.
    """
    entities: dict[str, int] = {}
    listed: list[list[Any]] = []
    mentions = copy.by_release(MENTIONS, doc_ids)
    dates = {row["mention_id"]: row for row in copy.rows(DATES, doc_ids)}
    statements = {table.name: copy.by_release(table, doc_ids) for table in STATEMENTS}
    texts = copy.texts(doc_ids)
    releases = []
    for row in copy.rows(DOCUMENTS, doc_ids):
        text = visible(texts[row["doc_id"]], keep="\n\t\r")
        units = _units(text)
        found = []
        for mention in mentions.get(row["doc_id"], ()):
            entity_id = mention["entity_id"]
            if entity_id and entity_id not in entities:
                entities[entity_id] = len(listed)
                listed.append([entity_id, LABELS.index(mention["label"]), visible(names.get(entity_id, entity_id))])
            found.append(
                [units(mention["start"]), units(mention["end"]), LABELS.index(mention["label"]),
                 entities[entity_id] if entity_id else -1, ZONES.index(mention["zone"]),
                 _made_by(mention), _value(dates.get(mention["mention_id"]))]
            )  # fmt: skip
        releases.append(
            {"id": visible(row["doc_id"]), "title": visible(row["title"] or row["doc_id"]),
             "on": str(row["published_on"] or ""), "source": visible(row["source"]), "text": text, "mentions": found,
             "statements": {name: [visible(describe_statement(name, said)) for said in grouped.get(row["doc_id"], ())]
                            for name, grouped in statements.items()}}
        )  # fmt: skip
    return {"labels": LABELS, "zones": ZONES, "entities": listed, "releases": releases}


def overview(data: Mapping[str, Any], dates: Sequence[Mapping[str, Any]]) -> Overview:
    """Return the counts of a page's data; `dates` are its rows of the table `dates`."""
    made = Overview()
    docs: dict[int, set[int]] = defaultdict(set)
    by_month: dict[int, Counter[str]] = defaultdict(Counter)
    for number, release in enumerate(data["releases"]):
        for entity in {mention[3] for mention in release["mentions"]} - {-1}:
            docs[entity].add(number)
            if data["entities"][entity][1] == LABELS.index("TECH") and release["on"]:
                by_month[entity][release["on"][:7]] += 1
    for label in ("ORG", "PERSON", "TECH"):
        ranked = sorted(
            ((data["entities"][entity][2], len(found)) for entity, found in docs.items()
             if LABELS[data["entities"][entity][1]] == label),
            key=lambda item: (-item[1], item[0]),
        )  # fmt: skip
        made.top[label] = ranked[:TOP]
        made.counts[label] = len(ranked)
    made.counts["releases"] = len(data["releases"])
    made.counts["mentions"] = sum(len(release["mentions"]) for release in data["releases"])
    for table in STATEMENTS:
        made.counts[table.name] = sum(len(release["statements"][table.name]) for release in data["releases"])
    made.years = _years(dates)
    made.months = sorted({month for counts in by_month.values() for month in counts})[-_MONTHS_SHOWN:]
    most = sorted(by_month, key=lambda entity: (-len(docs[entity]), data["entities"][entity][2]))[:8]
    made.technologies_by_month = [
        (data["entities"][entity][2], [by_month[entity][month] for month in made.months]) for entity in most
    ]
    return made


def _years(dates: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Return how many dates begin in each year, from the first to the last that at least one in a hundred names."""
    counted = Counter(int(row["value"][:4]) for row in dates if row["value"] and row["value"][:4].isdecimal())
    least = max(1, sum(counted.values()) // 200)
    common = [year for year, number in counted.items() if number >= least]
    if not common:
        return []
    return [(str(year), counted[year]) for year in range(max(min(common), max(common) - 39), max(common) + 1)]


def _units(text: str) -> Any:
    """Return what turns an offset in characters into one in UTF-16 units."""
    if all(ord(character) < 0x10000 for character in text):
        return int
    shifts = [0]
    for character in text:
        shifts.append(shifts[-1] + (ord(character) > 0xFFFF))
    return lambda at: at + shifts[at]


def _made_by(mention: Mapping[str, Any]) -> str:
    score = f" {mention['score']:.2f}" if mention["score"] is not None else ""
    return visible(" ".join(filter(None, (mention["found_by"], mention["rule_id"]))) + score)


def _value(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return ""
    days = " to ".join(str(row[name]) for name in ("start_on", "end_on") if row[name])
    return " ".join(filter(None, (row["value"] or "no value", row["modifier"], f"({days})" if days else "")))
