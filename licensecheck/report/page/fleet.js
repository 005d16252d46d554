// A page that is read without scripts: they add the theme, and a search over the rows of a table.
const root = document.documentElement;
const themes = ["auto", "light", "dark"];
const change = document.querySelector(".theme");
const stored = (value) => {
  try {
    if (value) localStorage.setItem("licensecheck-theme", value);
    return localStorage.getItem("licensecheck-theme");
  } catch {
    return null; // a page without storage forgets the choice, and that is all
  }
};
function use(name) {
  root.dataset.theme = name;
  change.textContent = `${{ auto: "◐", light: "○", dark: "●" }[name]} ${name}`;
  change.setAttribute("aria-label", `Colours: ${name}. Change`);
}
use(themes.includes(stored()) ? stored() : "auto");
change.hidden = false;
change.addEventListener("click", () => {
  use(themes[(themes.indexOf(root.dataset.theme) + 1) % 3]);
  stored(root.dataset.theme);
});

// A wide graph begins in its middle, where the model stands.
document.querySelectorAll(".graph").forEach((graph) => (graph.scrollLeft = (graph.scrollWidth - graph.clientWidth) / 2));

// Of many rows a hundred stand there at first; a search looks through all that the page has.
const box = document.querySelector(".search");
if (box) {
  const FIRST = 100;
  const rows = [...document.querySelectorAll(".rows-table tbody tr")];
  const words = rows.map((row) => row.textContent.toLowerCase());
  const count = document.querySelector(".found");
  const more = document.createElement("button");
  let all = rows.length <= FIRST;
  more.type = "button";
  more.className = "more";
  more.textContent = `Show all ${rows.length.toLocaleString("en")}`;
  document.querySelector(".rows-table").after(more);
  const update = () => {
    const wanted = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let seen = 0;
    rows.forEach((row, number) => {
      const fits = wanted.every((word) => words[number].includes(word));
      row.hidden = !fits || (!all && !wanted.length && number >= FIRST);
      seen += fits ? 1 : 0;
    });
    more.hidden = all || wanted.length > 0;
    count.textContent = wanted.length ? `${seen.toLocaleString("en")} of ${rows.length.toLocaleString("en")} rows` : "";
  };
  more.addEventListener("click", () => {
    all = true;
    update();
  });
  box.addEventListener("input", update);
  box.hidden = false;
  update();
}
