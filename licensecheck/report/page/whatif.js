// What-if: facts to move, the day, and the clauses that flip. It tries; it changes no file and no verdict.

const MOST_TRIED = 6000; // findings of one report up to which every alternative is tried beforehand
const SCALES = ["figure", "number"];

function drawWhatIf(page, place) {
  if (!page.trusted) return void (place.hidden = true);
  const banner = drawBanner(page);
  const boxes = { first: el("div", { class: "controls" }), rest: el("div", { class: "controls" }) };
  const facts = movableFacts(page);
  const size = page.declared.models.reduce((sum, { findings }) => sum + findings.length, 0);
  const search = el("input", { type: "search", placeholder: "find a fact …", "aria-label": "Find a fact", autocomplete: "off", spellcheck: "false" });
  const more = el("details", { class: "rest" }, el("summary"), boxes.rest);
  const state = { scope: null, controls: [], day: null, size };

  const build = () => {
    state.day = dayScale(page);
    state.controls = facts.map((fact) => drawControl(page, fact, state.scope));
    const scales = state.controls.filter(({ fact }) => SCALES.includes(fact.definition.t) && thresholds(fact).length);
    fill(boxes.first, scales.map(({ element }) => element), state.day.element);
    fill(boxes.rest, byGroup(state.controls.filter((control) => !scales.includes(control))));
    sort();
  };
  const sort = () => {
    more.querySelector("summary").textContent = `${counted(boxes.rest.querySelectorAll(".control").length, "more fact")} that clauses look at`;
    more.hidden = !boxes.rest.querySelector(".control");
  };
  const explore = later(60, () => exploreAll(page, state, boxes, sort));
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
    banner, el("div", { class: "what-if-tools" }, search, scope), boxes.first, more);
  page.onChange(() => {
    state.controls.forEach((control) => control.update());
    state.day.update();
    explore();
  });
  explore();
}

function byGroup(controls) {
  const groups = groupBy(controls, ({ fact }) => fact.name.split(".")[0]);
  return [...groups].map(([name, mine]) => el("section", { class: "group" }, el("h3", {}, GROUPS[name] || name), mine.map(({ element }) => element)));
}

// Try every alternative of every fact, a little at a time: what flips something is told, and comes first.
function exploreAll(page, state, boxes, sort) {
  const run = (state.run = (state.run || 0) + 1);
  if (state.size > MOST_TRIED) return;
  const queue = [() => state.day.paint(), ...state.controls.map((control) => () => exploreOne(page, control, boxes))];
  const work = () => {
    const end = performance.now() + 24;
    while (queue.length && run === state.run && performance.now() < end) queue.shift()();
    if (run !== state.run) return;
    if (queue.length) setTimeout(work, 0);
    else sort();
  };
  work();
}

function exploreOne(page, control, boxes) {
  const { fact, model, element } = control;
  if (control.paint) return void control.paint();
  const now = control.now();
  const outcomes = new Map();
  for (const [value, words] of alternatives(page, fact, now)) {
    const judged = page.imagine(page.day, [{ fact: fact.name, model, value: movedTo(value) }]);
    const flips = flipsBetween(page.current, judged).length;
    if (!flips) continue;
    const key = `${judged.verdict}|${flips}`;
    outcomes.set(key, { words: [...(outcomes.get(key)?.words || []), words], verdict: judged.verdict, flips });
  }
  control.told([...outcomes.values()].map(({ words, verdict, flips }) => [clip(listWords(words, "or"), 110), { verdict, flips }]));
  // what makes the verdict better or worse comes to the front, and stays there
  const decisive = [...outcomes.values()].some(({ verdict }) => verdict !== page.current.verdict);
  if (decisive && !boxes.first.contains(element) && !element.contains(document.activeElement)) boxes.first.append(element);
}

function drawBanner(page) {
  const flips = el("ul", { class: "flips" });
  const head = el("p", { class: "banner-head" });
  const command = el("code", { class: "command" });
  const reset = button("Reset", () => page.reset(), { class: "reset" });
  const box = el("div", { class: "banner", role: "region", "aria-label": "What is tried" }, el("div", { class: "banner-line" }, head, reset), flips, el("p", { class: "command-line" }, command));
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
    command.textContent = commandOf(page);
  };
  page.onChange(update);
  update();
  return box;
}

// The same trial in a terminal.
function commandOf(page) {
  const { moves, day, report } = page;
  const words = ["licensecheck audit"];
  for (const { fact, model, value } of moves.values()) {
    if (model !== null || value === undefined || /^(terms|reading)\./.test(fact) || definitionOf(page.book, fact).t === "elements") continue;
    words.push(`--set ${quoted(`${fact}=${written(value.v, definitionOf(page.book, fact).t)}`)}`);
  }
  if (day !== report.as_of) words.push(`--as-of ${day}`);
  return [...words, quoted(report.file)].join(" ");
}

function written(value, type) {
  if (value === null) return "unknown";
  if (type === "figure") return String(value[0][2]);
  if (type === "evidence") return value.length ? "true" : "[]";
  return Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
}

const quoted = (text) => (/^[A-Za-z0-9_.,:=/@-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`);
