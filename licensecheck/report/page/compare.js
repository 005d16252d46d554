// One known value compared with one constant, by the word of a leaf.
// A leaf is {fact, operator, constant, entity, period, places}; `kind` is the type of its fact.

const many = (constant) => (Array.isArray(constant) ? constant : [constant]);

function compare(kind, value, leaf, groups) {
  const { constant, operator } = leaf;
  switch (kind) {
    case "yes_no":
      return truthOf(value === constant);
    case "choice":
      return tagWithin(value, many(constant));
    case "choices":
      return members(value, leaf, tagWithin);
    case "place":
      return placeWithin(value, many(constant), groups);
    case "places":
      return members(value, leaf, (declared, wanted) => placeWithin(declared, wanted, groups));
    case "figure":
      return compareEstimate(value, operator, constant);
    case "number":
      return Number.isNaN(value) ? FALSE : compareEstimate({ low: value, high: value }, operator, constant);
    case "date":
      return truthOf(Boolean(value) && (operator === "before" ? value < constant : value >= constant));
    case "name":
      return compareName(value, operator, constant);
    case "names":
      return members(value, leaf, (declared, wanted) => truthOf(wanted.some((name) => folded(name) === folded(declared))));
    default: {
      const found = anyOf(value.map((item) => holds(item, leaf)));
      return constant === false ? negate(found) : found;
    }
  }
}

// A tag lies within a node at or above it; a node declared above the wanted one leaves it unknown.
function tagWithin(declared, wanted) {
  let partly = false;
  for (const node of wanted) {
    if (declared === node || declared.startsWith(node + "/")) return TRUE;
    partly = partly || node.startsWith(declared + "/");
  }
  return partly && declared ? UNSURE : FALSE;
}

function placeWithin(declared, wanted, groups) {
  if (!declared) return FALSE;
  const countries = new Set(wanted.flatMap((place) => groups[place] || [place]));
  const mine = groups[declared] || [declared];
  const country = (place) => place.split("-")[0];
  const whole = mine.filter((place) => countries.has(place) || countries.has(country(place)));
  if (whole.length === mine.length) return TRUE;
  const partly = whole.length > 0 || [...countries].some((place) => mine.includes(country(place)));
  return partly ? UNSURE : FALSE;
}

function members(declared, { operator, constant }, lies) {
  switch (operator) {
    case "includes":
      return anyOf(declared.map((each) => lies(each, [constant])));
    case "includes_any":
      return anyOf(declared.map((each) => lies(each, many(constant))));
    case "includes_other_than":
      return anyOf(declared.map((each) => negate(lies(each, many(constant)))));
    default:
      return allOf(declared.map((each) => lies(each, many(constant))));
  }
}

// A name without case, spaces, hyphens and underscores.
const joined = (name) => name.replace(/[ \-_]/g, "");
const caseless = (letter) => (letter === "ı" ? letter : letter.toUpperCase().toLowerCase().replace(/ς/g, "σ"));
const folded = (name) => joined(Array.from(name, caseless).join(""));

function compareName(value, operator, constant) {
  if (operator === "starts_with") {
    const name = value.slice(value.lastIndexOf("/") + 1);
    if (joined(name).startsWith(joined(constant))) return TRUE;
    return folded(name).startsWith(folded(constant)) ? UNSURE : FALSE;
  }
  return truthOf(many(constant).some((one) => folded(value) === folded(one)));
}

const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

// A text with whitespace, curly quotes, dashes and `(c)` made alike.
function foldedWords(text) {
  const plain = text.replace(/[“”]/g, '"').replace(/[‘’]/g, "'").replace(/[–—]/g, "-").replace(/\(c\)/gi, "©");
  return plain.split(SPACE).filter(Boolean).join(" ");
}

// Whether one item of evidence satisfies a leaf: it stands in a place that counts, and has the words.
function holds(item, { operator, constant, places }) {
  if (item.wrong || (places.length && item.place && !places.includes(item.place))) return FALSE;
  const stated = item.kind === "stated";
  const placed = places.length && !item.place && !stated ? UNSURE : TRUE;
  const read = item.words !== null && item.words !== undefined;
  if (operator === "is") return stated ? placed : allOf([placed, read ? TRUE : UNSURE]);
  if (stated) return TRUE;
  if (!read) return UNSURE;
  return allOf([placed, truthOf(standsIn(foldedWords(constant), foldedWords(item.words)))]);
}

const isAlnum = (letter) => letter !== undefined && /^[\p{L}\p{N}]$/u.test(letter);

// Whether a literal stands in a text by itself: `Kimi K2` does not stand in `Kimi K2.5`, nor in `MyKimi K2`.
function standsIn(literal, words) {
  const first = Array.from(literal)[0];
  const last = Array.from(literal.slice(-2)).pop();
  for (let start = words.indexOf(literal); start >= 0; start = words.indexOf(literal, start + 1)) {
    const before = Array.from(words.slice(Math.max(0, start - 2), start)).pop();
    const [next, second] = Array.from(words.slice(start + literal.length, start + literal.length + 4));
    const longer = isAlnum(next) || ([".", "-", "_"].includes(next) && isAlnum(second));
    if (!(longer && isAlnum(last)) && !(isAlnum(before) && isAlnum(first))) return true;
  }
  return false;
}
