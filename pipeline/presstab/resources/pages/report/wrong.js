// Where corrections are made in the report: which table each of its tables is, and its rows as that table has them.
const CODES = ["ORG", "PERSON", "TECH"]; // of labels, as tables have them
const OF_LABEL = [
  ["organisations", "organisation_id"],
  ["people", "person_id"],
  ["technologies", "technology_id"],
];
const CORRECTED = {
  entities: ({ id }) => {
    const [table, key] = OF_LABEL[entities[entityAt.get(id)].label];
    return [table, { [key]: id }];
  },
  mentions: (row) => ["mentions", row],
  offices: (row) => ["roles", { ...row, title: row.office }],
  relations: (row) => ["relations", row],
  quotations: (row) => ["quotations", row],
  dates: (row) => ["dates", row],
  doubts: (row) => ["doubts", row],
};

// What a reader calls the row of a table.
const calledBy = (row) =>
  [row.type && spaced(row.type), row.name ?? row.person ?? row.subject, row.office, row.organisation, row.object, row.text]
    .filter(Boolean)
    .join(", ");

// Whether a person decided about a row, and the button that asks what is wrong with it; nothing where rows of its
// table are not corrected.
const wrongButton = (name, row) => {
  if (!CORRECTED[name]) return "";
  const [table, found] = CORRECTED[name](row);
  return make("span", {}, decidedMark(row), PresstabCorrections.button(table, () => found, calledBy(row)));
};
const decidedMark = ({ found_by }) =>
  found_by === "person" ? [make("span", { class: "decided", title: "a person decided this (corrections)" }, "decided"), " "] : "";

const mentionRow = (at, mention) => {
  const { id, text } = releases[at],
    { label, name, id: entityId } = entities[mention[M.entity]];
  return {
    mention_id: mention[M.id],
    doc_id: id,
    label: CODES[label],
    text: collapse(text.slice(mention[START], mention[END])),
    what: LABELS[label].one,
    entity: name,
    entity_id: entityId,
    zone: data.zones[mention[M.zone]],
    found_by: mention[M.foundBy],
  };
};

// All that a release names, wherever it stands: what is wrong is not found by a filter.
TABLES.mentions = {
  heading: "What is named here",
  columns: [
    column("text", "as it stands", "text", { width: 180, grow: 2 }),
    column("what", "what", "text", { width: 120, grow: 0 }),
    column("entity", "entity", "entity", { id: "entity_id", width: 180, grow: 2 }),
    column("zone", "zone", "words", { width: 110, grow: 0 }),
    column("found_by", "found by", "text", { width: 160 }),
    ...hidden("mention_id", "entity_id", "doc_id"),
  ],
};
const mentionRows = (at) => releases[at].mentions.map((mention) => mentionRow(at, mention));
const dateRows = (at, selection) => TABLES.dates.rows({ ...selection, releases: [at], inZone: () => true });
