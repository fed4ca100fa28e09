"""The tables of what releases state: roles, quotations, relations."""

from __future__ import annotations

from presstab.schema.columns import DECIDED, DOC_ID, EFFECTIVE, PUBLISHED_ON, SCORE, count, text
from presstab.schema.types import Browsed, Column, Kept, Reference, Table
from presstab.schema.values import ACTIONS, FOUND_BY, RELATION_TYPES, STATUSES

# Of a row `r` of roles, whose person is `p`: its id; `organisation` is the id of where the office is held, or ''.
ROLE_ID = """'r_' || left(sha256(concat_ws(chr(31), r.doc_id, p.entity_id, r.title, {organisation}, r.action)), 16)"""

ROLES = Table(
    "roles",
    "Who holds, takes or leaves which office where.",
    (
        text("role_id", "r_ and 16 hex digits of the row's natural key.", "r_0b6a5d0f7c1e2d3a"),
        DOC_ID,
        text("person_id", "The person.", "per_jane-doe"),
        text("person", "Fullest name in this release.", "Jane Doe"),
        text("title", "Words of the office.", "chief executive officer"),
        text("organisation_id", "Where the office is held.", "org_acme", nullable=True),
        text("organisation", "Fullest name of that organisation in this release.", "Acme Corp.", nullable=True),
        text("action", "Whether the office is held, taken, left, or was held earlier.", "holds", values=ACTIONS),
        text("mention_id", "The person's mention.", "m_0b6a5d0f7c1e2d3a"),
        count("title_start", "First character of the title.", "17"),
        count("title_end", "Character after the title.", "40"),
        text("sentence", "Sentence that says so.", "Jane Doe, chief executive officer of Acme, …"),
        EFFECTIVE,
        PUBLISHED_ON,
        text("found_by", "What found it.", "rule", values=FOUND_BY),
        SCORE,
    ),
    ("role_id",),
    ("doc_id", "title_start", "role_id"),
    (
        Reference("doc_id", "documents", "doc_id"),
        Reference("person_id", "people", "person_id"),
        Reference("organisation_id", "organisations", "organisation_id"),
        Reference("mention_id", "mentions", "mention_id"),
    ),
    kept=Kept("doc_id", without=("role_id", "person_id", "organisation_id", "published_on"),
              also=("person_local", "organisation_local"),
              narrowed="SELECT r.* FROM all_roles r SEMI JOIN live_mentions USING (mention_id)"),
    # Two people or organisations of a release may be one over all: of rows that are then equal the first stays.
    query=f"""
        SELECT r.* REPLACE (CASE WHEN o.entity_id IS NOT NULL THEN r.organisation END AS organisation),
               p.entity_id AS person_id, o.entity_id AS organisation_id, d.published_on,
               {ROLE_ID.format(organisation="coalesce(o.entity_id, '')")} AS role_id
        FROM live_roles r JOIN live_documents d USING (doc_id)
        JOIN live_links p ON p.doc_id = r.doc_id AND p.local_id = r.person_local
        LEFT JOIN live_links o ON o.doc_id = r.doc_id AND o.local_id = r.organisation_local
        QUALIFY row_number() OVER (PARTITION BY r.doc_id, p.entity_id, r.title, o.entity_id, r.action
                                   ORDER BY r.title_start, r.mention_id) = 1""",
    compared=("role_id", "doc_id", "person_id", "person", "title", "organisation_id", "organisation", "action",
              "mention_id", "title_start", "title_end", "effective"),
    nested="roles",
    words=("title_start", "title_end"),
    id_form="r_[0-9a-f]{16}",
    browsed=Browsed(("action", "title")),
)  # fmt: skip

QUOTATIONS = Table(
    "quotations",
    "Who said what: one row for each run of quoted words that the release gives to somebody.",
    (
        text("quotation_id", "q_ and 16 hex digits made from release, words and occurrence.", "q_0b6a5d0f7c1e2d3a"),
        DOC_ID,
        count("start", "First character inside the marks, from 0.", "410"),
        count("end", "Character after the last inside the marks.", "502"),
        text("text", "Exactly the characters from start to end.", "We expect to grow,"),
        text("person_id", "Who says it; empty for an organisation and for somebody unnamed.", "per_jane-doe", nullable=True),
        text("person", "Fullest name in this release.", "Jane Doe", nullable=True),
        text("organisation_id", "Organisation that the person speaks for, or that speaks itself.", "org_acme", nullable=True),
        text("organisation", "Fullest name of that organisation in this release.", "Acme Corp.", nullable=True),
        text("title", "The speaker's office in this release.", "chief executive officer", nullable=True),
        PUBLISHED_ON,
        DECIDED,
    ),
    ("quotation_id",),
    ("doc_id", "start", "quotation_id"),
    (
        Reference("doc_id", "documents", "doc_id"),
        Reference("person_id", "people", "person_id"),
        Reference("organisation_id", "organisations", "organisation_id"),
    ),
    kept=Kept("doc_id", without=("person_id", "organisation_id", "published_on"),
              also=("person_local", "organisation_local"),
              narrowed="SELECT q.* FROM all_quotations q SEMI JOIN live_documents USING (doc_id)"),
    query="""
        SELECT q.* REPLACE (CASE WHEN p.entity_id IS NOT NULL THEN q.person END AS person,
                            CASE WHEN o.entity_id IS NOT NULL THEN q.organisation END AS organisation),
               p.entity_id AS person_id, o.entity_id AS organisation_id, d.published_on
        FROM live_quotations q JOIN live_documents d USING (doc_id)
        LEFT JOIN live_links p ON p.doc_id = q.doc_id AND p.local_id = q.person_local
        LEFT JOIN live_links o ON o.doc_id = q.doc_id AND o.local_id = q.organisation_local""",
    compared=("quotation_id", "doc_id", "text", "person_id", "person", "organisation_id", "organisation", "title"),
    nested="quotations",
    words=("start", "end"),
    id_form="q_[0-9a-f]{16}",
    browsed=Browsed(("organisation",)),
)  # fmt: skip

RELATIONS = Table(
    "relations",
    "What a release states of two organisations: partnerships, deals, supply, ownership.",
    (
        text("relation_id", "rel_ and 16 hex digits of the row's natural key.", "rel_0b6a5d0f7c1e2d3a"),
        DOC_ID,
        text("type", "Kind of relation.", "acquisition", values=RELATION_TYPES),
        text("subject_id", "Who buys, owns, gives, delivers, belongs; a venture; the partner named first.",
              "org_acme"),
        text("subject", "Its fullest name in this release.", "Acme Corp."),
        text("object_id", "The other: bought, owned, a parent of the venture, a customer, an alliance.", "org_beta"),
        text("object", "Its fullest name in this release.", "Beta GmbH"),
        text("status", "Whether it exists, is agreed, considered or ended.", "agreed", values=STATUSES),
        Column("amount", "number", "Price or sum, in whole units of the currency.", "25000000", nullable=True),
        text("currency", "ISO 4217 code, or a coin's symbol.", "USD", nullable=True),
        EFFECTIVE,
        count("evidence_start", "First character of the words that state it.", "60"),
        count("evidence_end", "Character after the last of them.", "118"),
        text("sentence", "Sentence around them.", "Acme has agreed to acquire Beta for $25 million."),
        PUBLISHED_ON,
        text("found_by", "What found it.", "rule", values=FOUND_BY),
        text("rule_id", "Rule that found it.", "rel.acquires", nullable=True),
        SCORE,
    ),
    ("relation_id",),
    ("doc_id", "evidence_start", "relation_id"),
    (
        Reference("doc_id", "documents", "doc_id"),
        Reference("subject_id", "organisations", "organisation_id"),
        Reference("object_id", "organisations", "organisation_id"),
    ),
    kept=Kept("doc_id", without=("relation_id", "subject_id", "object_id", "published_on"),
              also=("subject_local", "object_local"),
              narrowed="SELECT r.* FROM all_relations r SEMI JOIN live_documents USING (doc_id)"),
    query="""
        SELECT r.*, s.entity_id AS subject_id, o.entity_id AS object_id, d.published_on,
               'rel_' || left(sha256(concat_ws(chr(31), r.doc_id, r.type, s.entity_id, o.entity_id)), 16) AS relation_id
        FROM live_relations r JOIN live_documents d USING (doc_id)
        JOIN live_links s ON s.doc_id = r.doc_id AND s.local_id = r.subject_local
        JOIN live_links o ON o.doc_id = r.doc_id AND o.local_id = r.object_local
        WHERE s.entity_id <> o.entity_id
        QUALIFY row_number() OVER (PARTITION BY r.doc_id, r.type, s.entity_id, o.entity_id
                                   ORDER BY r.evidence_start, r.subject_local, r.object_local) = 1""",
    compared=("relation_id", "doc_id", "type", "subject_id", "subject", "object_id", "object", "status", "amount",
              "currency", "effective"),
    nested="relations",
    words=("evidence_start", "evidence_end"),
    id_form="rel_[0-9a-f]{16}",
    browsed=Browsed(("type", "status")),
)  # fmt: skip
