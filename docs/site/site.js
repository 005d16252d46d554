"use strict";
// The search box: its data is loaded when somebody wants to search.
(() => {
  const top = document.currentScript.dataset.top;
  const MOST = 12;

  // spellings of one name differ in hyphens, colons and slashes: llama3.1:8b, Llama-3.1-8B
  const squeezed = (text) => text.toLowerCase().replace(/[^a-z0-9.]/g, "");

  function score(entry, words) {
    const [title, , kind, about, more] = entry;
    const low = squeezed(title);
    const all = `${low} ${squeezed(more)} ${squeezed(about)}`;
    if (!words.every((word) => all.includes(word))) return 0;
    const first = words.every((word) => low.includes(word)) ? 20 : 5;
    const kinds = { model: 6, policy: 5, command: 4, guide: 3, page: 2, clause: 1 };
    return first + kinds[kind] + (low.startsWith(words[0]) ? 8 : 0) - low.length / 200;
  }

  function draw(list, text) {
    const words = text.split(/\s+/).map(squeezed).filter(Boolean);
    const found = words.length
      ? SEARCH.map((entry) => [score(entry, words), entry]).filter(([points]) => points > 0).sort((a, b) => b[0] - a[0]).slice(0, MOST)
      : [];
    list.replaceChildren(...found.map(([, [title, path, kind, about]]) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = top + path;
      link.textContent = title;
      const said = document.createElement("span");
      said.textContent = `${kind} · ${about}`;
      item.append(link, said);
      return item;
    }));
    if (words.length && !found.length) {
      const item = document.createElement("li");
      item.textContent = "Nothing has these words.";
      list.append(item);
    }
    list.hidden = !words.length;
  }

  addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector(".search");
    const input = form.querySelector("input");
    const list = form.querySelector(".found");
    form.hidden = false;
    let asked = false;
    const load = () => {
      if (asked) return;
      asked = true;
      const script = document.createElement("script");
      script.src = `${top}search.js`;
      script.onload = () => draw(list, input.value);
      document.head.append(script);
    };
    input.addEventListener("focus", load);
    input.addEventListener("input", () => (window.SEARCH ? draw(list, input.value) : load()));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      list.querySelector("a")?.click();
    });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape") list.hidden = true;
      if (event.key === "/" && !(event.target instanceof HTMLInputElement)) {
        event.preventDefault();
        input.focus();
      }
    });
    addEventListener("click", (event) => {
      if (!form.contains(event.target)) list.hidden = true;
    });
  });
})();
