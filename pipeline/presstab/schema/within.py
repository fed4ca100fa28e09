"""What the store keeps and no public table shows as it is.

A release's rows name entities by an id that is unique within the release (`local_id`);
`links` says which entity each of them is, over all releases. So relinking a thousand
releases rewrites `links` and the entity tables, and no mention.
"""

from __future__ import annotations

from presstab.schema.releases import DOCUMENT_ENTITIES, DOCUMENTS
from presstab.schema.types import Stored, inner, without

LOCAL_ENTITIES = Stored(
    "entities",
    (
        *without(DOCUMENT_ENTITIES.columns, "entity_id", "published_on", "title", "canonical_name", "is_issuer"),
        *(inner(name) for name in ("local_id", "facts", "key", "evidence")),
    ),
    "doc_id",
    """SELECT e.* REPLACE (k.n AS n_mentions, k.zone AS first_zone, k.sentence AS first_sentence)
        FROM all_entities e JOIN (SELECT doc_id, local_id, count(*) AS n, arg_min(zone, start) AS zone,
        arg_min(sentence, start) AS sentence FROM live_mentions GROUP BY ALL) k USING (doc_id, local_id)""",
)
GROUPS = Stored(
    "groups",
    tuple(column for column in DOCUMENTS.columns if column.name in {"doc_id", "group_id", "is_primary"}),
    None,
    "SELECT g.* FROM all_groups g SEMI JOIN live_documents USING (doc_id)",
)
LINKS = Stored(
    "links",
    tuple(inner(name) for name in ("doc_id", "local_id", "entity_id")),
    None,
    "SELECT l.* FROM all_links l SEMI JOIN live_mentions USING (doc_id, local_id)",
)
# Pairs that people told apart, each both ways, by the ids that they decided by.
APART = Stored(
    "apart",
    tuple(inner(name) for name in ("entity_id", "other_id")),
    None,
    "SELECT * FROM all_apart",
    "entity_id",
)
# `live_counts`: what a narrowed view leaves of the mentions of each entity, counted once for all tables that show it.
COUNTS = (
    "SELECT l.entity_id, count(*) AS n, count(DISTINCT m.doc_id) AS docs FROM live_mentions m"
    " JOIN live_links l USING (doc_id, local_id) GROUP BY ALL"
)
