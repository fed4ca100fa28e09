// The first view: counts, who and what is named most, and when.
const TOP = 12;

const monthAddress = (month, more = {}) =>
  addressOf({ view: "releases", from: `${month}-01`, to: lastDay(month), ...more });

// Releases of each month from the first to the last, and those of each month that name each technology.
const byMonth = (selection) => {
  const total = new Map(),
    named = new Map();
  for (const at of selection.releases) {
    const { on, mentions } = releases[at];
    if (!on) continue;
    const month = monthOf(on);
    total.set(month, (total.get(month) || 0) + 1);
    const seen = new Set(
      mentions.filter((m) => entities[m[M.entity]].label === TECH && selection.counts(m)).map((m) => m[M.entity]),
    );
    for (const entity of seen) {
      if (!named.has(entity)) named.set(entity, new Map());
      named.get(entity).set(month, (named.get(entity).get(month) || 0) + 1);
    }
  }
  const known = [...total.keys()].sort();
  return { total, named, months: known.length ? monthsBetween(known[0], known.at(-1)) : [] };
};

const counts = (selection) => {
  const found = [0, 0, 0];
  for (const { entity } of entityCounts(selection)) found[entities[entity].label] += 1;
  const mentions = entityCounts(selection).reduce((sum, told) => sum + told.mentions, 0);
  const items = [
    ["releases", selection.releases.length, { view: "releases" }],
    ...LABELS.map((label, at) => [label.many, found[at], { view: "entities", only: label.one }]),
    ["mentions", mentions, { view: "entities" }],
    ["offices", selection.roles.length, { view: "offices" }],
    ["relations", selection.relations.length, { view: "relations" }],
    ["quotations", selection.quotations.length, { view: "quotations" }],
  ];
  return make(
    "ul",
    { class: "counts" },
    ...items.map(([words, n, to]) =>
      make("li", {}, make("a", { href: addressOf(to) }, make("b", {}, number(n)), " ", words)),
    ),
  );
};

const ranking = (selection, label) => {
  const all = entityCounts(selection).filter((told) => entities[told.entity].label === label);
  const most = all[0]?.releases || 1,
    { many, one, look } = LABELS[label];
  const list = make(
    "ol",
    { class: `bars ${look}` },
    ...all.slice(0, TOP).map((told) => {
      const { id, name } = entities[told.entity];
      return make(
        "li",
        {},
        make(
          "a",
          { href: toEntity(id) },
          make("span", { class: "name" }, name),
          " ",
          make("span", { class: "number" }, number(told.releases)),
          make("span", { class: "bar", "aria-hidden": "true", style: `--share:${told.releases / most}` }),
        ),
      );
    }),
  );
  const rest =
    all.length > TOP
      ? make("a", { class: "all", href: addressOf({ view: "entities", only: one }) }, `all ${number(all.length)}`)
      : "";
  return section(
    `${many[0].toUpperCase()}${many.slice(1)} by releases`,
    all.length ? list : make("p", { class: "none" }, "none"),
    rest,
  );
};

const heatmap = (selection, { total, named, months }) => {
  const top = entityCounts(selection)
    .filter((told) => entities[told.entity].label === TECH)
    .slice(0, TOP)
    .map((told) => told.entity);
  const names = top.map((entity) => entities[entity].name);
  const share = (entity, month) => (named.get(entity)?.get(month) || 0) / (total.get(month) || 1);
  const cells = top
    .flatMap((entity, y) => months.map((month, x) => [x, y, share(entity, month)]))
    .filter(([, , value]) => value);
  const address = (entity, month) => monthAddress(month, { with: [...new Set([...state.with, entities[entity].id])] });
  const told = (entity, month) =>
    `${named.get(entity)?.get(month) || 0} of ${total.get(month) || 0} releases (${percent(share(entity, month))})`;
  const room = innerWidth < 640 ? 110 : 200; // for the names
  return chart("Technologies by month", {
    label: `Share of the releases of each month that name each of ${names.length} technologies`,
    height: 40 + 24 * names.length,
    option: () => ({
      grid: { left: room + 12, right: 12, top: 4, bottom: 28 },
      tooltip: {
        formatter: ({ value: [x, y] }) => {
          const box = make("div");
          box.append(names[y], make("br"), `${months[x]}: ${told(top[y], months[x])}`);
          return box;
        },
      },
      xAxis: axis({ type: "category", data: months, splitLine: { show: false } }),
      yAxis: axis({
        type: "category",
        data: names,
        inverse: true,
        splitLine: { show: false },
        axisLabel: { width: room, overflow: "truncate", color: colour("fg") },
      }),
      visualMap: {
        show: false,
        min: 0,
        max: Math.max(...cells.map(([, , value]) => value), 0.01),
        inRange: { color: [colour("tech"), colour("tech-strong")] },
      },
      series: [
        { type: "heatmap", data: cells, itemStyle: { borderColor: colour("bg"), borderWidth: 1 }, cursor: "pointer" },
      ],
    }),
    pick: ({ value: [x, y] }) => address(top[y], months[x]),
    table: () => [
      ["technology", ...months],
      top.map((entity, y) => [
        names[y],
        ...months.map((month) =>
          named.get(entity)?.get(month) ? [percent(share(entity, month)), address(entity, month)] : "",
        ),
      ]),
    ],
  });
};

// Whether a share of some releases is larger than one of others beyond chance, as the view `rising_technologies` has it:
// five name it at least, and 2.7 is the square of the 1.645 deviations that equal shares differ by one time in twenty.
const isBeyondChance = ({ n, nBefore, is, was }, total, totalBefore) => {
  const both = (n + nBefore) / (total + totalBefore);
  return n + nBefore >= 5 && (is - was) ** 2 > 2.7 * both * (1 - both) * (1 / total + 1 / totalBefore);
};

// The technologies that a larger share of a month's releases names than of the month with releases before, the most first.
const risesOf = ({ total, named }, month, before) =>
  [...named]
    .map(([entity, of]) => {
      const n = of.get(month) || 0,
        nBefore = of.get(before) || 0;
      return { entity, n, nBefore, is: n / total.get(month), was: nBefore / total.get(before) };
    })
    .filter((row) => row.is > row.was)
    .sort((a, b) => b.is - b.was - (a.is - a.was) || b.n - a.n);

// What rose beyond chance; where nothing did, what rose most of that which several releases name, said to be no more.
const rising = (monthly) => {
  const { total } = monthly,
    known = [...total.keys()].sort();
  const usual = [...total.values()].reduce((sum, n) => sum + n, 0) / known.length;
  const asked = known.slice(1).includes(state.only)
    ? state.only
    : (known.slice(1).filter((month) => total.get(month) >= usual / 2).at(-1) ?? known.at(-1)); // not a month of few releases
  const before = known[known.indexOf(asked) - 1];
  const rows = risesOf(monthly, asked, before),
    sure = rows.filter((row) => isBeyondChance(row, total.get(asked), total.get(before))),
    shown = (sure.length ? sure : rows.filter((row) => row.n > 1)).slice(0, TOP);
  const chosen = make(
    "select",
    { onchange: (event) => go({ view: "overview", only: event.target.value }) },
    ...known
      .slice(1)
      .toReversed()
      .map((month) => make("option", { value: month, selected: month === asked }, month)),
  );
  return section(
    "Technologies that rise",
    make(
      "p",
      {},
      make("label", {}, "Share of the releases of ", chosen),
      ` against ${before}: ${number(total.get(asked))} against ${count(total.get(before), "release")}`,
    ),
    sure.length
      ? ""
      : make("p", { class: "none" }, `Nothing rose beyond chance.${shown.length ? " What rose most, by chance or not:" : ""}`),
    shown.length
      ? asTable(
          ["technology", before, asked, "releases"],
          shown.map((row) => [
            [entities[row.entity].name, toEntity(entities[row.entity].id)],
            percent(row.was),
            percent(row.is),
            [number(row.n), monthAddress(asked, { with: [...new Set([...state.with, entities[row.entity].id])] })],
          ]),
        )
      : "",
  );
};

// How many dates begin in each year, without the ends that hardly any names: a founding year says little.
const yearsNamed = (selection) => {
  const found = new Map();
  for (const at of selection.releases)
    for (const date of releases[at].dates) {
      const year = /^\d{4}/.exec(date[D.value])?.[0];
      if (year && selection.inZone(date[D.zone])) found.set(year, (found.get(year) || 0) + 1);
    }
  const least = [...found.values()].reduce((sum, n) => sum + n, 0) / 200;
  const common = [...found]
    .filter(([, n]) => n >= least)
    .map(([year]) => Number(year))
    .sort((a, b) => a - b);
  return common.length
    ? Array.from({ length: common.at(-1) - common[0] + 1 }, (_, at) => [
        String(common[0] + at),
        found.get(String(common[0] + at)) || 0,
      ])
    : [];
};

const overviewView = (selection) => {
  const monthly = byMonth(selection),
    years = yearsNamed(selection);
  const labels = [ORG, PERSON, TECH].filter((label) => !selection.labels || selection.labels.has(label));
  return make(
    "div",
    {},
    counts(selection),
    make("div", { class: "three" }, ...labels.map((label) => ranking(selection, label))),
    make(
      "div",
      { class: "two" },
      monthly.months.length
        ? columnChart(
            "Releases by month",
            "releases",
            monthly.months.map((month) => [month, monthly.total.get(month) || 0]),
            (month) => monthAddress(month),
          )
        : "",
      years.length
        ? columnChart(
            "Dates named, by year",
            "dates",
            years,
            (year) => addressOf({ view: "dates", only: year }),
            "date",
          )
        : "",
    ),
    monthly.named.size && labels.includes(TECH) ? heatmap(selection, monthly) : "",
    monthly.total.size > 1 && labels.includes(TECH) ? rising(monthly) : "",
  );
};
