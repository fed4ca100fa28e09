// What the page holds, and how its parts are found: see `presstab.report.data` for its form.
const data = JSON.parse(byId("data").textContent);
const { releases, entities } = data;
const ORG = 0,
  PERSON = 1,
  TECH = 2;

// A mention and a date, as lists: where each part of them stands.
const START = 0,
  END = 1;
const M = { entity: 2, zone: 3, sentence: 4, foundBy: 5, id: 6 };
const D = { value: 2, from: 3, to: 4, zone: 5, sentence: 6, foundBy: 7, id: 8 };

const background = new Set(data.background.map((zone) => data.zones.indexOf(zone)));
const entityAt = new Map();
entities.forEach((entity, at) => {
  for (const [alias, kind] of entity.aliases) if (kind === "former_id" && !entityAt.has(alias)) entityAt.set(alias, at);
});
entities.forEach((entity, at) => entityAt.set(entity.id, at)); // an id in use goes before a former one
const releaseAt = new Map(releases.map((release, at) => [release.id, at]));

// What releases state, each with its release.
const stated = (name) => releases.flatMap((release, at) => release[name].map((row) => ({ ...row, release: at })));
const roles = stated("roles"),
  relations = stated("relations"),
  quotations = stated("quotations");

// Of each entity the places where it is named: [release, mention].
const placesOf = (() => {
  let places = null;
  return (entity) => {
    if (!places) {
      places = entities.map(() => []);
      releases.forEach((release, at) =>
        release.mentions.forEach((mention) => places[mention[M.entity]].push([at, mention])),
      );
    }
    return places[entity];
  };
})();

const collapse = (text) => text.replace(/\s+/g, " ").trim();

// The sentence of a number, or the line around a place where there is none.
const sentenceSpan = (release, number, start) => {
  if (number >= 0) return releases[release].sentences[number];
  const { text } = releases[release];
  const end = text.indexOf("\n", start);
  return [text.lastIndexOf("\n", start) + 1, end < 0 ? text.length : end];
};
const sentenceOf = (release, number, start) =>
  collapse(releases[release].text.slice(...sentenceSpan(release, number, start)));

// The zone of a statement: that of what is named in its sentence.
const zoneOf = (release, sentence) => {
  const named = releases[release].mentions.find((mention) => mention[M.sentence] === sentence);
  return named ? named[M.zone] : -1;
};
