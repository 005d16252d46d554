// One finding: what the clause says, what decided, what to do; the whole trace folded below.

function drawFinding(page, finding, flippedFrom) {
  const { clause, policy, state, model, waived } = finding;
  const title = freshId("finding");
  const text = policy.texts[clause.text];
  const meta = [
    el("span", { class: "model" }, page.modelName(model)),
    policy.name && el("span", {}, policy.name),
    clause.section && el("span", {}, `section ${clause.section}`),
    el("span", {}, KIND_WORDS[clause.kind] || clause.kind),
  ];
  return el("article", { class: `finding ${flippedFrom ? "flipped" : ""}`, "data-state": state, "aria-labelledby": title },
    el("header", {}, badge(state), el("h3", { id: title }, marked(clause.title))),
    el("p", { class: "meta" }, meta),
    flippedFrom && el("p", { class: "flip-note" }, "Tried here; with the declared facts: ", badge(flippedFrom)),
    el("p", { class: "says" }, marked(clause.says)),
    waived && el("p", { class: "waiver" }, `Waived by ${waived.approver} on ${dayWords(waived.on)}, until ${dayWords(waived.expires)}${waived.reference ? ` (${waived.reference})` : ""}: ${waived.reason}`),
    !page.trying && page.report.models[model].known.includes(finding.place) && el("p", { class: "note" }, `In the baseline of ${dayWords(page.report.baseline.as_of)}, so it does not gate.`),
    state === "moot" && el("p", { class: "note" }, "Another clause already denies the model every right, so this does not matter any more."),
    finding.editionOpen && el("p", { class: "note" }, "Several editions of the terms may govern, and they differ here."),
    drawDeciding(page, finding),
    drawAsked(page, finding),
    drawRemedy(finding),
    el("footer", {}, drawTrace(page, finding),
      el("p", { class: "source" }, el("code", {}, `${policy.id}/${clause.id}`),
        text && outward(text.url, `text of the terms, read on ${dayWords(text.read)}`),
        clause.basis && el("span", {}, clause.basis === "secondary" ? "known at second hand" : "known by quotation"),
        finding.binding && el("span", {}, "governs by ", marked(finding.binding.why)))));
}

// The leaves without which a condition could have come out otherwise; for an unknown those that are open.
function carrying(trace) {
  if (trace.leaf) return [trace];
  if (trace.parts.length === 1) return carrying(trace.parts[0]);
  return trace.parts.filter((part) => part.truth === trace.truth).flatMap(carrying);
}

function deciding(finding) {
  const { evaluation } = finding.judged;
  if (!evaluation) return [];
  const traces = [evaluation.applies, ...evaluation.excuses, evaluation.requires].filter(Boolean);
  return traces.flatMap(finding.verdict === UNKNOWN ? openLeaves : carrying);
}

function drawDeciding(page, finding) {
  const seen = new Map();
  for (const trace of deciding(finding)) if (!seen.has(trace.leaf.fact)) seen.set(trace.leaf.fact, trace);
  if (!seen.size) return null;
  const rows = [...seen.values()].map((trace) => factRow(page, finding, trace));
  const element = finding.judged.element && el("p", { class: "note" }, `About: ${tagWords(finding.judged.element.name)}`);
  return [element, el("dl", { class: "deciding", "aria-label": "Facts that decide" }, rows)];
}

function factRow(page, finding, { leaf, fact, period }) {
  const definition = definitionIn(page, finding, leaf.fact);
  const type = definition ? definition.t : "name";
  const basis = page.trying && fact.moved ? "moved" : fact.b;
  return el("div", {},
    el("dt", { title: leaf.fact }, leaf.fact.startsWith("reading.") ? `reading ${leaf.fact.slice(8)}` : factWords(leaf.fact), period && ` in ${periodWords(period)}`),
    el("dd", {}, el("span", { class: "value" }, fact.b === "missing" ? "not said" : valueWords(fact.v, type, page.book)),
      BASIS_WORDS[basis] && fact.b !== "missing" && el("span", { class: "basis" }, BASIS_WORDS[basis]),
      fact.by && !BASIS_WORDS[fact.by] && basis !== "presumed" && el("span", { class: "basis" }, fact.by),
      placeOf(page, finding.model, fact)));
}

const definitionIn = (page, { policy }, name) =>
  policy.own[name] || page.book.definitions[name] || page.book.definitions["deployment." + name.slice(name.indexOf(".") + 1)];

function placeOf(page, model, fact) {
  const line = fact.r !== undefined ? page.report.models[model].line + fact.r : fact.l;
  return line ? el("code", { class: "place" }, `${fact.f || page.report.file}:${line}`) : null;
}

function drawAsked(page, finding) {
  if (finding.verdict !== UNKNOWN || !finding.asks.length) return null;
  const words = [...new Set(finding.asks.map((ask) => questionWords(page.book, page.report, ask)))];
  return el("div", { class: "asked" }, el("h4", {}, words.length > 1 ? "Questions that decide" : "The question that decides"),
    el("ul", {}, words.map((each) => el("li", {}, marked(each)))));
}

function drawRemedy({ clause, state }) {
  if (!clause.remedy.length || ["pass", "standing", "not_applicable"].includes(state)) return null;
  return el("div", { class: "remedy" }, el("h4", {}, "What to do"), el("ol", {}, clause.remedy.map((each) => el("li", {}, marked(each)))));
}

// The trace is drawn when it is unfolded: a large report has thousands of them.
function drawTrace(page, finding) {
  const { evaluation } = finding.judged;
  if (!evaluation) return null;
  const box = el("div", { class: "trace" });
  const details = el("details", { ontoggle: () => details.open && !box.firstChild && fill(box, traceParts(page, finding)) },
    el("summary", {}, "How it was decided"), box);
  return details;
}

function traceParts(page, finding) {
  const { evaluation, each } = finding.judged;
  const { clause } = finding;
  const part = (label, trace) => el("section", {}, el("h5", {}, label), el("ul", {}, traceLine(page, finding, trace)));
  return [
    each.length > 1 && el("p", { class: "note" }, `The worst of ${each.length}: ${each.map((one) => `${tagWords(one.element.name)} (${VERDICT_WORDS[one.verdict].replace("_", " ")})`).join(", ")}`),
    el("p", { class: "note" }, `The clause binds: ${TRUTH_WORDS[evaluation.binds]}. What it requires is met: ${TRUTH_WORDS[evaluation.met]}.`),
    part("It applies when", evaluation.applies),
    evaluation.excuses.map((trace, number) => part(`Unless${clause.unless[number][0] ? ` (section ${clause.unless[number][0]})` : ""}`, trace)),
    evaluation.requires ? part("It requires", evaluation.requires) : el("p", { class: "note" }, "It requires nothing: to be bound is to be in breach."),
  ];
}

function traceLine(page, finding, trace) {
  const truth = el("span", { class: "truth", "data-truth": TRUTH_WORDS[trace.truth] }, TRUTH_WORDS[trace.truth]);
  if (trace.leaf) {
    const definition = definitionIn(page, finding, trace.leaf.fact);
    const value = trace.fact.b === "missing" ? "not said" : valueWords(trace.fact.v, definition ? definition.t : "name", page.book);
    return el("li", {}, truth, el("span", {}, trace.leaf.words), el("span", { class: "was" }, ` (${clip(value, 160)}${BASIS_WORDS[trace.fact.b] && trace.fact.b !== "missing" ? `, ${BASIS_WORDS[trace.fact.b]}` : ""})`));
  }
  const word = trace.condition.all ? "all of these" : trace.condition.any ? "any of these" : "not";
  if (trace.condition.all && !trace.parts.length) return el("li", {}, truth, "always");
  return el("li", {}, truth, word, el("ul", {}, trace.parts.map((one) => traceLine(page, finding, one))));
}
