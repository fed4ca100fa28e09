"""What the last run brought that the finished run before it did not have."""

from __future__ import annotations

from typing import NamedTuple

from presstab.store.reader import Reader

_EXAMPLES = 5


class News(NamedTuple):
    """Rows of one kind: how many there are, how many are new, and some of the new ones in words."""

    what: str
    n_all: int
    n_new: int
    examples: tuple[str, ...]


class _Kind(NamedTuple):
    """Rows of a stored table, what makes two of them the same, their words, and which are told first."""

    table: str
    key: str
    words: str
    order: str
    which: str = "true"


_OF_ENTITIES = "n_documents DESC, n_mentions DESC, name"
_KINDS = {
    "releases": _Kind("documents", "doc_id", "coalesce(title, doc_id)", "published_on DESC, doc_id"),
    "organisations": _Kind("organisations", "organisation_id", "name", _OF_ENTITIES),
    "people": _Kind("people", "person_id", "name", _OF_ENTITIES),
    "technologies": _Kind("technologies", "technology_id", "name", _OF_ENTITIES),
    "appointments": _Kind(
        "roles",
        "doc_id, person, title, organisation",
        "person || ', ' || title || coalesce(' of ' || organisation, '')",
        "score DESC, doc_id, title_start",
        "action = 'appointed'",
    ),
    "relations": _Kind(
        "relations",
        "doc_id, type, subject, object",
        "subject || ' – ' || object || ', ' || replace(type, '_', ' ') || ' (' || status || ')'",
        "amount DESC, score DESC, doc_id, evidence_start",
    ),
    "quotations": _Kind("quotations", "doc_id, text", "coalesce(person, organisation)", "doc_id, start"),
    "issues": _Kind("issues", "issue_id", "replace(code, '_', ' ')", "severity, code, issue_id"),
}  # fmt: skip
# An example once, though many rows say the same.
_QUERY = """
    WITH rows AS (SELECT struct_pack({key}) AS key, ({words}) AS words, row_number() OVER (ORDER BY {order}) AS place
                  FROM {table} WHERE removed_by IS NULL AND {which}),
         known AS (SELECT struct_pack({key}) AS key FROM {table} WHERE added_by <= $before
                   AND (removed_by IS NULL OR removed_by > $before) AND {which}),
         new AS (SELECT words, place FROM rows ANTI JOIN known USING (key)),
         told AS (SELECT words, min(place) AS place FROM new WHERE words IS NOT NULL GROUP BY words
                  ORDER BY place LIMIT $examples)
    SELECT (SELECT count(*) FROM rows), (SELECT count(*) FROM new), (SELECT list(words ORDER BY place) FROM told)"""


def news_of(store: Reader) -> list[News]:
    """Return what the last run brought; what runs that were cut off before it had committed counts as its own."""
    before = max((run for run in store.runs.finished() if run < store.runs.last()), default=0)
    return [_news(store, what, kind, before) for what, kind in _KINDS.items()]


def _news(store: Reader, what: str, kind: _Kind, before: int) -> News:
    given = {"before": before, "examples": _EXAMPLES}
    n_all, n_new, examples = store.connection.tuples(_QUERY.format(**kind._asdict()), given)[0]
    return News(what, n_all, n_new, tuple(examples or ()))
