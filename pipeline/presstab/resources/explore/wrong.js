// Where corrections are made in Datasette: each row of a table's page links to itself, and is there as JSON.
"use strict";

// What a reader calls a row: its id says nothing.
const CALLED = ["name", "other_name", "person", "title", "subject", "object", "organisation", "text"];
const calledBy = (tr) =>
  CALLED.map((column) => tr.querySelector(`td.col-${column}`)?.textContent.trim()).filter(Boolean).join(", ");

document.addEventListener("DOMContentLoaded", () => {
  const table = location.pathname.split("/")[2];
  document.querySelectorAll("table.rows-and-columns tbody tr").forEach((tr) => {
    const link = tr.querySelector("td.type-pk a");
    const rowOf = async () => {
      const answer = await fetch(`${link.getAttribute("href")}.json?_shape=objects`);
      return (await answer.json()).rows[0];
    };
    const button = link && PresstabCorrections.button(table, rowOf, calledBy(tr) || link.textContent);
    if (button) tr.cells[0].append(" ", button);
  });
  document.querySelectorAll(".release-text").forEach((shown) => {
    const text = shown.textContent; // without the button
    shown.prepend(PresstabCorrections.adder(shown.dataset.docId, text, shown), " ");
  });
  PresstabCorrections.collect("explore");
});
