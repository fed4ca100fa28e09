// The page of an organisation, a person or a technology.
const MORE = 40; // sentences that are listed at once

// A part that opens; its content is made when it does.
const fold = (heading, n, build, isOpen) => {
  if (!n) return "";
  const box = make(
    "details",
    {
      class: "fold",
      ontoggle: () => {
        if (box.open && box.childElementCount === 1) box.append(build());
      },
    },
    make("summary", {}, make("h3", {}, `${heading} `, make("small", {}, number(n)))),
  );
  box.open = isOpen;
  return box;
};

// Its names; ids that it bore lead here, and name nothing.
const namesOf = (entity) => entity.aliases.filter(([, kind]) => kind !== "former_id");

const aliasTable = (names) =>
  asTable(
    ["name", "kind", "mentions", "why it is one", "first release"],
    names.map(([alias, kind, n, evidence, docId]) => [
      alias,
      spaced(kind),
      number(n),
      evidence,
      releaseAt.has(docId) ? [releases[releaseAt.get(docId)].title, toRelease(releaseAt.get(docId))] : docId,
    ]),
  );

// Entities that a sentence names beside one, organisations first: how often, since when, and the latest sentence.
const besideOf = (at, places, selection) => {
  const found = new Map();
  for (const [release, mention] of places) {
    if (mention[M.sentence] < 0) continue;
    for (const other of releases[release].mentions) {
      const entity = other[M.entity];
      if (entity === at || other[M.sentence] !== mention[M.sentence] || !selection.counts(other)) continue;
      if (!found.has(entity)) found.set(entity, new Map());
      const sentences = found.get(entity),
        key = `${release} ${mention[M.sentence]}`;
      if (!sentences.has(key)) sentences.set(key, [release, mention]);
    }
  }
  return [...found]
    .map(([entity, sentences]) => {
      const held = [...sentences.values()].sort(([a], [b]) => (releases[a].on < releases[b].on ? 1 : -1)),
        [release, mention] = held[0];
      const { id, name, label } = entities[entity];
      return {
        id,
        name,
        label: LABELS[label].one,
        order: label,
        releases: new Set(held.map(([one]) => one)).size,
        sentences: held.length,
        first: releases[held.at(-1)[0]].on,
        on: releases[release].on,
        release,
        doc_id: releases[release].id,
        title: releases[release].title,
        sentence: sentenceOf(release, mention[M.sentence], mention[START]),
        span: sentenceSpan(release, mention[M.sentence], mention[START]),
      };
    })
    .sort(
      (a, b) =>
        a.order - b.order || b.releases - a.releases || b.sentences - a.sentences || (a.name < b.name ? -1 : 1),
    );
};

TABLES.beside = {
  heading: "In one sentence with it",
  columns: [
    column("name", "name", "entity", { id: "id", width: 180, grow: 2 }),
    column("label", "what", "text", { width: 110, grow: 0 }),
    column("releases", "releases", "number", { width: 110, grow: 0 }),
    column("sentences", "sentences", "number", { width: 135, grow: 0 }),
    column("first", "since", "day", { width: 110, grow: 0 }),
    { ...DAY, title: "latest" },
    SENTENCE,
    RELEASE,
    ...hidden("id", "doc_id"),
  ],
};

// Dates in sentences that name it, but a release's own day: that is when it was published.
const datesBeside = (places, selection) => {
  const named = new Set(places.map(([release, mention]) => `${release} ${mention[M.sentence]}`));
  const holding = { ...selection, releases: [...new Set(places.map(([release]) => release))] };
  const keyOf = new Map(
    holding.releases.flatMap((at) =>
      releases[at].dates.map((date) => [`${at} ${date[START]}`, `${at} ${date[D.sentence]}`]),
    ),
  );
  return TABLES.dates
    .rows(holding)
    .filter((row) => (row.from || row.to) && !(row.from === row.on && row.to === row.on))
    .filter((row) => named.has(keyOf.get(`${row.release} ${row.span[0]}`)))
    .sort((a, b) => ((a.from || a.to) < (b.from || b.to) ? -1 : 1));
};

// Sentences that name it, newest first; equal words of several releases once.
const sentencesOf = (places) => {
  const seen = new Set();
  return [...places]
    .sort(([a, m], [b, n]) =>
      releases[a].on === releases[b].on ? a - b || m[START] - n[START] : releases[a].on < releases[b].on ? 1 : -1,
    )
    .filter(([release, mention]) => {
      const words = sentenceOf(release, mention[M.sentence], mention[START]).toLowerCase();
      return !seen.has(words) && seen.add(words);
    });
};

const sentenceItem = ([release, mention]) => {
  const [start, end] = sentenceSpan(release, mention[M.sentence], mention[START]),
    { text, on, title } = releases[release];
  return make(
    "li",
    {},
    make(
      "p",
      { class: "facts" },
      on ? make("time", {}, on) : "",
      on ? " · " : "",
      releaseLink(release, title, [start, end]),
    ),
    make(
      "p",
      {},
      text.slice(start, mention[START]),
      make("b", {}, text.slice(mention[START], mention[END])),
      text.slice(mention[END], end),
      " ",
      wrongButton("mentions", mentionRow(release, mention)),
    ),
  );
};

const sentenceList = (found) => {
  const list = make("ol", { class: "sentences" }),
    more = make("button", { type: "button", onclick: () => grow() }, "Show more");
  const grow = () => {
    list.append(...found.slice(list.childElementCount, list.childElementCount + MORE).map(sentenceItem));
    more.hidden = list.childElementCount >= found.length;
  };
  grow();
  return make("div", {}, list, more);
};

const factList = (entity) =>
  make(
    "dl",
    { class: "known" },
    ...entity.facts.map(([words, value]) =>
      make("div", {}, make("dt", {}, words), make("dd", {}, entityAt.has(value) ? entityLink(value) : String(value))),
    ),
  );

const entityMonths = (places) => {
  const found = new Map();
  for (const at of new Set(places.map(([release]) => release)))
    if (releases[at].on) found.set(monthOf(releases[at].on), (found.get(monthOf(releases[at].on)) || 0) + 1);
  const known = [...found.keys()].sort();
  return known.length > 1 ? monthsBetween(known[0], known.at(-1)).map((month) => [month, found.get(month) || 0]) : [];
};

const entityView = (at, selection) => {
  const entity = entities[at],
    { one, look } = LABELS[entity.label];
  const chosen = placesOf(at).filter(([release]) => selection.isChosen[release]);
  const places = chosen.filter(([, mention]) => selection.inZone(mention[M.zone]));
  const n = new Set(places.map(([release]) => release)).size;
  const of = (name, rows, fields) =>
    TABLES[name].rows({
      ...selection,
      [rows]: selection[rows].filter((row) => fields.some((field) => row[field] === entity.id)),
    });
  const offices = of("offices", "roles", ["person_id", "organisation_id"]),
    ties = of("relations", "relations", ["subject_id", "object_id"]);
  const said = of("quotations", "quotations", ["person_id", "organisation_id"]);
  const beside = besideOf(at, places, selection),
    dated = datesBeside(places, selection),
    sentences = sentencesOf(places),
    months = entityMonths(places),
    names = namesOf(entity);
  const doubtful = TABLES.doubts.rows().filter((row) => row.entity_id === entity.id || row.other_id === entity.id);
  const together = [...new Set([...state.with, entity.id])];
  return make(
    "article",
    { class: `entity ${look}` },
    make("div", { class: "named" }, make("h2", {}, entity.name), wrongButton("entities", entity)),
    make(
      "p",
      { class: "facts" },
      `${one} · ${entity.id} · ${count(places.length, "mention")} in `,
      make("a", { href: addressOf({ view: "releases", with: together }) }, count(n, "release")),
      entity.releases > n
        ? ` (of ${number(entity.releases)} in all tables${data.n_parts > 1 ? ": the links above lead to the other parts" : ""})`
        : "",
      chosen.length > places.length
        ? make(
            "span",
            {},
            ` · ${number(chosen.length - places.length)} more in boilerplate and contacts: `,
            make("a", { href: addressOf({ all: "1" }) }, "show"),
          )
        : "",
    ),
    factList(entity),
    fold("Names", names.length, () => aliasTable(names), names.length > 1 && names.length < 8),
    fold("Doubts", doubtful.length, () => plainTable("doubts", doubtful), true),
    fold("Relations", ties.length, () => plainTable("relations", ties), true),
    fold("Offices", offices.length, () => plainTable("offices", offices), true),
    fold("Quotations", said.length, () => plainTable("quotations", said), said.length <= 10),
    fold("In one sentence with it", beside.length, () => plainTable("beside", beside), entity.label === TECH),
    fold("Timeline", dated.length, () => plainTable("dates", dated), false),
    months.length
      ? columnChart("Releases by month", "releases", months, (month) => monthAddress(month, { with: together }), look)
      : "",
    fold("Sentences, newest first", sentences.length, () => sentenceList(sentences), true),
  );
};
