// Decisions about rows, collected in the browser and saved as corrections.csv; nothing is sent anywhere.
// A page says once where it collects them, PresstabCorrections.collect(place), and gives each row a button:
// PresstabCorrections.button(table, () => row, name), where the row, or a promise of it, is an object of the table's
// columns; PresstabCorrections.adder(docId, text, element) is the button that adds what a release's text, shown in the
// element, says and no row does. docs/corrections.md says what the columns of a decision mean.
"use strict";

const PresstabCorrections = (() => {
  const COLUMNS = ["decision", "id", "other_id", "field", "value", "doc_id", "text", "who", "when", "why"];
  const LABELS = ["ORG", "PERSON", "TECH"];
  const CALLED = { ORG: "an organisation", PERSON: "a person", TECH: "a technology" };
  const ACTIONS = ["holds", "appointed", "leaves", "held"];
  const STATUSES = ["exists", "agreed", "considered", "ended"];
  const TYPES = ["partnership", "joint_venture", "acquisition", "merger", "funding", "supply", "ownership", "membership"];
  const KINDS = ["company", "government", "education", "nonprofit", "media", "other"];
  const DAY = "(FY)?[0-9]{4}(-(Q[1-4]|H[12]|[0-9]{2}(-[0-9]{2})?))?";
  const DAYS = { label: "such as 2028, 2028-Q3, 2028-04-01", pattern: `${DAY}(/${DAY})?` };

  const collapse = (text) => text.replace(/\s+/g, " ").trim();
  const words = (...cells) => cells.map((cell) => collapse((cell ?? "").replaceAll("|", " "))).join(" | ").trim();
  const wrong = (says, row) => [says, () => ({ decision: "wrong", ...row })];
  const set = (says, row, field, ask) => [says, ({ given }) => ({ decision: "set", ...row, field, value: given }), ask];
  const otherThan = (id) => ({
    label: "the id of the other", required: "", pattern: `(?!${id}$)${id.split("_")[0]}_[a-z0-9_\\-]+`,
  });
  const ofEntity = (id, kinds) => [
    wrong("is none, in any release", { id }),
    ["is one with …", ({ given }) => ({ decision: "same", id, other_id: given }), otherThan(id)],
    set("has another name …", { id }, "name", { label: "the name", required: "" }),
    ...kinds.map(([says, field, ask]) => set(says, { id }, field, ask)),
  ];

  // What may be decided of a row of each table: [what it says, the decision by what was
  // asked, what is asked: the values to choose from, or the label of a text and what it must look like;
  // or `fields`, several of these by name].
  const CHOICES = {
    mentions: (row) => {
      const at = { id: row.mention_id, doc_id: row.doc_id };
      return [
        wrong("names nothing", { ...at, text: words(row.text) }),
        ...LABELS.filter((label) => label !== row.label).map((label) =>
          [`is ${label}`, () => ({ decision: "set", ...at, text: words(row.text), field: "label", value: label })]),
        set("has other words …", at, "text", { label: "the words, exactly as they stand", required: "" }),
      ];
    },
    document_entities: (row) => [
      wrong("is none in this release", { id: row.entity_id, doc_id: row.doc_id }),
      ["is another here", () => ({ decision: "apart", id: row.entity_id, doc_id: row.doc_id })],
      ...ofEntity(row.entity_id, []),
    ],
    organisations: (row) => ofEntity(row.organisation_id, [
      ["is of another kind …", "kind", KINDS],
      ["is of another country …", "country", { label: "two letters, such as JP", pattern: "[A-Z]{2}" }],
      ["has another ticker …", "ticker", { label: "the ticker" }],
    ]),
    people: (row) => ofEntity(row.person_id, []),
    technologies: (row) => ofEntity(row.technology_id, [["is of another category …", "category", { label: "the category" }]]),
    dates: (row) => [
      wrong("is no date", { id: row.mention_id, doc_id: row.doc_id, text: words(row.text) }),
      set("means another time …", { id: row.mention_id, doc_id: row.doc_id }, "value", DAYS),
    ],
    roles: (row) => {
      const at = { id: row.role_id, doc_id: row.doc_id, text: words(row.person, row.title, row.organisation) };
      return [
        wrong("is not so", at), set("is otherwise …", at, "action", ACTIONS),
        set("takes effect …", at, "effective", DAYS),
        set("is held elsewhere …", at, "organisation", { label: "the organisation, as the release names it" }),
      ];
    },
    quotations: (row) => {
      const at = { id: row.quotation_id, doc_id: row.doc_id };
      return [
        wrong("is no quotation", at), set("is said by …", at, "person", { label: "the person, as the release names them" }),
        set("is said for …", at, "organisation", { label: "the organisation, as the release names it" }),
      ];
    },
    relations: (row) => {
      const at = { id: row.relation_id, doc_id: row.doc_id, text: words(row.type, row.subject, row.object) };
      return [
        wrong("is not so", at), set("is of another type …", at, "type", TYPES),
        set("stands otherwise …", at, "status", STATUSES), set("has another amount …", at, "amount", { label: "a number, such as 25000000", pattern: "[0-9]+([.][0-9]+)?" }),
      ];
    },
    doubts: (row) => [
      ...(row.other_id ? [
        ["are one", () => ({ decision: "same", id: row.entity_id, other_id: row.other_id })],
        ["are two", () => ({ decision: "apart", id: row.entity_id, other_id: row.other_id })],
      ] : []),
      ...(row.kind === "rare_name"
        ? [["is another in that release", () => ({ decision: "apart", id: row.entity_id, doc_id: row.doc_id })]] : []),
      ...(["rare_name", "low_score"].includes(row.kind)
        ? [["is right as it is", () => ({ decision: "set", id: row.entity_id, field: "name", value: row.name })]] : []),
      wrong("is none, in any release", { id: row.entity_id }),
    ],
  };

  // What may be missing of a release with some text; `picked` are the words that are selected in it.
  const missing = (docId, text, picked) => {
    const made = (field, value, said) => ({ decision: "add", field, value, doc_id: docId, text: said });
    const standing = (label, more) => ({ label, standsIn: text, required: "", ...more });
    return [
      ["a mention", ({ said, label }) => made("mention", label, said),
        { fields: { said: standing("the words", { value: picked }), label: Object.entries(CALLED) } }],
      ["an office", ({ person, title, organisation, action }) => made("role", action, words(person, title, organisation)),
        { fields: { person: standing("the person"), title: standing("the office", { value: picked }),
          organisation: { label: "of which organisation, if any", standsIn: text }, action: ACTIONS } }],
      ["a relation", ({ type, subject, object, status }) => made("relation", status, words(type, subject, object)),
        { fields: { type: TYPES, subject: standing("who, an organisation"), object: standing("whom, an organisation"), status: STATUSES } }],
    ];
  };

  // Where the decisions are kept from page to page: in this page alone where the browser keeps nothing.
  let place = "";
  let here = "[]";
  function read() {
    try {
      return JSON.parse(localStorage.getItem(place) ?? "[]");
    } catch {
      return JSON.parse(here);
    }
  }
  function keep(decisions) {
    here = JSON.stringify(decisions);
    try {
      localStorage.setItem(place, here);
    } catch {
      // `here` holds them
    }
    show();
  }

  const cell = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const csv = (decisions) =>
    [COLUMNS, ...decisions.map((decision) => COLUMNS.map((column) => cell(decision[column] ?? "")))]
      .map((cells) => cells.join(",") + "\n").join("");

  // Whether two decisions cannot both hold, as presstab.corrections.contradictions has it; the later one stays.
  const isOfRow = ({ decision }) => ["wrong", "set", "add"].includes(decision);
  const kindOf = ({ decision, field, id }) =>
    decision === "add" ? field : id.startsWith("r_") ? "role" : id.startsWith("rel_") ? "relation" : "";
  const subject = (made) => `${made.doc_id ?? ""} ${kindOf(made) || made.id} ${kindOf(made) ? made.text : ""}`;
  const cellOf = ({ decision, field }) => (decision === "set" ? field : "");
  const ends = ({ id, other_id, doc_id }) => [id, other_id ?? doc_id].sort().join(" ");
  const isNone = (one, other) =>
    one.decision === "wrong" && !one.doc_id && other.decision === "same" && [other.id, other.other_id].includes(one.id);
  function contradict(one, other) {
    if (isOfRow(one) && isOfRow(other))
      return subject(one) === subject(other)
        && (cellOf(one) === cellOf(other) || [one.decision, other.decision].includes("wrong"));
    if (isOfRow(one) || isOfRow(other)) return isNone(one, other) || isNone(other, one);
    return ends(one) === ends(other);
  }

  function add(decision) {
    const made = { ...decision, who: read()[0]?.who ?? "", when: new Date().toISOString().slice(0, 10) };
    keep([...read().filter((other) => !contradict(other, made)), made]);
  }

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...children);
    return made;
  }
  function action(says, act) {
    const made = element("button", { type: "button" }, says);
    made.addEventListener("click", act);
    return made;
  }

  // The bar with what is decided so far; it is in sight once something is.
  function makeBar() {
    const who = element("input", { name: "who", autocomplete: "name" });
    who.addEventListener("change", () => keep(read().map((decision) => ({ ...decision, who: collapse(who.value) }))));
    return element("section", { id: "corrections", "aria-label": "Corrections" },
      element("output"), element("details", {}, element("summary", {}, "which"), element("ol")),
      element("label", {}, "who decides ", who), action("Save corrections.csv", () => download(csv(read()))),
      action("Forget all", () => confirm("Forget all decisions? Those that are saved stay in their files.") && keep([])));
  }

  function show() {
    const decisions = read();
    const bar = document.getElementById("corrections") ?? makeBar();
    if (!bar.isConnected) document.body.append(bar);
    bar.hidden = !decisions.length;
    bar.querySelector("output").textContent = decisions.length === 1 ? "1 decision" : `${decisions.length} decisions`;
    bar.querySelector("input").value = decisions[0]?.who ?? "";
    bar.querySelector("ol").replaceChildren(...decisions.map((decision, at) =>
      element("li", {}, told(decision), " ", takeBack(decision, at))));
  }

  const told = (decision) =>
    [decision.decision, decision.text || decision.id, decision.other_id, decision.field, decision.value,
      decision.doc_id && `in ${decision.doc_id}`, decision.why && `(${decision.why})`].filter(Boolean).join(" ");

  function takeBack(decision, at) {
    const made = action("Take back", () => {
      keep(read().toSpliced(at, 1));
      document.querySelector("#corrections summary").focus(); // the button is gone
    });
    made.setAttribute("aria-label", `Take back: ${told(decision)}`);
    return made;
  }

  function download(content) {
    const link = element("a", { download: "corrections.csv" });
    link.href = URL.createObjectURL(new Blob([content], { type: "text/csv" }));
    link.click();
    URL.revokeObjectURL(link.href);
  }

  const select = (name, options) =>
    element("select", { name }, ...options.map(([value, says = value]) => element("option", { value }, says)));

  // What a choice asks for: nothing, one of some values, a text, or several of these.
  function asked(ask) {
    if (!ask) return [];
    return Object.entries(ask.fields ?? { given: ask }).map(([name, of]) => {
      if (Array.isArray(of)) return element("label", {}, `${name === "given" ? "namely" : name} `, select(name, of.map((value) => [value].flat())));
      const { label, standsIn, ...form } = of;
      const input = element("input", { name, title: label, autocomplete: "off", ...form });
      if (standsIn) {
        checkStands(input, standsIn);
        input.addEventListener("input", () => checkStands(input, standsIn));
      }
      return element("label", {}, `${label} `, input);
    });
  }

  // What a run would not find in the release is not taken.
  function checkStands(input, text) {
    if (!input.value.trim()) return input.setCustomValidity("");
    const escaped = collapse(input.value).replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s+");
    const isThere = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "u").test(text);
    input.setCustomValidity(isThere ? "" : "These words do not stand in the release.");
  }

  // Asks for one of some choices. Escape leaves it, and the focus returns to the button that asked.
  function openDialog(question, choices, name) {
    const what = select("what", choices.map(([says], at) => [at, says]));
    const more = element("div");
    const form = element("form", {}, element("h2", {}, question), element("p", {}, name),
      element("label", {}, "it ", what), more, element("label", {}, "why ", element("input", { name: "why" })),
      element("button", { type: "submit" }, "Decide"), " ", action("Cancel", () => dialog.close()));
    const dialog = element("dialog", { class: "correction", "aria-label": `${question} ${name}` }, form);
    const ask = () => more.replaceChildren(...asked(choices[what.value][2]));
    what.addEventListener("change", ask);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = Object.fromEntries([...form.elements].map((field) => [field.name, collapse(field.value)]));
      add({ ...choices[what.value][1](given), why: given.why });
      dialog.close();
    });
    dialog.addEventListener("close", () => dialog.remove());
    ask();
    document.body.append(dialog);
    dialog.showModal();
  }

  // Return a button that offers what may be decided of a row; null where the table is none that people correct.
  function button(table, rowOf, name = "") {
    if (!CHOICES[table]) return null;
    const made = action("wrong?", async () => openDialog("What is wrong?", CHOICES[table](await rowOf()), name));
    made.className = "wrong";
    made.setAttribute("aria-label", `wrong? ${name}`.trim());
    return made;
  }

  // Return a button that offers to add what a release's text says and no row does; words that are selected in the
  // element that shows it are taken over.
  function adder(docId, text, shown) {
    let picked = "";
    const pick = () => {
      const selection = getSelection();
      if (shown.contains(selection.anchorNode) && String(selection)) picked = collapse(String(selection));
    };
    const made = action("missing?", () => openDialog("What is missing?", missing(docId, text, picked), ""));
    made.className = "wrong";
    made.title = "Select words of the text first: they are taken over.";
    made.addEventListener("pointerdown", pick); // before the press takes the selection away
    made.addEventListener("focus", pick);
    return made;
  }

  // Collect decisions under a name; the pages of an origin that give the same one share what is decided.
  function collect(name) {
    place = `presstab-corrections ${name}`;
    window.addEventListener("storage", show); // another page of them decided something
    show();
  }

  return { button, adder, collect };
})();
