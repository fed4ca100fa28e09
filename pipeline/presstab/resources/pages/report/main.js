// Shows what the address says, and again when it changes.
const view = byId("view");
const TITLES = {
  overview: "Overview",
  releases: "Releases",
  entities: "Entities",
  offices: "Offices",
  relations: "Relations",
  quotations: "Quotations",
  dates: "Dates",
  map: "Map",
  doubts: "Doubts",
  issues: "Issues",
};
const scrolled = new Map(); // where each address was left, for the way back

const missing = (words) =>
  section(
    "Not here",
    make(
      "p",
      {},
      words,
      data.n_parts > 1 ? " It may stand in another part of the report: the links above lead there." : "",
    ),
  );

// The id in an address, which somebody may have cut.
const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const showView = (selection) => {
  if (state.view === "overview") return overviewView(selection);
  if (state.view === "map") return mapView(selection);
  if (state.view in TITLES) return showTable(state.view, selection);
  if (state.view.startsWith("release/")) {
    const id = decoded(state.view.slice("release/".length)),
      at = releaseAt.get(id);
    return at === undefined ? missing(`No release ${id} in this file.`) : releaseView(at, selection);
  }
  const at = entityAt.get(state.view);
  return at === undefined ? missing(`Nothing is called ${state.view} in this file.`) : entityView(at, selection);
};

const showWay = () => {
  byId("views").replaceChildren(
    ...VIEWS.map((name) =>
      make(
        "li",
        {},
        make(
          "a",
          { href: addressOf({ view: name }), "aria-current": state.view === name ? "page" : null },
          TITLES[name],
        ),
      ),
    ),
  );
};

// The other parts of the report, each with the view and the filters of this one.
const showParts = () => {
  for (const link of document.querySelectorAll("[data-part]")) link.hash = writeAddress(state);
};

const titleOf = () => TITLES[state.view] ?? view.querySelector("h2")?.textContent ?? "presstab";

const render = () => {
  dropTables();
  dropCharts();
  const selection = select(state);
  showWay();
  showParts();
  fillForm(selection);
  byId("about").replaceChildren(aboutPage());
  view.replaceChildren(showView(selection));
  document.title = `${titleOf()} · presstab report`;
};

let shown = location.hash;
const follow = () => {
  const isOther = parseAddress(location.hash).view !== parseAddress(shown).view;
  scrolled.set(shown, scrollY);
  shown = location.hash;
  state = parseAddress(shown);
  render();
  queueMicrotask(() => {
    const here = view.querySelector(".here");
    if (here) here.scrollIntoView({ block: "center" });
    else if (isOther) scrollTo(0, isBack ? (scrolled.get(shown) ?? 0) : 0);
    if (isOther) view.focus({ preventScroll: true });
    isBack = false;
  });
};
let isBack = false;
window.addEventListener("popstate", (event) => {
  isBack = event.state?.seen === true;
  history.replaceState({ seen: true }, "");
});
window.addEventListener("hashchange", follow);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
    event.preventDefault();
    byId("filtering").open = true;
    form.elements.q.focus();
  }
});
for (const query of ["(prefers-color-scheme: dark)", "print"]) matchMedia(query).addEventListener("change", redraw);

byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  view.focus();
}); // the address is taken

PresstabCorrections.collect(location.pathname.replace(/[^/]*$/, "")); // its parts lie in one folder
listen();
history.scrollRestoration = "manual";
history.replaceState({ seen: true }, "");
render();
queueMicrotask(() => view.querySelector(".here")?.scrollIntoView({ block: "center" }));
document.documentElement.dataset.ready = "yes";
