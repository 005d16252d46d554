// Which facts can be moved, what they are declared as, and to which other values it is worth moving them.

const WAYS = ["model.channel", "model.edition"]; // other ones bring other terms, which were worked out when the page was made
const GROUPS = { organization: "Organization", deployment: "Deployment", model: "Models", evidence: "Evidence", terms: "Terms", reading: "Readings" };

// Every fact that some clause looks at and that somebody could have written otherwise, in the order of the vocabulary.
function movableFacts(page) {
  const { book, report } = page;
  const leaves = new Map();
  const use = (name, leaf, policy, clause) => {
    if (WAYS.includes(name)) return;
    if (!leaves.has(name)) leaves.set(name, []);
    leaves.get(name).push({ leaf, policy, clause });
  };
  for (const number of governing(report)) {
    const policy = book.policies[number];
    for (const clause of policy.clauses) {
      if (clause.each) use(clause.each, null, policy, clause);
      for (const leaf of clauseLeaves(clause).map((each) => book.leaves[each])) {
        for (const name of writtenNames(book, policy, leaf.fact)) use(name, leaf, policy, clause);
      }
    }
  }
  if (contractDays(page, null).length && !leaves.has("model.contract")) leaves.set("model.contract", []);
  if (contractsAreFixed(page)) leaves.delete("model.contract");
  const order = Object.keys(book.definitions);
  const rank = (name) => (order.includes(name) ? order.indexOf(name) : order.length);
  const names = [...leaves.keys()].filter((name) => ["yes_no", "choice", "choices", "figure", "number", "place", "places", "date", "names", "elements", "evidence"].includes(definitionOf(book, name)?.t));
  const ways = WAYS.filter((name) => report.models.some((_, number) => waysOf(page, name, number).length));
  const moved = names.sort((one, other) => rank(one) - rank(other)).map((name) => ({ name, definition: definitionOf(book, name), uses: leaves.get(name) }));
  return [...ways.map((name) => ({ name, definition: definitionOf(book, name), uses: [] })), ...moved];
}

// The other channels, or editions, that were worked out for a model; for all models those that each of them has. "": nobody says it.
function waysOf(page, name, model) {
  const index = WAYS.indexOf(name);
  const numbers = model === null ? [...page.report.models.keys()] : [model];
  const each = numbers.map((number) => new Set(page.report.models[number].ways.map((way) => way[index]).filter((value) => value !== null)));
  return each.length ? [...each[0]].filter((value) => each.every((values) => values.has(value))) : [];
}

// The days from which another edition governs the contracts of a model, or of some model.
function contractDays(page, model) {
  const models = model === null ? page.report.models : [page.report.models[model]];
  return [...new Set(models.flatMap(({ ways }) => ways.map(([, , from]) => from)).filter((from) => from && from > "0001-01-01"))].sort();
}

// Where contracts decide on the edition and what each day comes to was not worked out, the day is not moved.
function contractsAreFixed({ book, report }) {
  const contracts = report.tables.states.some(({ bindings }) => bindings.some(({ editions }) => editions.some((each) => book.policies[each].governs === "by_contract")));
  return contracts && !report.other_ways;
}

const wayWords = (value) => value || "not said";

// What the page cannot move, in words: it is tried in the file, or with `--set`.
function fixedFacts(page) {
  const { book, report } = page;
  const clauses = [...governing(report)].flatMap((number) => book.policies[number].clauses);
  const looked = new Set(clauses.flatMap((clause) => [clause.each, ...clauseLeaves(clause).map((leaf) => book.leaves[leaf].fact)]));
  const fixed = [];
  if (contractsAreFixed(page)) fixed.push("the day of a contract");
  if (looked.has("outputs.trains")) fixed.push("the parent of a trained model");
  if (looked.has("organization.infringement_claims")) fixed.push("what a suit is about");
  const choice = report.tables.states.some(({ issues }) => issues.some(({ code }) => code === "license-choice"));
  if (choice) fixed.push("which of the licenses that a label offers is taken");
  if (!report.other_ways) fixed.unshift("the channel and the edition (of more than 40 models)");
  else fixed.unshift("a channel on which the catalog does not have the model");
  return fixed;
}

function governing(report) {
  const states = new Set(report.models.flatMap(({ days }) => days.map(([, state]) => state)));
  return new Set([...states].flatMap((state) => report.tables.states[state].bindings.flatMap(({ editions }) => editions)));
}

function clauseLeaves(clause) {
  const found = [];
  const walk = (condition) => {
    if (typeof condition === "number") found.push(condition);
    else if (condition) (condition.all || condition.any || [condition.not]).forEach(walk);
  };
  [clause.applies, ...clause.unless.map(([, when]) => when), clause.requires].forEach((each) => each !== null && walk(each));
  return found;
}

// The facts behind a leaf that a deploy.yaml can say.
function writtenNames(book, policy, name) {
  const [part, ...rest] = name.split(".");
  if (part === "terms" || part === "reading") return [`${part}.${policy.id}.${rest.join(".")}`];
  if (part === "trained" || part === "claim") return [];
  if (part === "use") return book.definitions["deployment." + rest.join(".")] ? ["deployment." + rest.join(".")] : [];
  const definition = book.definitions[name];
  if (!definition || part === "work") return []; // the catalog says what a work is
  return (definition.a || definition.c || [name]).filter((each) => book.definitions[each]);
}

// What is declared of a fact now: for all models where they agree, else of the first; undefined where nobody says it.
function declaredFact(page, name, model) {
  const { report } = page;
  const [part] = name.split(".");
  if (part === "terms" || part === "reading") {
    const short = `${part}.${name.slice(name.lastIndexOf(".") + 1)}`;
    const policy = name.slice(part.length + 1, name.lastIndexOf("."));
    const binding = report.tables.states.flatMap(({ bindings }) => bindings).find(({ editions }) => editions.some((each) => page.book.policies[each].id === policy));
    return binding && (binding.terms[short] || binding.facts[short]);
  }
  const own = (number) => report.tables.facts[report.models[number].facts][name] || report.facts[name];
  if (model !== null) return own(model);
  const all = report.models.map((_, number) => own(number));
  return all.find(Boolean);
}

// Whether models say different things of a fact, so that moving it for all of them makes them alike.
function saidDifferently(page, name) {
  const said = page.report.models.map(({ facts }) => JSON.stringify((page.report.tables.facts[facts][name] || page.report.facts[name] || {}).v));
  return new Set(said).size > 1;
}

const movedTo = (v) => ({ v, b: "declared" });

// A figure as it is written by one number: undated, of the whole group; a product's is its own.
const figureOf = (name, number) => [["", name.startsWith("organization.") ? "group" : "own", number, number]];

const stated = () => [{ kind: "stated", target: "", words: "" }];

// One element as it is written, by the values of its facts; it is called by what it is, as deploy.yaml reads it.
function elementOf(of, facts) {
  const name = facts[of === "claim" ? "over" : "kind"]?.v || of;
  return { name, facts };
}
const plainElement = (of, values) => elementOf(of, Object.fromEntries(Object.entries(values).map(([key, v]) => [key, { v }])));

// Lists worth trying where nobody knows what will come: a rival that is trained on outputs, and a suit.
const TYPICAL = {
  "outputs.trains": [
    [[plainElement("trained", { kind: "llm", with: ["outputs"], competes: true, distributed: true })], "a competing language model, distributed"],
    [[plainElement("trained", { kind: "classifier", with: ["outputs"], competes: false, distributed: false })], "a classifier, kept inside"],
  ],
  "organization.infringement_claims": [
    [[plainElement("claim", { kind: "patent", concerns_work: true })], "a patent suit over it"],
    [[plainElement("claim", { kind: "copyright", concerns_work: true })], "a copyright suit over it"],
  ],
};

// Values worth trying, as [value, words].
function alternatives(page, { name, definition, uses }, now, model) {
  const { book } = page;
  if (WAYS.includes(name)) return waysOf(page, name, model).filter((each) => each !== (now?.v || "")).map((each) => [each || undefined, wayWords(each)]);
  const constants = [...new Set(uses.flatMap(({ leaf }) => (leaf ? many(leaf.constant) : [])))].filter((each) => typeof each === "string");
  const value = now ? now.v : undefined;
  const words = (each) => valueWords(each, definition.t, book);
  switch (definition.t) {
    case "yes_no":
      return [true, false].filter((each) => each !== value).map((each) => [each, words(each)]);
    case "choice":
      return (definition.v || []).filter((each) => each !== value).slice(0, 14).map((each) => [each, words(each)]);
    case "place":
      return constants.filter((each) => each !== value).slice(0, 10).map((each) => [each, words(each)]);
    case "places":
    case "choices": {
      const held = Array.isArray(value) ? value : [];
      const tops = definition.t === "choices" ? (definition.v || []).filter((each) => !each.includes("/")) : [];
      const added = [...new Set([...constants, ...tops])].filter((each) => !held.includes(each)).slice(0, 16);
      const none = held.length || !now ? [[[], "none"]] : [];
      return [...none, ...added.map((each) => [[...held, each], `with ${definition.t === "places" ? placeName(book, each) : tagWords(each)}`])];
    }
    case "names":
      return constants.slice(0, 8).map((each) => [[each], each]);
    case "elements":
      return [...(value === undefined || value?.length ? [[[], "none of them"]] : []), ...(TYPICAL[name] || [])];
    case "evidence":
      return [[stated(), "there is"], [[], "there is none"]];
    default:
      return [];
  }
}
