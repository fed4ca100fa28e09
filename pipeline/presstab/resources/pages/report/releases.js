// One release: what it states, and its text with its marks.
const factsOf = (release) =>
  make(
    "p",
    { class: "facts" },
    ...[
      release.on && make("time", {}, release.on),
      release.id,
      release.issuer >= 0 && entityLink(entities[release.issuer].id),
      release.language !== "en" && `language ${release.language}`,
      release.copy && "a copy of another release",
      release.address ? sourceLink(release.address) : release.source !== release.id && release.source,
    ]
      .filter(Boolean)
      .flatMap((part, at) => (at ? [" · ", part] : [part])),
  );

const statementLists = (release) => {
  const lists = [
    [
      "Offices",
      release.roles.map((row) => [
        entityLink(row.person_id, row.person),
        `, ${row.title}`,
        row.organisation ? ", " : "",
        row.organisation ? entityLink(row.organisation_id, row.organisation) : "",
        row.action === "holds" ? "" : ` (${[row.action, row.effective].filter(Boolean).join(", ")})`,
        " ",
        wrongButton("offices", { ...row, office: row.title, doc_id: release.id }),
      ]),
    ],
    [
      "Relations",
      release.relations.map((row) => [
        `${spaced(row.type)}: `,
        entityLink(row.subject_id, row.subject),
        " – ",
        entityLink(row.object_id, row.object),
        ` (${[spaced(row.status), money(row), row.effective].filter(Boolean).join(", ")})`,
        " ",
        wrongButton("relations", { ...row, doc_id: release.id }),
      ]),
    ],
    [
      "Quotations",
      release.quotations.map((row) => [
        row.person
          ? entityLink(row.person_id, row.person)
          : row.organisation
            ? entityLink(row.organisation_id, row.organisation)
            : "somebody",
        row.title ? `, ${row.title}` : "",
        `: “${collapse(release.text.slice(row.start, row.end))}”`,
        " ",
        wrongButton("quotations", { ...row, office: row.title, doc_id: release.id }),
      ]),
    ],
  ].filter(([, lines]) => lines.length);
  return make(
    "div",
    { class: "stated" },
    ...lists.map(([heading, lines]) =>
      make("div", {}, make("h3", {}, heading), make("ul", {}, ...lines.map((line) => make("li", {}, ...line)))),
    ),
  );
};

const markOf = (release, mention, words, isShown) => {
  const entity = entities[mention[M.entity]];
  const title = [LABELS[entity.label].one, entity.name, spaced(data.zones[mention[M.zone]]), mention[M.foundBy]].join(
    " · ",
  );
  return isShown ? make("a", { class: `mark ${LOOKS[entity.label]}`, href: toEntity(entity.id), title }, words) : words;
};
const markOfDate = (date, words) => {
  const days = [...new Set([date[D.from], date[D.to]])].filter(Boolean).join(" to ");
  return make(
    "mark",
    { class: "date", title: ["date", date[D.value] || "no value", days, date[D.foundBy]].filter(Boolean).join(" · ") },
    words,
  );
};

// The text with marks; what stands at `span` is shown as the place that was asked for.
const markedText = (release, selection, span) => {
  const marks = [...release.mentions.map((m) => [m, true]), ...release.dates.map((d) => [d, false])].sort(
    ([a], [b]) => a[START] - b[START] || b[END] - a[END],
  );
  const text = make("div", { class: "text", lang: release.language === "und" ? null : release.language });
  const plain = (start, end) => {
    // parted where the place begins and ends
    const cuts = [start, ...span.filter((at) => at > start && at < end), end];
    cuts.slice(1).forEach((to, at) => {
      const from = cuts[at],
        words = release.text.slice(from, to);
      text.append(from >= span[0] && to <= span[1] && words.trim() ? make("span", { class: "here" }, words) : words);
    });
  };
  let at = 0;
  for (const [mark, isEntity] of marks) {
    if (mark[START] < at) continue;
    plain(at, mark[START]);
    const words = release.text.slice(mark[START], mark[END]);
    const made = !isEntity
      ? markOfDate(mark, words)
      : markOf(release, mark, words, !selection.labels || selection.labels.has(entities[mark[M.entity]].label));
    if (made.classList && mark[START] >= span[0] && mark[END] <= span[1]) made.classList.add("here");
    text.append(made);
    at = mark[END];
  }
  plain(at, release.text.length);
  return text;
};

const releaseView = (at, selection) => {
  const release = releases[at];
  const span = /^\d+-\d+$/.test(state.at) ? state.at.split("-").map(Number) : [Infinity, -1];
  const text = markedText(release, selection, span);
  return make(
    "article",
    { class: "release" },
    make("h2", {}, release.title),
    factsOf(release),
    statementLists(release),
    make("p", { class: "missing" }, PresstabCorrections.adder(release.id, release.text, text)),
    text,
    fold("What is named here", release.mentions.length, () => plainTable("mentions", mentionRows(at)), false),
    fold("Dates named here", release.dates.length, () => plainTable("dates", dateRows(at, selection)), false),
  );
};
