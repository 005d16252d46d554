// One control for one fact: switches, lists, days. Each says what is declared, and what it would change.

function drawControl(page, fact, scope) {
  const { name, definition } = fact;
  const model = /^(organization|terms|reading)\./.test(name) ? null : scope;
  if (WAYS.includes(name) && !waysOf(page, name, model).length) return null;
  const declared = declaredFact(page, name, model);
  const key = `${model === null ? "" : model}|${name}`;
  const now = () => (page.moves.has(key) ? page.moves.get(key).value : declared);
  const set = (value) => page.move(name, model, value === undefined ? undefined : movedTo(value));
  const context = { page, fact, model, declared, now, set, label: factWords(name), id: freshId("control") };
  const inner = (WAYS.includes(name) ? wayControl : CONTROLS[definition.t] || listControl)(context);
  const back = button("Back", () => page.move(name, model), { class: "quiet back", "aria-label": `Back to what is declared: ${context.label}` });
  const effect = el("p", { class: "effect" });
  const words = declared ? valueWords(declared.v, definition.t, page.book) : "not said";
  const differ = model === null && !/^(organization|terms|reading)\./.test(name) && saidDifferently(page, name);
  const policy = /^(terms|reading)\./.test(name) ? name.slice(name.indexOf(".") + 1, name.lastIndexOf(".")) : "";
  const element = el("div", { class: "control", role: "group", "aria-labelledby": context.id, "data-fact": name },
    el("div", { class: "control-head" }, el("h4", { id: context.id, title: name }, context.label), back),
    el("p", { class: "phrase" }, policy ? `${definition.q} (${policy})` : definition.p),
    inner.element, el("p", { class: "declared" }, `declared: ${differ ? "differs between the models" : clip(words, 120)}`), effect);
  const calm = () => fill(effect, el("span", { class: "outcome" }, "no other value flips a clause"));
  const forget = () => {
    fill(effect);
    if (inner.forget) inner.forget();
  };
  const update = () => {
    const moved = page.moves.has(key);
    element.classList.toggle("moved", moved);
    back.hidden = !moved;
    inner.update();
  };
  const told = (effects) => fill(effect, effects.map(([label, { verdict, flips }]) =>
    el("span", { class: "outcome" }, `${label}: `, badge(VERDICT_WORDS[verdict], "flat"), ` ${counted(flips, "clause")} flip${flips === 1 ? "s" : ""}`)));
  update();
  return { fact, model, element, update, told, calm, forget, paint: inner.paint, now };
}

function segments(context, options) {
  const name = freshId("choice");
  const inputs = options.map(([words, value]) => {
    const input = el("input", { type: "radio", name, value: words, onchange: () => context.set(value) });
    return [input, value, el("label", {}, input, el("span", {}, words))];
  });
  const update = () => {
    const value = context.now()?.v;
    for (const [input, mine] of inputs) input.checked = same(value, mine);
  };
  return { element: el("div", { class: "segments" }, inputs.map(([, , label]) => label)), update };
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

const yesNo = (context) => segments(context, [["Yes", true], ["No", false], ["Not said", undefined]]);

// Evidence that is declared stays as it is; what is tried is that there is some, or none.
function evidenceControl(context) {
  const held = context.declared && context.declared.v && context.declared.v.length ? [["As declared", context.declared.v]] : [];
  return segments(context, [...held, ["Met", stated()], ["None", []], ["Not said", undefined]]);
}

function select(context, options, label) {
  const list = el("select", { "aria-label": label, onchange: () => context.set(list.value === "" ? undefined : list.value) },
    el("option", { value: "" }, "not said"), options.map(([value, words]) => el("option", { value }, words)));
  return { element: list, update: () => (list.value = context.now()?.v || "") };
}

const choiceControl = (context) => {
  const values = context.fact.definition.v || [];
  if (values.length && values.length <= 4 && values.join("").length < 30) return segments(context, [...values.map((value) => [tagWords(value), value]), ["not said", undefined]]);
  return select(context, values.map((value) => [value, tagWords(value)]), context.label);
};

// Another channel or edition: what is declared, and what was worked out for the models that are moved.
function wayControl(context) {
  const { page, fact, model, declared, label } = context;
  const now = declared ? [declared.v, wayWords(declared.v)] : ["", "not said"];
  const options = [now, ...waysOf(page, fact.name, model).map((value) => [value, wayWords(value)])];
  const pick = (value) => (value === now[0] ? page.move(fact.name, model) : context.set(value || undefined));
  const list = el("select", { "aria-label": label, onchange: () => pick(list.value) }, options.map(([value, words]) => el("option", { value }, words)));
  return { element: list, update: () => (list.value = context.now()?.v || "") };
}

const countries = (book) => Object.entries(book.names).sort(([, one], [, other]) => one.localeCompare(other));

const placeControl = (context) => select(context, countries(context.page.book), context.label);

// A list: what is on it as buttons that take it off, and a choice of what to add.
function listControl(context) {
  const { page, fact, label } = context;
  const { definition } = fact;
  const uses = definition.t === "elements";
  const wordsOf = (value) => (definition.t === "places" ? placeName(page.book, value) : definition.t === "names" ? value : tagWords(value));
  const nameOf = (value) => (uses ? value.name : value);
  const asValue = (name) => (uses ? { name, facts: { kind: { v: name } } } : name);
  const options = {
    places: () => [...Object.keys(page.book.groups).map((code) => [code, placeName(page.book, code)]), ...countries(page.book)],
    names: () => [...new Set(fact.uses.flatMap(({ leaf }) => many(leaf.constant)))].map((name) => [name, name]),
    elements: () => (page.book.definitions["use.kind"]?.v || []).map((value) => [value, tagWords(value)]),
  }[definition.t] || (() => (definition.v || []).map((value) => [value, tagWords(value)]));
  const held = el("ul", { class: "held" });
  const add = el("select", { "aria-label": `Add to ${label}`, onchange: () => {
    if (add.value) context.set([...(context.now()?.v || []), asValue(add.value)]);
    add.value = "";
  } }, el("option", { value: "" }, "add …"), options().map(([value, words]) => el("option", { value }, words)));
  const none = button("None", () => context.set([]), { class: "quiet" });
  const unsaid = button("Not said", () => context.set(undefined), { class: "quiet" });
  const update = () => {
    const value = context.now()?.v;
    const drop = (one) => context.set(value.filter((each) => each !== one));
    fill(held, Array.isArray(value) && value.length
      ? value.map((one) => el("li", {}, button([wordsOf(nameOf(one)), el("span", { "aria-hidden": "true" }, " ×")], () => drop(one), { class: "tag", "aria-label": `Remove ${wordsOf(nameOf(one))} from ${label}` })))
      : el("li", { class: "none" }, value === undefined ? "not said" : value === null ? "not known" : "none"));
  };
  return { element: el("div", { class: "list-control" }, held, el("div", { class: "list-buttons" }, add, none, unsaid)), update };
}

const CONTROLS = {
  yes_no: yesNo, choice: choiceControl, place: placeControl, evidence: evidenceControl, date: (context) => dateScale(context),
  figure: (context) => figureScale(context), number: (context) => figureScale(context),
  elements: (context) => (context.fact.name === "deployment.uses" ? listControl(context) : elementsControl(context)),
};
