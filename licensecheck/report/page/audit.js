// A report judged again: every clause of every policy over every model, under facts that may have been moved, on some day.

const STALE_AFTER = 400;
const LETTERS = { fail: "F", unknown: "U", due: "D", waived: "W", moot: "M", pass: "P", standing: "S", not_applicable: "N" };
const CATALOG = { id: "catalog", name: "", texts: {}, own: {} };
const SCAN = { ...CATALOG, id: "scan" };

// A setting: the day, and the facts moved away from what is declared. A move is {fact, model (null: all), value (undefined: unsaid)}.
function settingOf(report, day = report.as_of, moves = []) {
  const common = { ...report.facts };
  const read = new Set(report.read);
  const policies = [];
  for (const { fact, model, value } of moves) {
    if (fact.endsWith(".terms_read")) read[value && value.v ? "add" : "delete"](fact.slice(8, -11));
    else if (/^(terms|reading)\./.test(fact)) policies.push({ fact, value });
    else if (model === null) put(common, fact, value);
  }
  const own = report.models.map((model, number) => {
    const facts = { ...report.tables.facts[model.facts] };
    for (const { fact, model: only, value } of moves) {
      const touched = only === null ? fact in facts || /^(model|evidence|outputs)\./.test(fact) : only === number;
      if (touched && !/^(terms|reading)\./.test(fact)) put(facts, fact, value);
    }
    return facts;
  });
  const alone = new Set(moves.map(({ model }) => model).filter((model) => model !== null));
  const days = report.models.map((model, number) => daysOf(model, number, moves));
  return { day, common, own, read, policies, alone, days };
}

// What governs a model over time: as declared, or the way that was worked out for another channel, edition or contract.
function daysOf(model, number, moves) {
  const said = (name) => {
    const move = moves.find(({ fact, model: only }) => fact === name && (only === null || only === number));
    return move ? (move.value ? move.value.v : "") : null;
  };
  const [channel, edition, contract] = ["model.channel", "model.edition", "model.contract"].map(said);
  const ways = model.ways.filter(([through, under]) => through === channel && under === edition);
  // a contract comes to what the last of those days makes of it that is not later
  const made = contract === null ? [] : ways.filter(([, , from]) => from !== null && (contract && from ? from <= contract : from === contract));
  const way = made.sort(([, , one], [, , other]) => (one < other ? 1 : -1))[0] || ways.find(([, , from]) => from === null);
  return way ? way[3] : model.days;
}

function put(facts, name, value) {
  if (value === undefined) delete facts[name];
  else facts[name] = { ...value, moved: true };
}

// Models that come out alike are judged once, and have the same `like`. For a mere count the findings are left in common (`whole`
// false): they then bear the number of the first model of their like.
function auditReport(book, report, setting, whole = true) {
  const alike = new Map();
  const models = report.models.map((model, number) => {
    const key = likeness(report, model, number, setting);
    if (!alike.has(key)) alike.set(key, auditModel(book, report, model, number, setting));
    const judged = alike.get(key);
    return judged.number === number || !whole ? judged : { ...judged, number, findings: judged.findings.map((each) => ({ ...each, model: number })) };
  });
  return { models, verdict: Math.max(PASS, ...models.map((model) => model.verdict)), setting };
}

const stateOn = (days, day) => ([...days].reverse().find(([start]) => start <= day) || days[0])[1];

// What two models share that come out alike: a large deployment holds the same few models many times over.
function likeness(report, model, number, setting) {
  const state = stateOn(setting.days[number], setting.day);
  const named = report.tables.states[state].bindings.some(({ facts }) => "model.name" in facts);
  const alone = named || setting.alone.has(number) || report.waivers.some((waiver) => waiver.model === model.name);
  return alone || model.counts.length ? `#${number}` : `${state}|${model.facts}|${model.bases.join()}`;
}

let likes = 0;

function auditModel(book, report, model, number, setting) {
  const state = report.tables.states[stateOn(setting.days[number], setting.day)];
  const findings = state.issues.map(issueFinding);
  for (const binding of state.bindings) findings.push(...bindingFindings(book, report, binding, model, number, setting));
  findings.forEach((finding, place) => Object.assign(finding, { model: number, place, moot: false, waived: null }));
  if (report.sealed) waive(report, model, findings, setting);
  moot(findings, model.counts);
  for (const finding of findings) finding.state = stateOf(finding);
  const against = findings.filter((finding) => red(finding) && !finding.moot).map((finding) => finding.verdict);
  return { number, like: ++likes, findings, verdict: Math.max(PASS, ...against), states: findings.map(({ state: word }) => LETTERS[word]).join("") };
}

function issueFinding(issue) {
  const clause = { ...issue, id: issue.code, section: "", unless: [] };
  const verdict = VERDICT_WORDS.indexOf(issue.verdict);
  const judged = { verdict, evaluation: null, asks: [], element: null, each: [], assumed: "" };
  return { policy: issue.policy === "scan" ? SCAN : CATALOG, clause, binding: null, verdict, judged, asks: issue.asks.map((name) => askFor(name)) };
}

// The findings of a binding; where several editions may govern, they are joined clause by clause.
function bindingFindings(book, report, binding, model, number, setting) {
  const editions = binding.editions.map((each) => book.policies[each]);
  if (binding.replaced) return [replaced(editions[editions.length - 1], binding, setting)];
  const near = nearFacts(binding, model, setting.own[number], setting.common);
  for (const { fact, value } of setting.policies) {
    const [part, policy, short] = [fact.slice(0, fact.indexOf(".")), fact.slice(fact.indexOf(".") + 1, fact.lastIndexOf(".")), fact.slice(fact.lastIndexOf(".") + 1)];
    if (editions.some((edition) => edition.id === policy)) put(near, `${part}.${short}`, value);
  }
  const facts = { near, model: setting.own[number], common: setting.common, day: setting.day };
  const each = editions.map((edition) => policyFindings(book, report, edition, binding, facts, setting));
  if (each.length === 1) return each[0];
  const names = [...new Set(each.flatMap((found) => found.map((finding) => finding.clause.id)))];
  return names.map((name) => joinEditions(each.map((found) => found.find((finding) => finding.clause.id === name)), editions));
}

function joinEditions(several, editions) {
  const present = several.filter(Boolean);
  const verdicts = new Set(several.map((finding) => (finding ? finding.verdict : NOT_APPLICABLE)));
  const worst = present.reduce((found, one) => (one.verdict > found.verdict ? one : found));
  if (verdicts.size === 1) return present[present.length - 1];
  if ([...verdicts].every((verdict) => verdict <= PASS)) return worst;
  if (verdicts.has(UNKNOWN) && !verdicts.has(FAIL) && !verdicts.has(DUE)) return worst;
  const copy = editions[editions.length - 1].governs === "by_copy";
  return { ...worst, verdict: UNKNOWN, asks: [askFor(copy ? "model.edition" : "model.contract")], editionOpen: true };
}

function policyFindings(book, report, policy, binding, facts, setting) {
  const world = new World(book, policy, facts);
  const strict = report.strict && new World(book, policy, { ...facts, presume: false });
  const read = setting.read.has(policy.id);
  const found = [];
  for (let clause of policy.clauses) {
    if (binding.outputs && !clause.outputs) {
      if (policy.fromOutputs === null) continue;
      clause = { ...clause, applies: { all: [clause.applies, policy.fromOutputs] } };
    }
    const lifted = binding.lifted && (binding.lifted.includes(clause.id) || binding.lifted.includes(`${policy.id}/${clause.id}`));
    let judged = { verdict: NOT_APPLICABLE, evaluation: null, asks: [], element: null, each: [], assumed: "" };
    if (!lifted) {
      judged = judge(clause, world, read);
      if (strict && judged.verdict < FAIL && !clause.standing) {
        const without = judge(clause, strict, read);
        if (without.verdict > judged.verdict) judged = without;
      }
      if (judged.verdict <= PASS && !read && !clause.standing && stale(policy.texts[clause.text], setting.day)) {
        judged = { ...judged, verdict: UNKNOWN, asks: [askFor(TERMS_READ)] };
      }
    }
    found.push({ policy, clause, binding, verdict: judged.verdict, judged, asks: judged.asks.map((ask) => named(ask, policy)) });
  }
  return found;
}

function stale(text, day) {
  return Boolean(text) && text.changes === "may_change" && text.read <= day && daysBetween(text.read, day) > STALE_AFTER;
}

// Questions of one policy carry its name: two licenses may leave the same point open.
function named(ask, policy) {
  const [part, ...rest] = ask.fact.split(".");
  return part === "terms" || part === "reading" ? { ...ask, fact: `${part}.${policy.id}.${rest.join(".")}` } : ask;
}

function replaced(policy, binding, setting) {
  const read = setting.read.has(policy.id);
  const issue = {
    code: "terms-replaced",
    kind: "right",
    verdict: read ? "pass" : "unknown",
    title: `A separate agreement stands in place of \`${policy.id}\``,
    says: "The clauses of the public terms do not apply; those of the agreement do, and their text is not in the corpus.",
    remedy: [`Record under \`organization.readings\` that the agreement allows this use (policy: ${policy.id}, reading: terms_read, as: yes).`],
    asks: read ? [] : [`reading.${policy.id}.terms_read`],
    standing: false,
  };
  return { ...issueFinding(issue), policy, binding };
}

// Judge what is declared, on the day of the report, and remember what waivers are sealed to. The numbers of models that the
// engine judged otherwise come back in `differs`.
function auditDeclared(book, report) {
  report.sealed = false;
  const bare = auditReport(book, report, settingOf(report));
  for (const waiver of report.waivers) {
    waiver.seals = waiver.fits.map(([model, place]) => bare.models[model].findings[place]).filter(Boolean).map(signature);
  }
  report.sealed = true;
  const found = auditReport(book, report, settingOf(report));
  const differs = report.models.flatMap((model, number) => {
    const same = found.models[number].states === model.found && VERDICT_WORDS[found.models[number].verdict] === model.verdict;
    return same ? [] : [number];
  });
  if (found.verdict !== VERDICT_WORDS.indexOf(report.verdict) && !differs.length) differs.push(...report.models.keys());
  differs.forEach((number) => takeOver(found.models[number], report.models[number]));
  return { ...found, verdict: VERDICT_WORDS.indexOf(report.verdict), differs };
}

// What the engine said stands, whatever was made of it here.
function takeOver(judged, model) {
  judged.verdict = VERDICT_WORDS.indexOf(model.verdict);
  if (judged.findings.length !== model.found.length) return;
  const words = Object.fromEntries(Object.entries(LETTERS).map(([word, letter]) => [letter, word]));
  judged.findings.forEach((finding, place) => (finding.state = words[model.found[place]]));
}
