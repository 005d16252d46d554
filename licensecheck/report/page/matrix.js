// Models by policies: the worst that each policy says of each model. A cell leads to its findings.

const MOST_COLUMNS = 6;

function drawMatrix(page, place, show) {
  const { report } = page;
  const governing = () => [...new Set([page.declared, page.current].flatMap(({ models }) => models.flatMap(({ findings }) => findings.map(({ policy }) => policy))))];
  const order = report.models.map((_, number) => number).sort((one, other) => page.declared.models[other].verdict - page.declared.models[one].verdict);
  const box = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "The table of models, which scrolls" });
  const drawn = new Map();
  let columns = governing();
  let list = null;
  const row = (number) => {
    const element = matrixRow(page, number, columns.length <= MOST_COLUMNS ? columns : null, show);
    drawn.set(number, element);
    return element;
  };
  const draw = () => {
    const wide = columns.length <= MOST_COLUMNS;
    const head = el("tr", {}, el("th", { scope: "col" }, "Model"), el("th", { scope: "col" }, "Verdict"),
      wide ? columns.map((policy) => el("th", { scope: "col", title: policy.name }, policyLabel(policy))) : el("th", { scope: "col" }, "By policy"));
    const body = el("tbody");
    fill(box, el("table", { class: wide ? "matrix" : "matrix listed" }, el("caption", { class: "only-read" }, "Models by policy, with the worst verdict of each policy"), el("thead", {}, head), body));
    drawn.clear();
    if (list) list.stop();
    list = lazily(body, order, row, 60);
  };
  fill(place, el("h2", { id: "models" }, "Models by policy"), box);
  draw();
  // the button that shows more stands below the table, not in it
  page.printing.push(() => list.all(2000));
  page.onChange(() => {
    // through another channel other terms govern
    const now = governing();
    const same = now.length === columns.length && now.every((policy) => columns.includes(policy));
    columns = now;
    if (!same) draw();
    else for (const [number, before] of [...drawn]) before.replaceWith(row(number));
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
  const name = el("th", { scope: "row" }, el("span", { class: "name" }, model.name), el("span", { class: "channel" }, channelOf(page, number)));
  const verdict = el("td", {}, badge(VERDICT_WORDS[judged.verdict], page.trying && judged.verdict !== before.verdict ? "flipped" : ""));
  if (policies) return el("tr", {}, name, verdict, policies.map((policy) => el("td", {}, cell(policy))));
  const mine = [...new Map(judged.findings.map(({ policy }) => [policy.id, policy])).values()];
  return el("tr", {}, name, verdict, el("td", {}, el("div", { class: "many" }, mine.map((policy) => el("span", { class: "pair" }, cell(policy), " ", policyLabel(policy))))));
}

// The channel of a model, or the one that is tried.
function channelOf({ moves, report }, number) {
  const moved = [...moves.values()].find(({ fact, model }) => fact === "model.channel" && (model === null || model === number));
  return moved && moved.value ? moved.value.v : report.models[number].channel;
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
