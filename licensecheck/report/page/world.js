// The world in which a clause is judged. The nearer facts win: element, binding, model, deployment; then what silence means.
// A fact is {v, b, l, r, f, by}: value (null: unknown), basis, line, line below the model's own, file, who says so.

const MISSING = { v: null, b: "missing" };
const ELEMENT_PARTS = ["use", "trained", "claim"];

function nothing(type) {
  switch (type) {
    case "yes_no":
      return false;
    case "choices":
    case "places":
    case "names":
    case "elements":
    case "evidence":
    case "figure":
      return [];
    case "number":
      return NaN; // smaller than nothing, larger than nothing
    default:
      return "";
  }
}

class World {
  constructor(book, policy, { near, model, common, day, presume = true }) {
    Object.assign(this, { book, policy, near, model, common, day, presume, element: null, presumed: new Set(), cache: new Map() });
  }

  // The same world for one element of a list; what does not speak of elements is remembered together.
  within(element) {
    return Object.assign(Object.create(World.prototype), this, { element });
  }

  definition(name) {
    const { definitions } = this.book;
    return this.policy.own[name] || definitions[name] || (name.startsWith("use.") && definitions["deployment." + name.slice(4)]);
  }

  declared(name) {
    return this.near[name] || this.model[name] || this.common[name];
  }

  fact(name) {
    if (this.element) {
      const dot = name.indexOf(".");
      const short = name.slice(dot + 1);
      if (ELEMENT_PARTS.includes(name.slice(0, dot))) {
        const found = this.element.facts[short];
        if (found) return found;
        if (!(name in this.book.definitions)) return this.fact("deployment." + short);
        return this.silence(name, this.definition(name));
      }
    }
    const definition = this.definition(name);
    return this.declared(name) || this.copied(definition) || this.silence(name, definition);
  }

  // The declared facts that a fact takes over together; nothing where none of them is declared.
  copied(definition) {
    const names = definition.c || [];
    const declared = names.map((name) => this.declared(name)).filter(Boolean);
    const open = declared.find((fact) => fact.v === null);
    if (!declared.length || open) return open;
    const silent = names.filter((name) => !this.declared(name));
    if (silent.length && !this.presume) return MISSING;
    silent.forEach((name) => this.presumed.add(name));
    if (!["choices", "places", "names"].includes(definition.t)) return declared[0];
    return { ...declared[0], v: [...new Set(declared.flatMap((fact) => many(fact.v)))] };
  }

  silence(name, definition) {
    if (definition.s === "unclaimed") return { v: nothing(definition.t), b: "unclaimed" };
    if (definition.s === "none" && this.presume) {
      // a fact that only copies others is never written: the presumption is about those
      const bare = name.startsWith("use.") && !(name in this.book.definitions);
      (definition.c || [bare ? "deployment." + name.slice(4) : name]).forEach((each) => this.presumed.add(each));
      return { v: nothing(definition.t), b: "presumed", ...(definition.c && { by: definition.c.join(", ") }) };
    }
    return MISSING;
  }

  // How one leaf comes out: its truth, the fact that decided it, and the period that was asked for.
  outcome(leaf) {
    const kind = this.definition(leaf.fact).t;
    const fact = this.fact(leaf.fact);
    if (kind === "figure") return this.figure(leaf, fact);
    if (fact.v === null) return { truth: UNSURE, fact };
    let asked = leaf;
    if (kind === "evidence" && typeof leaf.constant === "string" && leaf.constant.includes("{")) {
      const words = this.filled(leaf.constant);
      if (words === null) return { truth: UNSURE, fact };
      asked = { ...leaf, constant: words };
    }
    return { truth: compare(kind, fact.v, asked, this.book.groups), fact };
  }

  filled(literal) {
    let words = literal;
    for (const name of ["model.name", "work.name"]) {
      if (!words.includes(`{${name}}`)) continue;
      const value = this.fact(name).v;
      const short = typeof value === "string" ? value.slice(value.lastIndexOf("/") + 1).trim() : "";
      if (!short) return null;
      words = words.split(`{${name}}`).join(short);
    }
    return words.split("{year}").join(this.day.slice(0, 4));
  }

  figure(leaf, said) {
    let fact = said;
    const period = this.period(leaf.period);
    let found = estimateOf(0, Infinity);
    if (fact.v !== null && period) found = estimate(fact.v, leaf.entity, period, this.presume);
    if (leaf.entity === "employer" && found.low === 0 && found.high === Infinity && this.presume) found = estimateOf(0, 0, true);
    if (leaf.fact.startsWith("organization.") && leaf.entity !== "employer" && this.notYetFounded(leaf, fact, period)) {
      found = estimateOf(0, 0);
      fact = this.fact("organization.founded");
    }
    if (leaf.fact.startsWith("deployment.")) found = this.atMostTheWhole(leaf, found, period);
    const truth = compare("figure", found, leaf, this.book.groups);
    if (found.presumed) this.presumed.add(leaf.fact);
    return { truth, fact: found.presumed ? { ...fact, b: "presumed" } : fact, period };
  }

  // A product's figure is never larger than that of the organization.
  atMostTheWhole(leaf, found, period) {
    const name = "organization." + leaf.fact.slice(leaf.fact.indexOf(".") + 1);
    if (!(name in this.book.definitions)) return found;
    const whole = this.fact(name).v;
    if (whole === null || !period) return found;
    const limit = estimate(whole, "own", period, this.presume);
    if (limit.high >= found.high) return found;
    return estimateOf(found.low, Math.max(found.low, limit.high), found.presumed || limit.presumed);
  }

  notYetFounded(leaf, fact, period) {
    const founded = this.fact("organization.founded").v;
    if (!founded || !period || founded.slice(0, period.length) <= period) return false;
    return fact.v === null || estimate(fact.v, leaf.entity, period, false).low <= 0;
  }

  period(name) {
    switch (name) {
      case "month_before_release":
        return isMonth(this.policy.released.slice(0, 7)) ? monthBefore(this.policy.released) : "";
      case "previous_month":
        return monthBefore(this.day);
      case "previous_year":
        return String(Number(this.day.slice(0, 4)) - 1);
      default:
        return name;
    }
  }
}
