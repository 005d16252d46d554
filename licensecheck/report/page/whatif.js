// What-if: facts to move, the day, and the clauses that flip. It tries; it changes no file and no verdict.

const SCALES = ["figure", "number"];

function drawWhatIf(page, place) {
  if (!page.trusted) return void (place.hidden = true);
  const banner = drawBanner(page);
  const boxes = { first: el("div", { class: "controls" }), rest: el("div", { class: "controls" }) };
  const facts = movableFacts(page);
  const asked = new Asked(page);
  const search = el("input", { type: "search", placeholder: "find a fact …", "aria-label": "Find a fact", autocomplete: "off", spellcheck: "false" });
  const more = el("details", { class: "rest" }, el("summary"), boxes.rest);
  const state = { scope: null, controls: [], day: null };

  const build = () => {
    state.day = dayScale(page);
    state.controls = facts.map((fact) => drawControl(page, fact, state.scope)).filter(Boolean);
    asked.attach([state.day, ...state.controls]);
    const scales = state.controls.filter(({ fact, model }) => (SCALES.includes(fact.definition.t) ? thresholds(fact) : fact.definition.t === "date" ? dateMarks(page, fact, model) : []).length);
    const ways = state.controls.filter(({ fact }) => WAYS.includes(fact.name));
    fill(boxes.first, [...scales, state.day, ...ways].map(({ element }) => element));
    fill(boxes.rest, byGroup(state.controls.filter((control) => ![...scales, ...ways].includes(control))));
    sort();
  };
  const sort = () => {
    more.querySelector("summary").textContent = `${counted(boxes.rest.querySelectorAll(".control").length, "more fact")} that clauses look at`;
    more.hidden = !boxes.rest.querySelector(".control");
  };
  const explore = later(60, () => exploreAll(page, state, boxes, asked, sort));
  const find = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const { fact, element } of state.controls) {
      const text = `${fact.name.replace(/_/g, " ")} ${fact.name} ${fact.definition.p}`.toLowerCase();
      element.hidden = !words.every((word) => text.includes(word));
    }
    state.day.element.hidden = words.length > 0;
    if (words.length) more.open = true;
  };
  search.addEventListener("input", later(100, find));
  const scope = page.report.models.length > 1 && el("label", { class: "scope" }, "Models moved ", el("select", { onchange: (event) => {
    state.scope = event.target.value === "" ? null : Number(event.target.value);
    build();
    find();
    explore();
  } }, el("option", { value: "" }, "all of them"), page.report.models.map(({ name }, number) => el("option", { value: String(number) }, name))));
  page.tryable = (name) => facts.some((fact) => fact.name === name);
  page.tryFact = (name) => {
    const control = state.controls.find(({ fact }) => fact.name === name);
    search.value = "";
    find();
    if (boxes.rest.contains(control.element)) more.open = true;
    control.element.scrollIntoView({ block: "center" });
    const first = control.element.querySelector("input, select, button:not([hidden])");
    if (first) first.focus({ preventScroll: true });
  };
  build();
  fill(place, el("h2", { id: "what-if-title" }, "What if"), el("p", { class: "lead" }, "Move a fact and see which clauses flip. Nothing is changed in the file."),
    banner, el("div", { class: "what-if-tools" }, search, scope), asked.element, el("h3", { class: "only-read" }, "Facts that decide most"), boxes.first, more, drawFixed(page));
  page.onChange(() => {
    state.controls.forEach((control) => control.update());
    state.day.update();
    asked.forget();
    explore();
  });
  explore();
}

function byGroup(controls) {
  const groups = groupBy(controls, ({ fact }) => fact.name.split(".")[0]);
  return [...groups].map(([name, mine]) => el("section", { class: "group" }, el("h3", {}, GROUPS[name] || name), mine.map(({ element }) => element)));
}

// What cannot be moved here is said, so that nobody takes it for what does not matter.
function drawFixed(page) {
  const each = page.report.models.some((_, number) => WAYS.some((name) => waysOf(page, name, number).length));
  const common = WAYS.some((name) => waysOf(page, name, null).length);
  return el("p", { class: "fixed" }, each && !common && "Channel and edition are moved model by model: choose one above. ",
    `Not moved on this page: ${listWords(fixedFacts(page), "or")}. Change it in the file and audit again.`);
}

function drawBanner(page) {
  const flips = el("ul", { class: "flips" });
  const head = el("p", { class: "banner-head" });
  const command = el("code", { class: "command" });
  const rest = el("p", { class: "command-line" });
  const reset = button("Reset", () => page.reset(), { class: "reset" });
  const box = el("div", { class: "banner", role: "region", "aria-label": "What is tried" }, el("div", { class: "banner-line" }, head, reset), flips, el("p", { class: "command-line" }, command), rest);
  const update = () => {
    box.hidden = !page.trying;
    document.body.classList.toggle("trying", page.trying);
    const from = VERDICT_WORDS[page.declared.verdict];
    const to = VERDICT_WORDS[page.current.verdict];
    const verdict = from === to ? ["stays ", badge(to)] : [badge(from), el("span", { "aria-hidden": "true" }, " → "), only(" becomes "), badge(to)];
    fill(head, verdict, ` ${counted(page.flips.length, "clause")} flip${page.flips.length === 1 ? "s" : ""}`);
    const shown = page.flips.slice(0, 12);
    fill(flips, shown.map(({ before, after, from: was, to: is }) => {
      const { clause, model, policy } = after || before;
      return el("li", {}, badge(was, "flat"), el("span", { "aria-hidden": "true" }, " → "), only(" becomes "), badge(is, "flat"), " ", marked(clause.title), " ", el("span", { class: "meta" }, `${page.modelName(model)}, ${policy.id}${clause.section ? ` section ${clause.section}` : ""}`));
    }), page.flips.length > shown.length && el("li", { class: "none" }, `and ${numberWords(page.flips.length - shown.length)} more, marked in the findings`));
    const told = commandOf(page);
    command.textContent = told.command;
    fill(rest, told.rest.length > 0 && `In the file, since no option says it: ${listWords(told.rest)}.`);
  };
  page.onChange(update);
  update();
  return box;
}
