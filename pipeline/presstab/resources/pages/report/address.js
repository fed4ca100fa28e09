// The address holds what is shown: `#view?filters`, where a view is a table, an entity's id, or `release/` and its id.
const VIEWS = [
  "overview",
  "releases",
  "entities",
  "offices",
  "relations",
  "quotations",
  "dates",
  "map",
  "doubts",
  "issues",
];
const FILTERS = { q: "", from: "", to: "", zone: "", source: "", labels: "", with: [], all: "" }; // kept from view to view
const NARROWED = { only: "", find: "", sort: "", at: "" }; // of one view alone; `sort` is a column, and `.desc` after it
const BLANK = { view: "overview", ...FILTERS, ...NARROWED };

const parseAddress = (hash) => {
  const [path, query = ""] = hash.replace(/^#/, "").split(/\?(.*)/s);
  const given = new URLSearchParams(query);
  const state = { ...BLANK, view: path || BLANK.view, with: given.getAll("with") };
  for (const name of Object.keys(BLANK))
    if (name !== "view" && name !== "with" && given.get(name)) state[name] = given.get(name);
  return state;
};

const writeAddress = (state) => {
  const query = new URLSearchParams();
  for (const name of Object.keys(BLANK)) {
    if (name === "view" || !state[name]) continue;
    for (const value of [state[name]].flat()) query.append(name, value);
  }
  return `#${state.view}${String(query) && `?${query}`}`;
};

let state = parseAddress(location.hash);

// The address of another view with the filters of this one.
const addressOf = (changes) => writeAddress({ ...state, ...("view" in changes ? NARROWED : {}), ...changes });
const toEntity = (id) => addressOf({ view: id });
const toRelease = (at, span) =>
  addressOf({ view: `release/${encodeURIComponent(releases[at].id)}`, at: span ? span.join("-") : "" });

const go = (changes) => {
  location.hash = addressOf(changes);
};

// The address of what the view shows already: no step to go back to, nothing is made anew.
const note = (changes) => {
  Object.assign(state, changes);
  history.replaceState(history.state, "", writeAddress(state));
  showParts();
};

// Another view without a step to go back to: while somebody types.
const adjust = (changes) => {
  history.replaceState(history.state, "", addressOf(changes));
  window.dispatchEvent(new HashChangeEvent("hashchange"));
};
