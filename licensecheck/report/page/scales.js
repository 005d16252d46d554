// Scales: a figure on a line, with today's value and every threshold marked, painted by what comes out where.

const STEPS = 1000;

// A scale over positions 0..1000. `paint(runs)` takes [{from, to, state, words}], positions; states are also told in words.
function drawScale({ label, toPosition, onInput, ends, marks }) {
  const track = el("div", { class: "track", "aria-hidden": "true" });
  const today = el("span", { class: "today", "aria-hidden": "true" }, el("span", {}, "today"));
  const input = el("input", { type: "range", min: "0", max: String(STEPS), step: "1", "aria-label": label, oninput: () => onInput(Number(input.value)) });
  const ticks = el("div", { class: "ticks", "aria-hidden": "true" });
  const told = el("ul", { class: "runs" });
  const at = (element, position) => element.style.setProperty("left", `${position / (STEPS / 100)}%`);
  const placeMarks = () => {
    fill(ticks, marks.map(({ value }) => {
      const tick = el("span");
      at(tick, toPosition(value));
      return tick;
    }));
  };
  placeMarks();
  const paint = (runs) => {
    fill(track, runs.map(({ from, to, state }) => {
      const run = el("span", { "data-state": state });
      at(run, from);
      run.style.setProperty("width", `${Math.max(0.4, (to - from) / (STEPS / 100))}%`);
      return run;
    }));
    fill(told, runs.filter(({ words }) => words).map(({ state, words }) => el("li", {}, badge(state, "flat"), ` ${words}`)));
  };
  const element = el("div", { class: "scale" }, el("div", { class: "line" }, today, track, ticks, input),
    el("div", { class: "ends", "aria-hidden": "true" }, el("span", {}, ends[0]), el("span", {}, ends[1])), told);
  return {
    element,
    paint,
    setToday: (value) => {
      today.hidden = value === null;
      if (value === null) return;
      const position = toPosition(value);
      at(today, position);
      today.classList.toggle("right", position > STEPS * 0.8);
    },
    set: (value, words) => {
      input.value = String(Math.round(toPosition(value)));
      input.setAttribute("aria-valuetext", words);
      input.classList.toggle("unsaid", words === "not said");
    },
  };
}

const short = (value) => value.toLocaleString("en-US", { notation: "compact", maximumFractionDigits: 2 });

// The thresholds that clauses name for a figure: {value, past, words}; `past` is the first value on the other side.
function thresholds({ uses }) {
  const found = new Map();
  for (const { leaf, policy, clause } of uses) {
    if (!leaf || typeof leaf.constant !== "number" || leaf.constant <= 0) continue;
    const past = ["greater_than", "at_most"].includes(leaf.operator) ? leaf.constant + 1 : leaf.constant;
    const known = found.get(leaf.constant) || { value: leaf.constant, past, policies: new Set(), clauses: new Set() };
    known.policies.add(policy.id);
    known.clauses.add(clause.title);
    found.set(leaf.constant, known);
  }
  return [...found.values()].sort((one, other) => one.value - other.value);
}

// A figure as one number for the scale: the largest that is stated with an upper end.
function mainNumber(value, type) {
  if (typeof value === "number") return value;
  if (type !== "figure" || !Array.isArray(value) || !value.length) return null;
  return Math.max(...value.map(([, , low, high]) => (high === null ? low : high)));
}

function figureScale(context) {
  const { page, fact, label, declared } = context;
  const { name, definition } = fact;
  const figure = definition.t === "figure";
  const marks = thresholds(fact);
  const start = mainNumber(declared?.v, definition.t);
  const values = [...marks.map(({ value }) => value), start || 0, figure ? 1000 : 10];
  const top = figure ? 10 ** Math.ceil(Math.log10(Math.max(...values) * 3)) : Math.ceil(Math.max(...values) * 1.5);
  const size = figure ? Math.log10(1 + top) : top;
  const toPosition = (value) => (STEPS * Math.min(figure ? Math.log10(1 + Math.max(0, value)) : Math.max(0, value), size)) / size;
  const toValue = (position) => {
    const raw = figure ? 10 ** ((position / STEPS) * size) - 1 : (position / STEPS) * size;
    const near = marks.find(({ value }) => Math.abs(toPosition(value) - position) < 2);
    if (near) return position < toPosition(near.value) ? near.value : near.past;
    return figure && raw >= 100 ? Number(raw.toPrecision(2)) : Math.round(raw);
  };
  const put = (value) => context.set(figure ? figureOf(name, value) : value);
  const scale = drawScale({ label, toPosition, onInput: (position) => put(toValue(position)), ends: ["0", short(top)], marks });
  scale.setToday(start);
  const exact = el("input", { type: "text", inputmode: "numeric", class: "exact", "aria-label": `${label}, exactly`, placeholder: "not said", onchange: () => {
    const value = Number(exact.value.replace(/[,_\s]/g, ""));
    if (exact.value.trim() !== "" && Number.isFinite(value) && value >= 0) put(value);
    else context.set(undefined);
  } });
  const jumps = marks.map(({ value, past, policies, clauses }) => el("li", {},
    button(numberWords(value), () => put(past), { class: "jump", "aria-label": `${numberWords(value)}: try ${numberWords(past)}, just past the limit of ${[...policies].join(", ")}` }),
    el("span", { class: "whose", title: [...clauses].join("\n") }, clip([...policies].join(", "), 60))));
  const limits = jumps.length > 0 && el("details", { class: "limits", open: jumps.length <= 3 }, el("summary", {}, `${counted(jumps.length, "limit")} in the terms`), el("ul", {}, jumps));
  const element = el("div", { class: "figure-control" }, scale.element, el("div", { class: "exact-line" }, exact, el("span", { class: "unit" }, definition.u === "usd" ? "US dollars" : definition.u || "")), limits);
  const update = () => {
    const value = mainNumber(context.now()?.v, definition.t);
    scale.set(value === null ? 0 : value, value === null ? "not said" : `${numberWords(value)} ${definition.u || ""}`);
    if (document.activeElement !== exact) exact.value = value === null ? "" : numberWords(value);
  };
  const paint = () => {
    const limits = new Set(fact.uses.map(({ leaf }) => leaf && leaf.constant).filter((each) => typeof each === "number"));
    const cells = [...new Set([0, ...[...limits].flatMap((value) => [value - 1, value, value + 1])])].filter((value) => value >= 0).sort((one, other) => one - other);
    const found = cells.map((value) => [value, page.imagine(page.day, [{ fact: name, model: context.model, value: movedTo(figure ? figureOf(name, value) : value) }])]);
    scale.paint(runsOf(found, toPosition, (first, end) => numberRange(first, end, limits)));
  };
  return { element, update, paint, forget: () => scale.paint([]) };
}

// A stretch of numbers in words, by the limits at its ends: above 700,000,000, not from 700,000,001.
function numberRange(first, end, limits) {
  if (first === end && first !== null) return `exactly ${numberWords(first)}`;
  const low = first === null ? "" : limits.has(first - 1) ? `above ${numberWords(first - 1)}` : `from ${numberWords(first)}`;
  const high = end === null ? "" : limits.has(end + 1) && !limits.has(end) ? `below ${numberWords(end + 1)}` : `up to ${numberWords(end)}`;
  return [low, high].filter(Boolean).join(" and ");
}

// Neighbouring values with the same outcome, joined: by the worst state among the findings that the scale can flip.
function runsOf(found, toPosition, wordsOf) {
  const kinds = kindsOf(found.map(([, judged]) => judged));
  const tables = found.map(([, { models }]) =>
    new Map(kinds.flatMap(({ number }) => [...numbered(models[number])].map(([key, finding]) => [`${number}/${key}`, finding]))));
  const keys = [...new Set(tables.flatMap((table) => [...table.keys()]))];
  const stateIn = (table, key) => (table.has(key) ? ownState(table.get(key)) : "not_applicable");
  const moving = keys.filter((key) => new Set(tables.map((table) => stateIn(table, key))).size > 1);
  const runs = [];
  found.forEach(([value], index) => {
    const states = moving.map((key) => stateIn(tables[index], key));
    const worst = STATE_ORDER.find((state) => states.includes(state));
    const state = worst === undefined ? "none" : ["not_applicable", "standing", "moot"].includes(worst) ? "pass" : worst;
    const last = runs[runs.length - 1];
    if (last && last.state === state) last.end = value;
    else runs.push({ first: value, end: value, state });
  });
  return runs.map(({ first, end, state }, index) => {
    const next = runs[index + 1];
    const to = next ? toPosition(next.first) : STEPS;
    const told = state !== "none" && runs.length > 1;
    const words = told ? wordsOf(index ? first : null, next ? end : null, next ? next.first : null) : "";
    return { from: index ? toPosition(first) : 0, to, state: state === "none" ? "not_applicable" : state, words };
  });
}
