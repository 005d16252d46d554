// Small helpers over the document. Text goes in as text, never as markup.

function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "value" || name === "checked" || name === "open" || name === "hidden") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

const fill = (element, ...children) => {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

const only = (text) => el("span", { class: "only-read" }, text);

// A verdict as sign and word: never by colour alone.
function badge(state, extra = "") {
  return el("span", { class: `badge ${extra}`, "data-state": state }, el("span", { class: "sign", "aria-hidden": "true" }, STATE_SIGNS[state]), STATE_WORDS[state]);
}

const button = (label, onclick, more = {}) => el("button", { type: "button", onclick, ...more }, label);

// A link to the text of a license. Nothing is fetched unless somebody follows it.
function outward(url, label) {
  if (!/^https?:\/\//.test(url)) return document.createTextNode(label);
  return el("a", { href: url, rel: "external noopener noreferrer", target: "_blank" }, label);
}

// Words in which backticks mark names: the names as code, everything as text.
const marked = (text) => text.split("`").map((each, number) => (number % 2 ? el("code", {}, each) : each));

let ids = 0;
const freshId = (stem) => `${stem}-${++ids}`;

// Calls a function when the document has been still for a while; of several calls in a row the last one counts.
function later(wait, act) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), wait);
  };
}

// A list that draws itself as far as it is looked at.
function lazily(list, items, draw, step = 40) {
  let drawn = 0;
  let watcher = null;
  const more = button("Show more", () => extend(), { class: "more" });
  function extend(count = step) {
    const next = items.slice(drawn, drawn + count);
    drawn += next.length;
    list.append(...next.map(draw));
    if (drawn >= items.length) {
      more.remove();
      if (watcher) watcher.disconnect();
    } else {
      more.textContent = `Show more (${numberWords(items.length - drawn)})`;
      list.after(more);
    }
  }
  list.replaceChildren();
  extend();
  if (drawn < items.length && "IntersectionObserver" in window) {
    watcher = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && extend(), { rootMargin: "600px" });
    watcher.observe(more);
  }
  return { all: (most) => extend(Math.max(0, Math.min(items.length, most) - drawn)), stop: () => (more.remove(), watcher && watcher.disconnect()) };
}
