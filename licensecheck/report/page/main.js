// The page: its parts in their places, the theme, and print.

const PARTS = [["models", "Models"], ["what-if", "What if"], ["findings", "Findings"], ["questions", "Questions"], ["duties", "Duties"]];

function start(data, number = 0) {
  const root = document.getElementById("page");
  const page = new Page(data);
  page.printing = [];
  page.open(number);
  window.onbeforeprint = () => {
    page.printing.forEach((draw) => draw());
    root.querySelectorAll(".finding[data-state=fail] details, .finding[data-state=unknown] details, .finding[data-state=due] details").forEach((each) => {
      each.open = true;
      each.dispatchEvent(new Event("toggle")); // its own comes too late for the paper
    });
  };
  const places = Object.fromEntries(["summary", "matrix", "findings", "what-if", "records"].map((name) => [name, el("div", { class: `place-${name}` })]));
  places["what-if"] = el("section", { class: "place-what-if", id: "what-if", "aria-labelledby": "what-if-title" });
  places.findings = el("section", { class: "place-findings", id: "findings", "aria-labelledby": "findings-title" });
  places.matrix = el("section", { class: "place-matrix", "aria-labelledby": "models" });
  fill(root, el("a", { class: "skip", href: "#findings" }, "To the findings"), topBar(page),
    el("main", { class: "layout" }, places.summary, places.matrix, places["what-if"], places.findings, places.records), bottom(data));
  drawSummary(page, places.summary);
  drawMatrix(page, places.matrix, (model, policy) => page.showFindings(model, policy));
  drawWhatIf(page, places["what-if"]);
  drawFindings(page, places.findings);
  drawRecords(page, places.records);
  drawMini(page, root.querySelector(".mini"));
}

function topBar(page) {
  const links = PARTS.filter(([id]) => page.trusted || id !== "what-if").map(([id, words]) => el("a", { href: `#${id}` }, words));
  return el("header", { class: "top" }, el("span", { class: "brand" }, "licensecheck"), el("nav", { "aria-label": "Parts of the report" }, links), el("span", { class: "mini" }), themeSwitch());
}

// While something is tried, verdict and reset stay in sight.
function drawMini(page, place) {
  const update = () => fill(place, page.trying && [only("What if: "), badge(VERDICT_WORDS[page.current.verdict]), button("Reset", () => page.reset(), { class: "reset" })]);
  page.onChange(update);
  update();
}

function themeSwitch() {
  const names = ["auto", "light", "dark"];
  const root = document.documentElement;
  const kept = () => {
    try {
      return localStorage.getItem("licensecheck-theme");
    } catch {
      return null;
    }
  };
  const change = button("", () => use(names[(names.indexOf(root.dataset.theme || "auto") + 1) % 3]), { class: "theme" });
  function use(name) {
    root.dataset.theme = name;
    fill(change, el("span", { "aria-hidden": "true" }, { auto: "◐", light: "○", dark: "●" }[name]), ` ${name}`);
    change.setAttribute("aria-label", `Colours: ${name}. Change`);
    try {
      localStorage.setItem("licensecheck-theme", name);
    } catch {
      // a page without storage forgets the choice, and that is all
    }
  }
  use(names.includes(kept()) ? kept() : "auto");
  return change;
}

function bottom({ tool }) {
  return el("footer", { class: "bottom" }, el("p", {}, `Made by ${tool.name} ${tool.version}, policies ${tool.policies.slice(0, 12)}. It reads clauses against facts; it is not legal advice.`),
    el("p", {}, "This page asks nothing of the network. Links lead to the texts that the clauses were written from."));
}

start(JSON.parse(document.getElementById("data").textContent));
