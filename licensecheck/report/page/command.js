// The same trial in a terminal, and what of it no option can say.
function commandOf(page) {
  const { moves, day, report } = page;
  const words = ["licensecheck audit"];
  const rest = [];
  for (const { fact, model, value } of moves.values()) {
    const alone = model !== null && report.models.length > 1;
    if (alone || value === undefined || /^(terms|reading)\./.test(fact) || !isWritable(value.v, definitionOf(page.book, fact).t)) {
      rest.push(alone ? `${fact} of ${page.modelName(model)}` : fact);
    } else words.push(`--set ${quoted(`${fact}=${written(value.v, definitionOf(page.book, fact).t)}`)}`);
  }
  if (day !== report.as_of) words.push(`--as-of ${day}`);
  return { command: [...words, quoted(report.file)].join(" "), rest };
}

function written(value, type) {
  if (value === null) return "unknown";
  if (type === "figure") return String(value[0][2]);
  if (type === "evidence") return value.length ? "true" : "[]";
  if (type === "elements") return `[${value.map(writtenElement).join(", ")}]`;
  return Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
}

// Whether a value can stand on a command line: of what an element says, words and lists of words can.
function isWritable(value, type) {
  const plain = (v) => !Array.isArray(v) ? typeof v !== "object" || v === null : v.every((each) => typeof each === "string");
  return type !== "elements" || value.every(({ facts }) => Object.values(facts).every(({ v }) => plain(v)));
}

// An element in YAML's flow style: by its name where that says all, else its facts.
function writtenElement({ name, facts }) {
  const pairs = Object.entries(facts).filter(([, { b }]) => b !== "derived").map(([key, { v }]) => [key, v]);
  if (pairs.length === 1 && pairs[0][1] === name) return writtenScalar(name);
  return `{${pairs.map(([key, v]) => `${key}: ${Array.isArray(v) ? `[${v.map(writtenScalar).join(", ")}]` : writtenScalar(v)}`).join(", ")}}`;
}

const writtenScalar = (value) => (value === null ? "unknown" : typeof value !== "string" || /^[A-Za-z][A-Za-z0-9_/-]*$/.test(value) ? String(value) : JSON.stringify(value));

const quoted = (text) => (/^[A-Za-z0-9_.,:=/@-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`);
