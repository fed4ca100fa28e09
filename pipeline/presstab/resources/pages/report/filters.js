// The filters: a form that says what the address holds, and changes it.
const form = byId("filters");
const NAMES = 40; // entities offered at once

const offered = (typed) => {
  const words = typed.toLowerCase();
  const rank = (entity) => {
    const name = entity.name.toLowerCase();
    if (name === words) return 3;
    if (name.startsWith(words)) return 2;
    return name.includes(words) || entity.aliases.some(([alias]) => alias.toLowerCase() === words) ? 1 : 0;
  };
  return entities
    .map((entity) => [rank(entity), entity])
    .filter(([n]) => n)
    .sort(([a, x], [b, y]) => b - a || y.releases - x.releases)
    .slice(0, NAMES)
    .map(([, entity]) => entity);
};
const offer = (entity) => `${entity.name} (${entity.id})`;

const chip = (id) =>
  make(
    "li",
    {},
    make("a", { href: toEntity(id) }, entities[entityAt.get(id)]?.name ?? id),
    make(
      "button",
      {
        type: "button",
        "aria-label": `Without ${entities[entityAt.get(id)]?.name ?? id}`,
        onclick: () => go({ with: state.with.filter((other) => other !== id) }),
      },
      "×",
    ),
  );

const addEntity = (typed) => {
  const found =
    offered(typed.replace(/ \([a-z]+_[^()]*\)$/, "")).find((entity) => offer(entity) === typed) ?? offered(typed)[0];
  byId("entity").value = "";
  byId("unknown").textContent = found ? "" : `No entity is named ${typed}`;
  if (found) go({ with: [...new Set([...state.with, found.id])] });
};

const isFiltered = () => Object.keys(FILTERS).some((name) => String(state[name]));

// The filters on paper, where there is no form.
const filtersInWords = () =>
  [
    state.q && `with ${state.q}`,
    state.from && `from ${state.from}`,
    state.to && `to ${state.to}`,
    state.zone && `in ${spaced(state.zone)}`,
    state.source && `source ${state.source}`,
    state.labels && `named: ${state.labels}`,
    state.with.length && `naming ${state.with.map((id) => entities[entityAt.get(id)]?.name ?? id).join(" and ")}`,
    state.all && "with boilerplate and wires",
  ]
    .filter(Boolean)
    .join(", ");

// Releases that name what is asked for in boilerplate alone: without a word about them an answer would look whole.
const inBackground = (selection) => {
  const more = state.with.length && !state.all && !state.zone ? makeSelection({ ...state, all: "1" }).releases.length - selection.releases.length : 0;
  return more > 0
    ? [`${number(more)} more ${more === 1 ? "names" : "name"} them in boilerplate or contacts: `, make("a", { href: addressOf({ all: "1" }) }, "show")]
    : [];
};

const fillForm = (selection) => {
  for (const name of ["q", "from", "to", "source", "zone"])
    if (document.activeElement !== form.elements[name]) form.elements[name].value = state[name];
  form.elements.all.checked = state.all === "1";
  const labels = state.labels ? state.labels.split(",") : LOOKS;
  for (const box of form.querySelectorAll("[name=label]")) box.checked = labels.includes(box.value);
  byId("with").replaceChildren(...state.with.map(chip));
  byId("background").replaceChildren(...inBackground(selection));
  byId("found").textContent = `${number(selection.releases.length)} of ${count(releases.length, "release")}${data.n_parts > 1 ? " of this part" : ""}`;
  form.elements.clear.hidden = !isFiltered();
  byId("told").textContent = isFiltered() ? `${byId("found").textContent}: ${filtersInWords()}` : "";
};

const listen = () => {
  let waiting = 0;
  const typed = (name) => () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => adjust({ [name]: form.elements[name].value.trim() }), 150);
  };
  for (const name of ["q", "source"]) form.elements[name].addEventListener("input", typed(name));
  for (const name of ["from", "to", "zone"])
    form.elements[name].addEventListener("change", () => go({ [name]: form.elements[name].value }));
  form.elements.all.addEventListener("change", () => go({ all: form.elements.all.checked ? "1" : "" }));
  for (const box of form.querySelectorAll("[name=label]"))
    box.addEventListener("change", () => {
      const chosen = [...form.querySelectorAll("[name=label]:checked")].map((one) => one.value);
      go({ labels: chosen.length % LOOKS.length ? chosen.join(",") : "" });
    });
  byId("entity").addEventListener("input", ({ target }) => {
    byId("entity-names").replaceChildren(
      ...(target.value.length > 1
        ? offered(target.value).map((entity) => make("option", { value: offer(entity) }))
        : []),
    );
    if (/ \((org|per|tech)_[^()]*\)$/.test(target.value)) addEntity(target.value);
  });
  byId("entity").addEventListener("change", ({ target }) => {
    if (target.value.trim()) addEntity(target.value.trim());
  });
  form.elements.clear.addEventListener("click", () => go(FILTERS));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.elements.zone.append(...data.zones.map((zone) => make("option", { value: zone }, spaced(zone))));
  byId("source-names").append(
    ...origins()
      .slice(0, 100)
      .map(([origin]) => make("option", { value: origin })),
  );
  if (matchMedia("(max-width: 640px)").matches && !isFiltered()) byId("filtering").open = false;
};
