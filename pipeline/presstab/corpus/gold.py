"""Gold: the annotation form of a release, built into `gold.jsonl` and read back.

An annotation file (see `corpus/gold/README.md`) lists entities by the strings that name
them; a string stands for every whole-word occurrence in the text. Building turns it into
mentions with character offsets, and lists every problem instead of guessing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from presstab.corpus.gold_statements import (
    GoldQuotation,
    GoldRelation,
    GoldRole,
    build_quotations,
    build_relations,
    read_quotations,
    read_relations,
    read_roles,
    role_problems,
)
from presstab.errors import InputError

GROUPS = {"organisations": "ORG", "people": "PERSON", "technologies": "TECH"}


@dataclass(frozen=True)
class GoldMention:
    """One annotated span; `name` is its entity, `value` and `modifier` belong to dates."""

    start: int
    end: int
    text: str
    label: str
    name: str | None = None
    value: str | None = None
    modifier: str | None = None
    optional: bool = False


@dataclass
class GoldRelease:
    """The annotation of one release, with its text where it was at hand."""

    doc_id: str
    published: str | None
    mentions: list[GoldMention] = field(default_factory=list)
    forms: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    roles: list[GoldRole] = field(default_factory=list)
    quotations: list[GoldQuotation] = field(default_factory=list)
    relations: list[GoldRelation] = field(default_factory=list)


def load_gold(path: Path) -> list[GoldRelease]:
    """Return the releases of a `gold.jsonl`, in file order.

    Raises:
        InputError: a line is no gold record.
    """
    return [_gold_release(record, f"{path.name}:{line}") for line, record in _json_lines(path)]


def _gold_release(record: Mapping[str, Any], location: str) -> GoldRelease:
    try:
        gold = GoldRelease(record["doc"], record.get("published"))
        for mention in record["mentions"]:
            fields = {key: mention[key] for key in ("start", "end", "text", "label")}
            optional = bool(mention.get("optional"))
            gold.mentions.append(
                GoldMention(**fields, name=mention.get("name"), value=mention.get("value"),
                            modifier=mention.get("mod"), optional=optional)
            )  # fmt: skip
        for group, label in GROUPS.items():
            for entity in record.get(group, ()):
                gold.forms[label, entity["name"]] = {entity["name"], *entity["mentions"]}
        gold.roles += read_roles(record)
        gold.quotations += read_quotations(record)
        gold.relations += read_relations(record)
    except (KeyError, TypeError) as error:
        raise InputError(f"{location}: not a gold record: {error!r}") from error
    return gold


def build_gold(annotation: Mapping[str, Any], text: str) -> tuple[dict[str, Any], list[str]]:
    """Return the gold record of one annotated release, and the problems found.

    A problem (a string that does not occur, two labels for one span, an unknown field)
    is a sentence; the record holds what could be built all the same.
    """
    problems: list[str] = []
    taken: list[tuple[int, int]] = list(_excluded(annotation, text, problems))
    mentions: list[dict[str, Any]] = []
    for surface, fields in _longest_first(annotation, problems):
        spans = [span for span in whole_words(text, surface) if _is_free(span, taken)]
        if not spans and not any(True for _ in whole_words(text, surface)):
            problems.append(f"{surface!r} does not occur as whole words")
        for start, end in spans:
            taken.append((start, end))
            mentions.append({"start": start, "end": end, "text": text[start:end], **fields})
    mentions += _dates(annotation, text, taken, problems)
    mentions.sort(key=lambda mention: mention["start"])
    record = {"doc": annotation.get("doc"), "published": annotation.get("published"), "mentions": mentions}
    record |= {group: annotation.get(group, []) for group in GROUPS}
    record |= {"quotes": build_quotations(annotation, text, problems)}
    record |= {"relations": build_relations(annotation, text, problems)}
    problems += role_problems(annotation)
    return record, problems


def whole_words(text: str, surface: str) -> Iterator[tuple[int, int]]:
    """Yield the spans where `surface` stands as whole words, any white space equal to any other."""
    words = r"\s+".join(map(re.escape, surface.split()))
    # No letter or digit may adjoin: `AI` is not in `AID`, nor `AI` in `AI2`; `_` counts as a mark.
    yield from (m.span() for m in re.finditer(rf"(?<![^\W_]){words}(?![^\W_])", text)) if words else ()


def _longest_first(annotation: Mapping[str, Any], problems: list[str]) -> list[tuple[str, dict[str, Any]]]:
    listed: dict[str, dict[str, Any]] = {}
    named = ((label, entity) for group, label in GROUPS.items() for entity in annotation.get(group, ()))
    for label, entity in named:
        fields = {"label": label, "name": entity["name"], "optional": bool(entity.get("optional"))}
        for surface in entity["mentions"]:
            if listed.setdefault(surface, fields) != fields:
                problems.append(f"{surface!r} names two rows: {listed[surface]['name']!r} and {entity['name']!r}")
    return sorted(listed.items(), key=lambda item: (-len(item[0]), item[0]))


def _excluded(annotation: Mapping[str, Any], text: str, problems: list[str]) -> Iterator[tuple[int, int]]:
    for entry in annotation.get("not", ()):
        yield from _nth(text, entry["text"], entry.get("nth"), "not", problems)


def _dates(
    annotation: Mapping[str, Any], text: str, taken: list[tuple[int, int]], problems: list[str]
) -> list[dict[str, Any]]:
    found = []
    entries = sorted(annotation.get("dates", ()), key=lambda entry: ("nth" not in entry, -len(entry["mention"])))
    for entry in entries:
        for span in _nth(text, entry["mention"], entry.get("nth"), "dates", problems):
            if _is_free(span, taken):
                taken.append(span)
                found.append({
                    "start": span[0], "end": span[1], "text": text[slice(*span)], "label": "DATE",
                    "value": entry.get("value"), "mod": entry.get("mod"), "optional": bool(entry.get("optional")),
                })  # fmt: skip
    return found


def _nth(text: str, surface: str, nth: int | None, where: str, problems: list[str]) -> list[tuple[int, int]]:
    spans = list(whole_words(text, surface))
    if nth is None and spans:
        return spans
    if nth is None or not 1 <= nth <= len(spans):
        problems.append(f"{where}: {surface!r} occurs {len(spans)} times" + (f", not {nth}" if nth else ""))
        return []
    return [spans[nth - 1]]


def _is_free(span: tuple[int, int], taken: Iterable[tuple[int, int]]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in taken)


def load_annotations(paths: Iterable[Path]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield each annotation file with its content; a folder stands for its `*.json`.

    Raises:
        InputError: a file is no JSON object.
    """
    for given in paths:
        for path in sorted(given.glob("*.json")) if given.is_dir() else [given]:
            try:
                content = json.loads(path.read_text(encoding="utf-8"))
            except (ValueError, OSError) as error:
                raise InputError(f"{path}: {error}") from error
            if not isinstance(content, dict) or "doc" not in content:
                raise InputError(f"{path}: no annotation: an object with `doc` is expected")
            yield path, content


def _json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError as error:
                raise InputError(f"{path}:{number}: not JSON: {error}") from error
