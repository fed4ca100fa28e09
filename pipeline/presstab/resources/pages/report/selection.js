// Which releases and mentions the filters leave; every count and chart is made from it.

// `solid "joint venture"`: words and phrases, all of which must stand in a release.
const parseWords = (text) =>
  [...text.toLowerCase().matchAll(/"([^"]+)"?|[^\s"]+/g)]
    .map((found) => collapse(found[1] ?? found[0]))
    .filter(Boolean);

const searchable = (() => {
  const made = [];
  return (at) => {
    const release = releases[at];
    made[at] ??= collapse(`${release.id} ${release.title} ${release.source} ${release.text}`).toLowerCase();
    return made[at];
  };
})();

const makeSelection = (filters) => {
  const words = parseWords(filters.q),
    source = filters.source.toLowerCase();
  const zone = data.zones.indexOf(filters.zone);
  const labels = filters.labels ? new Set(filters.labels.split(",").map((look) => LOOKS.indexOf(look))) : null;
  const wanted = filters.with.map((id) => entityAt.get(id) ?? -2);

  // Whether a mention in a zone counts; what is said in every release counts only where it is asked for.
  const inZone = (of) => (zone >= 0 ? of === zone : filters.all || !background.has(of));
  const counts = (mention) => {
    const entity = entities[mention[M.entity]];
    return inZone(mention[M.zone]) && (!labels || labels.has(entity.label)) && (filters.all || !entity.wire);
  };
  const fits = (release, at) =>
    (!filters.from || (release.on && release.on >= filters.from)) &&
    (!filters.to || (release.on && release.on <= filters.to)) &&
    (!source || release.source.toLowerCase().includes(source)) &&
    words.every((word) => searchable(at).includes(word)) &&
    wanted.every((entity) =>
      release.mentions.some((mention) => mention[M.entity] === entity && inZone(mention[M.zone])),
    ) &&
    (zone < 0 || release.mentions.some((m) => m[M.zone] === zone) || release.dates.some((d) => d[D.zone] === zone));

  const chosen = releases.map((_, at) => at).filter((at) => fits(releases[at], at));
  const isChosen = new Uint8Array(releases.length);
  for (const at of chosen) isChosen[at] = 1;
  const isWire = (id) => !filters.all && entities[entityAt.get(id)]?.wire;
  const isStated = (row) => isChosen[row.release] && (zone < 0 || zoneOf(row.release, row.sentence) === zone);
  return {
    releases: chosen,
    isChosen,
    counts,
    inZone,
    labels,
    roles: roles.filter(isStated),
    relations: relations.filter((row) => isStated(row) && !isWire(row.subject_id) && !isWire(row.object_id)),
    quotations: quotations.filter((row) => isChosen[row.release] && (zone < 0 || data.zones[zone] === "quote")),
  };
};

// The numbers of the entities of a selection: releases, mentions, first and last day; made when first asked for.
const entityCounts = (selection) => {
  if (selection.entities) return selection.entities;
  const found = new Map();
  for (const at of selection.releases) {
    const { on, mentions } = releases[at];
    for (const mention of mentions) {
      if (!selection.counts(mention)) continue;
      const entity = mention[M.entity];
      let told = found.get(entity);
      if (!told) found.set(entity, (told = { entity, releases: 0, mentions: 0, first: "", last: "", at: -1 }));
      told.mentions += 1;
      if (told.at === at) continue;
      told.at = at;
      told.releases += 1;
      if (on && (!told.first || on < told.first)) told.first = on;
      if (on && on > told.last) told.last = on;
    }
  }
  selection.entities = [...found.values()].sort((a, b) => b.releases - a.releases || b.mentions - a.mentions);
  return selection.entities;
};

const select = (() => {
  let key = null,
    made = null;
  return (filters) => {
    const wanted = JSON.stringify(Object.keys(FILTERS).map((name) => filters[name]));
    if (wanted !== key) [key, made] = [wanted, makeSelection(filters)];
    return made;
  };
})();
