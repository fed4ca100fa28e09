// Charts: ECharts as SVG, in the colours of the page; each also as a table, for who cannot point or see.
let charts = []; // those on the page: [chart, what makes its options]

const dropCharts = () => {
  charts.forEach(([chart]) => chart.dispose());
  charts = [];
};
const redraw = () =>
  charts.forEach(([chart, option]) => {
    chart.setOption(dressed(option()), { notMerge: true });
    chart.getZr().flush();
  });
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const dressed = (option) => ({
  animation: false,
  textStyle: { fontFamily: "system-ui, sans-serif", color: colour("fg") },
  grid: { left: 8, right: 12, top: 12, bottom: 8, containLabel: true },
  ...option,
  tooltip: {
    backgroundColor: colour("soft"),
    borderColor: colour("line"),
    textStyle: { color: colour("fg") },
    confine: true,
    ...option.tooltip,
  },
});
const axis = (more) => ({
  axisLabel: { color: colour("dim"), ...more?.axisLabel },
  axisLine: { lineStyle: { color: colour("line") } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: colour("line") } },
  ...Object.fromEntries(Object.entries(more ?? {}).filter(([name]) => name !== "axisLabel")),
});

const draw = (holder, { option, pick }) => {
  const chart = echarts.init(holder, null, { renderer: "svg" });
  chart.setOption(dressed(option()));
  if (pick)
    chart.on("click", (found) => {
      const address = pick(found);
      if (address) location.hash = address;
    });
  new ResizeObserver(() => {
    if (!chart.isDisposed()) chart.resize();
  }).observe(holder);
  charts.push([chart, option]);
  return chart;
};

// rows: lists of cells, each words, or [words, address].
const asTable = (head, rows) =>
  make(
    "div",
    { class: "wide", tabindex: 0, role: "region", "aria-label": head[0] },
    make(
      "table",
      {},
      make("thead", {}, make("tr", {}, ...head.map((words) => make("th", { scope: "col" }, words)))),
      make(
        "tbody",
        {},
        ...rows.map((cells) =>
          make(
            "tr",
            {},
            ...cells.map((cell, at) =>
              make(
                at ? "td" : "th",
                at ? {} : { scope: "row" },
                Array.isArray(cell) ? make("a", { href: cell[1] }, cell[0]) : cell,
              ),
            ),
          ),
        ),
      ),
    ),
  );

// A chart below a heading: `label` says what it shows, `table` gives the same as head and rows.
const chart = (heading, { label, height, table, ...drawn }) => {
  const holder = make("div", { class: "chart", role: "img", "aria-label": label, style: `height:${height}px` });
  const other = make(
    "details",
    {
      class: "other",
      ontoggle: () => {
        if (other.open && other.childElementCount === 1) other.append(asTable(...table()));
      },
    },
    make("summary", {}, "As a table"),
  );
  queueMicrotask(() => draw(holder, drawn));
  return section(heading, holder, other);
};

// Numbers by month or year as columns; `address` is where a click on one leads.
const columnChart = (heading, what, rows, address, look = "org") =>
  chart(heading, {
    label: `${what}: ${count(rows.length, "column")} from ${rows[0]?.[0]} to ${rows.at(-1)?.[0]}`,
    height: 200,
    option: () => ({
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
      xAxis: axis({ type: "category", data: rows.map(([name]) => name), axisLabel: { hideOverlap: true } }),
      grid: { left: 8, right: 28, top: 12, bottom: 8, containLabel: true }, // half of the last label
      yAxis: axis({ type: "value", minInterval: 1 }),
      series: [
        {
          type: "bar",
          name: what,
          data: rows.map(([, n]) => n),
          itemStyle: { color: colour(`${look}-strong`) },
          cursor: "pointer",
        },
      ],
    }),
    pick: (found) => address(found.name),
    table: () => [[heading, what], rows.filter(([, n]) => n).map(([name, n]) => [name, [number(n), address(name)]])],
  });
