// The rows and columns of every table, and how a cell looks: the one place where rows are made.

const entityLink = (id, name) => {
  const at = entityAt.get(id);
  return at === undefined
    ? make("span", {}, name)
    : make(
        "a",
        { href: toEntity(entities[at].id), class: LOOKS[entities[at].label], title: entities[at].id },
        name || entities[at].name,
      );
};
const releaseLink = (at, words, span) => make("a", { href: toRelease(at, span) }, words || releases[at].title);

// How a cell of each kind of column looks.
const CELLS = {
  text: (value) => make("span", {}, value),
  day: (value) => make("time", {}, value),
  words: (value) => make("span", {}, spaced(value)),
  long: (value) => make("span", { class: "long" }, value),
  place: (value) => make("span", { class: "long" }, ...value.split(/(?<=[/:_-])/).flatMap((part) => [part, make("wbr")])),
  number: (value) => make("span", { class: "number" }, number(value)),
  money: (_, row) => make("span", { class: "number" }, money(row)),
  entity: (value, row, column) => (value ? entityLink(row[column.id], value) : ""),
  release: (value, row) =>
    row.release === undefined
      ? make("span", {}, value)
      : make("span", { class: "long" }, releaseLink(row.release, value, row.span), row.copy ? " (copy)" : ""),
};
const cellOf = (column, row) => (row[column.field] === "" ? "" : CELLS[column.kind](row[column.field], row, column));

const column = (field, title, kind = "text", more = {}) => ({ field, title, kind, width: 120, grow: 1, ...more });
const hidden = (...fields) => fields.map((field) => column(field, field, "text", { isHidden: true }));
const DAY = column("on", "published", "day", { width: 120, grow: 0 });
const SENTENCE = column("sentence", "sentence", "long", { width: 250, grow: 5 });
const RELEASE = column("title", "release", "release", { width: 140, grow: 2 });

const stating = (row, more) => {
  const { id, on, title } = releases[row.release];
  const span = sentenceSpan(row.release, row.sentence, row.start);
  return {
    ...row,
    doc_id: id,
    on,
    title,
    sentence: collapse(releases[row.release].text.slice(...span)),
    span,
    ...more,
  };
};

const topNames = (release, label, counts) => {
  const found = new Map();
  for (const m of release.mentions)
    if (entities[m[M.entity]].label === label && counts(m)) found.set(m[M.entity], (found.get(m[M.entity]) || 0) + 1);
  return [...found]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([entity]) => entities[entity].name)
    .join(", ");
};

// Each table: its heading, its columns, what its rows can be narrowed to (`only`), and its rows of a selection.
const TABLES = {
  releases: {
    heading: "Releases",
    one: "release",
    columns: [
      DAY,
      column("title", "title", "release", { width: 300, grow: 4 }),
      column("issuer", "issuer", "entity", { id: "issuer_id" }),
      column("organisations", "organisations", "long", { width: 180, grow: 2 }),
      column("technologies", "technologies", "long", { width: 150, grow: 2 }),
      column("mentions", "mentions", "number", { width: 115, grow: 0 }),
      column("source", "source", "place", { width: 140 }),
      ...hidden("doc_id", "issuer_id"),
    ],
    rows: (selection) =>
      selection.releases.map((at) => {
        const release = releases[at],
          issuer = entities[release.issuer];
        return {
          release: at,
          on: release.on,
          title: release.title,
          copy: release.copy,
          source: release.source,
          doc_id: release.id,
          issuer: issuer ? issuer.name : "",
          issuer_id: issuer ? issuer.id : "",
          organisations: topNames(release, ORG, selection.counts),
          technologies: topNames(release, TECH, selection.counts),
          mentions: release.mentions.filter(selection.counts).length,
        };
      }),
  },
  entities: {
    heading: "Organisations, people, technologies",
    one: "entity",
    many: "entities",
    only: "label",
    columns: [
      column("name", "name", "entity", { id: "id", width: 220, grow: 3 }),
      column("label", "what", "text", { width: 120, grow: 0 }),
      column("kind", "kind", "text", { width: 150 }),
      column("releases", "releases", "number", { width: 110, grow: 0 }),
      column("mentions", "mentions", "number", { width: 115, grow: 0 }),
      column("first", "first", "day", { width: 110, grow: 0 }),
      column("last", "last", "day", { width: 110, grow: 0 }),
      ...hidden("id", "found_by"),
    ],
    rows: (selection) =>
      entityCounts(selection).map((told) => {
        const { id, name, label, kind, found_by } = entities[told.entity];
        return {
          id,
          name,
          label: LABELS[label].one,
          kind,
          found_by,
          releases: told.releases,
          mentions: told.mentions,
          first: told.first,
          last: told.last,
        };
      }),
  },
  offices: {
    heading: "Offices",
    one: "office",
    only: "action",
    columns: [
      DAY,
      column("person", "person", "entity", { id: "person_id", width: 140 }),
      column("action", "action", "words", { width: 102, grow: 0 }),
      column("office", "office", "text", { width: 150, grow: 2 }),
      column("organisation", "organisation", "entity", { id: "organisation_id", width: 145 }),
      column("effective", "as of", "text", { width: 96, grow: 0, isRare: true }),
      SENTENCE,
      RELEASE,
      ...hidden("found_by", "role_id", "person_id", "organisation_id", "doc_id"),
    ],
    rows: (selection) =>
      selection.roles.map((row) =>
        stating(row, { office: row.title, organisation: row.organisation || "", effective: row.effective || "" }),
      ),
  },
  relations: {
    heading: "Relations",
    one: "relation",
    only: "type",
    columns: [
      DAY,
      column("type", "type", "words", { width: 108, grow: 0 }),
      column("subject", "who", "entity", { id: "subject_id", width: 125 }),
      column("object", "whom", "entity", { id: "object_id", width: 125 }),
      column("status", "status", "words", { width: 95, grow: 0 }),
      column("amount", "amount", "money", { width: 106, grow: 0, isRare: true }),
      column("effective", "as of", "text", { width: 88, grow: 0, isRare: true }),
      SENTENCE,
      RELEASE,
      ...hidden("currency", "found_by", "relation_id", "subject_id", "object_id", "doc_id"),
    ],
    rows: (selection) =>
      selection.relations.map((row) =>
        stating(row, { amount: row.amount ?? "", currency: row.currency || "", effective: row.effective || "" }),
      ),
  },
  quotations: {
    heading: "Quotations",
    one: "quotation",
    columns: [
      DAY,
      column("person", "who", "entity", { id: "person_id", width: 150 }),
      column("office", "office", "text", { width: 150 }),
      column("organisation", "for", "entity", { id: "organisation_id", width: 150 }),
      column("text", "words", "long", { width: 320, grow: 5 }),
      RELEASE,
      ...hidden("found_by", "quotation_id", "person_id", "organisation_id", "doc_id"),
    ],
    rows: (selection) =>
      selection.quotations.map((row) => {
        const { id, on, title } = releases[row.release];
        return {
          ...row,
          doc_id: id,
          on,
          title,
          text: collapse(spoken(row)),
          span: [row.start, row.end],
          office: row.title || "",
          person: row.person || "",
          organisation: row.organisation || "",
        };
      }),
  },
  dates: {
    heading: "Dates named",
    one: "date",
    only: "year",
    columns: [
      column("from", "first day", "day", { width: 110, grow: 0 }),
      column("to", "last day", "day", { width: 110, grow: 0 }),
      column("value", "value", "text", { width: 110, grow: 0 }),
      column("text", "as it stands", "text", { width: 140 }),
      SENTENCE,
      RELEASE,
      DAY,
      ...hidden("year", "found_by", "mention_id", "doc_id"),
    ],
    rows: (selection) =>
      selection.releases.flatMap((at) => {
        const { id, on, title, text, dates } = releases[at];
        return dates
          .filter((date) => selection.inZone(date[D.zone]))
          .map((date) => ({
            release: at,
            doc_id: id,
            mention_id: date[D.id],
            found_by: date[D.foundBy],
            on,
            title,
            value: date[D.value],
            from: date[D.from],
            to: date[D.to],
            year: /^\d{4}/.test(date[D.value]) ? date[D.value].slice(0, 4) : "",
            text: collapse(text.slice(date[START], date[END])),
            sentence: sentenceOf(at, date[D.sentence], date[START]),
            span: date.slice(0, 2),
          }));
      }),
  },
  doubts: {
    heading: "Doubts",
    one: "doubt",
    only: "kind",
    columns: [
      column("kind", "what", "words", { width: 150, grow: 0 }),
      column("name", "name", "entity", { id: "entity_id", width: 170 }),
      column("other_name", "other name", "entity", { id: "other_id", width: 150 }),
      column("evidence_for", "why it stands so", "long", { width: 150, grow: 2 }),
      column("evidence_against", "why it may not", "long", { width: 150, grow: 2 }),
      column("n_mentions", "mentions", "number", { width: 115, grow: 0 }),
      RELEASE,
      column("settle", "how to settle it", "long", { width: 250, grow: 2, isRare: true }),
      ...hidden("entity_id", "other_id", "doc_id"),
    ],
    // A page has no column to write in: what that would say `wrong?` offers.
    rows: () =>
      data.doubts.map((row) => ({
        ...row,
        settle: row.settle.startsWith("Run: ") ? row.settle : "",
        release: releaseAt.get(row.doc_id),
        title: releases[releaseAt.get(row.doc_id)]?.title ?? "",
      })),
  },
  issues: {
    heading: "Issues",
    one: "issue",
    only: "code",
    columns: [
      column("severity", "severity", "text", { width: 112, grow: 0 }),
      column("code", "kind", "words", { width: 170, grow: 0 }),
      column("message", "what it is", "long", { width: 360, grow: 5 }),
      column("location", "where", "text", { width: 110, grow: 0, isRare: true }),
      { ...RELEASE, width: 220, grow: 3 },
      ...hidden("doc_id"),
    ],
    rows: (selection) =>
      data.issues
        .map((row) => {
          const release = releaseAt.get(row.doc_id);
          return { ...row, release, title: releases[release]?.title ?? row.doc_id };
        })
        .filter((row) => row.release === undefined || selection.isChosen[row.release]),
  },
};
