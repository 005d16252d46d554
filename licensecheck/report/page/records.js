// What stands beside the findings: open questions, duties with their evidence, waivers, presumptions, standing duties, notes.

function drawRecords(page, place) {
  const update = () => fill(place, questionsPart(page), dutiesPart(page), standingPart(page), waiversPart(page), presumedPart(page), notesPart(page));
  page.onChange(update);
  update();
}

const part = (id, title, ...content) => el("section", { id, "aria-labelledby": `${id}-title` }, el("h2", { id: `${id}-title` }, title), content);

function openQuestions(page) {
  const found = new Map();
  for (const finding of page.current.models.flatMap(({ findings }) => findings)) {
    if (finding.verdict !== UNKNOWN || finding.moot || finding.waived || finding.clause.standing) continue;
    for (const ask of finding.asks) {
      const known = found.get(ask.fact) || { ask, clauses: new Set() };
      known.clauses.add(`${page.modelName(finding.model)}: ${finding.clause.title}`);
      found.set(ask.fact, known);
    }
  }
  const known = Object.keys(page.report.questions);
  const rank = (fact) => (known.includes(fact) ? known.indexOf(fact) : known.length);
  return [...found.values()].sort((one, other) => rank(one.ask.fact) - rank(other.ask.fact) || other.clauses.size - one.clauses.size);
}

function questionsPart(page) {
  const open = openQuestions(page);
  const said = open.map(({ ask, clauses }) => el("li", {},
    el("p", { class: "question" }, marked(questionWords(page.book, page.report, ask))),
    el("p", { class: "meta" }, el("code", {}, ask.fact),
      el("span", { title: [...clauses].slice(0, 12).join("\n") }, `decides ${counted(clauses.size, "clause")}`),
      page.tryFact && page.tryable(ask.fact) && button("Try an answer", () => page.tryFact(ask.fact), { class: "quiet" }))));
  return part("questions", "Open questions", said.length ? el("ol", { class: "questions" }, said) : el("p", { class: "none" }, "No question is open."));
}

function dutiesPart(page) {
  const duties = page.current.models.flatMap(({ findings }) => findings)
    .filter(({ clause, verdict, state }) => clause.kind === "duty" && verdict !== NOT_APPLICABLE && state !== "standing" && clause.id !== "terms-replaced");
  if (!duties.length) return part("duties", "Duties", el("p", { class: "none" }, "No duty binds."));
  duties.sort((one, other) => STATE_ORDER.indexOf(one.state) - STATE_ORDER.indexOf(other.state));
  const body = el("tbody");
  const table = el("table", { class: "duties" }, el("caption", { class: "only-read" }, "Duties with the evidence that was declared for them"),
    el("thead", {}, el("tr", {}, ["State", "Duty", "Model", "Evidence"].map((word) => el("th", { scope: "col" }, word)))), body);
  const section = part("duties", "Duties and their evidence", el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "The table of duties, which scrolls" }, table));
  const list = lazily(body, duties, (finding) => dutyRow(page, finding), 40);
  page.drawnDuties = list;
  return section;
}

function dutyRow(page, finding) {
  const evidence = new Map();
  for (const { leaf, fact } of leavesOf(finding.judged.evaluation && finding.judged.evaluation.requires)) {
    if (leaf.fact.startsWith("evidence.")) evidence.set(leaf.fact, { fact, leaf });
  }
  const told = [...evidence.values()].map(({ fact, leaf }) => el("li", {}, `${factWords(leaf.fact)}: `,
    fact.b === "missing" ? "none declared" : valueWords(fact.v, "evidence", page.book), " ", placeOf(page, finding.model, fact)));
  return el("tr", {}, el("td", {}, badge(finding.state)), el("th", { scope: "row" }, finding.clause.title, el("span", { class: "meta" }, `${finding.policy.id}, section ${finding.clause.section}`)),
    el("td", {}, page.modelName(finding.model)), el("td", {}, told.length ? el("ul", { class: "plain" }, told) : "settled by facts, not by a document"));
}

function standingPart(page) {
  const standing = page.current.models.flatMap(({ findings }) => findings).filter(({ state }) => state === "standing");
  if (!standing.length) return null;
  const groups = [...groupBy(standing, ({ policy, clause }) => `${policy.id}/${clause.id}`).values()];
  return part("standing", "Standing duties", el("p", { class: "lead" }, "Listed, never gating: what goes on for as long as the terms bind."),
    el("ul", { class: "rows" }, groups.map(([first, ...rest]) => el("li", {}, el("strong", {}, marked(first.clause.title)), ". ", marked(first.clause.says),
      el("span", { class: "meta" }, `${first.policy.id}${first.clause.section ? `, section ${first.clause.section}` : ""}: ${modelsWords(page, [first, ...rest])}`)))));
}

function modelsWords(page, findings) {
  const names = [...new Set(findings.map(({ model }) => page.modelName(model)))];
  return names.length > 6 ? `${names.slice(0, 5).join(", ")} and ${numberWords(names.length - 5)} more` : listWords(names);
}

function waiversPart(page) {
  const { waivers } = page.report;
  if (!waivers.length) return null;
  const used = new Set(page.current.models.flatMap(({ findings }) => findings.map(({ waived }) => waived)).filter(Boolean));
  return part("waivers", "Waivers", el("ul", { class: "rows" }, waivers.map((waiver) => el("li", {},
    badge(used.has(waiver) ? "waived" : "not_applicable", "flat"), " ", el("strong", {}, waiver.clause), ` for ${waiver.model}. ${waiver.reason}`,
    el("span", { class: "meta" }, `${[waiver.approver, waiver.reference].filter(Boolean).join(", ")}, from ${dayWords(waiver.on)} to ${dayWords(waiver.expires)}; ${waiver.file}:${waiver.line}`)))));
}

function presumedPart(page) {
  const names = page.trying ? [...new Set(page.current.models.flatMap(({ findings }) => findings.flatMap(({ judged }) => presumedOf(judged))))] : page.report.presumed;
  if (!names.length) return null;
  return part("presumed", "Presumptions", el("p", { class: "lead" }, "Nothing is said of these, and what is extraordinary is presumed not to have happened; an undated figure is presumed for the month asked."),
    el("ul", { class: "tags" }, names.map((name) => el("li", { title: name }, factWords(name)))));
}

function notesPart(page) {
  const { notes, file } = page.report;
  if (!notes.length) return null;
  return part("notes", "Notes", el("ul", { class: "rows" }, notes.map((note) => el("li", {}, marked(note.message), el("span", { class: "meta" }, note.l ? `${note.f || file}:${note.l}` : note.code)))));
}
