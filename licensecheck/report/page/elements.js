// Lists of which every element has facts of its own: trained models and suits, each a box with a switch for each fact.

const ELEMENT_WORDS = { trained: ["trained model", "Add a trained model"], claim: ["suit", "Add a suit"] };

function elementsControl(context) {
  const { page, fact, label } = context;
  const of = fact.definition.of;
  const [word, adding] = ELEMENT_WORDS[of];
  const parts = Object.entries(page.book.definitions).filter(([name, { t }]) => name.startsWith(of + ".") && ["yes_no", "choice", "choices"].includes(t));
  const listed = () => context.now()?.v || [];
  const replace = (place, facts) => context.set(listed().map((each, number) => (number === place ? elementOf(of, facts) : each)));
  const boxes = el("div", { class: "elements" });
  const said = el("p", { class: "none" });
  let drawn = [];

  // One fact of one element, by the control of its type.
  const partOf = (place, [name, definition]) => {
    const short = name.slice(of.length + 1);
    const id = freshId("part");
    const facts = () => listed()[place]?.facts || {};
    const set = (value) => {
      const { [short]: _, ...others } = facts();
      replace(place, value === undefined ? others : { ...others, [short]: { v: value } });
    };
    const inner = partControl({ page, fact: { name, definition }, now: () => facts()[short], set, label: `${factWords(name)} of ${word} ${place + 1}` });
    return { ...inner, element: el("div", { class: "part", role: "group", "aria-labelledby": id }, el("span", { id, title: definition.p }, factWords(name)), inner.element) };
  };
  const draw = () => {
    drawn = listed().map((_, place) => {
      const inner = parts.map((each) => partOf(place, each));
      const title = el("legend");
      const drop = button("Remove", () => context.set(listed().filter((_, number) => number !== place)), { class: "quiet", "aria-label": `Remove ${word} ${place + 1}` });
      const box = el("fieldset", { class: "element" }, title, inner.map(({ element }) => element), drop);
      const update = () => {
        const { facts } = listed()[place];
        const named = facts.name || facts.base || facts.over;
        title.textContent = [`${word} ${place + 1}`, named && named.v].filter(Boolean).join(": ");
        inner.forEach((each) => each.update());
      };
      return { box, update };
    });
    fill(boxes, drawn.map(({ box }) => box));
  };
  const update = () => {
    const now = context.now();
    if (listed().length !== drawn.length) draw();
    drawn.forEach((each) => each.update());
    said.textContent = now === undefined ? "not said" : now.v === null ? "not known" : "none";
    said.hidden = listed().length > 0;
  };
  const buttons = el("div", { class: "list-buttons" }, button(adding, () => context.set([...listed(), elementOf(of, {})]), { class: "quiet" }),
    button("None", () => context.set([]), { class: "quiet", "aria-label": `None: ${label}` }),
    button("Not said", () => context.set(undefined), { class: "quiet", "aria-label": `Not said: ${label}` }));
  return { element: el("div", { class: "list-control" }, said, boxes, buttons), update };
}

function partControl(context) {
  const { t, v = [] } = context.fact.definition;
  if (t === "yes_no") return yesNo(context);
  if (t === "choice") return select(context, v.map((value) => [value, tagWords(value)]), context.label);
  return segments(context, [...v.map((value) => [tagWords(value), [value]]), [v.length === 2 ? "both" : "all", v], ["not said", undefined]]);
}
