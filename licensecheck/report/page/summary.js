// The head of the page: verdict, day and file; and while something is tried, what has flipped.

function drawSummary(page, place) {
  const { report, book } = page;
  const word = el("span", { class: "word" });
  const sign = el("span", { class: "sign", "aria-hidden": "true" });
  const verdict = el("h1", { class: "verdict" }, sign, word);
  const means = el("p", { class: "means" });
  const tally = el("ul", { class: "tally" });
  const live = el("p", { class: "only-read", role: "status", "aria-live": "polite", id: "live" });
  const about = [report.organization, report.name].filter(Boolean).join(", ");
  const facts = el("p", { class: "about" },
    el("span", {}, "Judged as of ", el("time", { datetime: report.as_of }, dayWords(report.as_of))),
    el("span", {}, el("code", {}, report.file)),
    about && el("span", {}, about),
    report.baseline && report.baseline.known && el("span", {}, `${counted(report.baseline.known, "known finding")} not gated (baseline of ${dayWords(report.baseline.as_of)})`),
    report.strict && el("span", {}, "strict: the worse of with and without presumptions"));
  const box = el("section", { class: "summary", "aria-labelledby": "verdict" }, verdict, means, facts, tally, live);
  verdict.id = "verdict";

  const update = () => {
    const { current } = page;
    const now = VERDICT_WORDS[current.verdict];
    box.dataset.state = now;
    box.classList.toggle("tried", page.trying);
    sign.textContent = STATE_SIGNS[now];
    word.textContent = now;
    fill(means, page.trying ? `What if: ${VERDICT_MEANS[now]}` : VERDICT_MEANS[now]);
    const counts = countStates(current);
    const policies = new Set(current.models.flatMap((model) => model.findings.map((finding) => finding.policy.id)));
    policies.delete("catalog");
  policies.delete("scan");
    fill(tally,
      el("li", { class: "plain" }, counted(report.models.length, "model")),
      el("li", { class: "plain" }, counted(policies.size, "policy", "policies")),
      STATE_ORDER.filter((state) => counts[state] && state !== "not_applicable" && state !== "moot").map((state) =>
        el("li", {}, el("strong", {}, numberWords(counts[state])), " ", badge(state, "flat"))));
    document.title = `${now}: ${report.file}`;
    if (page.trying) {
      const change = page.current.verdict === page.declared.verdict ? "stays" : "changes to";
      live.textContent = `What if: the verdict ${change} ${now}. ${counted(page.flips.length, "clause")} come out otherwise.`;
    } else live.textContent = live.textContent ? `Back to the declared facts. The verdict is ${now}.` : "";
  };
  fill(place, page.data.reports.length > 1 && fileChoice(page), warnings(page), box);
  page.onChange(update);
  update();
}

function countStates({ models }) {
  const counts = {};
  for (const { findings } of models) for (const { state } of findings) counts[state] = (counts[state] || 0) + 1;
  return counts;
}

function fileChoice(page) {
  const options = page.data.reports.map((report, number) =>
    el("option", { value: String(number), selected: report === page.report }, `${report.verdict}: ${report.file}`));
  const select = el("select", { onchange: (event) => start(page.data, Number(event.target.value)) }, options);
  return el("label", { class: "file-choice" }, "File ", select);
}

function warnings(page) {
  const { report, declared } = page;
  const notes = [];
  if (report.what_if) notes.push("This report was made for another day, or other facts, than those of today.");
  if (!page.trusted) {
    notes.push(`What-if is closed: this page and the engine disagree about ${counted(declared.differs.length, "model")}. What is shown are the verdicts of the engine; please report this.`);
  }
  return notes.map((note) => el("p", { class: "warning", role: "note" }, note));
}
