// The findings, worst first, with search and filters.

const SHOWN_FIRST = ["fail", "unknown", "due", "waived"];

function drawFindings(page, place) {
  const loud = SHOWN_FIRST.some((state) => countStates(page.declared)[state]);
  const filter = { states: new Set(loud ? SHOWN_FIRST : ["pass", "standing"]), kind: "", model: "", policy: "", words: "" };
  const list = el("ol", { class: "findings" });
  const count = el("p", { class: "count", role: "status" });
  let drawn = null;

  const update = () => {
    const found = page.current.models.flatMap(({ findings }) => findings).filter((finding) => fits(page, finding, filter));
    found.sort((one, other) => STATE_ORDER.indexOf(one.state) - STATE_ORDER.indexOf(other.state));
    const flipped = new Map(page.flips.filter((flip) => flip.after).map((flip) => [flip.after, flip.from]));
    if (drawn) drawn.stop();
    drawn = lazily(list, found, (finding) => el("li", {}, drawFinding(page, finding, flipped.get(finding))), 25);
    const all = page.current.models.reduce((sum, { findings }) => sum + findings.length, 0);
    count.textContent = found.length ? `${counted(found.length, "finding")} of ${numberWords(all)} shown` : "No finding fits. Choose other filters, or clear the search.";
  };
  const bar = filterBar(page, filter, update);
  page.showFindings = (model, policy) => {
    Object.assign(filter, { model: String(model), policy });
    const mine = page.current.models[model].findings.filter((finding) => !policy || finding.policy.id === policy).map(({ state }) => state);
    filter.states = new Set(mine.some((state) => SHOWN_FIRST.includes(state)) ? SHOWN_FIRST : mine);
    bar.refresh();
    update();
    place.scrollIntoView();
    place.querySelector("h2").focus();
  };
  fill(place, el("h2", { id: "findings-title", tabindex: "-1" }, "Findings"), bar.element, count, list);
  page.printing.push(() => drawn.all(1500));
  page.onChange(() => {
    bar.refresh();
    update();
  });
  update();
}

function fits(page, finding, filter) {
  const { clause, policy, state, model } = finding;
  if (!filter.states.has(state) || (filter.kind && clause.kind !== filter.kind)) return false;
  if ((filter.model !== "" && Number(filter.model) !== model) || (filter.policy && policy.id !== filter.policy)) return false;
  if (!filter.words) return true;
  const { name, id } = page.report.models[model];
  const text = [name, id, policy.id, policy.name, clause.id, clause.title, clause.says, clause.section].join(" ").toLowerCase();
  return filter.words.every((word) => text.includes(word));
}

function filterBar(page, filter, update) {
  const { report } = page;
  const chips = STATE_ORDER.map((state) => {
    const toggle = () => {
      filter.states[filter.states.has(state) ? "delete" : "add"](state);
      refresh();
      update();
    };
    return [state, button("", toggle, { class: "chip", "data-state": state })];
  });
  const search = el("input", { type: "search", placeholder: "model, clause, words …", "aria-label": "Search findings", autocomplete: "off", spellcheck: "false" });
  search.addEventListener("input", later(120, () => {
    filter.words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    update();
  }));
  const select = (label, key, options) =>
    el("select", { "aria-label": label, onchange: (event) => {
      filter[key] = event.target.value;
      refresh();
      update();
    } }, options.map(([value, words]) => el("option", { value }, words)));
  const kinds = select("Kind of clause", "kind", [["", "every kind"], ["right", "rights"], ["use", "uses"], ["duty", "duties"]]);
  const models = select("Model", "model", [["", "every model"], ...report.models.map(({ name }, number) => [String(number), name])]);
  const names = [...new Set(page.declared.models.flatMap(({ findings }) => findings.map(({ policy }) => policy.id)))].sort();
  const policies = select("Policy", "policy", [["", "every policy"], ...names.map((name) => [name, name])]);
  const clear = button("Clear", () => {
    Object.assign(filter, { kind: "", model: "", policy: "", words: "" });
    search.value = "";
    refresh();
    update();
  }, { class: "quiet" });
  function refresh() {
    const counts = countStates(page.current);
    for (const [state, chip] of chips) {
      chip.hidden = !counts[state];
      chip.setAttribute("aria-pressed", String(filter.states.has(state)));
      fill(chip, el("span", { class: "sign", "aria-hidden": "true" }, STATE_SIGNS[state]), `${STATE_WORDS[state]} `, el("b", {}, numberWords(counts[state] || 0)));
    }
    kinds.value = filter.kind;
    models.value = filter.model;
    policies.value = filter.policy;
  }
  refresh();
  const element = el("div", { class: "filters", role: "search", "aria-label": "Findings" },
    el("div", { class: "chips", role: "group", "aria-label": "Verdicts shown" }, chips.map(([, chip]) => chip)),
    el("div", { class: "selects" }, search, kinds, report.models.length > 1 && models, names.length > 1 && policies, clear));
  return { element, refresh };
}
