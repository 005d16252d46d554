// Values, days and states in plain English.

const STATE_WORDS = {
  fail: "fail", unknown: "unknown", due: "due", waived: "waived", moot: "moot", pass: "pass", standing: "standing",
  not_applicable: "does not apply",
};
const STATE_SIGNS = { fail: "✕", unknown: "?", due: "!", waived: "≈", moot: "·", pass: "✓", standing: "i", not_applicable: "–" };
const STATE_ORDER = ["fail", "unknown", "due", "waived", "moot", "pass", "standing", "not_applicable"];
const VERDICT_MEANS = {
  fail: "At least one clause is breached, or a right is not granted, on the stated facts.",
  unknown: "Nothing fails, but a fact that decides is missing.",
  due: "Everything else is settled; a duty that binds has no evidence yet.",
  pass: "Every clause passes or does not apply.",
};
const KIND_WORDS = { right: "right", use: "use", duty: "duty" };
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const ENTITY_WORDS = {
  own: "the organization alone",
  group: "the organization and all that it controls by more than half",
  group_50: "the organization and all that it controls by half or more",
  employer: "your employer",
};

const numberWords = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 20 });

const dayWords = (day) => (day ? `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}` : "");

function periodWords(period) {
  if (isMonth(period)) return `${MONTHS[Number(period.slice(5)) - 1]} ${period.slice(0, 4)}`;
  return { any_12_months: "any twelve months in a row", total: "all" }[period] || period;
}

const counted = (count, word, plural = word + "s") => `${numberWords(count)} ${count === 1 ? word : plural}`;

const tagWords = (tag) => tag.replace(/\//g, ": ").replace(/_/g, " ");

function listWords(words, last = "and") {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words[words.length - 1]}`;
}

const placeName = (book, code) => book.names[code] || { WORLD: "the world", EU: "the European Union" }[code] || code;

// `organization.monthly_active_users` as monthly active users.
const factWords = (name) => name.slice(name.lastIndexOf(".") + 1).replace(/_/g, " ").replace(/ usd$/, " (USD)");

function boundWords([period, entity, low, high]) {
  let words = `${numberWords(low)} to ${high === null ? "" : numberWords(high)}`;
  if (low === high) words = numberWords(low);
  else if (high === null) words = `at least ${numberWords(low)}`;
  else if (low === 0) words = `at most ${numberWords(high)}`;
  const where = [period && periodWords(period), entity !== "group" && entity.replace("_50", " by half")].filter(Boolean);
  return where.length ? `${words} (${where.join(", ")})` : words;
}

function itemWords(item) {
  if (item.kind === "stated") return "yes, stated";
  const read = item.trouble || (item.wrong ? "the copy of another license" : item.words === null ? "not read" : "");
  const what = item.kind === "attested" ? `“${clip(item.words || item.target || "", 90)}”` : item.target;
  return [what, item.place && `in ${tagWords(item.place)}`, item.by && `by ${item.by}`, item.on, read].filter(Boolean).join(", ");
}

const clip = (text, most) => (text.length <= most ? text : text.slice(0, most - 1) + "…");

// The value of a fact of some type, as a person would say it.
function valueWords(value, type, book) {
  if (value === null) return "not known";
  if (value === undefined) return "not said";
  switch (type) {
    case "yes_no":
      return value ? "yes" : "no";
    case "figure":
      return value.map(boundWords).join("; ") || "0";
    case "number":
      return Number.isNaN(value) ? "none" : numberWords(value);
    case "place":
      return value ? placeName(book, value) : "none";
    case "places":
      return value.map((code) => placeName(book, code)).join(", ") || "none";
    case "elements":
      return value.map((element) => tagWords(element.name)).join(", ") || "none";
    case "evidence":
      return value.map(itemWords).join("; ") || "none";
    case "date":
      return dayWords(value) || "none";
    case "choices":
      return value.map(tagWords).join(", ") || "none";
    case "names":
      return value.join(", ") || "none";
    default:
      return value ? (type === "choice" ? tagWords(value) : value) : "none";
  }
}

const BASIS_WORDS = {
  presumed: "presumed", unclaimed: "not claimed", derived: "derived", attested: "attested", adopted: "cautious reading",
  recorded: "recorded reading", missing: "not said", moved: "tried here",
};

// A question in words that a person can answer.
function questionWords(book, report, { fact, period, entity }) {
  if (report.questions[fact]) return report.questions[fact];
  if (fact.endsWith(".terms_read")) return `Has somebody read the terms of ${fact.slice(8, -11)}, and do they allow this use?`;
  const definition = definitionOf(book, fact);
  if (!definition) return `What is ${fact}?`;
  return definition.q.replace("{period}", periodWords(period) || "the period asked").replace("{entity}", ENTITY_WORDS[entity] || "the organization");
}

// The definition of a fact by the name that questions use: those of one policy carry its name.
function definitionOf(book, name) {
  const [part] = name.split(".", 1);
  if (part !== "terms" && part !== "reading") return book.definitions[name];
  const last = name.lastIndexOf(".");
  const policy = book.policies.find((each) => each.id === name.slice(part.length + 1, last));
  return policy && policy.own[`${part}.${name.slice(last + 1)}`];
}
