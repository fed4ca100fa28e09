// Tables that sort, search and are saved: Tabulator, fed with the rows and columns of rows.js.
const PER_PAGE = innerWidth < 640 ? 10 : 25;
const FORMULA = /^[=+\-@\t\r]/; // what a spreadsheet would run
let tables = []; // those on the page

const dropTables = () => {
  tables.forEach((table) => table.destroy());
  tables = [];
};

const isNumber = (of) => of.kind === "number" || of.kind === "money";

// What few rows have is no column where none does.
const isEmpty = (of, rows) => of.isRare && !rows.some((row) => row[of.field]);

const definition = (of, at, rows) => ({
  field: of.field,
  title: of.title,
  visible: !of.isHidden && !isEmpty(of, rows),
  minWidth: of.width,
  widthGrow: of.grow || undefined,
  widthShrink: 1,
  width: of.grow ? undefined : of.width,
  responsive: at,
  hozAlign: isNumber(of) ? "right" : "left",
  sorter: isNumber(of) ? "number" : "string",
  sorterParams: { alignEmptyValues: "bottom", locale: "en" },
  headerSortStartingDir: isNumber(of) || of.kind === "day" ? "desc" : "asc",
  formatter: (cell) => cellOf(of, cell.getData()),
  download: true,
  variableHeight: true,
  accessorDownload: (value) => (typeof value === "string" && FORMULA.test(value) ? `'${value}` : value),
});

// The columns that a narrow page has no room for, below their row.
const collapsed = (cells) => {
  const list = make("dl", { class: "collapsed" });
  for (const { title, value } of cells)
    if (value && (value.textContent ?? value) !== "")
      list.append(make("div", {}, make("dt", {}, title), make("dd", {}, value)));
  return list.childElementCount ? make("div", { role: "gridcell" }, list) : "";
};

// What Tabulator leaves to do for keyboards and screen readers.
const byKeyboard = (holder, name) => {
  holder.setAttribute("aria-label", TABLES[name].heading);
  holder.querySelector(".tabulator-tableholder").removeAttribute("tabindex"); // it does not scroll
  for (const head of holder.querySelectorAll(".tabulator-col.tabulator-sortable")) {
    head.tabIndex = 0;
    head.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        head.click();
      }
    });
  }
};

const wrongColumn = (name) => ({
  title: "",
  headerSort: false,
  download: false,
  width: 84,
  responsive: 0,
  formatter: (cell) => wrongButton(name, cell.getData()),
});

// The order of a table as the address has it: `releases.desc`, `name`; what is no column sorts nothing.
const parseSort = (name, text) => {
  const [, field, desc] = text.match(/^(.*?)(\.desc)?$/s);
  return TABLES[name].columns.some((of) => of.field === field && !of.isHidden)
    ? [{ column: field, dir: desc ? "desc" : "asc" }]
    : [];
};
const writeSort = ([sorter]) => (sorter ? sorter.field + (sorter.dir === "desc" ? ".desc" : "") : "");

const tabulator = (holder, name, rows, sort = "") => {
  const pager = make("nav", { class: "pager", "aria-label": `Pages of ${TABLES[name].heading}` });
  const columns = TABLES[name].columns.map((of, at) => definition(of, at, rows));
  if (name in CORRECTED) columns.push(wrongColumn(name));
  const table = new Tabulator(holder, {
    data: rows,
    columns,
    initialSort: parseSort(name, sort),
    layout: "fitColumns",
    renderVertical: "basic",
    placeholder: data.n_parts > 1 ? "Nothing in this part fits the filters." : "Nothing fits the filters.",
    responsiveLayout: "collapse",
    responsiveLayoutCollapseFormatter: collapsed,
    responsiveLayoutCollapseUseFormatters: true,
    pagination: rows.length > PER_PAGE,
    paginationSize: PER_PAGE,
    paginationSizeSelector: [PER_PAGE, 100, 500],
    paginationElement: pager,
    columnDefaults: { headerSortTristate: false, resizable: false },
  });
  table.on("tableBuilt", () => byKeyboard(holder, name));
  tables.push(table);
  if (rows.length > PER_PAGE) holder.after(pager);
  return table;
};

const saveButton = (table, name) =>
  make(
    "button",
    { type: "button", onclick: () => table().download("csv", `${name}.csv`, { bom: true }) },
    "Save as CSV",
  );

// A table without tools, but for what saves it: within another view.
const plainTable = (name, rows) => {
  const holder = make("div", { class: "table" });
  const box = make("div", {}, holder);
  queueMicrotask(() => {
    const table = tabulator(holder, name, rows);
    box.append(
      make(
        "div",
        { class: "tools" },
        saveButton(() => table, name),
      ),
    );
  });
  return box;
};

const narrowing = (rows, field, chosen, words) => {
  const numbers = new Map();
  for (const row of rows) numbers.set(row[field], (numbers.get(row[field]) || 0) + 1);
  if (chosen && !numbers.has(chosen)) numbers.set(chosen, 0);
  const options = [...numbers].filter(([value]) => value).sort(([a], [b]) => (a < b ? -1 : 1));
  return make(
    "label",
    {},
    words,
    " ",
    make(
      "select",
      { id: "only", onchange: (event) => go({ only: event.target.value }) },
      make("option", { value: "" }, "all"),
      ...options.map(([value, n]) =>
        make("option", { value, selected: value === chosen }, `${spaced(value)} (${number(n)})`),
      ),
    ),
  );
};

// A view that is a table: narrowed by `only`, searched by `find`, both in the address.
const showTable = (name, selection) => {
  const { heading, one, many, only } = TABLES[name];
  const all = TABLES[name].rows(selection);
  const rows = only && state.only ? all.filter((row) => row[only] === state.only) : all;
  const said = make("output", { "aria-live": "polite" });
  const holder = make("div", { class: "table" });
  let table = null;
  const holds = (row, words) => {
    const text = TABLES[name].columns
      .map((of) => row[of.field])
      .join(" ")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const search = (find) => {
    const words = parseWords(find),
      shown = words.length ? rows.filter((row) => holds(row, words)) : rows;
    said.textContent = `${count(shown.length, one, many)}${shown.length < all.length ? ` of ${number(all.length)}` : ""}`;
    return shown;
  };
  const box = make("input", {
    type: "search",
    id: "find",
    value: state.find,
    placeholder: "in this table",
    oninput: () => {
      note({ find: box.value });
      table.replaceData(search(box.value));
    },
  });
  const view = section(
    heading,
    make(
      "div",
      { class: "tools" },
      make("label", {}, "Search ", box),
      only ? narrowing(all, only, state.only, TABLES[name].columns.find((of) => of.field === only).title) : "",
      said,
      saveButton(() => table, name),
    ),
    holder,
  );
  queueMicrotask(() => {
    table = tabulator(holder, name, search(state.find), state.sort);
    table.on("dataSorted", (sorters) => holder.isConnected && note({ sort: writeSort(sorters) }));
  });
  return view;
};
