// Days on a line: the day judged, and days that facts name, such as that of a contract.

const shiftedDay = (day, days) => new Date(Date.parse(day) + days * 86400000).toISOString().slice(0, 10);

// Positions on a line between two days.
function dayLine(first, last) {
  const length = daysBetween(first, last);
  return {
    toDay: (position) => shiftedDay(first, Math.round((position / STEPS) * length)),
    toPosition: (day) => (STEPS * Math.min(Math.max(daysBetween(first, day), 0), length)) / length,
  };
}

// A stretch of days in words; `days` are those on which the outcome was looked at, so the next one ends it.
function dayRange(first, next) {
  return [first && `from ${dayWords(first)}`, next && `before ${dayWords(next)}`].filter(Boolean).join(" and ");
}

// The days at which something changes for a fact that is a day: those that clauses name, and those of another edition.
function dateMarks(page, { name, uses }, model) {
  const named = new Map();
  const mark = (day, what) => named.set(day, new Set([...(named.get(day) || []), what]));
  for (const { leaf, policy } of uses) if (leaf && leaf.fact === name && /^\d{4}-\d\d-\d\d$/.test(leaf.constant)) mark(leaf.constant, policy.id);
  if (name === "model.contract") contractDays(page, model).forEach((day) => mark(day, "another edition governs contracts from then on"));
  return [...named].sort().map(([value, words]) => ({ value, words: [...words].join(", ") }));
}

// A day that a fact names; a line of days where clauses or editions tell some of them apart.
function dateScale(context) {
  const { page, fact, label, declared, model } = context;
  const marks = dateMarks(page, fact, model);
  const exact = el("input", { type: "date", "aria-label": marks.length ? `${label}, exactly` : label, onchange: () => context.set(exact.value || undefined) });
  const unsaid = button("Not said", () => context.set(undefined), { class: "quiet", "aria-label": `Not said: ${label}` });
  const line = el("div", { class: "exact-line" }, exact, unsaid);
  const put = () => (exact.value = context.now()?.v || "");
  if (!marks.length) return { element: line, update: put };
  const known = [...marks.map(({ value }) => value), ...(declared?.v ? [declared.v] : [])].sort();
  const [first, last] = [shiftedDay(known[0], -365), shiftedDay(known[known.length - 1] > page.report.as_of ? known[known.length - 1] : page.report.as_of, 180)];
  const { toDay, toPosition } = dayLine(first, last);
  const scale = drawScale({ label, toPosition, onInput: (position) => context.set(toDay(position)), ends: [dayWords(first), dayWords(last)], marks });
  scale.setToday(declared?.v || null);
  const jumps = marks.map(({ value, words }) => el("li", {}, button(dayWords(value), () => context.set(value), { class: "jump", "aria-label": `Try ${dayWords(value)}: ${words}` }), el("span", { class: "whose" }, words)));
  const element = el("div", { class: "figure-control" }, scale.element, line, el("ul", { class: "limits" }, jumps));
  const update = () => {
    put();
    const day = context.now()?.v;
    scale.set(day || first, day ? dayWords(day) : "not said");
  };
  const paint = () => {
    const cells = [...new Set([first, ...marks.map(({ value }) => value)])].sort();
    scale.paint(runsOf(cells.map((day) => [day, page.imagine(page.day, [{ fact: fact.name, model, value: movedTo(day) }])]), toPosition, (start, _, next) => dayRange(start, next)));
  };
  return { element, update, paint, forget: () => scale.paint([]) };
}

// The day judged: retirements, agreements, editions, waivers.
function dayScale(page) {
  const { report } = page;
  const [first, last] = report.range;
  const { toDay, toPosition } = dayLine(first, last);
  const dates = report.days.filter(([day]) => day > first && day <= last);
  const scale = drawScale({ label: "Day judged", toPosition, onInput: (position) => page.moveDay(near(toDay(position))), ends: [dayWords(first), dayWords(last)], marks: dates.map(([value]) => ({ value })) });
  // dates are closer together than the steps of the slider can tell apart
  const near = (day) => (Math.abs(daysBetween(report.as_of, day)) < 1 ? report.as_of : day);
  scale.setToday(report.as_of);
  const exact = el("input", { type: "date", min: first, max: last, "aria-label": "Day judged, exactly", onchange: () => exact.value && page.moveDay(exact.value < first ? first : exact.value > last ? last : exact.value) });
  const jumps = dates.map(([day, what]) => el("li", {}, button(dayWords(day), () => page.moveDay(day), { class: "jump", "aria-label": `Judge as of ${dayWords(day)}: ${what}` }), el("span", { class: "whose" }, what)));
  const listed = jumps.length > 0 && el("details", { class: "limits", open: jumps.length <= 4 }, el("summary", {}, `${counted(jumps.length, "date")} ahead and behind`), el("ul", {}, jumps));
  const back = button("Back", () => page.moveDay(report.as_of), { class: "quiet back", "aria-label": "Back to the day of the report" });
  const id = freshId("control");
  const element = el("div", { class: "control", role: "group", "aria-labelledby": id, "data-fact": "day" },
    el("div", { class: "control-head" }, el("h4", { id }, "day judged"), back),
    el("p", { class: "phrase" }, "retirements, agreements, waivers and editions follow the day"),
    scale.element, el("div", { class: "exact-line" }, exact), listed);
  const update = () => {
    element.classList.toggle("moved", page.day !== report.as_of);
    back.hidden = page.day === report.as_of;
    scale.set(page.day, dayWords(page.day));
    exact.value = page.day;
  };
  const paint = () => {
    const starts = page.current.setting.days.flatMap((days) => days.map(([day]) => day));
    const cells = [...new Set([first, report.as_of, ...starts, ...dates.map(([day]) => day), ...report.waivers.flatMap(({ on }) => [on])])].filter((day) => day >= first && day <= last).sort();
    scale.paint(runsOf(cells.slice(0, 40).map((day) => [day, page.imagine(day, [])]), toPosition, (start, _, next) => dayRange(start, next)));
  };
  const calm = () => scale.paint([]);
  update();
  return { element, update, paint, calm, forget: calm };
}
