"""Columns that several tables have, and short ways to say others."""

from __future__ import annotations

from presstab.schema.types import Column
from presstab.schema.values import PERSON


def text(name: str, description: str, example: str, *, nullable: bool = False, values: tuple[str, ...] = ()) -> Column:
    """Return a column of strings."""
    return Column(name, "string", description, example, nullable, values)


def count(name: str, description: str, example: str) -> Column:
    """Return a column of whole numbers that is never empty."""
    return Column(name, "integer", description, example)


def day(name: str, description: str, example: str) -> Column:
    """Return a column of days that may be empty."""
    return Column(name, "date", description, example, nullable=True)


DOC_ID = text(
    "doc_id", "The release: its own id, or its path below the input folder without extension.", "honda-nissan-2024"
)
MENTION_ID = text("mention_id", "m_ and 16 hex digits made from release, string and occurrence.", "m_0b6a5d0f7c1e2d3a")
N_DOCUMENTS = count("n_documents", "Releases that mention it.", "3")
N_MENTIONS = count("n_mentions", "Mentions of it.", "17")
FIRST_SEEN = day("first_seen_on", "Publication date of the first release that names it.", "2024-08-01")
LAST_SEEN = day("last_seen_on", "Publication date of the last release that names it.", "2025-06-30")
PUBLISHED_ON = day("published_on", "Publication date of the release.", "2024-08-01")
EFFECTIVE = text("effective", "When it takes or took effect, as a date's value.", "2024-07-01", nullable=True)
SCORE = Column("score", "number", "Probability, where a component computed one.", "0.93", nullable=True)
DECIDED = text("found_by", "person, where a person decided about the row; else empty.", "", nullable=True,
               values=(PERSON,))  # fmt: skip
