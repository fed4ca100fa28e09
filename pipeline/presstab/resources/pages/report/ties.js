// The map: who is tied to whom, by the relations of the selection.
const MOST = 150; // organisations on the map
const NAME = innerWidth < 640 ? 90 : 140; // how wide a name on it may be
const ROOM = { left: 24, right: NAME + 14, top: 20, bottom: 20 }; // around its points

const SYMMETRIC = new Set(["partnership", "merger"]); // drawn without an arrow

const tieColour = (type) => colour(`tie-${RELATIONS.indexOf(type)}`);

// Pairs of organisations by type, those of the most tied first, until the map is full: each point has a line.
const tiesOf = (rows) => {
  const pairs = new Map(),
    degree = new Map(),
    shown = new Map(),
    most = innerWidth < 640 ? MOST / 3 : MOST;
  for (const row of rows) {
    const key = `${row.type} ${row.subject_id} ${row.object_id}`;
    if (!pairs.has(key)) pairs.set(key, { type: row.type, source: row.subject_id, target: row.object_id, rows: [] });
    pairs.get(key).rows.push(row);
    for (const id of [row.subject_id, row.object_id]) degree.set(id, (degree.get(id) || 0) + 1);
  }
  const weight = (pair) => degree.get(pair.source) + degree.get(pair.target);
  for (const { source, target } of [...pairs.values()].sort(
    (a, b) => weight(b) - weight(a) || (a.source < b.source ? -1 : 1),
  )) {
    if (shown.size + !shown.has(source) + !shown.has(target) <= most)
      for (const id of [source, target]) shown.set(id, degree.get(id));
  }
  return {
    shown,
    all: degree.size,
    pairs: [...pairs.values()].filter((pair) => shown.has(pair.source) && shown.has(pair.target)),
  };
};

const tieNote = (pair) =>
  make(
    "div",
    {},
    make("h3", {}, `${spaced(pair.type)}: `, entityLink(pair.source), " – ", entityLink(pair.target)),
    make(
      "ol",
      { class: "sentences" },
      ...TABLES.relations
        .rows({ relations: pair.rows })
        .map((row) =>
          make(
            "li",
            {},
            make(
              "p",
              { class: "facts" },
              [row.on, spaced(row.status), money(row), row.effective].filter(Boolean).join(" · "),
              " · ",
              releaseLink(row.release, row.title, row.span),
            ),
            make("p", {}, row.sentence),
          ),
        ),
    ),
  );

// `places`: where each point stands, once forces have told.
const mapOption = ({ shown, pairs }, places) => {
  return {
    tooltip: {
      formatter: ({ dataType, data: found }) =>
        make(
          "span",
          {},
          dataType === "edge"
            ? `${spaced(found.type)}: ${nameOf(found.source)} – ${nameOf(found.target)}`
            : `${found.name}: ${count(found.n, "relation")}`,
        ),
    },
    series: [
      {
        type: "graph",
        layout: places ? "none" : "force",
        roam: true,
        ...ROOM,
        draggable: true,
        scaleLimit: { min: 0.4, max: 8 },
        force: { initLayout: "circular", repulsion: innerWidth < 640 ? 40 : 52, edgeLength: [20, 60], gravity: 0.14, layoutAnimation: false },
        edgeSymbolSize: 6,
        emphasis: { focus: "adjacency" },
        labelLayout: { hideOverlap: true },
        data: [...shown].map(([id, n], at) => ({
          ...places?.[at],
          id,
          name: nameOf(id),
          n,
          symbolSize: 7 + 4 * Math.sqrt(n),
          itemStyle: { color: colour("dim") },
          label: {
            show: true,
            position: "right",
            color: colour("fg"),
            textBorderColor: colour("bg"),
            textBorderWidth: 3,
            width: NAME,
            overflow: "truncate",
            fontSize: 11,
          },
        })),
        links: pairs.map((pair) => ({
          ...pair,
          symbol: ["none", SYMMETRIC.has(pair.type) ? "none" : "arrow"],
          lineStyle: {
            color: tieColour(pair.type),
            width: Math.min(1.5 + pair.rows.length, 6),
            opacity: 0.85,
            curveness: 0.08,
          },
        })),
      },
    ],
  };
};

// Where the forces have put the points of a map that was drawn, stretched over all its room: they make a round of it.
const placesOn = (drawn) => {
  const points = drawn.getModel().getSeriesByIndex(0).getData();
  const found = Array.from({ length: points.count() }, (_, at) => points.getItemLayout(at));
  const stretched = (axis, size) => {
    const all = found.map((place) => place[axis]),
      least = Math.min(...all),
      span = Math.max(...all) - least || 1;
    return (place) => ((place[axis] - least) / span) * size;
  };
  const x = stretched(0, drawn.getWidth() - ROOM.left - ROOM.right),
    y = stretched(1, drawn.getHeight() - ROOM.top - ROOM.bottom);
  return found.map((place) => ({ x: x(place), y: y(place) }));
};

const drawMap = (holder, ties) => {
  let places = null;
  const drawn = draw(holder, { option: () => mapOption(ties, places) });
  places = placesOn(drawn);
  redraw();
  return drawn;
};

const nameOf = (id) => entities[entityAt.get(id)].name;

const legend = (rows) => {
  const numbers = new Map();
  for (const row of rows) numbers.set(row.type, (numbers.get(row.type) || 0) + 1);
  const entry = (type, words) =>
    make(
      "li",
      {},
      make(
        "a",
        {
          href: addressOf({ only: state.only === type ? "" : type }),
          "aria-current": state.only === type ? "true" : null,
        },
        type ? make("span", { class: "swatch", style: `--tie:var(--tie-${RELATIONS.indexOf(type)})` }) : "",
        words,
      ),
    );
  return make(
    "ul",
    { class: "legend" },
    entry("", "all"),
    ...RELATIONS.filter((type) => numbers.has(type)).map((type) =>
      entry(type, `${spaced(type)} ${number(numbers.get(type))}`),
    ),
  );
};

const mapView = (selection) => {
  const rows = selection.relations.filter((row) => !state.only || row.type === state.only);
  const ties = tiesOf(rows),
    note = make("div", { class: "note", "aria-live": "polite" });
  const holder = make("div", {
    class: "chart map",
    role: "img",
    "aria-label": `A map of ${count(ties.pairs.length, "relation")} between ${count(ties.shown.size, "organisation")}; the same as a table in the view Relations`,
  });
  if (rows.length)
    queueMicrotask(() =>
      drawMap(holder, ties).on("click", ({ dataType, data: found }) => {
        if (dataType === "node") location.hash = toEntity(found.id);
        else {
          note.replaceChildren(tieNote(found));
          note.scrollIntoView({ block: "nearest" });
        }
      }),
    );
  return section(
    "Who is tied to whom",
    legend(selection.relations),
    make(
      "p",
      { class: "hint" },
      ties.all > ties.shown.size
        ? `The ${number(ties.shown.size)} most tied of ${number(ties.all)} organisations; filter to see others. `
        : "",
      "A click on a line opens its sentences, one on a point its organisation. ",
      make("a", { href: addressOf({ view: "relations", only: state.only }) }, "The same as a table"),
    ),
    rows.length ? holder : make("p", { class: "none" }, "No relation fits the filters."),
    note,
  );
};
