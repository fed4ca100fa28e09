"""The tables that follow from others alone: nothing of them is stored."""

from __future__ import annotations

from presstab.schema.columns import DOC_ID, MENTION_ID, PUBLISHED_ON, count, day, text
from presstab.schema.types import Reference, Table
from presstab.schema.values import ENTITY_LABELS, MODIFIERS

TIMELINE = Table(
    "timeline",
    "Every dated sentence, by the days it means, with the organisations that it names; a release's own day (its dateline, "
    "`today`) only where an office or relation takes effect then.",
    (
        MENTION_ID,
        DOC_ID,
        PUBLISHED_ON,
        day("start_on", "First day meant, inclusive.", "2029-01-01"),
        day("end_on", "Last day meant, inclusive.", "2029-12-31"),
        text("value", "Calendar value.", "2028"),
        text("modifier", "How the expression bends the value.", "AFTER", nullable=True, values=MODIFIERS),
        text("text", "The expression as it stands.", "post-2028"),
        text(
            "organisations", "Organisations that the sentence names, joined by `; `.", "Honda; Nissan", nullable=True
        ),
        text("sentence", "Sentence around it, white space collapsed.", "From post-2028, Honda and Nissan …"),
        text(
            "takes_effect",
            "Offices and relations that begin or end then, as the sentence says, joined by `; `.",
            "Jane Doe, chief executive officer, Acme (appointed)",
            nullable=True,
        ),
        text("organisation_ids", "Ids of the organisations, joined by `; `.", "org_honda; org_nissan", nullable=True),
        text("issuer_id", "Organisation whose release it is.", "org_honda", nullable=True),
    ),
    ("mention_id",),
    ("start_on", "end_on", "mention_id"),
    (Reference("doc_id", "documents", "doc_id"), Reference("mention_id", "mentions", "mention_id")),
    query="""
        WITH named AS (SELECT m.doc_id, m.sentence, string_agg(DISTINCT e.name, '; ' ORDER BY e.name) AS organisations,
                              string_agg(DISTINCT l.entity_id, '; ' ORDER BY l.entity_id) AS organisation_ids
                       FROM live_mentions m JOIN live_entities e USING (doc_id, local_id)
                       JOIN live_links l USING (doc_id, local_id) WHERE m.label = 'ORG' GROUP BY ALL)
        SELECT d.mention_id, d.doc_id, r.published_on, d.start_on, d.end_on, d.value, d.modifier, d.text, m.sentence,
               n.organisations, n.organisation_ids, i.entity_id AS issuer_id, t.takes_effect
        FROM live_dates d JOIN live_mentions m USING (mention_id) JOIN live_documents r ON r.doc_id = d.doc_id
        LEFT JOIN named n ON n.doc_id = d.doc_id AND n.sentence = m.sentence
        LEFT JOIN live_links i ON i.doc_id = r.doc_id AND i.local_id = r.issuer
        LEFT JOIN (SELECT doc_id, sentence, effective, string_agg(DISTINCT words, '; ' ORDER BY words) AS takes_effect
                   FROM (SELECT r.doc_id, r.sentence, effective, concat_ws(', ', person, title,
                                CASE WHEN o.entity_id IS NOT NULL THEN organisation END) || ' (' || action || ')' AS words
                         FROM live_roles r JOIN live_links p ON p.doc_id = r.doc_id AND p.local_id = r.person_local
                         LEFT JOIN live_links o ON o.doc_id = r.doc_id AND o.local_id = r.organisation_local
                         WHERE effective IS NOT NULL UNION ALL
                         SELECT r.doc_id, r.sentence, effective,
                                replace(type, '_', ' ') || ' ' || subject || ' – ' || object || ' (' || status || ')'
                         FROM live_relations r JOIN live_links s ON s.doc_id = r.doc_id AND s.local_id = r.subject_local
                         JOIN live_links o ON o.doc_id = r.doc_id AND o.local_id = r.object_local
                         WHERE effective IS NOT NULL)
                   GROUP BY ALL) t ON t.doc_id = d.doc_id AND t.effective = d.value AND t.sentence = m.sentence
        WHERE d.value IS NOT NULL AND (t.takes_effect IS NOT NULL OR NOT (m.zone = 'dateline'
              OR coalesce(d.start_on = r.published_on AND d.end_on = r.published_on, false)))""",
)  # fmt: skip

CO_MENTIONS = Table(
    "co_mentions",
    "Pairs of entities that one sentence names, whatever their labels; each pair once, the smaller id first.",
    (
        text("entity_id", "One entity.", "org_honda"),
        text("other_id", "The other.", "org_nissan"),
        text("label", "What the one is.", "ORG", values=ENTITY_LABELS),
        text("other_label", "What the other is.", "ORG", values=ENTITY_LABELS),
        text("name", "Name of the one.", "Honda"),
        text("other_name", "Name of the other.", "Nissan"),
        count("n_documents", "Releases with such a sentence.", "3"),
        count("n_sentences", "Sentences that name both.", "7"),
        text("doc_id", "The latest release with such a sentence.", "honda-nissan-2024"),
        text("sentence", "That sentence.", "Honda and Nissan have agreed …"),
    ),
    ("entity_id", "other_id"),
    ("entity_id", "other_id"),
    (Reference("doc_id", "documents", "doc_id"),),
    # By the hash of the sentence and release by release: strings as keys of a join cost ten times the memory.
    query="""
        WITH named AS (SELECT m.doc_id, hash(m.sentence) AS sentence, l.entity_id, min(m.start) AS start
                       FROM live_mentions m JOIN live_links l USING (doc_id, local_id) GROUP BY ALL),
             pairs AS (SELECT a.entity_id, b.entity_id AS other_id, a.doc_id, count(*) AS n, min(a.start) AS start
                       FROM named a JOIN named b
                       ON a.doc_id = b.doc_id AND a.sentence = b.sentence AND a.entity_id < b.entity_id GROUP BY ALL),
             counted AS (SELECT entity_id, other_id, count(*) AS n_documents, sum(n)::BIGINT AS n_sentences,
                                max((coalesce(published_on, DATE '0001-01-01'), doc_id, start)) AS latest
                         FROM pairs JOIN live_documents USING (doc_id) GROUP BY entity_id, other_id),
             names AS (SELECT organisation_id AS id, 'ORG' AS label, name FROM live_organisations UNION ALL
                       SELECT person_id, 'PERSON', name FROM live_people UNION ALL
                       SELECT technology_id, 'TECH', name FROM live_technologies)
        SELECT c.entity_id, c.other_id, c.n_documents, c.n_sentences, c.latest[2] AS doc_id, m.sentence,
               n.label, o.label AS other_label, n.name, o.name AS other_name
        FROM counted c JOIN names n ON n.id = c.entity_id JOIN names o ON o.id = c.other_id
        JOIN live_mentions m ON m.doc_id = c.latest[2] AND m.start = c.latest[3]""",
)  # fmt: skip
