"""The tables of entities over all releases."""

from __future__ import annotations

from presstab.schema.columns import DECIDED, FIRST_SEEN, LAST_SEEN, N_DOCUMENTS, N_MENTIONS, text
from presstab.schema.types import Browsed, Kept, Table
from presstab.schema.values import ALIAS_KINDS

ORGANISATIONS = Table(
    "organisations",
    "One row an organisation, over all releases.",
    (
        text("organisation_id", "org_ and the key of its shortest name.", "org_honda-motor"),
        text("name", "Fullest name that at least a tenth of its releases give.", "Honda Motor Co., Ltd."),
        text("legal_name", "Name with legal form, as a release or the registry gives it.", "Honda Motor Co., Ltd.",
              nullable=True),
        text("legal_form", "Legal form of that name.", "Co., Ltd.", nullable=True),
        text("kind", "company, government, education, nonprofit, media or other.", "company", nullable=True,
              values=("company", "government", "education", "nonprofit", "media", "other")),
        text("ticker", "First listing named.", "HMC", nullable=True),
        text("exchange", "ISO 10383 code of that listing's exchange.", "XNYS", nullable=True),
        text("country", "ISO 3166-1 alpha-2: from the registry, else as releases describe it, else by its legal form"
             " or (public organisations) its name, else by the datelines of its own releases.", "JP", nullable=True),
        text("lei", "Legal entity identifier, from the registry.", "", nullable=True),
        text("wikidata_id", "Wikidata item, from the registry.", "", nullable=True),
        N_DOCUMENTS,
        N_MENTIONS,
        FIRST_SEEN,
        LAST_SEEN,
        DECIDED,
    ),
    ("organisation_id",),
    ("organisation_id",),
    kept=Kept(None, entity="organisation_id",
              narrowed="SELECT o.* REPLACE (k.docs AS n_documents, k.n AS n_mentions) FROM all_organisations o"
              " JOIN live_counts k ON k.entity_id = o.organisation_id"),
    compared=("organisation_id", "name", "legal_name", "legal_form", "kind", "ticker", "exchange", "country", "lei",
              "wikidata_id"),
    id_form="org_[a-z0-9_-]+",
    browsed=Browsed(("kind", "country"), label="name", sorted_by="n_documents"),
)  # fmt: skip

PEOPLE = Table(
    "people",
    "One row a person, over all releases.",
    (
        text("person_id", "per_ and the key of the name; homonyms add what tells them apart.", "per_jane-doe"),
        text("name", "Fullest name that at least a tenth of its releases give.", "Jane Q. Doe"),
        text("given_name", "Given name or names.", "Jane Q.", nullable=True),
        text("family_name", "Family name.", "Doe", nullable=True),
        N_DOCUMENTS,
        N_MENTIONS,
        FIRST_SEEN,
        LAST_SEEN,
        DECIDED,
    ),
    ("person_id",),
    ("person_id",),
    kept=Kept(None, entity="person_id",
              narrowed="SELECT p.* REPLACE (k.docs AS n_documents, k.n AS n_mentions) FROM all_people p"
              " JOIN live_counts k ON k.entity_id = p.person_id"),
    compared=("person_id", "name", "given_name", "family_name"),
    id_form="per_[a-z0-9_-]+",
    browsed=Browsed(label="name", sorted_by="n_documents"),
)  # fmt: skip

TECHNOLOGIES = Table(
    "technologies",
    "One row a technology, over all releases.",
    (
        text("technology_id", "tech_ and the key of its name.", "tech_lithium-ion-battery"),
        text("name", "Singular, lower case but for proper names.", "lithium-ion battery"),
        text("abbreviation", "Abbreviation that a release defines.", "LIB", nullable=True),
        text("category", "What field it is of: one of the lexicon's categories.", "batteries", nullable=True),
        text("wikidata_id", "Always empty; kept for who reads the column.", "", nullable=True),
        text("parent_id", "Wider technology.", "tech_battery", nullable=True),
        N_DOCUMENTS,
        N_MENTIONS,
        FIRST_SEEN,
        LAST_SEEN,
        text("category_found_by", "What told the category: the lexicon, the head of the name, or its neighbours: the"
             " technologies that releases name with it.", "lexicon", nullable=True,
             values=("lexicon", "head", "neighbours")),
        DECIDED,
    ),
    ("technology_id",),
    ("technology_id",),
    kept=Kept(None, entity="technology_id",
              narrowed="SELECT t.* REPLACE (k.docs AS n_documents, k.n AS n_mentions,"
              " CASE WHEN t.parent_id IN (SELECT entity_id FROM live_counts) THEN t.parent_id END AS parent_id)"
              " FROM all_technologies t JOIN live_counts k ON k.entity_id = t.technology_id"),
    compared=("technology_id", "name", "abbreviation", "category", "category_found_by", "wikidata_id", "parent_id"),
    id_form="tech_[a-z0-9_-]+",
    browsed=Browsed(("category",), label="name", sorted_by="n_documents"),
)  # fmt: skip

ALIASES = Table(
    "aliases",
    "Every form under which an entity is named.",
    (
        text("entity_id", "The entity.", "org_honda-motor"),
        text("alias", "The form, white space collapsed.", "Honda"),
        text("kind", "name, acronym, or former_id: an id that a part of it bears or would bear alone.", "name",
              values=ALIAS_KINDS),
        N_MENTIONS,
        text("evidence", "What joined it: equal name, spelling, abbreviation, one release, rare name, person, or what is shared.",
              "equal name", nullable=True),
        text("doc_id", "The first release that gives it.", "honda-nissan-2024", nullable=True),
    ),
    ("entity_id", "alias"),
    ("entity_id", "alias"),
    kept=Kept(None, entity="entity_id", narrowed="""
        SELECT a.* REPLACE (coalesce(k.n, 0) AS n_mentions) FROM all_aliases a
        SEMI JOIN live_counts c USING (entity_id)
        LEFT JOIN (SELECT l.entity_id, regexp_replace(trim(m.text), '\\s+', ' ', 'g') AS alias, count(*) AS n
                   FROM live_mentions m JOIN live_links l USING (doc_id, local_id) GROUP BY ALL) k
        ON k.entity_id = a.entity_id AND k.alias = a.alias WHERE k.n > 0 OR a.kind = 'former_id'"""),
)  # fmt: skip

IDENTIFIERS = Table(
    "identifiers",
    "Tickers and other identifiers of entities.",
    (
        text("entity_id", "The entity.", "org_honda-motor"),
        text("scheme", "What kind of identifier.", "ticker"),
        text("value", "The identifier.", "HMC"),
        text("exchange", "ISO 10383 code, for tickers.", "XNYS", nullable=True),
        text("source", "Where it was read: release or registry.", "release"),
    ),
    ("entity_id", "scheme", "value"),
    ("entity_id", "scheme", "value"),
    kept=Kept(None, entity="entity_id",
              narrowed="SELECT i.* FROM all_identifiers i SEMI JOIN live_counts USING (entity_id)"),
)  # fmt: skip
