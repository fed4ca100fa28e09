// Decisions about rows, collected in the browser and saved as corrections.csv; nothing is sent anywhere.
// A page gives each row a button: PresstabCorrections.button(table, () => row), where the row, or a promise of it, is
// an object of the table's columns. docs/corrections.md says what the columns of a decision mean.
"use strict";

const PresstabCorrections = (() => {
  const COLUMNS = ["decision", "id", "other_id", "field", "value", "doc_id", "text", "who", "when", "why"];
  const KEPT = "presstab-corrections";
  const LABELS = ["ORG", "PERSON", "TECH"];
  const ACTIONS = ["holds", "appointed", "leaves", "held"];
  const STATUSES = ["exists", "agreed", "considered", "ended"];
  const TYPES = ["partnership", "joint_venture", "acquisition", "merger", "funding", "supply", "ownership", "membership"];
  const KINDS = ["company", "government", "education", "nonprofit", "media", "other"];

  const words = (...cells) =>
    cells.map((cell) => (cell ?? "").replaceAll("|", " ").replace(/\s+/g, " ").trim()).join(" | ").trim();
  const wrong = (says, row) => [says, () => ({ decision: "wrong", ...row })];
  const set = (says, row, field, ask) => [says, (given) => ({ decision: "set", ...row, field, value: given }), ask];
  const ofEntity = (id, kinds) => [
    wrong("is none, in any release", { id }),
    ["is one with …", (given) => ({ decision: "same", id, other_id: given }), "The id of the other"],
    set("has another name …", { id }, "name", "The name"),
    ...kinds.map(([says, field, ask]) => set(says, { id }, field, ask)),
  ];

  // What may be decided of a row of each table: [what it says, the decision by what was asked, what is asked].
  const CHOICES = {
    mentions: (row) => {
      const at = { id: row.mention_id, doc_id: row.doc_id };
      return [
        wrong("names nothing", { ...at, text: words(row.text) }),
        ...LABELS.filter((label) => label !== row.label).map((label) =>
          [`is ${label}`, () => ({ decision: "set", ...at, text: words(row.text), field: "label", value: label })]),
        set("has other words …", at, "text", "The words, exactly as they stand"),
      ];
    },
    document_entities: (row) => [
      wrong("is none in this release", { id: row.entity_id, doc_id: row.doc_id }),
      ["is another here", () => ({ decision: "apart", id: row.entity_id, doc_id: row.doc_id })],
      ...ofEntity(row.entity_id, []),
    ],
    organisations: (row) => ofEntity(row.organisation_id, [
      ["is of another kind …", "kind", KINDS], ["is of another country …", "country", "Two letters, such as JP"],
      ["has another ticker …", "ticker", "The ticker"],
    ]),
    people: (row) => ofEntity(row.person_id, []),
    technologies: (row) => ofEntity(row.technology_id, [["is of another category …", "category", "The category"]]),
    dates: (row) => [
      wrong("is no date", { id: row.mention_id, doc_id: row.doc_id, text: words(row.text) }),
      set("means another time …", { id: row.mention_id, doc_id: row.doc_id }, "value", "Such as 2028, 2028-Q3, 2028-04-01"),
    ],
    roles: (row) => {
      const at = { id: row.role_id, doc_id: row.doc_id, text: words(row.person, row.title, row.organisation) };
      return [
        wrong("is not so", at), set("is otherwise …", at, "action", ACTIONS),
        set("takes effect …", at, "effective", "Such as 2028-04-01"),
        set("is held elsewhere …", at, "organisation", "The organisation, as the release names it"),
      ];
    },
    quotations: (row) => {
      const at = { id: row.quotation_id, doc_id: row.doc_id };
      return [
        wrong("is no quotation", at), set("is said by …", at, "person", "The person, as the release names them"),
        set("is said for …", at, "organisation", "The organisation, as the release names it"),
      ];
    },
    relations: (row) => {
      const at = { id: row.relation_id, doc_id: row.doc_id, text: words(row.type, row.subject, row.object) };
      return [
        wrong("is not so", at), set("is of another type …", at, "type", TYPES),
        set("stands otherwise …", at, "status", STATUSES), set("has another amount …", at, "amount", "A number"),
      ];
    },
    doubts: (row) => [
      ...(row.other_id ? [
        ["are one", () => ({ decision: "same", id: row.entity_id, other_id: row.other_id })],
        ["are two", () => ({ decision: "apart", id: row.entity_id, other_id: row.other_id })],
      ] : row.doc_id ? [["is another in that release", () => ({ decision: "apart", id: row.entity_id, doc_id: row.doc_id })]] : []),
      wrong("is none, in any release", { id: row.entity_id }),
    ],
  };

  const read = () => JSON.parse(localStorage.getItem(KEPT) ?? "[]");
  const meaning = (decision) => COLUMNS.slice(0, 7).map((column) => decision[column] ?? "").join("\u001f");
  const cell = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const csv = (decisions) =>
    [COLUMNS, ...decisions.map((decision) => COLUMNS.map((column) => cell(decision[column] ?? "")))]
      .map((cells) => cells.join(",") + "\n").join("");

  function keep(decisions) {
    localStorage.setItem(KEPT, JSON.stringify(decisions));
    show();
  }

  function add(decision) {
    const made = { ...decision, when: new Date().toISOString().slice(0, 10) };
    keep([...read().filter((other) => meaning(other) !== meaning(made)), made]);
  }

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  }

  // The bar with what is decided so far; it is there once something is.
  function show() {
    document.getElementById("corrections")?.remove();
    const decisions = read();
    if (!decisions.length) return;
    const bar = element("div", `${decisions.length} decisions `, { id: "corrections", role: "status" });
    bar.style.cssText = "position:fixed;bottom:0;left:0;right:0;padding:.5em 1em;background:#222;color:#fff;z-index:9";
    const who = element("input", "", { placeholder: "who decides", "aria-label": "who decides", value: decisions[0].who ?? "" });
    who.addEventListener("change", () => keep(read().map((decision) => ({ ...decision, who: who.value.trim() }))));
    const save = element("button", "Save corrections.csv", { type: "button" });
    save.addEventListener("click", () => download(csv(read())));
    const undo = element("button", "Undo the last", { type: "button" });
    undo.addEventListener("click", () => keep(read().slice(0, -1)));
    bar.append(who, " ", save, " ", undo);
    document.body.append(bar);
  }

  function download(content) {
    const link = element("a", "", { download: "corrections.csv" });
    link.href = URL.createObjectURL(new Blob([content], { type: "text/csv" }));
    link.click();
    URL.revokeObjectURL(link.href);
  }

  function choose([says, decide, ask]) {
    if (!ask) return add(decide());
    const asked = Array.isArray(ask) ? `One of ${ask.join(", ")}` : ask;
    const given = prompt(`${says} ${asked}:`);
    if (given === null) return;
    if (Array.isArray(ask) && !ask.includes(given.trim())) return alert(asked);
    add(decide(given.trim()));
  }

  async function menu(table, rowOf, button) {
    const row = await rowOf();
    const list = element("select", "", { "aria-label": "what is wrong" });
    const choices = CHOICES[table](row);
    list.append(element("option", "wrong: it …"), ...choices.map(([says]) => element("option", says)));
    list.addEventListener("change", () => {
      choose(choices[list.selectedIndex - 1]);
      list.replaceWith(button);
    });
    button.replaceWith(list);
    list.focus();
  }

  // Return a button that offers what may be decided of a row; null where the table is none that people correct.
  function button(table, rowOf) {
    if (!CHOICES[table]) return null;
    const made = element("button", "wrong?", { type: "button", class: "wrong" });
    made.addEventListener("click", () => menu(table, rowOf, made));
    return made;
  }

  // A page of a table in Datasette: each row links to itself, and is there as JSON.
  function onDatasette() {
    const table = location.pathname.split("/")[2];
    document.querySelectorAll("table.rows-and-columns tbody tr").forEach((tr) => {
      const link = tr.querySelector("td.type-pk a");
      const made = link && button(table, async () => {
        const answer = await fetch(`${link.getAttribute("href")}.json?_shape=objects`);
        return (await answer.json()).rows[0];
      });
      if (made) tr.cells[0].append(" ", made);
    });
    show();
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (document.querySelector("table.rows-and-columns")) onDatasette();
  });
  return { button, show, csv };
})();
