// What the page shows: a report, the facts moved away from what is declared, and what both come to.

class Page {
  constructor(data) {
    this.data = data;
    this.book = bookOf(data);
    this.listeners = [];
    this.open(0);
  }

  open(number) {
    this.report = this.data.reports[number];
    this.declared = this.current = auditDeclared(this.book, this.report);
    this.trusted = this.declared.differs.length === 0;
    this.moves = new Map();
    this.day = this.report.as_of;
    this.flips = [];
  }

  get trying() {
    return this.moves.size > 0 || this.day !== this.report.as_of;
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  // Move one fact, for all models (model null) or one of them; `value` undefined: not said. `move(fact, model)` takes it back.
  move(fact, model, ...value) {
    const key = `${model === null ? "" : model}|${fact}`;
    this.moves.delete(key);
    if (value.length) this.moves.set(key, { fact, model, value: value[0] });
    this.judge();
  }

  moveDay(day) {
    this.day = day;
    this.judge();
  }

  reset() {
    this.moves.clear();
    this.day = this.report.as_of;
    this.judge();
  }

  judge() {
    this.current = this.trying ? auditReport(this.book, this.report, this.setting()) : this.declared;
    this.flips = this.trying ? flipsBetween(this.declared, this.current) : [];
    for (const listener of this.listeners) listener();
  }

  setting(day = this.day, more = []) {
    const moves = new Map(this.moves);
    for (const each of more) moves.set(`${each.model === null ? "" : each.model}|${each.fact}`, each);
    return settingOf(this.report, day, [...moves.values()]);
  }

  // What would come out if one more fact were moved, or on another day: to be counted, not to be shown.
  imagine(day, more) {
    return auditReport(this.book, this.report, this.setting(day, more), false);
  }

  modelName(number) {
    return this.report.models[number].name;
  }
}

// What a finding comes to by itself, whatever else has become of the model.
const ownState = ({ state, verdict }) => (state === "moot" ? VERDICT_WORDS[verdict] : state);

// The findings of a model by what they are about; the same clause over the same work may come twice.
function numbered({ findings }) {
  const found = new Map();
  for (const finding of findings) {
    const stem = keyOf(finding);
    let count = 0;
    while (found.has(`${stem}#${count}`)) count += 1;
    found.set(`${stem}#${count}`, finding);
  }
  return found;
}

// The findings of one model that come out otherwise: {before, after}; one of them null where a clause comes or goes.
function flipsOf(declared, current) {
  const before = numbered(declared);
  const after = numbered(current);
  const flips = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const pair = { before: before.get(key) || null, after: after.get(key) || null };
    const [from, to] = [pair.before, pair.after].map((finding) => (finding ? ownState(finding) : "not_applicable"));
    if (from !== to) flips.push({ ...pair, from, to });
  }
  return flips;
}

// All of them, worst first.
function flipsBetween(declared, current) {
  const flips = current.models.flatMap((model, number) => flipsOf(declared.models[number], model));
  return flips.sort((one, other) => STATE_ORDER.indexOf(one.to) - STATE_ORDER.indexOf(other.to));
}

// One model, by its number, of every kind that comes out alike in each of several judged reports, and how many there are.
function kindsOf(several) {
  const kinds = new Map();
  several[0].models.forEach((_, number) => {
    const key = several.map(({ models }) => models[number].like).join();
    const kind = kinds.get(key) || { number, count: 0 };
    kinds.set(key, { ...kind, count: kind.count + 1 });
  });
  return [...kinds.values()];
}

// How many findings come out otherwise.
const countFlips = (declared, current) =>
  kindsOf([declared, current]).reduce((sum, { number, count }) => sum + count * flipsOf(declared.models[number], current.models[number]).length, 0);
