// Elements of the page. Text is set as text, never as markup.
const byId = (id) => document.getElementById(id);

// make("a", { href, class: "org" }, "words", another): attributes by name, listeners as `onclick`; what is null is left out.
const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
};

const section = (heading, ...children) => make("section", {}, make("h2", {}, heading), ...children);

// A link to a release's source; the address was checked to be one of http or https.
const sourceLink = (address) =>
  make("a", { href: address, target: "_blank", rel: "noopener noreferrer", class: "source" }, "source");
