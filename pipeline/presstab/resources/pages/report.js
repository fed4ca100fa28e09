// The page of `presstab report`: releases, their marks, filters, entities. Text is set as text, never as markup.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const STEP = 40; // releases that are listed at once
  const LOOKS = ["org", "person", "tech", "date"];
  const byId = (id) => document.getElementById(id);
  const list = byId("releases"), more = byId("more"), panel = byId("panel"), about = byId("about"), found = byId("found");
  const form = document.querySelector(".filters");
  const lower = data.releases.map((r) => `${r.id} ${r.title} ${r.source} ${r.text}`.toLowerCase());
  const places = data.entities.map(() => []); // of each entity: [release, mention]
  data.releases.forEach((r, at) => r.mentions.forEach((m, k) => { if (m[3] >= 0) places[m[3]].push([at, k]); }));
  let shown = [], listed = 0, opener = null;

  const make = (name, look, text) => {
    const element = document.createElement(name);
    if (look) element.className = look;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  const wanted = () => ({
    words: byId("search").value.toLowerCase().split(/\s+/).filter(Boolean),
    labels: new Set([...form.querySelectorAll("[type=checkbox]:checked")].map((box) => Number(box.value))),
    zone: byId("zone").value === "" ? -1 : Number(byId("zone").value),
    from: byId("from").value, to: byId("to").value,
    entity: byId("entity").value.trim().toLowerCase(),
  });

  const counts = (mention, want) =>
    want.labels.has(mention[2]) && (want.zone < 0 || mention[4] === want.zone) &&
    (!want.entity || (mention[3] >= 0 && data.entities[mention[3]][2].toLowerCase().includes(want.entity)));

  const fits = (release, at, want) =>
    want.words.every((word) => lower[at].includes(word)) &&
    (!want.from || (release.on && release.on >= want.from)) && (!want.to || (release.on && release.on <= want.to)) &&
    ((want.zone < 0 && !want.entity) || release.mentions.some((mention) => counts(mention, want)));

  const marked = (release, at, want) => {
    const text = make("div", "text");
    let end = 0;
    release.mentions.forEach((mention, k) => {
      if (mention[0] < end) return;
      text.append(release.text.slice(end, mention[0]));
      const words = release.text.slice(mention[0], mention[1]);
      const mark = make("mark", counts(mention, want) ? LOOKS[mention[2]] : "off", words);
      const entity = mention[3] >= 0 ? data.entities[mention[3]][2] : mention[6];
      mark.title = [data.labels[mention[2]], entity, data.zones[mention[4]], mention[5]].filter(Boolean).join(" · ");
      mark.dataset.at = `${at}-${k}`;
      if (mention[3] >= 0 && mark.className !== "off") { mark.tabIndex = 0; mark.setAttribute("role", "button"); mark.dataset.number = mention[3]; }
      text.append(mark);
      end = mention[1];
    });
    text.append(release.text.slice(end));
    return text;
  };

  const fill = (box, at, want) => {
    const release = data.releases[at];
    box.querySelectorAll(".text, .roles").forEach((old) => old.remove());
    Object.values(release.statements).filter((lines) => lines.length).forEach((lines) => {
      const list = make("ul", "roles");
      lines.forEach((line) => list.append(make("li", "", line)));
      box.append(list);
    });
    box.append(marked(release, at, want));
  };

  const entry = (at, want) => {
    const release = data.releases[at];
    const box = make("details", "release");
    box.dataset.at = at;
    const head = make("summary");
    const n = release.mentions.filter((mention) => counts(mention, want)).length;
    head.append(make("span", "title", release.title), make("span", "facts", [release.on, release.id, `${n} mentions`].filter(Boolean).join(" · ")));
    box.append(head);
    box.addEventListener("toggle", () => { if (box.open && !box.querySelector(".text")) fill(box, at, wanted()); });
    return box;
  };

  const listMore = () => {
    const want = wanted();
    list.append(...shown.slice(listed, listed + STEP).map((at) => entry(at, want)));
    listed = Math.min(listed + STEP, shown.length);
    more.hidden = listed >= shown.length;
  };

  const refresh = () => {
    const want = wanted();
    shown = data.releases.map((_, at) => at).filter((at) => fits(data.releases[at], at, want));
    listed = 0;
    list.replaceChildren();
    listMore();
    found.textContent = `${shown.length.toLocaleString("en")} of ${data.releases.length.toLocaleString("en")} releases`;
    if (shown.length === 1) list.firstElementChild.open = true;
  };

  const sentence = (release, mention) => {
    const [start, end] = mention;
    const before = release.text.slice(Math.max(0, start - 240), start), after = release.text.slice(end, end + 240);
    const cut = Math.max(before.lastIndexOf("\n"), before.search(/[.!?]["”]?\s+(?!.*[.!?]["”]?\s)[^.!?]*$/));
    const stop = after.search(/[.!?](?=\s|$)|\n/);
    const line = make("span");
    line.append(before.slice(cut + 1).replace(/^["”]?\s+/, ""), make("b", "", release.text.slice(start, end)), stop < 0 ? after : after.slice(0, stop + 1));
    return line;
  };

  const showEntity = (number, from) => {
    const [id, label, name] = data.entities[number];
    opener = from;
    const docs = new Set(places[number].map(([at]) => at));
    const items = make("ol");
    places[number].slice(0, 500).forEach(([at, k]) => {
      const release = data.releases[at];
      const item = make("li"), go = make("button", "", [release.on, release.title].filter(Boolean).join(" · "));
      go.type = "button";
      go.addEventListener("click", () => goTo(at, k));
      item.append(go, sentence(release, release.mentions[k]));
      items.append(item);
    });
    about.replaceChildren(make("h2", "", name), make("p", "id", `${data.labels[label]} · ${id} · ${places[number].length} mentions in ${docs.size} ${docs.size === 1 ? "release" : "releases"}`), items);
    panel.hidden = false;
    panel.focus();
    document.querySelectorAll("mark.same").forEach((mark) => mark.classList.remove("same"));
    document.querySelectorAll(`mark[data-number="${number}"]`).forEach((mark) => mark.classList.add("same"));
  };

  const hidePanel = () => { panel.hidden = true; if (opener) opener.focus(); opener = null; };

  const goTo = (at, k) => {
    if (!shown.includes(at)) { form.reset(); refresh(); }
    while (!list.querySelector(`[data-at="${at}"]`) && !more.hidden) listMore();
    const box = list.querySelector(`details[data-at="${at}"]`);
    box.open = true;
    if (!box.querySelector(".text")) fill(box, at, wanted());
    if (window.innerWidth < 900) hidePanel();
    const mark = box.querySelector(`mark[data-at="${at}-${k}"]`) || box;
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
  };

  const pressed = (event) => {
    const mark = event.target.closest("mark[data-number]");
    if (mark && (event.type === "click" || event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      showEntity(Number(mark.dataset.number), mark);
    }
  };

  data.zones.forEach((zone, at) => byId("zone").append(new Option(zone.replace("_", " "), at)));
  data.entities.map((entity, at) => [places[at].length, entity[2]]).sort((a, b) => b[0] - a[0]).slice(0, 1000)
    .forEach(([, name]) => { const option = document.createElement("option"); option.value = name; byId("entities").append(option); });
  let waiting = 0;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(refresh, 120); });
  form.addEventListener("reset", () => setTimeout(refresh));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.querySelectorAll(".bar").forEach((bar) => bar.addEventListener("click", () => {
    byId("entity").value = bar.dataset.entity;
    refresh();
    const number = data.entities.findIndex((entity) => entity[2] === bar.dataset.entity);
    if (number >= 0) showEntity(number, bar);
  }));
  more.addEventListener("click", listMore);
  byId("close").addEventListener("click", hidePanel);
  list.addEventListener("click", pressed);
  list.addEventListener("keydown", pressed);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) hidePanel();
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); byId("search").focus(); }
  });
  refresh();
  document.documentElement.dataset.ready = "yes";
})();
