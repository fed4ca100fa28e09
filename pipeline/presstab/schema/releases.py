"""The tables of what stands in the releases: the releases, their mentions, dates, defined terms, and what was wrong."""

from __future__ import annotations

from dataclasses import replace

from presstab.schema.columns import DECIDED, DOC_ID, MENTION_ID, N_MENTIONS, PUBLISHED_ON, SCORE, count, day, text
from presstab.schema.types import Browsed, Column, Kept, Reference, Table
from presstab.schema.values import (
    ENTITY_LABELS,
    FOUND_BY,
    GRANULARITIES,
    LABELS,
    MODIFIERS,
    PUBLISHED_FROM,
    RESOLUTIONS,
    ZONES,
)

DOCUMENTS = Table(
    "documents",
    "One row a release.",
    (
        DOC_ID,
        text("source", "Where the release came from: file below the input folder, or the record's own source.",
              "honda-nissan-2024.txt"),
        text("title", "The given title, else the headline found in the text.", "Acme opens plant", nullable=True),
        day("published_on", "Publication date, by the best evidence.", "2024-08-01"),
        text("published_from", "Where the publication date was read.", "index", values=PUBLISHED_FROM),
        text("dateline_place", "Place that the dateline names.", "TOKYO", nullable=True),
        text("issuer_id", "Organisation whose release it is.", "org_honda", nullable=True),
        text("language", "ISO 639-1 code; und where undetermined.", "en"),
        count("n_words", "Words of the text.", "312"),
        text("text_sha256", "SHA-256 of the text in UTF-8.", "9f86d0818…"),
        text("status", "Whether the release was extracted whole.", "ok", values=("ok", "failed")),
        text("group_id", "Releases with nearly the same text share it: one release on two wires.",
              "g_9f86d081884c7d65"),
        Column("is_primary", "boolean", "First release of its group by doc_id.", "true"),
    ),
    ("doc_id",),
    ("doc_id",),
    (Reference("issuer_id", "organisations", "organisation_id"),),
    kept=Kept("doc_id", without=("issuer_id", "group_id", "is_primary"), also=("issuer", "sketch"),
              narrowed="SELECT * FROM all_documents WHERE {since}"),
    query="""
        SELECT d.*, l.entity_id AS issuer_id, g.group_id, g.is_primary
        FROM live_documents d JOIN live_groups g USING (doc_id)
        LEFT JOIN live_links l ON l.doc_id = d.doc_id AND l.local_id = d.issuer""",
    compared=("doc_id", "source", "title", "published_on", "published_from", "dateline_place", "issuer_id", "language",
              "text_sha256", "status", "is_primary"),
    browsed=Browsed(("language", "published_from", "status"), label="title", sorted_by="published_on"),
)  # fmt: skip

# The same with the text itself, as databases of tables have it.
DOCUMENTS_WITH_TEXT = replace(
    DOCUMENTS,
    columns=(*DOCUMENTS.columns, text("text", "The text; offsets of all tables count its characters.", "Acme opens …")),
    query=f"SELECT d.*, t.text FROM ({DOCUMENTS.query}) d JOIN texts t USING (text_sha256)",
)

DOCUMENT_ENTITIES = Table(
    "document_entities",
    "Which entity stands in which release: the table to open first.",
    (
        DOC_ID,
        text("entity_id", "Entity, of any label but DATE.", "org_honda"),
        text("label", "What it is.", "ORG", values=ENTITY_LABELS),
        text("name", "Fullest form in this release.", "Honda Motor Co., Ltd."),
        N_MENTIONS,
        text("first_zone", "Zone of its first mention.", "lead", values=ZONES),
        Column("in_headline", "boolean", "Whether the headline names it.", "true"),
        Column("salience", "number",
               "0 to 1: two fifths for how early the first mention stands, two fifths for its share of the mentions "
               "of the most mentioned entity of its label, one fifth for the best zone that names it.", "0.87"),
        PUBLISHED_ON,
        text("title", "Title of the release.", "Acme opens plant", nullable=True),
        text("first_sentence", "Sentence of the first mention.", "Honda and Nissan have agreed …"),
        text("canonical_name", "The entity's name in the store.", "Honda Motor Co., Ltd."),
        Column("is_issuer", "boolean", "Whether the release is this organisation's own.", "true"),
        Column("only_in_boilerplate", "boolean",
               "Whether nothing but boilerplate, safe harbour or contacts names it.", "false"),
    ),
    ("doc_id", "entity_id"),
    ("doc_id", "entity_id"),
    (Reference("doc_id", "documents", "doc_id"),),
    # Two local entities of a release may be one over all: their row is that of the weightier, with the mentions of both.
    query="""
        SELECT e.* REPLACE ((sum(e.n_mentions) OVER one)::BIGINT AS n_mentions, bool_or(e.in_headline) OVER one AS in_headline,
                            bool_and(e.only_in_boilerplate) OVER one AS only_in_boilerplate),
               l.entity_id, d.published_on, d.title, coalesce(o.name, p.name, t.name, e.name) AS canonical_name,
               bool_or(coalesce(d.issuer = e.local_id, false)) OVER one AS is_issuer
        FROM live_entities e JOIN live_documents d USING (doc_id) JOIN live_links l USING (doc_id, local_id)
        LEFT JOIN live_organisations o ON o.organisation_id = l.entity_id
        LEFT JOIN live_people p ON p.person_id = l.entity_id
        LEFT JOIN live_technologies t ON t.technology_id = l.entity_id
        WINDOW one AS (PARTITION BY e.doc_id, l.entity_id)
        QUALIFY row_number() OVER (PARTITION BY e.doc_id, l.entity_id ORDER BY e.salience DESC, e.local_id) = 1""",
    nested="entities",
    browsed=Browsed(("label", "first_zone"), sorted_by="salience"),
)  # fmt: skip

MENTIONS = Table(
    "mentions",
    "One row a mention: the span of the text that names something.",
    (
        MENTION_ID,
        DOC_ID,
        text("label", "What it is.", "ORG", values=LABELS),
        count("start", "First character, from 0.", "41"),
        count("end", "Character after the last.", "46"),
        text("text", "Exactly the characters from start to end.", "Honda"),
        text("entity_id", "Entity meant; empty for DATE.", "org_honda", nullable=True),
        text("zone", "Part of the release.", "lead", values=ZONES),
        text("sentence", "Sentence around it, white space collapsed.", "Honda and Nissan have agreed …"),
        text("found_by", "What found it.", "rule", values=FOUND_BY),
        text("rule_id", "Rule or lexicon entry that found it.", "org.legal_form", nullable=True),
        SCORE,
    ),
    ("mention_id",),
    ("doc_id", "start", "end", "mention_id"),
    (Reference("doc_id", "documents", "doc_id"),),
    kept=Kept("doc_id", without=("entity_id",), also=("local_id",),
              narrowed="SELECT m.* FROM all_mentions m SEMI JOIN live_documents USING (doc_id) WHERE {zones}"),
    query="""
        SELECT m.*, l.entity_id FROM live_mentions m LEFT JOIN live_links l USING (doc_id, local_id)
        WHERE m.local_id IS NULL OR l.entity_id IS NOT NULL""",
    compared=("mention_id", "doc_id", "label", "start", "end", "text", "entity_id", "found_by", "rule_id"),
    nested="mentions",
    id_form="m_[0-9a-f]{16}",
    browsed=Browsed(("label", "zone", "found_by")),
)  # fmt: skip

DATES = Table(
    "dates",
    "One row a date mention, with the days that it means.",
    (
        MENTION_ID,
        DOC_ID,
        count("start", "First character, from 0.", "118"),
        text("text", "The expression as it stands.", "post-2028"),
        text("value", "Calendar value.", "2028", nullable=True),
        text("modifier", "How the expression bends the value.", "AFTER", nullable=True, values=MODIFIERS),
        text("bound", "Preposition that bounds something by it.", "since", nullable=True),
        day("start_on", "First day meant, inclusive.", "2029-01-01"),
        day("end_on", "Last day meant, inclusive.", "2029-12-31"),
        text("granularity", "Size of the value.", "year", nullable=True, values=GRANULARITIES),
        day("anchor_on", "Day that a relative expression was counted from.", "2024-08-01"),
        text(
            "resolution", "How it is known; inferred: by a year that the text implies.", "explicit", values=RESOLUTIONS
        ),
        DECIDED,
    ),
    ("mention_id",),
    ("doc_id", "start", "mention_id"),
    (Reference("doc_id", "documents", "doc_id"), Reference("mention_id", "mentions", "mention_id")),
    kept=Kept("doc_id", narrowed="SELECT d.* FROM all_dates d SEMI JOIN live_mentions USING (mention_id)"),
    compared=("mention_id", "doc_id", "value", "modifier", "bound", "start_on", "end_on", "resolution"),
    nested="dates",
)  # fmt: skip

DEFINITIONS = Table(
    "definitions",
    'Terms that a release defines for an organisation, such as (the "Company").',
    (
        DOC_ID,
        text("term", "The term without quotation marks.", "Company"),
        text("entity_id", "What it stands for.", "org_acme"),
        count("start", "First character of the term.", "57"),
        count("end", "Character after the term.", "64"),
    ),
    ("doc_id", "term"),
    ("doc_id", "term"),
    (Reference("doc_id", "documents", "doc_id"),),
    kept=Kept("doc_id", without=("entity_id",), also=("local_id",),
              narrowed="SELECT d.* FROM all_definitions d SEMI JOIN live_mentions USING (doc_id, local_id)"),
    query="""
        SELECT d.*, l.entity_id FROM live_definitions d JOIN live_links l USING (doc_id, local_id)""",
)  # fmt: skip

ISSUES = Table(
    "issues",
    "What was wrong with an input, or could not be settled.",
    (
        text("issue_id", "i_ and 16 hex digits of the row's natural key.", "i_0b6a5d0f7c1e2d3a"),
        text("doc_id", "The release, where there is one.", "honda-nissan-2024", nullable=True),
        text("location", "file:line, or start-end in the text.", "feed.jsonl:12", nullable=True),
        text("code", "Kind of issue.", "malformed_record"),
        text("severity", "How bad.", "error", values=("info", "warning", "error")),
        text("message", "What it is and what became of it.", "not JSON: …; line skipped"),
    ),
    ("issue_id",),
    ("issue_id",),
    kept=Kept("scope", also=("scope",), narrowed="SELECT i.* FROM all_issues i"
              " WHERE doc_id IS NULL OR doc_id IN (SELECT doc_id FROM live_documents)"),
    id_form="i_[0-9a-f]{16}",
    browsed=Browsed(("severity", "code")),
)  # fmt: skip
