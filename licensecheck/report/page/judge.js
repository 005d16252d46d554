// Conditions and clauses. The trace that comes back is the evaluation, and the explanation.
// A condition is the number of a leaf, or {all: [...]}, {any: [...]}, {not: ...}.

function evaluate(condition, world) {
  if (typeof condition === "number") return evaluateLeaf(condition, world);
  if ("not" in condition) {
    const part = evaluate(condition.not, world);
    return { truth: negate(part.truth), condition, parts: [part] };
  }
  const parts = (condition.all || condition.any).map((part) => evaluate(part, world));
  const truths = parts.map((part) => part.truth);
  return { truth: condition.all ? allOf(truths) : anyOf(truths), condition, parts };
}

function evaluateLeaf(number, world) {
  const leaf = world.book.leaves[number];
  if (leaf.ofElement) return { ...world.outcome(leaf), leaf };
  let found = world.cache.get(number);
  if (!found) world.cache.set(number, (found = { ...world.outcome(leaf), leaf }));
  return found;
}

function evaluateClause(clause, world) {
  const applies = evaluate(clause.applies, world);
  const excuses = clause.unless.map(([, when]) => evaluate(when, world));
  const requires = clause.requires === null ? null : evaluate(clause.requires, world);
  const binds = excuses.length ? allOf([applies.truth, negate(anyOf(excuses.map((each) => each.truth)))]) : applies.truth;
  return { applies, excuses, requires, binds, met: requires ? requires.truth : FALSE };
}

function decide(clause, { binds, met }) {
  if (binds === FALSE) return NOT_APPLICABLE;
  if (clause.standing) return binds === TRUE ? PASS : NOT_APPLICABLE;
  if (met === TRUE) return PASS;
  if (binds === UNSURE) return UNKNOWN;
  if (met === FALSE) return FAIL;
  return clause.kind === "duty" ? DUE : UNKNOWN;
}

const TERMS_READ = "reading.terms_read";
const askFor = (fact, period = "", entity = "") => ({ fact, period, entity });
const unique = (asks) => [...new Map(asks.map((ask) => [`${ask.fact}|${ask.period}|${ask.entity}`, ask])).values()];

function judgeOnce(clause, world, read, element = null) {
  const evaluation = evaluateClause(clause, world);
  let verdict = decide(clause, evaluation);
  let asks = [];
  if (clause.basis === "secondary" && verdict !== NOT_APPLICABLE && !clause.standing) {
    if (evaluation.binds === TRUE) asks = [askFor(TERMS_READ)];
    verdict = read ? PASS : UNKNOWN;
  }
  if (verdict === UNKNOWN && !asks.length) asks = asksOf(evaluation, world);
  return { verdict, evaluation, asks, element, each: [], assumed: "" };
}

// The verdict on a clause; for a list of elements the worst element counts.
function judge(clause, world, read = false) {
  if (!clause.each) return judgeOnce(clause, world, read);
  const listed = world.fact(clause.each);
  const none = { verdict: NOT_APPLICABLE, evaluation: null, asks: [], element: null, each: [], assumed: "" };
  if (listed.v === null) return clause.standing ? none : { ...none, verdict: UNKNOWN, asks: [askFor(clause.each)] };
  const each = listed.v.map((element) => judgeOnce(clause, world.within(element), read, element));
  if (!each.length) return listed.b === "presumed" ? { ...none, assumed: clause.each } : none;
  const worst = each.reduce((found, one) => (one.verdict > found.verdict ? one : found));
  if (each.length === 1) return { ...worst, each };
  const asks = unique(each.filter((one) => one.verdict === worst.verdict).flatMap((one) => one.asks));
  return { ...worst, asks, each };
}

function leavesOf(trace) {
  if (!trace) return [];
  return trace.leaf ? [trace] : trace.parts.flatMap(leavesOf);
}

function openLeaves(trace) {
  if (!trace || trace.truth !== UNSURE) return [];
  return trace.leaf ? [trace] : trace.parts.flatMap(openLeaves);
}

const tracesOf = ({ evaluation }) =>
  evaluation ? [evaluation.applies, ...evaluation.excuses, evaluation.requires].flatMap(leavesOf) : [];

function presumedOf(judged) {
  const presumed = tracesOf(judged).filter((trace) => trace.fact.b === "presumed");
  // a copy is presumed where those that it copies are
  const names = presumed.flatMap(({ fact, period, leaf }) => (fact.by && !period ? fact.by.split(", ") : [leaf.fact]));
  return [...new Set([...(judged.assumed ? [judged.assumed] : []), ...names])];
}

// What to ask: whether the clause binds first, and what it requires only once it binds.
function asksOf(evaluation, world) {
  const traces = evaluation.binds === UNSURE ? [evaluation.applies, ...evaluation.excuses] : [evaluation.requires];
  return unique(traces.flatMap(openLeaves).flatMap((trace) => askedBy(trace, world)));
}

// A derived fact asks for its inputs, never for itself.
function askedBy({ leaf, period }, world) {
  const definition = world.definition(leaf.fact);
  if (definition.a || definition.c) return (definition.a || definition.c).map((name) => askFor(name));
  const bare = leaf.fact.startsWith("use.") && !(leaf.fact in world.book.definitions);
  const name = bare ? "deployment." + leaf.fact.slice(4) : leaf.fact;
  return [definition.t === "figure" ? askFor(name, period || "", leaf.entity) : askFor(name)];
}

// The book of a page: leaves unfolded, so that they read as what they are.
function bookOf({ definitions, leaves, places, policies }) {
  const unfolded = leaves.map(([fact, operator, constant, entity, period, at, words, opposite]) => {
    const ofElement = ELEMENT_PARTS.some((part) => fact.startsWith(part + "."));
    return { fact, operator, constant, entity, period, places: at, words, opposite, ofElement };
  });
  return { definitions, leaves: unfolded, groups: places.groups, names: places.names, policies };
}
