// What the page was made of: the run, its days, its sources, what was wrong.
const originOf = ({ source, address }) => {
  if (address) return new URL(address).hostname;
  const folders = source.split("/").slice(0, -1);
  return folders.slice(0, 2).join("/") || "no folder";
};

const origins = () => {
  const found = new Map();
  for (const release of releases) found.set(originOf(release), (found.get(originOf(release)) || 0) + 1);
  return [...found].sort((a, b) => b[1] - a[1]);
};

const aboutPage = () => {
  const { run } = data,
    days = releases
      .map((release) => release.on)
      .filter(Boolean)
      .sort();
  const sources = origins();
  const facts = [
    [
      "run",
      run.run_id
        ? `${run.run_id}, begun ${run.started_at}, ended ${run.finished_at} UTC, presstab ${run.version}`
        : "none",
    ],
    [
      "releases",
      `${number(run.n_new ?? 0)} new, ${number(run.n_changed ?? 0)} changed, ${number(run.n_unchanged ?? 0)} unchanged, ${number(run.n_failed ?? 0)} failed in that run`,
    ],
    [
      "published",
      days.length
        ? `${days[0]} to ${days.at(-1)}; ${count(releases.length - days.length, "release")} without a day`
        : "no release has a day",
    ],
    ["issues", make("a", { href: addressOf({ view: "issues" }) }, number(data.issues.length))],
    ...Object.entries(run.inputs ?? {}).map(([name, digest]) => [name, digest.slice(0, 16)]),
  ];
  return make(
    "details",
    { class: "about" },
    make(
      "summary",
      {},
      `${run.run_id || "no run"} · ${(run.finished_at || "").slice(0, 10)} · ${count(sources.length, "source")} · ${count(data.issues.length, "issue")}`,
    ),
    make(
      "dl",
      { class: "known" },
      ...facts.map(([words, value]) => make("div", {}, make("dt", {}, words), make("dd", {}, value))),
    ),
    asTable(
      ["source", "releases"],
      sources
        .slice(0, 100)
        .map(([origin, n]) => [
          [origin, addressOf({ view: "releases", source: origin === "no folder" ? "" : origin })],
          number(n),
        ]),
    ),
  );
};
