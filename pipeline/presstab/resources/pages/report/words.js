// How things are called on the page.
const LABELS = [
  { one: "organisation", many: "organisations", look: "org" },
  { one: "person", many: "people", look: "person" },
  { one: "technology", many: "technologies", look: "tech" },
];
const LOOKS = LABELS.map((label) => label.look);
const RELATIONS = [
  "partnership",
  "joint_venture",
  "acquisition",
  "merger",
  "funding",
  "supply",
  "ownership",
  "membership",
];

const spaced = (value) => String(value).replaceAll("_", " ");
const number = (value) => value.toLocaleString("en");
const count = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;
const percent = (share) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;
const money = (row) =>
  row.amount === null || row.amount === "" ? "" : `${number(row.amount)} ${row.currency || ""}`.trim();
const monthOf = (day) => day.slice(0, 7);
const lastDay = (month) =>
  `${month}-${String(new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate())}`;
const spoken = (quotation) => releases[quotation.release].text.slice(quotation.start, quotation.end);

// All months from the first to the last: a month of nothing is shown too.
const monthsBetween = (first, last) => {
  const months = [];
  for (let at = first; at <= last && months.length < 1200;) {
    months.push(at);
    const [year, month] = at.split("-").map(Number);
    at =
      month === 12
        ? `${String(year + 1).padStart(4, "0")}-01`
        : `${at.slice(0, 5)}${String(month + 1).padStart(2, "0")}`;
  }
  return months;
};
