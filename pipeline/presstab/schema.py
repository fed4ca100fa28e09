"""Every table, column, type and key, said once.

The DuckDB store, the Arrow tables, the CSV headers, `datapackage.json` and the data
dictionary in `docs/tables.md` are all made from `TABLES`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["string", "integer", "number", "boolean", "date", "datetime"]

LABELS = ("ORG", "PERSON", "TECH", "DATE")
ENTITY_LABELS = ("ORG", "PERSON", "TECH")
ZONES = ("headline", "dateline", "lead", "body", "quote", "boilerplate", "safe_harbour", "contact")
FOUND_BY = ("rule", "lexicon", "registry", "model")
PUBLISHED_FROM = ("record", "index", "json-ld", "meta", "dateline", "page", "mail", "feed", "option", "none")
GRANULARITIES = ("day", "week", "month", "quarter", "half", "season", "year", "decade", "century", "range")
MODIFIERS = ("BEFORE", "AFTER", "START", "MID", "END", "APPROX", "NO_LATER", "NO_EARLIER")
RESOLUTIONS = ("explicit", "relative", "inferred", "fiscal", "unresolved")
ACTIONS = ("holds", "appointed", "leaves", "held")
RELATION_TYPES = ("partnership", "joint_venture", "acquisition", "merger", "funding", "supply", "ownership",
                  "membership")  # fmt: skip
SYMMETRIC = frozenset(["partnership", "merger"])  # relations whose subject is the one that is named first
STATUSES = ("exists", "agreed", "considered", "ended")
ALIAS_KINDS = ("name", "acronym", "former_id")
DOUBT_KINDS = ("same_name", "rare_name", "one_office_holder", "near_name", "near_person", "low_score",
               "role_without_organisation")  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column: its type, whether it may be empty, its closed set of values, if any."""

    name: str
    type: Type
    description: str
    example: str
    nullable: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reference:
    """A foreign key: `column` names a row of `table` by that table's first key column."""

    column: str
    table: str
    to: str


@dataclass(frozen=True)
class Table:
    """One table: columns in file order, the key, the columns that rows are sorted by."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sort: tuple[str, ...]
    references: tuple[Reference, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in file order."""
        return tuple(column.name for column in self.columns)


def _text(name: str, description: str, example: str, **more: object) -> Column:
    return Column(name, "string", description, example, **more)  # type: ignore[arg-type]


def _count(name: str, description: str, example: str) -> Column:
    return Column(name, "integer", description, example)


def _day(name: str, description: str, example: str) -> Column:
    return Column(name, "date", description, example, nullable=True)


_DOC = _text("doc_id", "The release: its own id, or its path below the input folder without extension.",
             "honda-nissan-2024")  # fmt: skip
_MENTION = _text("mention_id", "m_ and 16 hex digits made from release, string and occurrence.", "m_0b6a5d0f7c1e2d3a")
_N_DOCUMENTS = _count("n_documents", "Releases that mention it.", "3")
_N_MENTIONS = _count("n_mentions", "Mentions of it.", "17")
_FIRST_SEEN = _day("first_seen_on", "Publication date of the first release that names it.", "2024-08-01")
_LAST_SEEN = _day("last_seen_on", "Publication date of the last release that names it.", "2025-06-30")

_PUBLISHED = _day("published_on", "Publication date of the release.", "2024-08-01")
_EFFECTIVE = _text("effective", "When it takes or took effect, as a date's value.", "2024-07-01", nullable=True)
_SCORE = Column("score", "number", "Probability, where a component computed one.", "0.93", nullable=True)

DOCUMENTS = Table(
    "documents",
    "One row a release.",
    (
        _DOC,
        _text("source", "Where the release came from: file below the input folder, or the record's own source.",
              "honda-nissan-2024.txt"),
        _text("title", "The given title, else the headline found in the text.", "Acme opens plant", nullable=True),
        _day("published_on", "Publication date, by the best evidence.", "2024-08-01"),
        _text("published_from", "Where the publication date was read.", "index", values=PUBLISHED_FROM),
        _text("dateline_place", "Place that the dateline names.", "TOKYO", nullable=True),
        _text("issuer_id", "Organisation whose release it is.", "org_honda", nullable=True),
        _text("language", "ISO 639-1 code; und where undetermined.", "en"),
        _count("n_words", "Words of the text.", "312"),
        _text("text_sha256", "SHA-256 of the text in UTF-8.", "9f86d0818…"),
        _text("status", "Whether the release was extracted whole.", "ok", values=("ok", "partial", "failed")),
        _text("group_id", "Releases with nearly the same text share it: one release on two wires.",
              "g_9f86d081884c7d65"),
        Column("is_primary", "boolean", "First release of its group by doc_id.", "true"),
    ),
    ("doc_id",),
    ("doc_id",),
    (Reference("issuer_id", "organisations", "organisation_id"),),
)  # fmt: skip

DOCUMENT_ENTITIES = Table(
    "document_entities",
    "Which entity stands in which release: the table to open first.",
    (
        _DOC,
        _text("entity_id", "Entity, of any label but DATE.", "org_honda"),
        _text("label", "What it is.", "ORG", values=ENTITY_LABELS),
        _text("name", "Fullest form in this release.", "Honda Motor Co., Ltd."),
        _N_MENTIONS,
        _text("first_zone", "Zone of its first mention.", "lead", values=ZONES),
        Column("in_headline", "boolean", "Whether the headline names it.", "true"),
        Column("salience", "number",
               "0 to 1: two fifths for how early the first mention stands, two fifths for its share of the mentions "
               "of the most mentioned entity of its label, one fifth for the best zone that names it.", "0.87"),
        _PUBLISHED,
        _text("title", "Title of the release.", "Acme opens plant", nullable=True),
        _text("first_sentence", "Sentence of the first mention.", "Honda and Nissan have agreed …"),
        _text("canonical_name", "The entity's name in the store.", "Honda Motor Co., Ltd."),
        Column("is_issuer", "boolean", "Whether the release is this organisation's own.", "true"),
        Column("only_in_boilerplate", "boolean",
               "Whether nothing but boilerplate, safe harbour or contacts names it.", "false"),
    ),
    ("doc_id", "entity_id"),
    ("doc_id", "entity_id"),
    (Reference("doc_id", "documents", "doc_id"),),
)  # fmt: skip

MENTIONS = Table(
    "mentions",
    "One row a mention: the span of the text that names something.",
    (
        _MENTION,
        _DOC,
        _text("label", "What it is.", "ORG", values=LABELS),
        _count("start", "First character, from 0.", "41"),
        _count("end", "Character after the last.", "46"),
        _text("text", "Exactly the characters from start to end.", "Honda"),
        _text("entity_id", "Entity meant; empty for DATE.", "org_honda", nullable=True),
        _text("zone", "Part of the release.", "lead", values=ZONES),
        _text("sentence", "Sentence around it, white space collapsed.", "Honda and Nissan have agreed …"),
        _text("found_by", "What found it.", "rule", values=FOUND_BY),
        _text("rule_id", "Rule or lexicon entry that found it.", "org.legal_form", nullable=True),
        _SCORE,
    ),
    ("mention_id",),
    ("doc_id", "start", "end", "mention_id"),
    (Reference("doc_id", "documents", "doc_id"),),
)  # fmt: skip

ORGANISATIONS = Table(
    "organisations",
    "One row an organisation, over all releases.",
    (
        _text("organisation_id", "org_ and the key of its shortest name.", "org_honda-motor"),
        _text("name", "Fullest name in the store.", "Honda Motor Co., Ltd."),
        _text("legal_name", "Name with legal form, as a release or the registry gives it.", "Honda Motor Co., Ltd.",
              nullable=True),
        _text("legal_form", "Legal form of that name.", "Co., Ltd.", nullable=True),
        _text("kind", "company, government, education, nonprofit, media or other.", "company", nullable=True,
              values=("company", "government", "education", "nonprofit", "media", "other")),
        _text("ticker", "First listing named.", "HMC", nullable=True),
        _text("exchange", "ISO 10383 code of that listing's exchange.", "XNYS", nullable=True),
        _text("country", "ISO 3166-1 alpha-2: from the registry, else as releases describe it, else by its legal form"
              " or (public bodies) its name, else by the datelines of its own releases.", "JP", nullable=True),
        _text("lei", "Legal entity identifier, from the registry.", "", nullable=True),
        _text("wikidata_id", "Wikidata item, from the registry.", "", nullable=True),
        _N_DOCUMENTS,
        _N_MENTIONS,
        _FIRST_SEEN,
        _LAST_SEEN,
    ),
    ("organisation_id",),
    ("organisation_id",),
)  # fmt: skip

PEOPLE = Table(
    "people",
    "One row a person, over all releases.",
    (
        _text("person_id", "per_ and the key of the name; homonyms add what tells them apart.", "per_jane-doe"),
        _text("name", "Fullest name in the store.", "Jane Q. Doe"),
        _text("given_name", "Given name or names.", "Jane Q.", nullable=True),
        _text("family_name", "Family name.", "Doe", nullable=True),
        _N_DOCUMENTS,
        _N_MENTIONS,
        _FIRST_SEEN,
        _LAST_SEEN,
    ),
    ("person_id",),
    ("person_id",),
)

TECHNOLOGIES = Table(
    "technologies",
    "One row a technology, over all releases.",
    (
        _text("technology_id", "tech_ and the key of its name.", "tech_lithium-ion-battery"),
        _text("name", "Singular, lower case but for proper names.", "lithium-ion battery"),
        _text("abbreviation", "Abbreviation that a release defines.", "LIB", nullable=True),
        _text("category", "What field it is of: one of the lexicon's categories.", "batteries", nullable=True),
        _text("wikidata_id", "Wikidata item, where a source gave it.", "", nullable=True),
        _text("parent_id", "Wider technology.", "tech_battery", nullable=True),
        _N_DOCUMENTS,
        _N_MENTIONS,
        _FIRST_SEEN,
        _LAST_SEEN,
        _text("category_found_by", "What told the category: the lexicon, the head of the name, or its neighbours: the"
              " technologies that releases name with it.", "lexicon", nullable=True,
              values=("lexicon", "head", "neighbours")),
    ),
    ("technology_id",),
    ("technology_id",),
)  # fmt: skip

DATES = Table(
    "dates",
    "One row a date mention, with the days that it means.",
    (
        _MENTION,
        _DOC,
        _count("start", "First character, from 0.", "118"),
        _text("text", "The expression as it stands.", "post-2028"),
        _text("value", "Calendar value.", "2028", nullable=True),
        _text("modifier", "How the expression bends the value.", "AFTER", nullable=True, values=MODIFIERS),
        _text("bound", "Preposition that bounds something by it.", "since", nullable=True),
        _day("start_on", "First day meant, inclusive.", "2029-01-01"),
        _day("end_on", "Last day meant, inclusive.", "2029-12-31"),
        _text("granularity", "Size of the value.", "year", nullable=True, values=GRANULARITIES),
        _day("anchor_on", "Day that a relative expression was counted from.", "2024-08-01"),
        _text(
            "resolution", "How it is known; inferred: by a year that the text implies.", "explicit", values=RESOLUTIONS
        ),
    ),
    ("mention_id",),
    ("doc_id", "start", "mention_id"),
    (Reference("doc_id", "documents", "doc_id"), Reference("mention_id", "mentions", "mention_id")),
)

ROLES = Table(
    "roles",
    "Who holds, takes or leaves which office where.",
    (
        _text("role_id", "r_ and 16 hex digits of the row's natural key.", "r_0b6a5d0f7c1e2d3a"),
        _DOC,
        _text("person_id", "The person.", "per_jane-doe"),
        _text("person", "Fullest name in this release.", "Jane Doe"),
        _text("title", "Words of the office.", "chief executive officer"),
        _text("organisation_id", "Where the office is held.", "org_acme", nullable=True),
        _text("organisation", "Fullest name of that body in this release.", "Acme Corp.", nullable=True),
        _text("action", "Whether the office is held, taken, left, or was held earlier.", "holds", values=ACTIONS),
        _text("mention_id", "The person's mention.", "m_0b6a5d0f7c1e2d3a"),
        _count("title_start", "First character of the title.", "17"),
        _count("title_end", "Character after the title.", "40"),
        _text("sentence", "Sentence that says so.", "Jane Doe, chief executive officer of Acme, …"),
        _EFFECTIVE,
        _PUBLISHED,
        _text("found_by", "What found it.", "rule", values=FOUND_BY),
        _SCORE,
    ),
    ("role_id",),
    ("doc_id", "title_start", "role_id"),
    (
        Reference("doc_id", "documents", "doc_id"),
        Reference("person_id", "people", "person_id"),
        Reference("organisation_id", "organisations", "organisation_id"),
        Reference("mention_id", "mentions", "mention_id"),
    ),
)

QUOTATIONS = Table(
    "quotations",
    "Who said what: one row for each run of quoted words that the release gives to somebody.",
    (
        _text("quotation_id", "q_ and 16 hex digits made from release, words and occurrence.", "q_0b6a5d0f7c1e2d3a"),
        _DOC,
        _count("start", "First character inside the marks, from 0.", "410"),
        _count("end", "Character after the last inside the marks.", "502"),
        _text("text", "Exactly the characters from start to end.", "We expect to grow,"),
        _text("person_id", "Who says it; empty for a body and for somebody unnamed.", "per_jane-doe", nullable=True),
        _text("person", "Fullest name in this release.", "Jane Doe", nullable=True),
        _text("organisation_id", "Body that the person speaks for, or that speaks itself.", "org_acme", nullable=True),
        _text("organisation", "Fullest name of that body in this release.", "Acme Corp.", nullable=True),
        _text("title", "The speaker's office in this release.", "chief executive officer", nullable=True),
        _PUBLISHED,
    ),
    ("quotation_id",),
    ("doc_id", "start", "quotation_id"),
    (
        Reference("doc_id", "documents", "doc_id"),
        Reference("person_id", "people", "person_id"),
        Reference("organisation_id", "organisations", "organisation_id"),
    ),
)

RELATIONS = Table(
    "relations",
    "What a release states of two organisations: partnerships, deals, supply, ownership.",
    (
        _text("relation_id", "rel_ and 16 hex digits of the row's natural key.", "rel_0b6a5d0f7c1e2d3a"),
        _DOC,
        _text("type", "Kind of relation.", "acquisition", values=RELATION_TYPES),
        _text("subject_id", "Who buys, owns, gives, delivers, belongs; a venture; the partner named first.",
              "org_acme"),
        _text("subject", "Its fullest name in this release.", "Acme Corp."),
        _text("object_id", "The other: bought, owned, a parent of the venture, a customer, an alliance.", "org_beta"),
        _text("object", "Its fullest name in this release.", "Beta GmbH"),
        _text("status", "Whether it exists, is agreed, considered or ended.", "agreed", values=STATUSES),
        Column("amount", "number", "Price or sum, in whole units of the currency.", "25000000", nullable=True),
        _text("currency", "ISO 4217 code, or a coin's symbol.", "USD", nullable=True),
        _EFFECTIVE,
        _count("evidence_start", "First character of the words that state it.", "60"),
        _count("evidence_end", "Character after the last of them.", "118"),
        _text("sentence", "Sentence around them.", "Acme has agreed to acquire Beta for $25 million."),
        _PUBLISHED,
        _text("found_by", "What found it.", "rule", values=FOUND_BY),
        _text("rule_id", "Rule that found it.", "rel.acquires", nullable=True),
        _SCORE,
    ),
    ("relation_id",),
    ("doc_id", "evidence_start", "relation_id"),
    (
        Reference("doc_id", "documents", "doc_id"),
        Reference("subject_id", "organisations", "organisation_id"),
        Reference("object_id", "organisations", "organisation_id"),
    ),
)  # fmt: skip

ALIASES = Table(
    "aliases",
    "Every form under which an entity is named.",
    (
        _text("entity_id", "The entity.", "org_honda-motor"),
        _text("alias", "The form, white space collapsed.", "Honda"),
        _text("kind", "name, acronym, or former_id: an id that a part of it bears or would bear alone.", "name",
              values=ALIAS_KINDS),
        _N_MENTIONS,
        _text("evidence", "What joined it: equal name, spelling, abbreviation, one release, rare name, what is shared.",
              "equal name", nullable=True),
        _text("doc_id", "The first release that gives it.", "honda-nissan-2024", nullable=True),
    ),
    ("entity_id", "alias"),
    ("entity_id", "alias"),
)  # fmt: skip

DEFINITIONS = Table(
    "definitions",
    'Terms that a release defines for a body, such as (the "Company").',
    (
        _DOC,
        _text("term", "The term without quotation marks.", "Company"),
        _text("entity_id", "What it stands for.", "org_acme"),
        _count("start", "First character of the term.", "57"),
        _count("end", "Character after the term.", "64"),
    ),
    ("doc_id", "term"),
    ("doc_id", "term"),
    (Reference("doc_id", "documents", "doc_id"),),
)

IDENTIFIERS = Table(
    "identifiers",
    "Tickers and other identifiers of entities.",
    (
        _text("entity_id", "The entity.", "org_honda-motor"),
        _text("scheme", "What kind of identifier.", "ticker"),
        _text("value", "The identifier.", "HMC"),
        _text("exchange", "ISO 10383 code, for tickers.", "XNYS", nullable=True),
        _text("source", "Where it was read: release or registry.", "release"),
    ),
    ("entity_id", "scheme", "value"),
    ("entity_id", "scheme", "value"),
)

ISSUES = Table(
    "issues",
    "What was wrong with an input, or could not be settled.",
    (
        _text("issue_id", "i_ and 16 hex digits of the row's natural key.", "i_0b6a5d0f7c1e2d3a"),
        _text("doc_id", "The release, where there is one.", "honda-nissan-2024", nullable=True),
        _text("location", "file:line, or start-end in the text.", "feed.jsonl:12", nullable=True),
        _text("code", "Kind of issue.", "malformed_record"),
        _text("severity", "How bad.", "error", values=("info", "warning", "error")),
        _text("message", "What it is and what became of it.", "not JSON: …; line skipped"),
    ),
    ("issue_id",),
    ("issue_id",),
)

RUNS = Table(
    "runs",
    "One row a run of presstab on this output.",
    (
        _text("run_id", "run_ and a running number.", "run_000001"),
        Column("started_at", "datetime", "When it began, UTC.", "2024-08-01T02:00:00Z"),
        Column("finished_at", "datetime", "When it ended, UTC; empty where it was cut off.", "2024-08-01T02:04:11Z",
               nullable=True),
        _text("version", "Version of presstab.", "0.1.0"),
        _count("n_seen", "Releases read.", "120"),
        _count("n_new", "Releases not known before.", "20"),
        _count("n_changed", "Known releases extracted again.", "1"),
        _count("n_unchanged", "Known releases left as they were.", "99"),
        _count("n_failed", "Releases that could not be extracted.", "0"),
    ),
    ("run_id",),
    ("run_id",),
)  # fmt: skip

RUN_INPUTS = Table(
    "run_inputs",
    "What each run was made of.",
    (
        _text("run_id", "The run.", "run_000001"),
        _text("input", "Kind of input.", "rules", values=("code", "model", "rules", "lexicon", "registry", "options")),
        _text("sha256", "Digest of it.", "9f86d0818…"),
    ),
    ("run_id", "input"),
    ("run_id", "input"),
    (Reference("run_id", "runs", "run_id"),),
)

TIMELINE = Table(
    "timeline",
    "Every dated sentence, by the days it means, with the organisations that it names.",
    (
        _MENTION,
        _DOC,
        _PUBLISHED,
        _day("start_on", "First day meant, inclusive.", "2029-01-01"),
        _day("end_on", "Last day meant, inclusive.", "2029-12-31"),
        _text("value", "Calendar value.", "2028"),
        _text("modifier", "How the expression bends the value.", "AFTER", nullable=True, values=MODIFIERS),
        _text("text", "The expression as it stands.", "post-2028"),
        _text(
            "organisations", "Organisations that the sentence names, joined by `; `.", "Honda; Nissan", nullable=True
        ),
        _text("sentence", "Sentence around it, white space collapsed.", "From post-2028, Honda and Nissan …"),
        _text(
            "takes_effect",
            "Offices and relations of the release that begin or end then, joined by `; `.",
            "Jane Doe, chief executive officer, Acme (appointed)",
            nullable=True,
        ),
        _text("organisation_ids", "Ids of the organisations, joined by `; `.", "org_honda; org_nissan", nullable=True),
        _text("issuer_id", "Organisation whose release it is.", "org_honda", nullable=True),
    ),
    ("mention_id",),
    ("start_on", "end_on", "mention_id"),
    (Reference("doc_id", "documents", "doc_id"), Reference("mention_id", "mentions", "mention_id")),
)

CO_MENTIONS = Table(
    "co_mentions",
    "Pairs of entities that one sentence names, whatever their labels; each pair once, the smaller id first.",
    (
        _text("entity_id", "One entity.", "org_honda"),
        _text("other_id", "The other.", "org_nissan"),
        _text("label", "What the one is.", "ORG", values=ENTITY_LABELS),
        _text("other_label", "What the other is.", "ORG", values=ENTITY_LABELS),
        _text("name", "Name of the one.", "Honda"),
        _text("other_name", "Name of the other.", "Nissan"),
        _count("n_documents", "Releases with such a sentence.", "3"),
        _count("n_sentences", "Sentences that name both.", "7"),
        _text("doc_id", "The latest release with such a sentence.", "honda-nissan-2024"),
        _text("sentence", "That sentence.", "Honda and Nissan have agreed …"),
    ),
    ("entity_id", "other_id"),
    ("entity_id", "other_id"),
    (Reference("doc_id", "documents", "doc_id"),),
)

DOUBTS = Table(
    "doubts",
    "What a person should look at, the most useful first: entities joined on little, names left apart, doubtful rows.",
    (
        _text("doubt_id", "x_ and 16 hex digits of the row's natural key.", "x_0b6a5d0f7c1e2d3a"),
        _text("kind", "What is doubtful.", "same_name", values=DOUBT_KINDS),
        _text("label", "What the entity is.", "PERSON", values=ENTITY_LABELS),
        _text("entity_id", "The entity.", "per_jane-doe"),
        _text("name", "Its name.", "Jane Doe"),
        _text("other_id", "The other entity, where there is one.", "per_jane-doe-1f2e3d", nullable=True),
        _text("other_name", "Its name.", "Jane Doe", nullable=True),
        _text("evidence_for", "What speaks for the tables as they are.", "no shared organisation", nullable=True),
        _text("evidence_against", "What speaks against it.", "equal full name", nullable=True),
        _text("settle", "What to write where to settle it.", "registry: one row with both names", nullable=True),
        _count("n_mentions", "Mentions that it concerns: the greater, the more useful.", "17"),
        _text("doc_id", "A release to look at.", "honda-nissan-2024", nullable=True),
        _count("rank", "Place by use: mentions times how often a doubt of the kind is a mistake.", "1"),
    ),
    ("doubt_id",),
    ("rank",),
)

# The table of each label's entities; its first column is their id, which begins with the prefix.
ENTITY_TABLES: dict[str, Table] = {"ORG": ORGANISATIONS, "PERSON": PEOPLE, "TECH": TECHNOLOGIES}
ENTITY_PREFIX = {"ORG": "org_", "PERSON": "per_", "TECH": "tech_"}

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        DOCUMENTS, DOCUMENT_ENTITIES, MENTIONS, ORGANISATIONS, PEOPLE, TECHNOLOGIES, DATES,
        ROLES, QUOTATIONS, RELATIONS, ALIASES, DEFINITIONS, IDENTIFIERS, ISSUES, RUNS, RUN_INPUTS, TIMELINE,
        CO_MENTIONS, DOUBTS,
    )
}  # fmt: skip
