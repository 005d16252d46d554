// What the other values of a fact would flip, told beforehand; in a very large report when somebody asks.

const MOST_TRIED = 6000; // findings of models that differ, up to which every value is tried beforehand

// Try every alternative of every fact, a little at a time: what flips something is told, and comes first.
function exploreAll(page, state, boxes, asked, sort) {
  const run = (state.run = (state.run || 0) + 1);
  if (asked.wanted) return;
  const queue = [state.day, ...state.controls].map((control) => exploring(page, control, boxes));
  const work = () => {
    const end = performance.now() + 24;
    while (queue.length && run === state.run && performance.now() < end) if (queue[0].next().done) queue.shift();
    if (run !== state.run) return;
    if (queue.length) setTimeout(work, 0);
    else sort();
  };
  work();
}

// The steps in which the values of one fact are tried: one value a step.
function* exploring(page, control, boxes) {
  if (control.paint) return void control.paint();
  const { fact, model, element } = control;
  const outcomes = new Map();
  for (const [value, words] of alternatives(page, fact, control.now(), model)) {
    const judged = page.imagine(page.day, [{ fact: fact.name, model, value: value === undefined ? undefined : movedTo(value) }]);
    const flips = countFlips(page.current, judged);
    yield;
    if (!flips) continue;
    const key = `${judged.verdict}|${flips}`;
    outcomes.set(key, { words: [...(outcomes.get(key)?.words || []), words], verdict: judged.verdict, flips });
  }
  control.told([...outcomes.values()].map(({ words, verdict, flips }) => [clip(listWords(words, "or"), 110), { verdict, flips }]));
  // what makes the verdict better or worse comes to the front, and stays there
  const decisive = [...outcomes.values()].some(({ verdict }) => verdict !== page.current.verdict);
  if (decisive && boxes && !boxes.first.contains(element) && !element.contains(document.activeElement)) boxes.first.append(element);
}

// In a report of very many models that all differ the values of a fact are tried when its button is pressed, and the page says so.
class Asked {
  constructor(page) {
    const size = kindsOf([page.declared]).reduce((sum, { number }) => sum + page.declared.models[number].findings.length, 0);
    this.page = page;
    this.wanted = size > MOST_TRIED;
    this.asks = [];
    this.element = this.wanted && el("p", { class: "warning", role: "note" },
      `This report is large: ${numberWords(size)} findings of models that differ. What the other values of a fact would flip is worked out when you ask for it, fact by fact.`);
  }

  attach(controls) {
    if (!this.wanted) return;
    this.asks = controls.map((control) => {
      const ask = button("Try its values", () => {
        for (const _ of exploring(this.page, control, null)) continue;
        ask.hidden = true;
        if (!control.element.querySelector(".outcome, .runs li")) control.calm();
      }, { class: "quiet ask" });
      control.element.append(ask);
      return { ask, control };
    });
  }

  // After a move what was told is no longer true.
  forget() {
    for (const { ask, control } of this.asks) {
      ask.hidden = false;
      control.forget();
    }
  }
}
