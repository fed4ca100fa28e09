"""The table `doubts`: what a person should look at, the most useful first."""

from __future__ import annotations

from presstab.schema.columns import count, text
from presstab.schema.statements import ROLE_ID
from presstab.schema.types import Browsed, Table
from presstab.schema.values import DOUBT_KINDS, ENTITY_LABELS

# How likely a doubt of each kind is a mistake in the tables, as read on releases that nobody annotated: with the number
# of mentions that it concerns it ranks them.
_LIKELY = {
    "one_office_holder": 0.7, "near_name": 0.4, "near_person": 0.6, "same_name": 0.4, "low_score": 0.3,
    "role_without_organisation": 0.2, "rare_name": 0.05,
}  # fmt: skip
# Titles, lower case, of offices of the state and of ranks: held in no organisation. What a release is read by is the rule `office.public`.
PUBLIC_OFFICE = (
    r"^((u\.?s\.?|former|acting|deputy) )*(president|judge|justice|(rep|sen|gov|gen)\.?|representative|general|colonel|captain|"
    r"lieutenant|sergeant|king|queen|prince|princess|pope)$|\b(mayor|governor|senator|congress(man|woman)|ambassador|premier|"
    r"minister|council(or|lor|man|woman|member)|attorney general|sheriff|secretary of \w+|head of state)\b"
)
# A person whom more releases name ties nobody to anybody: presidents, stars.
_SPREAD = 20
_DECIDE = "Write {yes} in the column decision if {when}"
_SETTLE = f"""CASE
    WHEN kind = 'role_without_organisation'
        THEN 'Run: presstab correct set ' || role_id || ' organisation "NAME", with the name as the release gives it, "" if none'
    WHEN other_id IS NOT NULL THEN '{_DECIDE.format(yes="same", when="the two are one, apart if they are two")}'
    ELSE CASE WHEN kind = 'rare_name'
              THEN '{_DECIDE.format(yes="apart", when="release ")}' || doc_id || ' names somebody else'
              ELSE '{_DECIDE.format(yes="wrong", when="this is no ")}'
                   || CASE label WHEN 'ORG' THEN 'organisation' WHEN 'PERSON' THEN 'person' ELSE 'technology' END END
         || '; if all is right, run: presstab correct set ' || entity_id || ' name "' || replace(name, '"', '') || '"' END"""

_FOUND = """
    WITH aside AS (SELECT 'same_name' AS kind, 'PERSON' AS label, a.person_id AS entity_id, a.name,
                          b.person_id AS other_id, b.name AS other_name,
                          'no organisation is shared, and many bear the name' AS evidence_for,
                          'equal names' AS evidence_against, a.n_mentions + b.n_mentions AS n_mentions,
                          NULL AS doc_id, '' AS key, NULL AS role_id
                   FROM (SELECT least(first, person_id) AS one, greatest(first, person_id) AS two
                         FROM (SELECT person_id, first_value(person_id) OVER (
                                   PARTITION BY lower(name) ORDER BY n_mentions DESC, person_id) AS first
                               FROM live_people WHERE contains(name, ' '))
                         WHERE first <> person_id) p
                   JOIN live_people a ON a.person_id = p.one JOIN live_people b ON b.person_id = p.two),
         joined AS (SELECT 'rare_name', 'PERSON', p.person_id, p.name, NULL, NULL, 'hardly anyone bears the name',
                           'no organisation is shared', p.n_mentions, any_value(a.doc_id ORDER BY a.doc_id), '', NULL
                    FROM live_people p JOIN live_aliases a ON a.entity_id = p.person_id
                    WHERE a.evidence = 'rare name' GROUP BY ALL),
         offices AS (SELECT DISTINCT p.entity_id AS person, l.entity_id FROM live_roles r
                     JOIN live_links p ON p.doc_id = r.doc_id AND p.local_id = r.person_local
                     JOIN live_links l ON l.doc_id = r.doc_id AND l.local_id = r.organisation_local),
         holder AS (SELECT 'one_office_holder', 'ORG', a.organisation_id AS short_id, a.name,
                           b.organisation_id AS long_id, b.name, 'the names differ',
                           'one person holds an office at both, and one name begins the other',
                           a.n_mentions + b.n_mentions, NULL, '', NULL
                    FROM offices x JOIN offices y ON x.person = y.person AND x.entity_id <> y.entity_id
                    JOIN live_organisations a ON a.organisation_id = x.entity_id
                    JOIN live_organisations b ON b.organisation_id = y.entity_id
                    WHERE starts_with(lower(b.name), lower(a.name) || ' ') GROUP BY ALL),
         -- One name is the other without its first or its last word, and releases of both name a person whom few name.
         cut AS (SELECT organisation_id AS id, name, n_mentions, unnest([
                        regexp_replace(organisation_id, '^org_[^-]+-', 'org_'),
                        regexp_replace(organisation_id, '-[^-]+$', '')]) AS rest
                 FROM live_organisations WHERE contains(organisation_id, '-')),
         pairs AS (SELECT DISTINCT a.id, a.name, b.organisation_id AS other_id, b.name AS other_name,
                          a.n_mentions + b.n_mentions AS n_mentions
                   FROM cut a JOIN live_organisations b ON b.organisation_id = a.rest AND b.organisation_id <> a.id),
         named AS (SELECT DISTINCT doc_id, entity_id FROM live_links
                   WHERE entity_id IN (SELECT id FROM pairs UNION SELECT other_id FROM pairs)),
         known AS (SELECT doc_id, entity_id AS person FROM live_links WHERE starts_with(entity_id, 'per_')
                   AND contains(entity_id, '-')
                   QUALIFY count(DISTINCT doc_id) OVER (PARTITION BY entity_id) BETWEEN 2 AND {spread}),
         around AS (SELECT DISTINCT n.entity_id, k.person FROM named n JOIN known k USING (doc_id)),
         together AS (SELECT p.id, p.other_id, min(a.doc_id) AS doc_id FROM pairs p JOIN named a ON a.entity_id = p.id
                      JOIN named b ON b.entity_id = p.other_id AND b.doc_id = a.doc_id GROUP BY ALL),
         shared AS (SELECT p.id, p.other_id, count(*) AS n, min(x.person) AS person FROM pairs p
                    JOIN around x ON x.entity_id = p.id
                    JOIN around y ON y.entity_id = p.other_id AND y.person = x.person GROUP BY ALL),
         near AS (SELECT 'near_name', 'ORG', p.id, p.name, p.other_id, p.other_name,
                         CASE WHEN t.doc_id IS NULL THEN 'the names differ by a word'
                              ELSE 'the names differ by a word, and a release names both' END,
                         'releases of both name ' || CASE WHEN s.n = 1 THEN '' ELSE s.n || ' people, among them ' END
                         || k.name, p.n_mentions, t.doc_id, '', NULL
                  FROM pairs p JOIN shared s USING (id, other_id) JOIN live_people k ON k.person_id = s.person
                  LEFT JOIN together t USING (id, other_id)
                  WHERE (p.id, p.other_id) NOT IN (SELECT (long_id, short_id) FROM holder)),
         -- Names of technologies that differ as one thing's do; by one letter within, others do too: `digital ad`, `digital ID`.
         termed AS (SELECT technology_id AS id, name, n_mentions,
                           list_sort(string_split(substr(technology_id, 6), '-')) AS words FROM live_technologies),
         written AS (SELECT 'near_name', 'TECH', a.id, a.name, b.id, b.name, 'the names differ', p.differ,
                            a.n_mentions + b.n_mentions, NULL, '', NULL
                     FROM (SELECT a.id, b.id AS other_id, 'one is the other with an s' AS differ
                           FROM termed a JOIN termed b ON b.id = a.id || 's'
                           UNION ALL SELECT a.id, b.id, 'equal words in another order'
                           FROM termed a JOIN termed b ON a.words = b.words AND a.id < b.id) p
                     JOIN termed a ON a.id = p.id JOIN termed b ON b.id = p.other_id),
         -- Full names of one family name whose given names begin alike, with offices at one organisation.
         held AS (SELECT DISTINCT p.person_id, p.name, p.n_mentions, o.entity_id, n.name AS organisation,
                         regexp_extract(lower(p.name), '[^ ]+$') AS family, left(lower(p.name), 1) AS initial
                  FROM live_people p JOIN offices o ON o.person = p.person_id
                  JOIN live_organisations n ON n.organisation_id = o.entity_id WHERE contains(p.name, ' ')),
         alike AS (SELECT 'near_person', 'PERSON', a.person_id, a.name, b.person_id, b.name, 'the given names differ',
                          'both hold offices at ' || min(a.organisation) || ', and the given names begin alike',
                          a.n_mentions + b.n_mentions, NULL, '', NULL
                   FROM held a JOIN held b ON a.entity_id = b.entity_id AND a.family = b.family
                   AND a.initial = b.initial AND a.person_id < b.person_id AND lower(a.name) <> lower(b.name)
                   GROUP BY ALL),
         names AS (SELECT organisation_id AS id, name FROM live_organisations UNION ALL
                   SELECT person_id, name FROM live_people UNION ALL SELECT technology_id, name FROM live_technologies),
         unsure AS (SELECT 'low_score', m.label, l.entity_id, min(n.name), NULL, NULL,
                           'the recogniser gives it ' || round(max(m.score), 2), 'it is not sure of any mention',
                           count(*), min(m.doc_id), '', NULL
                    FROM live_mentions m JOIN live_links l USING (doc_id, local_id) JOIN names n ON n.id = l.entity_id
                    GROUP BY m.label, l.entity_id HAVING max(m.score) < 0.7 AND bool_and(m.found_by = 'model')),
         loose AS (SELECT 'role_without_organisation', 'PERSON', p.entity_id, min(r.person), NULL, NULL,
                          'the text ties no organisation to it', 'office: ' || r.title, count(*), min(r.doc_id), r.title,
                          min((r.doc_id, {role_id}))[2]
                   FROM live_roles r JOIN live_links p ON p.doc_id = r.doc_id AND p.local_id = r.person_local
                   WHERE r.organisation_local IS NULL AND r.found_by <> 'person'
                   AND NOT regexp_matches(lower(r.title), '{public}') GROUP BY p.entity_id, r.title),
         found AS (SELECT * FROM aside UNION ALL SELECT * FROM joined UNION ALL SELECT * FROM holder UNION ALL
                   SELECT * FROM near UNION ALL SELECT * FROM written UNION ALL SELECT * FROM alike UNION ALL SELECT * FROM unsure
                   UNION ALL SELECT * FROM loose),
         -- What people decided settles a doubt: two that they told apart, one of which they said what it is.
         renamed AS (SELECT alias AS id, entity_id FROM live_aliases WHERE kind = 'former_id'),
         told_apart AS (SELECT entity_id, other_id FROM live_apart
                        UNION SELECT coalesce(a.entity_id, p.entity_id), coalesce(b.entity_id, p.other_id)
                        FROM live_apart p LEFT JOIN renamed a ON a.id = p.entity_id
                        LEFT JOIN renamed b ON b.id = p.other_id),
         told AS (SELECT organisation_id FROM live_organisations WHERE found_by = 'person'
                  UNION SELECT person_id FROM live_people WHERE found_by = 'person'
                  UNION SELECT technology_id FROM live_technologies WHERE found_by = 'person'),
         left_over AS (SELECT * FROM found ANTI JOIN told_apart USING (entity_id, other_id)
                       WHERE kind NOT IN ('rare_name', 'low_score') OR entity_id NOT IN (FROM told)),
         settled AS (SELECT * EXCLUDE (key, role_id), {settle} AS settle,
                            'x_' || left(sha256(concat_ws(chr(31), kind, entity_id, coalesce(other_id, ''), key)), 16)
                            AS doubt_id
                     FROM left_over)
    SELECT *, NULL::VARCHAR AS decision, NULL::VARCHAR AS why, row_number() OVER (ORDER BY n_mentions * {likely} DESC, doubt_id) AS rank FROM settled"""

DOUBTS = Table(
    "doubts",
    "What a person should look at, the most useful first: entities joined on little, names left apart, doubtful rows.",
    (
        text("doubt_id", "x_ and 16 hex digits of the row's natural key.", "x_0b6a5d0f7c1e2d3a"),
        text("kind", "What is doubtful.", "same_name", values=DOUBT_KINDS),
        text("label", "What the entity is.", "PERSON", values=ENTITY_LABELS),
        text("entity_id", "The entity.", "per_jane-doe"),
        text("name", "Its name.", "Jane Doe"),
        text("other_id", "The other entity, where there is one.", "per_jane-doe-1f2e3d", nullable=True),
        text("other_name", "Its name.", "Jane Doe", nullable=True),
        text("evidence_for", "What speaks for the tables as they are.", "no shared organisation", nullable=True),
        text("evidence_against", "What speaks against it.", "equal full name", nullable=True),
        text("settle", "What to do to settle it.", "Write same in the column decision if the two are one, apart if …",
             nullable=True),
        count("n_mentions", "Mentions that it concerns: the greater, the more useful.", "17"),
        text("doc_id", "A release to look at.", "honda-nissan-2024", nullable=True),
        count("rank", "Place by use: mentions times how often a doubt of the kind is a mistake.", "1"),
        text("decision", "Empty, to fill in: same, apart or wrong; `presstab correct --from` reads it.", "",
             nullable=True),
        text("why", "Empty, to fill in: the reason.", "", nullable=True),
    ),
    ("doubt_id",),
    ("rank",),
    browsed=Browsed(("kind", "label")),
    query=_FOUND.format(
        spread=_SPREAD,
        public=PUBLIC_OFFICE,
        settle=_SETTLE,
        role_id=ROLE_ID.format(organisation="''"),
        likely="CASE kind " + " ".join(f"WHEN '{kind}' THEN {share}" for kind, share in _LIKELY.items()) + " END",
    ),
)  # fmt: skip
