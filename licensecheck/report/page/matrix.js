// Models by policies: the worst that each policy says of each model. A cell leads to its findings.

const MOST_COLUMNS = 6;

function drawMatrix(page, place, show) {
  const { report, book } = page;
  const policies = [...new Set(page.declared.models.flatMap(({ findings }) => findings.map(({ policy }) => policy)))];
  const wide = policies.length <= MOST_COLUMNS;
  const head = el("tr", {}, el("th", { scope: "col" }, "Model"), el("th", { scope: "col" }, "Verdict"),
    wide ? policies.map((policy) => el("th", { scope: "col", title: policy.name }, policyLabel(policy))) : el("th", { scope: "col" }, "By policy"));
  const body = el("tbody");
  const table = el("table", { class: wide ? "matrix" : "matrix listed" }, el("caption", { class: "only-read" }, "Models by policy, with the worst verdict of each policy"), el("thead", {}, head), body);
  const drawn = new Map();
  const draw = (number) => {
    const row = matrixRow(page, number, wide ? policies : null, show);
    drawn.set(number, row);
    return row;
  };
  const order = report.models.map((_, number) => number).sort((one, other) => page.declared.models[other].verdict - page.declared.models[one].verdict);
  fill(place, el("h2", { id: "models" }, "Models by policy"),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-labelledby": "models" }, table));
  const list = lazily(body, order, draw, 60);
  // the button that shows more stands below the table, not in it
  page.printing.push(() => list.all(2000));
  page.onChange(() => {
    for (const [number, row] of drawn) {
      const fresh = matrixRow(page, number, wide ? policies : null, show);
      row.replaceWith(fresh);
      drawn.set(number, fresh);
    }
  });
}

const policyLabel = ({ id }) => ({ catalog: "the catalog", scan: "the code" })[id] || id;

function worstState(findings) {
  const states = findings.map(({ state }) => (state === "standing" ? "pass" : state));
  return STATE_ORDER.find((state) => states.includes(state));
}

function matrixRow(page, number, policies, show) {
  const model = page.report.models[number];
  const judged = page.current.models[number];
  const before = page.declared.models[number];
  const byPolicy = groupBy(judged.findings, ({ policy }) => policy.id);
  const was = page.trying ? groupBy(before.findings, ({ policy }) => policy.id) : byPolicy;
  const cell = (policy) => {
    const found = byPolicy.get(policy.id);
    if (!found) return el("span", { class: "none" }, "·", only("does not govern"));
    const state = worstState(found);
    const flipped = page.trying && state !== worstState(was.get(policy.id) || []);
    return el("button", { type: "button", class: `cell ${flipped ? "flipped" : ""}`, onclick: () => show(number, policy.id) },
      badge(state), only(`: ${policyLabel(policy)} over ${model.name}. Show findings`));
  };
  const name = el("th", { scope: "row" }, el("span", { class: "name" }, model.name), el("span", { class: "channel" }, model.channel));
  const verdict = el("td", {}, badge(VERDICT_WORDS[judged.verdict], page.trying && judged.verdict !== before.verdict ? "flipped" : ""));
  if (policies) return el("tr", {}, name, verdict, policies.map((policy) => el("td", {}, cell(policy))));
  const mine = [...new Map(judged.findings.map(({ policy }) => [policy.id, policy])).values()];
  return el("tr", {}, name, verdict, el("td", {}, el("div", { class: "many" }, mine.map((policy) => el("span", { class: "pair" }, cell(policy), " ", policyLabel(policy))))));
}

function groupBy(items, key) {
  const groups = new Map();
  for (const item of items) {
    const name = key(item);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(item);
  }
  return groups;
}
